// The completeness line under a table, in words, and what it adds to the stamp of the whole.
#pragma once

#include "platform/text/limit_words.hpp"
#include "stage/layout_context.hpp"

#include <string>

namespace presstime::stage {

struct TableStamp {
    std::int64_t shown = 0;
    std::int64_t in_result = 0;
    bool counted = true;    // false: the result has more rows than `in_result`
    std::string limit;      // "the widget's limit" in the report's language, when fewer are shown
    std::string source_cut; // why the result itself is not whole, as limit_words reads it
    std::size_t columns_left_out = 0;
    std::size_t columns = 0;
    std::int64_t shortened = 0; // cells with an ellipsis

    bool whole() const
    {
        return shown >= in_result && counted && source_cut.empty() && columns_left_out == 0;
    }
};

std::string completeness_line(const TableStamp& stamp, const Locale& locale);
// Counts the table into the whole; a cut one adds a note that names the widget.
void add_to(Stamp& whole, const TableStamp& stamp, const Widget& widget, const Locale& locale);

} // namespace presstime::stage
