// JSON to the YAML that people edit: block style, short lists and objects in one line, long text as a literal
// block, quotes only where a plain scalar would be read as something else. Keys keep their order.
#include "codec/document.hpp"
#include "codec/json_reader.hpp"
#include "codec/yaml_scalar.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace presstime::codec {
namespace json = boost::json;
namespace {

constexpr std::size_t kFlowWidth = 76;

bool is_number(std::string_view text)
{
    if (text.starts_with('-'))
        text.remove_prefix(1);
    if (text.empty() || std::isdigit(static_cast<unsigned char>(text[0])) == 0)
        return false;
    if (text.size() > 1 && text[0] == '0' && std::isdigit(static_cast<unsigned char>(text[1])) != 0)
        return false;
    return std::ranges::all_of(text,
                               [](char c) {
                                   return std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '.' ||
                                          c == 'e' || c == 'E' || c == '+' || c == '-';
                               }) &&
           !text.ends_with('.') && parse_double(text).has_value();
}

// Plain in block and in flow context alike, and read back as the same text.
bool may_stand_plain(std::string_view text)
{
    if (text.empty() || !resolve_plain_scalar(text).is_string())
        return false;
    const auto first = static_cast<unsigned char>(text[0]);
    if (std::isalnum(first) == 0 && first != '_' && first != '/' && first != '$' && first != '.')
        return false;
    if (text.back() == ' ' || text.back() == ':' || text.starts_with("..."))
        return false;
    if (text.find(": ") != std::string_view::npos || text.find(" #") != std::string_view::npos)
        return false;
    return std::ranges::all_of(text, [](unsigned char c) {
        return c >= 0x20 && c < 0x7F &&
               std::string_view(",[]{}\"\\`").find(static_cast<char>(c)) == std::string_view::npos;
    });
}

bool may_stand_as_block(std::string_view text)
{
    if (text.find('\n') == std::string_view::npos || text[0] == ' ' || text[0] == '\n' ||
        text.ends_with("\n\n"))
        return false;
    std::size_t start = 0;
    while (start < text.size()) {
        std::size_t end = std::min(text.find('\n', start), text.size());
        std::string_view line = text.substr(start, end - start);
        const bool blank = line.find_first_not_of(' ') == std::string_view::npos;
        if (!line.empty() && (blank || line.back() == ' '))
            return false;
        start = end + 1;
    }
    return std::ranges::all_of(text, [](unsigned char c) { return c == '\n' || (c >= 0x20 && c != 0x7F); }) &&
           text.find("\xC2\x85") == std::string_view::npos &&
           text.find("\xE2\x80\xA8") == std::string_view::npos &&
           text.find("\xE2\x80\xA9") == std::string_view::npos;
}

std::string write_scalar(const json::value& value)
{
    if (value.is_string() && may_stand_plain(value.get_string()))
        return std::string(value.get_string());
    if (value.is_double()) {
        std::string text = fmt::format("{}", value.get_double());
        return is_number(text) ? text : "null";
    }
    return json::serialize(value);
}

bool is_scalar(const json::value& value)
{
    return !value.is_object() && !value.is_array();
}

std::string write_key(std::string_view key)
{
    return write_scalar(json::value(key));
}

// In one line, or nothing when it nests deeper or grows too wide.
std::optional<std::string> write_flow(const json::value& value)
{
    std::string out;
    if (value.is_array()) {
        for (const json::value& item : value.get_array()) {
            if (!is_scalar(item))
                return std::nullopt;
            out += (out.empty() ? "" : ", ") + write_scalar(item);
        }
        out = "[" + out + "]";
    } else {
        for (const auto& member : value.get_object()) {
            if (!is_scalar(member.value()) &&
                !(member.value().is_array() && write_flow(member.value()).has_value()))
                return std::nullopt;
            out += (out.empty() ? "" : ", ") + write_key(member.key()) + ": " +
                   (is_scalar(member.value()) ? write_scalar(member.value()) : *write_flow(member.value()));
        }
        out = "{" + out + "}";
    }
    if (out.size() > kFlowWidth)
        return std::nullopt;
    return out;
}

class Writer {
public:
    // Members of a map, each on its own line at `indent`. The first line's indent is already there when
    // `inline_first` (after "- ").
    enum class FirstLine { indented, after_dash };
    void write_members(const json::object& object, std::size_t indent, FirstLine first)
    {
        for (const auto& member : object) {
            if (first == FirstLine::indented)
                out_.append(indent, ' ');
            first = FirstLine::indented;
            out_ += write_key(member.key()) + ":";
            write_value(member.value(), indent + 2);
        }
    }
    void write_items(const json::array& items, std::size_t indent)
    {
        for (const json::value& item : items) {
            out_.append(indent, ' ');
            out_ += "-";
            std::optional<std::string> flow = is_scalar(item) ? std::nullopt : write_flow(item);
            if (item.is_object() && !flow) {
                out_ += " ";
                write_members(item.get_object(), indent + 2, FirstLine::after_dash);
            } else {
                write_value(item, indent + 2);
            }
        }
    }
    std::string take() { return std::move(out_); }

private:
    void write_value(const json::value& value, std::size_t indent)
    {
        if (value.is_string() && may_stand_as_block(value.get_string()))
            return write_block(value.get_string(), indent);
        if (is_scalar(value)) {
            out_ += " " + write_scalar(value) + "\n";
            return;
        }
        if (std::optional<std::string> flow = write_flow(value)) {
            out_ += " " + *flow + "\n";
            return;
        }
        out_ += "\n";
        if (value.is_object())
            write_members(value.get_object(), indent, FirstLine::indented);
        else
            write_items(value.get_array(), indent);
    }
    void write_block(std::string_view text, std::size_t indent)
    {
        const bool ends_with_newline = text.ends_with('\n');
        out_ += ends_with_newline ? " |\n" : " |-\n";
        if (ends_with_newline)
            text.remove_suffix(1);
        for (std::string_view line : split(text, '\n')) {
            if (!line.empty())
                out_.append(indent, ' ');
            out_ += line;
            out_ += '\n';
        }
    }

    std::string out_;
};

} // namespace

json::value resolve_plain_scalar(std::string_view text)
{
    if (text.empty() || text == "~" || text == "null")
        return nullptr;
    if (text == "true")
        return true;
    if (text == "false")
        return false;
    if (is_number(text)) {
        if (text.find_first_of(".eE") == std::string_view::npos)
            if (std::optional<std::int64_t> integer = parse_int(text))
                return *integer;
        return *parse_double(text);
    }
    return json::value(text);
}

std::string json_to_yaml(std::string_view text)
{
    Result<json::value> document = parse_json(text);
    if (!document)
        return {};
    Writer writer;
    if (document->is_object())
        writer.write_members(document->get_object(), 0, Writer::FirstLine::indented);
    else if (document->is_array())
        writer.write_items(document->get_array(), 0);
    else
        return write_scalar(*document) + "\n";
    return writer.take();
}

} // namespace presstime::codec
