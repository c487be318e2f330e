// Runs, reports and days as lists, pages and the live stream show them.
#pragma once

#include "control/report_list.hpp"
#include "control/today.hpp"

#include <boost/json/fwd.hpp>

namespace presstime::api {

boost::json::object run_row_json(const control::RunRow& row);
boost::json::object report_row_json(const control::ReportRow& row);
boost::json::object today_json(const control::Today& today);

} // namespace presstime::api
