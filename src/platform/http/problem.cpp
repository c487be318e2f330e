// Builds problem+json by hand: seven flat text members need no JSON library in every includer's link.
#include "platform/http/problem.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace presstime::http {

namespace {

constexpr std::array<std::pair<int, std::string_view>, 24> kReasons{{
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {409, "Conflict"},
    {410, "Gone"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
    {507, "Insufficient Storage"},
}};

std::string json_text(std::string_view text)
{
    std::string out = "\"";
    for (char c : repair_utf8(text)) {
        if (c == '"' || c == '\\')
            out += {'\\', c};
        else if (static_cast<unsigned char>(c) < 0x20)
            out += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
        else
            out += c;
    }
    return out + '"';
}

} // namespace

std::string_view reason_phrase(int status)
{
    for (const auto& [known, reason] : kReasons)
        if (known == status)
            return reason;
    return "Error";
}

Response make_problem_response(const Problem& problem)
{
    std::string detail = json_text(problem.detail);
    std::string body = fmt::format(R"({{"type":"about:blank","title":"{}","status":{},"detail":{})",
                                   reason_phrase(problem.status), problem.status, detail);
    if (!problem.field.empty())
        body += ",\"field\":" + json_text(problem.field);
    if (!problem.code.empty())
        body += ",\"code\":" + json_text(problem.code);
    body += ",\"error\":" + detail + "}";
    Response response;
    response.status = problem.status;
    response.content_type = "application/problem+json";
    response.body = std::move(body);
    return response;
}

} // namespace presstime::http
