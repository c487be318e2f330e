// A table of changes. JSON is walked token by token, never parsed: a number or an escape must come out as it
// went in.
#include "platform/crypto/body_variants.hpp"

#include "base/text.hpp"

#include <array>

namespace presstime {
namespace {

constexpr std::size_t kMaxBody_bytes = 16 * 1024 * 1024;
constexpr std::string_view kBom = "\xEF\xBB\xBF";
constexpr std::string_view kRawBody =
    "check the signature over the bytes as they came, before anything parses or decodes them";

std::string replaced(std::string_view text, std::string_view from, std::string_view to)
{
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        if (text.substr(at).starts_with(from)) {
            out += to;
            at += from.size();
        } else {
            out += text[at++];
        }
    }
    return out;
}

// The end of the string that begins at `at`, or of the text.
std::size_t end_of_string(std::string_view json, std::size_t at)
{
    for (std::size_t i = at + 1; i < json.size(); ++i) {
        if (json[i] == '\\')
            ++i;
        else if (json[i] == '"')
            return i + 1;
    }
    return json.size();
}

bool is_json_space(char letter)
{
    return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
}

std::string_view indent_of(JsonSpacing spacing)
{
    switch (spacing) {
    case JsonSpacing::indent_2:
        return "  ";
    case JsonSpacing::indent_4:
        return "    ";
    case JsonSpacing::indent_tab:
        return "\t";
    default:
        return "";
    }
}

// Writes tokens with their white space.
class Spacer {
public:
    explicit Spacer(JsonSpacing spacing) : spacing_(spacing), indent_(indent_of(spacing)) {}

    void mark(char letter)
    {
        const bool opens = letter == '{' || letter == '[';
        const bool closes = letter == '}' || letter == ']';
        if (closes) {
            depth_ -= depth_ > 0 ? 1 : 0;
            if (!just_opened_)
                new_line();
        } else {
            before_value();
        }
        out_ += letter;
        depth_ += opens ? 1 : 0;
        just_opened_ = opens;
        if (letter == ',')
            indent_.empty() ? gap() : new_line();
        if (letter == ':')
            gap();
    }
    void value(std::string_view text)
    {
        before_value();
        out_ += text;
    }
    std::string take() { return std::move(out_); }

private:
    void before_value()
    {
        if (just_opened_)
            new_line();
        just_opened_ = false;
    }
    void gap() { out_ += spacing_ == JsonSpacing::compact ? "" : " "; }
    void new_line()
    {
        if (indent_.empty())
            return;
        out_ += '\n';
        for (std::size_t i = 0; i < depth_; ++i)
            out_ += indent_;
    }

