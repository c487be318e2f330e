// Finding a spec's columns in the table, with the sentences that say what is missing or not of numbers.
// `field` is the key of the spec ("chart.size") and becomes the field of the error.
#pragma once

#include "base/result.hpp"
#include "model/table.hpp"

#include <string>

namespace presstime {

// `invalid` when the name is empty or no column of the table has it.
Result<const ColumnData*> find_column(const std::string& field, const std::string& name, const Table& table);

// The same for a column of numbers; one that is NULL throughout counts as such, because sources cannot know
// better.
Result<const ColumnData*> find_measure(const std::string& field, const std::string& name, const Table& table);

// NaN for NULL, NaN, infinities, what is beyond 1e150, and cells that are no numbers.
double measure_at(const ColumnData& column, std::size_t row);
// Of those the ones that are neither NULL nor drawable.
std::int64_t count_not_finite(const ColumnData& column);

} // namespace presstime
