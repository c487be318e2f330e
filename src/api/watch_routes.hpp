// Looking after what runs: the page of a day, and lists that stay quick however much there is.
#pragma once

#include "api/route_table.hpp"
#include "control/report_list.hpp"
#include "control/run_list.hpp"
#include "control/today.hpp"

namespace presstime::api {

struct WatchControls {
    control::RunList& runs;
    control::ReportList& reports;
    control::TodayPage& today;
};
void add_watch_routes(RouteTable& table, const WatchControls& controls);
// GET /v1/reports?view=rows.
Result<http::Response> report_rows_answer(const Call& call, control::ReportList& reports);

// A list of rows comes a hundred at a time unless ?limit= says otherwise.
Result<control::PageRequest> page_of_rows(const Call& call);
// How many there are, in X-Total-Count.
http::Response with_total(http::Response response, const control::RowTotal& total);

} // namespace presstime::api
