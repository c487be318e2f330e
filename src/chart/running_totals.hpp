// What a waterfall draws: changes as steps between running totals, and neighbours joined where there are too
// many. Pure arithmetic; knows no place on the page.
#pragma once

#include "chart/named_values.hpp"

#include <string>
#include <vector>

namespace presstime {

enum class StepKind { change, missing, total };

struct Step {
    std::string name;
    StepKind kind = StepKind::change;
    double before = 0, after = 0; // a total goes from zero; a missing change leaves the total as it was

    double change() const { return after - before; }
};

std::vector<Step> running_totals(const std::vector<NamedValue>& changes);

// At most `most` steps (at least 1), each run of neighbours joined into one change from the first's `before`
// to the last's `after`, named "first – last". Returns the length of a run: 1 when nothing was joined.
std::size_t join_neighbours(std::vector<Step>& steps, std::size_t most);

} // namespace presstime
