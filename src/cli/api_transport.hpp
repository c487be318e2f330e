// How a command reaches the server's API: over the data folder's socket when a server runs, in this process when
// none does. Commands know only this call.
#pragma once

#include "base/result.hpp"
#include "platform/http/message.hpp"

namespace presstime {

class ApiTransport {
public:
    virtual ~ApiTransport() = default;
    // The server's answer, whatever its status; an Error when no answer could be had.
    virtual Result<http::Response> call(const http::Request& request) = 0;
};

} // namespace presstime
