#include "platform/text/rows_line.hpp"

#include "platform/text/limit_words.hpp"
#include "platform/text/phrases.hpp"

namespace presstime {

std::string rows_line(const RowsShown& rows, const Locale& locale)
{
    const bool all_there = rows.shown >= rows.in_result;
    if (all_there && rows.counted && rows.source_cut.empty())
        return say_count(locale, Phrase::rows, rows.shown);
    std::string cutters = all_there && rows.counted ? std::string() : rows.limit;
    if (!rows.source_cut.empty()) {
        const std::string cut = limit_words(locale, rows.source_cut);
        cutters = cutters.empty() ? cut : say(locale, Phrase::limit_and, {cutters, cut});
    }
    if (all_there)
        return say_count(locale, Phrase::showing_first, rows.shown, {cutters});
    const bool more = !rows.counted || !rows.source_cut.empty();
    return say(locale, more ? Phrase::showing_more : Phrase::showing,
               {count_text(locale, rows.shown), say_count(locale, Phrase::rows, rows.in_result), cutters});
}

} // namespace presstime
