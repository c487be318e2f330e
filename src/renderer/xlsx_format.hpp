// Our number and date patterns as spreadsheet number formats (ECMA-376 part 1, 18.8.30), and cell texts as a
// spreadsheet can hold them.
#pragma once

#include "model/table.hpp"

#include <string>
#include <string_view>

namespace presstime {

// The format of a column's cells: by its pattern where that parses, else by the column's type. Empty =
// General.
std::string spreadsheet_format(std::string_view pattern, const Column& column);

inline constexpr std::size_t kMaxSpreadsheetText = 32'767; // UTF-16 units a cell

// What a cell can hold: valid UTF-8 without control characters but tab and line feed, "_x0041_" kept from
// being read as an escape (ECMA-376 part 1, 22.9.2.19), at most kMaxSpreadsheetText. `shortened` counts cuts.
void clean_spreadsheet_text(std::string_view text, std::string& out, std::int64_t& shortened);

// Days since 1899-12-30, or nothing a spreadsheet can show (before March 1900, after 9999).
bool is_spreadsheet_day(double serial);

} // namespace presstime
