// The rows of a waterfall or a funnel: one name and one number each, in the order of the table. Rows are
// neither added up nor sorted.
#pragma once

#include "chart/mark.hpp"

#include <string>
#include <vector>

namespace presstime {

struct NamedValue {
    std::string name;
    double value = 0; // NaN = NULL
};

// In the order of the rows, with the names an axis would write.
std::vector<NamedValue> named_values(const MarkContext& context);

} // namespace presstime
