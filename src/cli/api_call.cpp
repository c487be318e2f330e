// The one place where the commands meet HTTP's status codes.
#include "cli/api_call.hpp"

#include <fmt/format.h>

namespace presstime::cli {
namespace json = boost::json;
namespace {

Error refusal(int status, const json::value& answer)
{
    const json::object problem = answer.is_object() ? answer.get_object() : json::object{};
    std::string detail = text_of(problem, "detail");
    if (detail.empty())
        detail = fmt::format("the server answered {}", status);
    if (status == 404)
        return Error::not_found(std::move(detail));
    if (status == 409 || status == 412)
        return Error::conflict(std::move(detail));
    return Error::invalid(text_of(problem, "field"), std::move(detail));
}

} // namespace

Result<json::value> call_api(ApiTransport& transport, const std::string& method, const std::string& path,
                             const std::string& body)
{
    http::Request request;
    request.method = method;
    request.path = path;
    request.body = body;
    request.local = true;
    const http::Response response = TRY(transport.call(request));
    boost::system::error_code parse_error;
    json::value answer = response.body.empty() ? json::value{} : json::parse(response.body, parse_error);
    if (parse_error)
        return fail(Error::give_up(fmt::format("{} {} answered something that is no JSON", method, path)));
    if (response.status >= 400)
        return fail(refusal(response.status, answer));
    return answer;
}

std::string text_of(const json::object& object, std::string_view member)
{
    const json::value* value = object.if_contains(member);
    return value && value->is_string() ? std::string(value->get_string()) : std::string{};
}

std::int64_t number_of(const json::object& object, std::string_view member)
{
    const json::value* value = object.if_contains(member);
    return value && value->is_int64() ? value->get_int64() : 0;
}

} // namespace presstime::cli
