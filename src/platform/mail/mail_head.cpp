// Only encoded words in UTF-8 are opened, which is all that compose() writes; others are shown as they stand.
#include "platform/mail/mail_head.hpp"

#include "base/encoding.hpp"
#include "base/inert_text.hpp"
#include "base/text.hpp"

#include <optional>

namespace presstime::mail {
namespace {

constexpr std::size_t kLongestField = 2'000; // bytes

bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

// "=?UTF-8?B?4oKs?=" without its frame; nothing for any other word.
std::optional<std::string> open_word(std::string_view word)
{
    constexpr std::string_view kBegin = "=?utf-8?b?";
    constexpr std::string_view kEnd = "?=";
    if (word.size() < kBegin.size() + kEnd.size() || !word.ends_with(kEnd) ||
        !equals_ignore_case_ascii(word.substr(0, kBegin.size()), kBegin))
        return std::nullopt;
    word.remove_prefix(kBegin.size());
    word.remove_suffix(kEnd.size());
    Result<std::string> text = base64_decode(word);
    return text ? std::optional(std::move(*text)) : std::nullopt;
}

// Blanks between two encoded words belong to neither (RFC 2047 section 6.2).
std::string open_words(std::string_view value)
{
    std::string out;
    bool after_opened = false;
    while (!value.empty()) {
        std::size_t blanks = 0;
        while (blanks < value.size() && is_blank(value[blanks]))
            ++blanks;
        std::size_t end = blanks;
        while (end < value.size() && !is_blank(value[end]))
            ++end;
        const std::string_view word = value.substr(blanks, end - blanks);
        const std::optional<std::string> opened = open_word(word);
        if (!(opened && after_opened))
            out += value.substr(0, blanks);
        out += opened ? *opened : std::string(word);
        after_opened = opened.has_value();
        value.remove_prefix(end);
    }
    return out;
}

void keep(MailHead& head, std::string_view name, std::string_view value)
{
    const auto shown = [&] { return inert_text(trim(open_words(trim(value))), kLongestField); };
    if (equals_ignore_case_ascii(name, "X-Presstime-Envelope-To"))
        head.envelope_to = shown();
    else if (equals_ignore_case_ascii(name, "From"))
        head.from = shown();
    else if (equals_ignore_case_ascii(name, "To"))
        head.to = shown();
    else if (equals_ignore_case_ascii(name, "Subject"))
        head.subject = shown();
    else if (equals_ignore_case_ascii(name, "Message-ID"))
        head.message_id = shown();
}

} // namespace

MailHead read_mail_head(std::string_view bytes)
{
    MailHead head;
    std::string field;
    const auto end_field = [&] {
        if (const std::size_t colon = field.find(':'); colon != std::string::npos)
            keep(head, std::string_view(field).substr(0, colon), std::string_view(field).substr(colon + 1));
        field.clear();
    };
    for (std::string_view line : split(bytes, '\n')) {
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (line.empty())
            break;
        if (!is_blank(line.front()))
            end_field();
        if (field.size() < 2 * kLongestField)
            field += line;
    }
    end_field();
    if (head.message_id.size() > 2 && head.message_id.front() == '<' && head.message_id.back() == '>')
        head.message_id = head.message_id.substr(1, head.message_id.size() - 2);
    return head;
}

} // namespace presstime::mail
