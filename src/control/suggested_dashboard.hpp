// A dashboard for a table nobody has described: figures of its numbers, a line over time where there is a
// date, bars and shares of its kinds, and its latest rows. Pure.
#pragma once

#include "control/table_facts.hpp"
#include "model/dashboard.hpp"

#include <string>
#include <vector>

namespace presstime::control {

struct SuggestedDashboard {
    Dashboard dashboard;          // without an id
    std::vector<std::string> why; // a sentence for each decision
};

SuggestedDashboard suggest_dashboard(const TableFacts& facts, const std::string& connection,
                                     const std::string& name);

// "order_total" -> "Order total", "orderTotal" too.
std::string plain_words(std::string_view name);

} // namespace presstime::control
