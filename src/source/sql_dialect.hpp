// Where the SQL that we write ourselves differs from engine to engine. One value per source.
#pragma once

#include "model/structured_query.hpp"
#include "model/table.hpp"

#include <string>
#include <string_view>

namespace presstime {

struct SqlDialect {
    // Behind a filtered relation: nothing of the statement around it is computed on rows that the filter
    // drops, whose values an error message or a division by zero would tell.
    std::string_view barrier;
    // A condition besides the comparison, with its own "AND" in front: that the cell holds a value of the
    // bound one's kind, where the engine compares any with any. Often empty.
    std::string (*same_kind)(std::string_view column, const Value& value);
    // `column` compared with a pattern of the parameter, and the pattern as the parameter wants it.
    std::string (*like)(std::string_view column, std::string_view parameter);
    std::string (*like_pattern)(std::string_view pattern);
    // The column cut to the beginning of the unit, a date or a timestamp.
    std::string (*truncated)(std::string_view column, TimeUnit unit);
};

// "name", doubled quotes inside. Both engines compare such names without regard to ASCII case.
std::string quote_identifier(std::string_view name);

} // namespace presstime
