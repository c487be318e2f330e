// A first dashboard for a table, to begin with; nothing is saved.
#pragma once

#include "control/schemas.hpp"
#include "control/suggested_dashboard.hpp"

#include <string_view>

namespace presstime::control {

class Suggestions {
public:
    // All must outlive this.
    Suggestions(Environment environment, Schemas& schemas, Interactive& interactive)
        : environment_(std::move(environment)), schemas_(schemas), interactive_(interactive)
    {
    }

    // {"connection", "table", "name"?}. `invalid("table")` when there is none or it cannot be read.
    Result<SuggestedDashboard> make(const Principal& principal, std::string_view json);

private:
    Environment environment_;
    Schemas& schemas_;
    Interactive& interactive_;
};

} // namespace presstime::control
