#include "platform/workbook/rich_text.hpp"

#include "base/text.hpp"

#include <charconv>
#include <cstdint>
#include <optional>

namespace presstime {
namespace {

constexpr std::size_t kEscapeLength = 7;

// The UTF-16 unit of an escape at the beginning of `text`.
std::optional<std::uint32_t> escaped_unit(std::string_view text)
{
    if (text.size() < kEscapeLength || !text.starts_with("_x") || text[6] != '_')
        return std::nullopt;
    std::uint32_t unit = 0;
    const char* const end = text.data() + 6;
    const auto read = std::from_chars(text.data() + 2, end, unit, 16);
    return read.ec == std::errc() && read.ptr == end ? std::optional(unit) : std::nullopt;
}

void append_utf8(std::string& out, std::uint32_t point)
{
    const auto byte = [&](std::uint32_t value) { out += static_cast<char>(value); };
    if (point < 0x80) {
        byte(point);
    } else if (point < 0x800) {
        byte(0xC0 | point >> 6);
        byte(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
        byte(0xE0 | point >> 12);
        byte(0x80 | (point >> 6 & 0x3F));
        byte(0x80 | (point & 0x3F));
    } else {
        byte(0xF0 | point >> 18);
        byte(0x80 | (point >> 12 & 0x3F));
        byte(0x80 | (point >> 6 & 0x3F));
        byte(0x80 | (point & 0x3F));
    }
}

// The character that begins with `unit`, of which a low surrogate may follow in `rest`; moves `taken` on.
std::uint32_t character_of(std::uint32_t unit, std::string_view rest, std::size_t& taken)
{
    constexpr std::uint32_t kReplacement = 0xFFFD;
    if (unit < 0xD800 || unit > 0xDFFF)
        return unit >= 0xFFFE ? kReplacement : unit;
    const auto low = unit < 0xDC00 ? escaped_unit(rest) : std::nullopt;
    if (!low || *low < 0xDC00 || *low > 0xDFFF)
        return kReplacement;
    taken += kEscapeLength;
    return 0x10000 + ((unit - 0xD800) << 10) + (*low - 0xDC00);
}

std::string with_plain_lines(std::string text)
{
    for (std::size_t at = 0; (at = text.find("\r\n", at)) != std::string::npos;)
        text.erase(at, 1);
    return text;
}

} // namespace

std::string without_escapes(std::string_view text)
{
    std::string out;
    std::size_t at = 0;
    for (std::size_t mark = 0; (mark = text.find("_x", at)) != std::string_view::npos;) {
        out += text.substr(at, mark - at);
        const auto unit = escaped_unit(text.substr(mark));
        if (!unit) {
            out += "_x";
            at = mark + 2;
            continue;
        }
        at = mark + kEscapeLength;
        const std::uint32_t point = character_of(*unit, text.substr(at), at);
        if (point != 0)
            append_utf8(out, point);
    }
    out += text.substr(at);
    return with_plain_lines(std::move(out));
}

void RichText::start(std::string_view name, const XmlAttributes& attributes)
{
    if (name == "rPh")
        ++phonetic_;
    if (name != "t" || phonetic_ > 0)
        return;
    in_run_ = true;
    keeps_space_ = attributes.get("space") == "preserve";
}

void RichText::end(std::string_view name)
{
    if (name == "rPh" && phonetic_ > 0)
        --phonetic_;
    if (name != "t" || !in_run_)
        return;
    whole_ += keeps_space_ ? std::string_view(run_) : trim(run_);
    run_.clear();
    in_run_ = false;
}

void RichText::text(std::string_view bytes)
{
    if (in_run_)
        run_ += bytes;
}

std::string RichText::take()
{
    std::string text = without_escapes(whole_);
    *this = {};
    return text;
}

} // namespace presstime
