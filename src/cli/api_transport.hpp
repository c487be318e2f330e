// How a command reaches the server's API: over the data folder's socket when a server runs, in this process
// when none does. Commands know only this call.
#pragma once

#include "base/result.hpp"
#include "platform/http/message.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>

namespace presstime::cli {

class ApiTransport {
public:
    virtual ~ApiTransport() = default;
    // The server's answer, whatever its status; an Error when no answer could be had.
    virtual Result<http::Response> call(const http::Request& request) = 0;
};

// To the server that holds the data folder's lock; each call may take `timeout`.
std::unique_ptr<ApiTransport> make_socket_transport(std::filesystem::path socket,
                                                    std::chrono::seconds timeout);

// To a handler in this process, as the local operator. A file of its answer is read into the body, as it
// would arrive over a socket (at most 256 MiB).
std::unique_ptr<ApiTransport>
make_in_process_transport(std::function<http::Response(const http::Request&)> handler);

} // namespace presstime::cli
