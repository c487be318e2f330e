// Says in words how much of a result is shown; numbers and pages are the caller's.
#include "stage/layout_stamp.hpp"

#include "platform/text/phrases.hpp"
#include "platform/text/rows_line.hpp"

namespace presstime::stage {
std::string completeness_line(const TableStamp& stamp, const Locale& locale)
{
    std::string line =
        rows_line({stamp.shown, stamp.in_result, stamp.counted, stamp.limit, stamp.source_cut}, locale);
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
