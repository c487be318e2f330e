// What people look after running things with.
#pragma once

#include "api/watch_routes.hpp"

namespace presstime {

struct WatchParts {
    explicit WatchParts(const control::Environment& environment)
        : runs(environment), reports(environment), today(environment)
    {
    }

    api::WatchControls controls() { return {runs, reports, today}; }

    control::RunList runs;
    control::ReportList reports;
    control::TodayPage today;
};

} // namespace presstime
