// The list of dashboards as a page shows it: found, sorted and counted, without their documents.
#pragma once

#include "control/environment.hpp"
#include "model/principal.hpp"
#include "store/dashboard_store.hpp"

#include <string>
#include <vector>

namespace presstime::control {

struct DashboardRowsWish {
    std::string q;        // words of name, description or tags, without regard to case; all must be found
    std::string category; // exactly
    std::string tag;      // exactly
    std::string sort; // "name" (also when empty), "updated_at", "reports", "number"; "-" in front turns it
    PageRequest page;
};

struct DashboardRowsFound {
    std::vector<store::DashboardRow> rows;
    std::int64_t total = 0; // on all pages
    std::string next_cursor;
};

// What the caller may read. `invalid("sort")` names the valid ones; malformed for a cursor whose dashboard is
// gone, or for more than 10,000 rows without a limit.
Result<DashboardRowsFound> list_dashboard_rows(const Environment& environment, const Principal& principal,
                                               const DashboardRowsWish& wish);

} // namespace presstime::control
