// Target parsing is kept free of sockets so that bad input can be tried directly.
#include "platform/http/request_target.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace presstime::http {

namespace {

Result<std::string> decode(std::string_view text, std::string_view what)
{
    auto decoded = percent_decode(text);
    if (!decoded)
        return fail(Error::malformed("the request's " + std::string(what) +
                                     " has a broken percent escape; write % as %25"));
    if (!is_valid_utf8(*decoded))
        return fail(Error::malformed("the request's " + std::string(what) + " is not valid UTF-8"));
    return decoded;
}

Result<std::string> decode_query_part(std::string_view text)
{
    std::string spaced(text);
    std::replace(spaced.begin(), spaced.end(), '+', ' ');
    return decode(spaced, "query");
}

} // namespace

Result<RequestTarget> parse_request_target(std::string_view target)
{
    for (std::string_view scheme : {"http://", "https://"}) {
        if (target.size() > scheme.size() &&
            equals_ignore_case_ascii(target.substr(0, scheme.size()), scheme)) {
            std::size_t slash = target.find_first_of("/?", scheme.size());
            target = slash == std::string_view::npos ? "/" : target.substr(slash);
            break;
        }
    }
    if (target.empty() || target.front() != '/')
        return fail(Error::malformed("the request's target must be a path that begins with /"));
    target = target.substr(0, target.find('#'));

    RequestTarget result;
    std::size_t mark = target.find('?');
    result.path = TRY(decode(target.substr(0, mark), "path"));
    if (has_control_characters(result.path))
        return fail(Error::malformed("the request's path holds a control character"));
    if (mark == std::string_view::npos)
        return result;
    for (std::string_view pair : split(target.substr(mark + 1), '&')) {
        if (pair.empty())
            continue;
        std::size_t equals = pair.find('=');
        std::string name = TRY(decode_query_part(pair.substr(0, equals)));
        std::string_view value =
            equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1);
        result.query[std::move(name)] = TRY(decode_query_part(value));
    }
    return result;
}

} // namespace presstime::http
