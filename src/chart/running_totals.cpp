// Adding up, and joining runs.
#include "chart/running_totals.hpp"

#include <algorithm>
#include <cmath>

namespace presstime {

std::vector<Step> running_totals(const std::vector<NamedValue>& changes)
{
    std::vector<Step> steps;
    steps.reserve(changes.size());
    double total = 0;
    for (const NamedValue& change : changes) {
        bool is_missing = std::isnan(change.value);
        double after = is_missing ? total : total + change.value;
        steps.push_back({change.name, is_missing ? StepKind::missing : StepKind::change, total, after});
        total = after;
    }
    return steps;
}

std::size_t join_neighbours(std::vector<Step>& steps, std::size_t most)
{
    most = std::max<std::size_t>(most, 1);
    if (steps.size() <= most)
        return 1;
    std::size_t run = (steps.size() + most - 1) / most;
    std::vector<Step> joined;
    for (std::size_t begin = 0; begin < steps.size(); begin += run) {
        std::size_t last = std::min(begin + run, steps.size()) - 1;
        bool all_missing = true;
        for (std::size_t i = begin; i <= last; ++i)
            all_missing = all_missing && steps[i].kind == StepKind::missing;
        std::string name = begin == last ? steps[begin].name : steps[begin].name + " – " + steps[last].name;
        joined.push_back({std::move(name), all_missing ? StepKind::missing : StepKind::change,
                          steps[begin].before, steps[last].after});
    }
    steps = std::move(joined);
    return run;
}

} // namespace presstime
