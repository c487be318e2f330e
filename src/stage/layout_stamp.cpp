// Says in words how much of a result is shown; numbers and pages are the caller's.
#include "stage/layout_stamp.hpp"

#include "base/text.hpp"
#include "platform/text/phrases.hpp"

#include <algorithm>
#include <optional>

namespace presstime::stage {
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

std::string rows_text(const TableStamp& stamp, const Locale& locale)
{
    const bool all_there = stamp.shown >= stamp.in_result;
    if (all_there && stamp.counted && stamp.source_cut.empty()) {
        return say_count(locale, Phrase::rows, stamp.shown);
    }
    std::string cutters = all_there && stamp.counted ? std::string() : stamp.limit;
    if (!stamp.source_cut.empty()) {
        const std::string cut = limit_words(locale, stamp.source_cut);
        cutters = cutters.empty() ? cut : say(locale, Phrase::limit_and, {cutters, cut});
    }
    if (all_there) {
        return say_count(locale, Phrase::showing_first, stamp.shown, {cutters});
    }
    const bool more = !stamp.counted || !stamp.source_cut.empty();
    return say(locale, more ? Phrase::showing_more : Phrase::showing,
               {count_text(locale, stamp.shown), say_count(locale, Phrase::rows, stamp.in_result), cutters});
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

std::string completeness_line(const TableStamp& stamp, const Locale& locale)
{
    std::string line = rows_text(stamp, locale);
    if (stamp.columns_left_out > 0) {
        const auto columns = static_cast<std::int64_t>(stamp.columns);
        line += "; " + say(locale, Phrase::columns_left_out,
                           {count_text(locale, static_cast<std::int64_t>(stamp.columns_left_out)),
                            say_count(locale, Phrase::columns, columns)});
    }
    if (stamp.shortened > 0) {
        line += "; " + say_count(locale, Phrase::texts_shortened, stamp.shortened);
    }
    return line;
}

void add_to(Stamp& whole, const TableStamp& stamp, const Widget& widget, const Locale& locale)
{
    whole.rows_shown += stamp.shown;
    whole.rows_in_result += stamp.in_result;
    if (!stamp.whole() || stamp.shortened > 0) {
        whole.notes.push_back(name_of(widget) + ": " + completeness_line(stamp, locale));
    }
    whole.complete = whole.complete && stamp.whole();
}

} // namespace presstime::stage
