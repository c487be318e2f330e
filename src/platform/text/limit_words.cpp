#include "platform/text/limit_words.hpp"

#include "base/text.hpp"
#include "platform/text/phrases.hpp"

#include <optional>

namespace presstime {
namespace {

// What stands between two ends, when the text has both.
std::optional<std::string_view> between(std::string_view text, std::string_view before,
                                        std::string_view after)
{
    if (text.size() <= before.size() + after.size() || !text.starts_with(before) || !text.ends_with(after)) {
        return std::nullopt;
    }
    return text.substr(before.size(), text.size() - before.size() - after.size());
}

// "1,204", as the engine writes counts, by the locale.
std::string count_by_locale(const Locale& locale, std::string_view count)
{
    std::string digits(count);
    std::erase(digits, ',');
    const auto number = parse_int(digits);
    return number ? count_text(locale, *number) : std::string(count);
}

} // namespace

std::string limit_words(const Locale& locale, std::string_view reason)
{
    if (reason.empty()) {
        return say(locale, Phrase::limit_unknown);
    }
    constexpr std::string_view kBy = " rows by ";
    std::string known(reason);
    const std::size_t by = known.find(kBy);
    if (known.starts_with("cut at ") && by != std::string::npos) {
        const std::string count = known.substr(7, by - 7);
        known = known.substr(by + kBy.size());
        const bool sized = known.starts_with("the limit of ");
        known += sized ? "" : " of " + count;
    }
    if (const auto rows = between(known, "the query's max_rows of ", "")) {
        return say(locale, Phrase::limit_of_query, {count_by_locale(locale, *rows)});
    }
    if (const auto rows = between(known, "the server's row limit of ", "")) {
        return say(locale, Phrase::limit_of_server, {count_by_locale(locale, *rows)});
    }
    if (const auto bytes = between(known, "the limit of ", " a result")) {
        return say(locale, Phrase::limit_of_bytes, {*bytes});
    }
    if (const auto cells = between(known, "the page's limit of ", " cells")) {
        return say(locale, Phrase::limit_of_page, {count_by_locale(locale, *cells)});
    }
    return say(locale, Phrase::limit_named, {reason});
}

} // namespace presstime
