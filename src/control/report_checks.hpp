// What must hold of a report beyond its shape. Each check names the field and the mend.
#pragma once

#include "calendar/occurrences.hpp"
#include "control/environment.hpp"
#include "control/schedules.hpp"
#include "model/dashboard.hpp"
#include "model/report.hpp"
#include "platform/db/database.hpp"
#include "platform/http/egress.hpp"

#include <string>
#include <vector>

namespace presstime::control {

struct ReportRules {
    std::vector<std::string> formats; // names of the renderers that are built in
    Strictness timezones = Strictness::warn;
    std::size_t max_recipients = 1'000;
};

// Formats, addresses, number of recipients, webhook URL: what needs neither clock nor database.
Result<> check_delivery(const Report& report, const ReportRules& rules, const http::EgressPolicy& egress);

// Every parameter is one of the dashboard's and fits its type.
Result<> check_parameters(const Report& report, const Dashboard& dashboard, Instant now);

// The structured query asks for a data set of the workspace: else `invalid("query.dataSetId")`.
Result<> check_query(db::Session& session, const Report& report);

// Queries that read the clock show another period when a run is late.
std::vector<Warning> clock_warnings(const Dashboard& dashboard);

// A password that some of the formats cannot take.
std::vector<Warning> protection_warnings(const Report& report);

// The first occurrence after `now`; `invalid` when the schedule
// has none left. Nothing for a report without a clock.
Result<std::optional<Instant>> first_occurrence(const Schedule& schedule, Instant now);

} // namespace presstime::control
