// The rows of a table over pages: where they break, and in what order the panels of a wide one stand.
#pragma once

#include "stage/layout_set_table.hpp"
#include "stage/layout_sheet.hpp"

namespace presstime::stage {

// The most panels that such a table may have on pages of this setup; 1 where there is no next page. With many
// rows there are fewer: the panels take no more than half of the pages that a report may have.
std::size_t most_panels(const PageSetup& setup, std::int64_t rows);

// From the sheet's current place on, title and completeness line included. The table is not empty.
Result<> flow_rows(SetTable& table, Span span, Sheet& sheet);

} // namespace presstime::stage
