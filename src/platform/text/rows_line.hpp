// How much of a result is shown, in words: the line that ends every table.
#pragma once

#include "platform/text/locale.hpp"

#include <cstdint>
#include <string>

namespace presstime {

struct RowsShown {
    std::int64_t shown = 0;
    std::int64_t in_result = 0;
    bool counted = true;    // false: the result has more rows than `in_result`
    std::string limit;      // "the widget's limit" in the report's language, when fewer are shown
    std::string source_cut; // why the result itself is not whole, as limit_words reads it
};

// "1,204 rows"; "Showing 200 of more than 1,000 rows, cut by the widget's limit and the query's max_rows".
std::string rows_line(const RowsShown& rows, const Locale& locale);

} // namespace presstime
