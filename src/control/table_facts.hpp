// What one bounded look at a table tells: how many rows, and of each column how many different values and
// between which they lie.
#pragma once

#include "control/interactive.hpp"
#include "model/source_schema.hpp"

#include <optional>
#include <string>
#include <vector>

namespace presstime::control {

struct ColumnFacts {
    Column column;
    std::int64_t distinct = 0;
    std::optional<double> lowest; // of numbers
    std::optional<double> highest;
    std::optional<Instant> first; // of dates and instants, also those that stand as ISO texts
    std::optional<Instant> last;
};

struct TableFacts {
    std::string name;   // of the table
    std::string quoted; // for a statement
    std::string engine; // the source's name: its functions for dates differ
    std::int64_t rows = 0;
    std::vector<ColumnFacts> columns;
};

// Of the first 60 usable columns and 200,000 rows. A column whose name cannot stand in a dashboard is left
// out.
Result<TableFacts> look_at_table(Interactive& interactive, const Connection& connection,
                                 const SchemaTable& table);

} // namespace presstime::control
