// The protocol of https://fetch.spec.whatwg.org/#http-cors-protocol, as far as it goes without credentials.
#include "api/open_routes.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace presstime::api {
namespace {

using Origins = std::vector<std::string>;

void allow_origin(const http::Request& request, const Origins& origins, http::Response& response)
{
    response.headers.emplace_back("Vary", "Origin");
    const std::string_view origin = request.header("origin");
    if (std::ranges::find(origins, "*") != origins.end())
        response.headers.emplace_back("Access-Control-Allow-Origin", "*");
    else if (!origin.empty() && std::ranges::find(origins, origin) != origins.end())
        response.headers.emplace_back("Access-Control-Allow-Origin", origin);
}

http::Response preflight_answer(const http::Request& request, const Origins& origins,
                                const std::string& method)
{
    http::Response response = empty_answer();
    allow_origin(request, origins, response);
    response.headers.emplace_back("Access-Control-Allow-Methods", method);
    response.headers.emplace_back("Access-Control-Allow-Headers", "Authorization, Content-Type");
    response.headers.emplace_back("Access-Control-Max-Age", "600");
    return response;
}

// What a page may read of an answer beside its body.
void expose_headers(http::Response& response)
{
    response.headers.emplace_back("Access-Control-Expose-Headers",
                                  "Content-Disposition, Retry-After, X-Presstime-Complete");
}

void never_store(http::Response& response)
{
    std::erase_if(response.headers, [](const auto& header) { return header.first == "Cache-Control"; });
    response.headers.emplace_back("Cache-Control", "no-store");
}

} // namespace

std::string_view bearer_of(const http::Request& request)
{
    constexpr std::string_view kScheme = "bearer ";
    const std::string_view given = trim(request.header("authorization"));
    if (!equals_ignore_case_ascii(given.substr(0, kScheme.size()), kScheme))
        return {};
    return trim(given.substr(kScheme.size()));
}

void OpenRoutes::add(const std::string& method, const std::string& pattern, Handler handler)
{
    const auto finish = [origins = origins_](const http::Request& request, http::Response& response) {
        allow_origin(request, origins, response);
        expose_headers(response);
        never_store(response);
    };
    table_.add({method, pattern, std::move(handler), Access::open, Repeat::never_keep, finish});
    std::shared_ptr<std::string>& methods = methods_[pattern];
    if (methods) {
        *methods += ", " + method;
        return;
    }
    methods = std::make_shared<std::string>(method);
    table_.add({"OPTIONS", pattern,
                [origins = origins_, methods](const Call& call) -> Result<http::Response> {
                    return preflight_answer(call.request, origins, *methods);
                },
                Access::open, Repeat::never_keep});
}

} // namespace presstime::api
