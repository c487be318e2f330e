// A query as data instead of SQL: what a table or chart in a host's own page asks of one data set
// (POST /api/v1/create-results).
#pragma once

#include "model/secure_filter.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace presstime {

enum class Aggregate { none, sum, mean, minimum, maximum, count, count_distinct };
enum class TimeUnit { second, minute, hour, day, week, month, quarter, year };
enum class SortDirection { ascending, descending };

// Its column in the result is "field", or "field_sum" with an aggregate.
struct Measure {
    std::string field;
    Aggregate aggregate = Aggregate::none;
};

// Groups by the field cut to the beginning of its unit, in UTC; a week begins on Monday.
struct TimeDimension {
    std::string field;
    TimeUnit truncate = TimeUnit::day;
};

struct SortKey {
    std::string field;
    Aggregate aggregate = Aggregate::none;
    SortDirection direction = SortDirection::ascending;
};

// Without an aggregate and without dimensions it returns rows as they are; else one row per group.
struct StructuredQuery {
    std::string dataset; // id or name
    std::vector<std::string> dimensions;
    std::vector<Measure> measures;
    std::optional<TimeDimension> time_dimension;
    std::optional<RowFilter> filter; // of the caller; nothing or [] = all rows that security leaves
    std::vector<SortKey> order;
    std::optional<std::int64_t> limit;
    std::int64_t offset = 0;
};

} // namespace presstime
