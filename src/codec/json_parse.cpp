// JSON text to a value, with what the library leaves out: where the mistake is, and that a key stands twice.
#include "codec/json_reader.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <fmt/format.h>

#include <set>

namespace presstime::codec {
namespace json = boost::json;
namespace {

constexpr std::size_t kMaxDepth = 32;

// Walks the text without building anything and remembers the first key that an object holds twice.
struct DuplicateFinder {
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

    std::vector<std::set<std::string>> open;
    std::string key;
    std::optional<std::string> duplicate;

    bool on_object_begin(json::error_code&)
    {
        open.emplace_back();
        return true;
    }
    bool on_object_end(std::size_t, json::error_code&)
    {
        open.pop_back();
        return true;
    }
    bool on_key_part(json::string_view part, std::size_t, json::error_code&)
    {
        key.append(part.data(), part.size());
        return true;
    }
    bool on_key(json::string_view part, std::size_t, json::error_code&)
    {
        key.append(part.data(), part.size());
        if (!open.back().insert(key).second && !duplicate)
            duplicate = key;
        key.clear();
        return true;
    }
    bool on_document_begin(json::error_code&) { return true; }
    bool on_document_end(json::error_code&) { return true; }
    bool on_array_begin(json::error_code&) { return true; }
    bool on_array_end(std::size_t, json::error_code&) { return true; }
    bool on_string_part(json::string_view, std::size_t, json::error_code&) { return true; }
    bool on_string(json::string_view, std::size_t, json::error_code&) { return true; }
    bool on_number_part(json::string_view, json::error_code&) { return true; }
    bool on_int64(std::int64_t, json::string_view, json::error_code&) { return true; }
    bool on_uint64(std::uint64_t, json::string_view, json::error_code&) { return true; }
    bool on_double(double, json::string_view, json::error_code&) { return true; }
    bool on_bool(bool, json::error_code&) { return true; }
    bool on_null(json::error_code&) { return true; }
    bool on_comment_part(json::string_view, json::error_code&) { return true; }
    bool on_comment(json::string_view, json::error_code&) { return true; }
};

Error syntax_error(std::string_view text, std::size_t at, const json::error_code& code)
{
    const std::string_view before = text.substr(0, std::min(at, text.size()));
    const std::size_t line = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
    const std::size_t line_start = before.rfind('\n');
    const std::size_t column =
        line_start == std::string_view::npos ? before.size() + 1 : before.size() - line_start;
    if (code == json::error::too_deep)
        return Error::malformed(fmt::format("the JSON is nested deeper than {} levels", kMaxDepth));
    return Error::malformed(
        fmt::format("this is not valid JSON: {} at line {}, column {}", code.message(), line, column));
}

} // namespace

Result<json::value> parse_json(std::string_view text)
{
    if (!is_valid_utf8(text))
        return presstime::fail(Error::malformed("the text is not valid UTF-8"));
    json::parse_options options;
    options.max_depth = kMaxDepth;
    json::basic_parser<DuplicateFinder> walker(options);
    json::error_code code;
    const std::size_t read = walker.write_some(false, text.data(), text.size(), code);
    if (!code && read < text.size())
        code = json::error::extra_data;
    if (code)
        return presstime::fail(syntax_error(text, read, code));
    if (walker.handler().duplicate)
        return presstime::fail(Error::malformed(fmt::format("the field {} stands twice in one object",
                                                            clip_utf8(*walker.handler().duplicate, 100))));
    json::value value = json::parse(text, code, {}, options);
    if (code)
        return presstime::fail(syntax_error(text, 0, code));
    return value;
}

} // namespace presstime::codec
