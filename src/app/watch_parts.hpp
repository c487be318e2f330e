// What people look after running things with.
#pragma once

#include "api/watch_routes.hpp"

namespace presstime {

struct WatchParts {
    // `disk` must outlive this.
    WatchParts(const control::Environment& environment, const control::DiskUse& disk)
        : runs(environment), reports(environment), today(environment, disk)
    {
    }

    api::WatchControls controls() { return {runs, reports, today}; }

    control::RunList runs;
    control::ReportList reports;
    control::TodayPage today;
};

} // namespace presstime
