// Reads what a request carries besides its body, and builds the answers that all resources share.
#include "api/call.hpp"

#include "base/text.hpp"
#include "codec/json_write.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace presstime::api {
namespace json = boost::json;
namespace {

// For a query component: percent_encode leaves what is printable, and & = + # would break it.
std::string encode_component(std::string_view text)
{
    std::string out;
    for (char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80 && (std::isalnum(byte) != 0 || c == '-' || c == '_' || c == '.' || c == '~'))
            out += c;
        else
            out += fmt::format("%{:02X}", byte);
    }
    return out;
}

} // namespace

Result<std::int64_t> Call::id(std::size_t index) const
{
    const std::string& text = captures.at(index);
    const std::optional<std::int64_t> id = parse_int(text);
    if (!id || *id < 1 || text != fmt::format("{}", *id))
        return fail(
            Error::not_found(fmt::format("there is nothing with the id \"{}\"", clip_utf8(text, 100))));
    return *id;
}

Result<control::PageRequest> Call::page() const
{
    control::PageRequest page;
    page.cursor = query("cursor");
    if (auto given = request.query.find("limit"); given != request.query.end()) {
        const std::optional<std::int64_t> limit = parse_int(given->second);
        if (!limit || *limit < 1 || *limit > control::kMaxLimit)
            return fail(Error::invalid(
                "limit", fmt::format("limit must be a whole number from 1 to {}", control::kMaxLimit)));
        page.limit = static_cast<int>(*limit);
    }
    return page;
}

Result<control::ExpectedVersion> Call::expected_version() const
{
    std::string_view text = trim(request.header("if-match"));
    if (text.empty() || text == "*")
        return control::ExpectedVersion{};
    if (text.starts_with("W/"))
        text.remove_prefix(2);
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
        text = text.substr(1, text.size() - 2);
    const std::optional<std::int64_t> version = parse_int(text);
    if (!version)
        return fail(Error::malformed("If-Match must be the ETag of an earlier answer, such as \"3\""));
    return control::ExpectedVersion{*version};
}

std::string Call::query(const std::string& name) const
{
    auto found = request.query.find(name);
    return found == request.query.end() ? std::string{} : found->second;
}

Result<std::optional<Instant>> Call::instant(const std::string& name) const
{
    const std::string given = query(name);
    if (given.empty())
        return std::optional<Instant>{};
    const Result<Instant> instant = parse_rfc3339(given);
    if (!instant)
        return fail(
            Error::invalid(name, fmt::format("{} must be a time such as 2026-04-21T09:00:00Z", name)));
    return std::optional(*instant);
}

Result<std::int64_t> Call::whole_number(const std::string& name, const WholeNumber& rule) const
{
    const std::string given = query(name);
    if (given.empty())
        return rule.fallback;
    const std::optional<std::int64_t> number = parse_int(given);
    if (!number || *number < rule.least || *number > rule.most)
        return fail(Error::invalid(
            name, fmt::format("{} must be a whole number from {} to {}", name, rule.least, rule.most)));
    return *number;
}

http::Response json_answer(int status, const json::value& body)
{
    http::Response response;
    response.status = status;
    response.body = codec::write_json(body);
    return response;
}

http::Response created_answer(std::string location, const json::value& body)
{
    http::Response response = json_answer(201, body);
    response.headers.emplace_back("Location", std::move(location));
    return response;
}

http::Response empty_answer()
{
    http::Response response;
    response.status = 204;
    response.content_type.clear();
    return response;
}

http::Response list_answer(const Call& call, const json::value& items, const std::string& next_cursor)
{
    http::Response response = json_answer(200, items);
    if (next_cursor.empty())
        return response;
    std::string address = call.request.path + "?cursor=" + encode_component(next_cursor);
    for (const auto& [name, value] : call.request.query)
        if (name != "cursor")
            address += "&" + encode_component(name) + "=" + encode_component(value);
    response.headers.emplace_back("Link", fmt::format("<{}>; rel=\"next\"", address));
    return response;
}

http::Response with_version(http::Response response, std::int64_t version)
{
    response.headers.emplace_back("ETag", fmt::format("\"{}\"", version));
    return response;
}

http::Response never_stored(http::Response response)
{
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

void add_file_headers(http::Response& response, const std::string& filename, Disposition disposition)
{
    std::string plain = filename;
    std::ranges::replace_if(
        plain, [](unsigned char c) { return c < 0x20 || c > 0x7E || c == '"' || c == '\\'; }, '_');
    response.headers.emplace_back(
        "Content-Disposition", fmt::format("{}; filename=\"{}\"; filename*=UTF-8''{}",
                                           disposition == Disposition::attachment ? "attachment" : "inline",
                                           plain, encode_component(filename)));
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    response.headers.emplace_back("Cache-Control", "private, no-cache");
}

json::value instant_json(const std::optional<Instant>& instant)
{
    return instant ? json::value(format_rfc3339(*instant)) : json::value(nullptr);
}

json::array warnings_json(const std::vector<control::Warning>& warnings)
{
    json::array out;
    for (const control::Warning& warning : warnings)
        out.push_back({{"field", warning.field}, {"detail", warning.detail}});
    return out;
}

} // namespace presstime::api