    JsonSpacing spacing_;
    std::string_view indent_;
    std::string out_;
    std::size_t depth_ = 0;
    bool just_opened_ = false;
};

std::string compact(std::string_view body)
{
    return space_json(body, JsonSpacing::compact);
}

std::string strip_line_breaks(std::string_view body)
{
    while (body.ends_with('\n') || body.ends_with('\r'))
        body.remove_suffix(1);
    return std::string(body);
}

void append_code_point(std::string& out, std::uint32_t point)
{
    const auto tail = [&](int shift) { out += static_cast<char>(0x80 | (point >> shift & 0x3F)); };
    if (point < 0x80) {
        out += static_cast<char>(point);
    } else if (point < 0x800) {
        out += static_cast<char>(0xC0 | point >> 6);
        tail(0);
    } else if (point < 0x10000) {
        out += static_cast<char>(0xE0 | point >> 12);
        tail(6);
        tail(0);
    } else {
        out += static_cast<char>(0xF0 | point >> 18);
        tail(12);
        tail(6);
        tail(0);
    }
}

// The value of \uXXXX at `at`; nothing when there is none.
std::optional<std::uint32_t> unicode_escape(std::string_view text, std::size_t at)
{
    if (text.substr(at, 2) != "\\u" || at + 6 > text.size())
        return std::nullopt;
    std::uint32_t value = 0;
    for (const char digit : text.substr(at + 2, 4)) {
        const std::size_t found =
            std::string_view("0123456789abcdef")
                .find(digit >= 'A' && digit <= 'F' ? static_cast<char>(digit + 32) : digit);
        if (found == std::string_view::npos)
            return std::nullopt;
        value = value << 4 | static_cast<std::uint32_t>(found);
    }
    return value;
}

// Compact, and with \u00fc and \/ as the letters they stand for.
std::string unescape(std::string_view body)
{
    const std::string json = compact(body);
    std::string out;
    for (std::size_t at = 0; at < json.size();) {
        const std::optional<std::uint32_t> first = unicode_escape(json, at);
        if (first && *first >= 0x80) {
            const bool leads = *first >= 0xD800 && *first < 0xDC00;
            const std::optional<std::uint32_t> second = leads ? unicode_escape(json, at + 6) : std::nullopt;
            append_code_point(out,
                              second ? 0x10000 + ((*first - 0xD800) << 10) + (*second - 0xDC00) : *first);
            at += second ? 12 : 6;
        } else if (json[at] == '\\' && at + 1 < json.size()) {
            out += json[at + 1] == '/' ? "/" : json.substr(at, 2);
            at += 2;
        } else {
            out += json[at++];
        }
    }
    return out;
}

// JSON text that stands as a string inside JSON.
std::string unquote(std::string_view body)
{
    body = trim(body);
    if (body.size() < 2 || body.front() != '"' || body.back() != '"')
        return {};
    return replaced(replaced(body.substr(1, body.size() - 2), "\\\"", "\""), "\\\\", "\\");
}

// UTF-8 that was taken for Latin-1 and encoded once more.
std::string decode_once(std::string_view body)
{
    std::string out;
    for (std::size_t at = 0; at < body.size(); ++at) {
        const auto byte = static_cast<unsigned char>(body[at]);
        if (byte >= 0x80 && byte != 0xC2 && byte != 0xC3)
            return {};
        if (byte >= 0x80 && ++at < body.size())
            out += static_cast<char>((byte & 3) << 6 | (static_cast<unsigned char>(body[at]) & 0x3F));
        else
            out += body[at];
    }
    return out;
}

struct Change {
    BodyVariant variant;
    std::string (*undo)(std::string_view body);
};

constexpr BodyVariant kPrintedAgain{"was parsed and printed again as JSON with other white space", kRawBody};

const std::array kChanges{
    Change{{"has one or more line breaks added at its end", "send or save the body without them"},
           strip_line_breaks},
    Change{{"has lost the line break at its end", kRawBody},
           [](std::string_view b) { return std::string(b) + "\n"; }},
    Change{{"has lost the line break at its end", kRawBody},
           [](std::string_view b) { return std::string(b) + "\r\n"; }},
    Change{{"has lost white space around it, or gained some", kRawBody},
           [](std::string_view b) { return std::string(trim(b)); }},
    Change{{"has CRLF line ends where LF was sent", kRawBody},
           [](std::string_view b) { return replaced(b, "\r\n", "\n"); }},
    Change{{"has LF line ends where CRLF was sent", kRawBody},
           [](std::string_view b) { return replaced(replaced(b, "\r\n", "\n"), "\n", "\r\n"); }},
    Change{{"has a UTF-8 byte order mark added in front", "save the body without it"},
           [](std::string_view b) { return std::string(b.starts_with(kBom) ? b.substr(kBom.size()) : b); }},
    Change{{"has lost the UTF-8 byte order mark in front", kRawBody},
           [](std::string_view b) { return std::string(kBom).append(b); }},
    Change{kPrintedAgain, compact},
    Change{kPrintedAgain, [](std::string_view b) { return space_json(b, JsonSpacing::after_separators); }},
    Change{kPrintedAgain, [](std::string_view b) { return space_json(b, JsonSpacing::indent_2); }},
    Change{kPrintedAgain, [](std::string_view b) { return space_json(b, JsonSpacing::indent_4); }},
    Change{kPrintedAgain, [](std::string_view b) { return space_json(b, JsonSpacing::indent_tab); }},
    Change{{"was parsed and printed again as JSON with letters as escapes", kRawBody}, unescape},
    Change{{"is JSON inside a JSON string", kRawBody}, unquote},
    Change{{"was read as Latin-1 and written as UTF-8", kRawBody}, decode_once},
};

} // namespace

std::string space_json(std::string_view json, JsonSpacing spacing)
{
    Spacer spacer(spacing);
    for (std::size_t at = 0; at < json.size();) {
        std::size_t end = at + 1;
        if (json[at] == '"') {
            end = end_of_string(json, at);
            spacer.value(json.substr(at, end - at));
        } else if (std::string_view("{}[],:").contains(json[at])) {
            spacer.mark(json[at]);
        } else if (!is_json_space(json[at])) {
            spacer.value(json.substr(at, 1));
        }
        at = end;
    }
    return spacer.take();
}

std::optional<BodyVariant> find_body_change(std::string_view body,
                                            const std::function<bool(std::string_view)>& is_original)
{
    if (body.size() > kMaxBody_bytes)
        return std::nullopt;
    // An undo that does not apply gives nothing.
    for (const Change& change : kChanges)
        if (const std::string candidate = change.undo(body);
            !candidate.empty() && candidate != body && is_original(candidate))
            return change.variant;
    return std::nullopt;
}

} // namespace presstime
