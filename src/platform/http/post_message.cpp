// One buffer for head and body, so that a small request leaves in one segment.
#include "platform/http/post_message.hpp"

#include "base/text.hpp"
#include "platform/http/header_rules.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace presstime::http {

namespace {

// Path and query as written; a URL without a path asks for "/".
std::string request_target(std::string_view url)
{
    std::string_view rest = url.substr(url.find("://") + 3);
    std::string_view target = rest.substr(std::min(rest.find_first_of("/?"), rest.size()));
    return target.starts_with('/') ? std::string(target) : "/" + std::string(target);
}

} // namespace

Result<PostDestination> parse_destination(std::string_view url)
{
    UrlTarget target = TRY(parse_url_target(url, "url"));
    PostDestination destination;
    destination.tls = target.scheme == "https";
    destination.asked_host = to_lower_ascii(target.host);
    destination.literal = parse_loose_ip_address(target.host);
    destination.host = destination.literal ? to_text(*destination.literal) : to_lower_ascii(target.host);
    if (destination.host.ends_with('.'))
        destination.host.pop_back();
    destination.port = target.port;
    bool is_v6 = destination.host.find(':') != std::string::npos;
    std::string authority = is_v6 ? fmt::format("[{}]", destination.host) : destination.host;
    destination.origin = fmt::format("{}://{}:{}", target.scheme, authority, target.port);
    if (target.port != (destination.tls ? 443 : 80))
        authority += fmt::format(":{}", target.port);
    destination.start = fmt::format("POST {} HTTP/1.1\r\nHost: {}\r\n", request_target(url), authority);
    return destination;
}

Result<std::string> write_post(const PostDestination& destination, const EngineRequest& request)
{
    constexpr std::string_view kAgent = "User-Agent: Presstime\r\n";
    constexpr std::string_view kEnd = "Accept-Encoding: identity\r\nContent-Length: ";
    constexpr std::size_t kRest = 64; // the number and the line ends
    std::size_t bytes = destination.start.size() + request.body.size() + kAgent.size() + kEnd.size() + kRest;
    bool names_agent = false;
    for (const auto& [name, value] : request.headers) {
        TRY(check_header(name, value));
        names_agent = names_agent || equals_ignore_case_ascii(name, "user-agent");
        bytes += name.size() + value.size() + 4;
    }
    std::string message;
    message.reserve(bytes);
    message += destination.start;
    for (const auto& [name, value] : request.headers)
        message.append(name).append(": ").append(value).append("\r\n");
    if (!names_agent)
        message += kAgent;
    message += kEnd;
    message += fmt::format_int(request.body.size()).c_str();
    message += "\r\n\r\n";
    message += request.body;
    return message;
}

} // namespace presstime::http
