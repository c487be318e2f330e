// The HTTP/1.1 server: a few I/O threads read and write, a bounded pool runs the handler. It enforces limits
// and timeouts and answers what it refuses itself with problem+json; routing and rights are the handler's.
// Nothing here knows TLS: put a proxy in front, or listen on loopback.
#pragma once

#include "base/service.hpp"
#include "platform/http/listen_address.hpp"
#include "platform/http/message.hpp"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace presstime::http {

// Runs on a pool thread, several at once; must come back by a deadline of its own. What it throws becomes a
// 500. A HEAD request reaches it as GET; the server leaves the body out.
using Handler = std::function<Response(const Request&)>;

// PUT below a path whose body goes to disk, under limits of its own.
struct UploadConfig {
    std::string path_prefix;                    // "/v1/files/"
    std::filesystem::path folder;               // made, and emptied of what a dead process left, at the start
    std::uint64_t limit = 64 << 20;             // bytes; more get 413
    int at_once = 4;                            // until they are answered; more get 429
    std::chrono::milliseconds timeout{600'000}; // the whole body
};

struct ServerConfig {
    std::vector<ListenAddress> listen;
    std::optional<std::filesystem::path>
        unix_socket; // created 0600, replacing a stale one; its requests are local
    int io_threads = 2;
    int handler_threads = 8;
    std::size_t handler_queue = 256;     // requests that may wait for a handler; more get 503
    std::size_t header_limit = 16 << 10; // bytes of request line and headers; more get 431
    std::size_t body_limit = 1 << 20;    // bytes; more get 413
    std::size_t max_connections = 1024;  // more get 503 at once
    std::optional<UploadConfig> uploads;
    std::chrono::milliseconds header_timeout{
        10'000}; // from connecting or the first byte to the end of the headers
    std::chrono::milliseconds body_timeout{30'000};  // the whole request body
    std::chrono::milliseconds write_timeout{30'000}; // each chunk of the answer
    std::chrono::milliseconds idle_timeout{60'000};  // between requests of one connection
    std::chrono::milliseconds drain_timeout{10'000}; // stop() lets running requests finish this long
};

class Server final : public Service {
public:
    using Config = ServerConfig;

    Server(Config config, Handler handler);
    ~Server() override;

    std::string_view name() const override { return "http"; }
    // Binds and serves. `give_up` naming the address when it cannot be bound; nothing listens then.
    Result<> start() override;
    // Stops accepting, closes idle connections, lets running requests finish within the drain timeout, then
    // closes. Returns only after every handler has come back. A stopped server is not started again.
    void stop() override;

    // What is listened on, with the ports the system chose; valid after start().
    std::vector<ListenAddress> bound() const;

private:
    class Listening;
    std::unique_ptr<Listening> listening_;
};

} // namespace presstime::http
