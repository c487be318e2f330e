// Asks the sources whether a dashboard can work: each query's connection is there, its SQL is one SELECT that
// prepares, and every column a widget names is among what its query returns. Pictures are decoded once.
#pragma once

#include "control/interactive.hpp"
#include "model/dashboard.hpp"

namespace presstime::control {

// `invalid` with the document's path: "queries[0].connection", "queries[1].sql", "widgets[2].chart.y[0]",
// "widgets[3].image", "datasets[0].table".
// Blocks while the sources answer; not to be called inside a transaction.
Result<> check_dashboard_sources(const Dashboard& dashboard, std::int64_t workspace_id, Instant now,
                                 QueryInspector& inspector);

// Asks the sources whether every query of the dashboard can run for the rows of `security` alone: it reads
// nothing but data sets that are named there, and the filters fit. Errors as above;
// `invalid("secureFilters...")` and "dataSetIds" for what is wrong with `security` itself.
Result<> check_secured_queries(const Dashboard& dashboard, std::int64_t workspace_id,
                               const SecurityContext& security, Instant now, QueryInspector& inspector);

// The dashboard's parameters at their defaults, and a period of one day before `now`.
std::vector<Binding> default_bindings(const Dashboard& dashboard, Instant now);

// What the widget names of its own query; nothing for a table without columns, which shows every one.
std::vector<std::string> columns_shown(const Widget& widget);

} // namespace presstime::control
