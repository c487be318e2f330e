// Says in words how much of a result is shown; numbers and pages are the caller's.
#include "stage/layout_stamp.hpp"

#include "platform/text/phrases.hpp"

namespace presstime::stage {
namespace {

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
