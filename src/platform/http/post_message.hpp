// What the engine writes: where a URL leads, and the bytes of one POST to it. Pure.
#pragma once

#include "base/result.hpp"
#include "platform/http/egress.hpp"
#include "platform/http/post_engine.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace presstime::http {

struct PostDestination {
    bool tls = false;
    std::string host;                 // without brackets and final dot, as certificates name it
    std::string asked_host;           // with its final dot if it was written, for the resolver
    std::optional<IpAddress> literal; // when the host is an address
    std::uint16_t port = 0;
    std::string origin; // "https://host:port": who may share a connection
    std::string start;  // "POST /path HTTP/1.1\r\nHost: host\r\n"
};

// `invalid("url")` as parse_url_target().
Result<PostDestination> parse_destination(std::string_view url);

// The whole request, head and body. `invalid("headers")` as check_header().
Result<std::string> write_post(const PostDestination& destination, const EngineRequest& request);

} // namespace presstime::http
