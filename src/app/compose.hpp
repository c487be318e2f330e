// Puts the parts together: the one place that names implementations. An Application holds a data folder's
// lock from opening to closing; it answers API calls from the start, and runs the loops and the server when
// told to serve.
#pragma once

#include "app/settings.hpp"
#include "base/result.hpp"
#include "platform/http/message.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace presstime {

class Application {
public:
    // Takes the data folder, opens and migrates the state. conflict when another server holds it.
    static Result<std::unique_ptr<Application>> open(const Settings& settings);
    ~Application();

    // Takes over what a dead process left, then starts loops and server. `give_up` when an address cannot be
    // bound. `on_restart` is called when somebody wants the parts taken down and up again with the settings
    // that are stored by then, on a thread of the server: it must not wait. Empty: that is refused.
    Result<> serve(std::function<void()> on_restart = {});
    // "http://127.0.0.1:8080", with the port the system chose; valid after serve().
    std::string address() const;
    std::vector<std::string> listening() const; // all of them: "127.0.0.1:8080"
    const Settings& settings() const;           // in force since opening, with what is stored
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
