// Puts the parts together: the one place that names implementations. An Application holds a data folder's
// lock from opening to closing; it answers API calls from the start, and runs the loops and the server when
// told to serve.
#pragma once

#include "app/settings.hpp"
#include "base/result.hpp"
#include "platform/http/message.hpp"

#include <memory>
#include <optional>
#include <string>

namespace presstime {

class Application {
public:
    // Takes the data folder, opens and migrates the state. conflict when another server holds it.
    static Result<std::unique_ptr<Application>> open(const Settings& settings);
    ~Application();

    // Takes over what a dead process left, then starts loops
    // and server. `give_up` when an address cannot be bound.
    Result<> serve();
    // "http://127.0.0.1:8080", with the port the system chose; valid after serve().
    std::string address() const;
    // While there is no user: a fresh link that makes the owner, once; it ends the one before. Valid after
    // serve().
    Result<std::optional<std::string>> first_start_link();
    // Stops accepting, finishes or hands back what is under way. Safe to call twice.
    void stop();

    // One API call in this process, as if it had come over a connection. Safe from any thread.
    http::Response handle(const http::Request& request);

private:
    struct Parts;
    explicit Application(std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> parts_;
};

// Where the server of a data folder listens for this machine's own commands.
std::string socket_path(const std::string& data_dir);

} // namespace presstime
