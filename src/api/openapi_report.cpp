// Dashboards, queries, reports and runs: what the server is there for.
#include "api/openapi.hpp"

namespace presstime::api {
namespace {

constexpr Operation kOperations[] = {
    {"GET", "/v1/dashboards", "Dashboards", "Lists the dashboards you may read", "limit cursor", "",
     "Dashboard[]"},
    {"POST", "/v1/dashboards", "Dashboards",
     "Makes a dashboard; its queries are checked against their sources", "", "DashboardDocument", "Dashboard",
     201},
    {"GET", "/v1/dashboards/{dashboard_id}", "Dashboards", "Shows the draft, by id or number", "", "",
     "Dashboard"},
    {"PUT", "/v1/dashboards/{dashboard_id}", "Dashboards", "Makes or replaces the draft", "",
     "DashboardDocument", "Dashboard"},
    {"PATCH", "/v1/dashboards/{dashboard_id}", "Dashboards", "Replaces the named members of the draft", "",
     "DashboardDocument", "Dashboard"},
    {"DELETE", "/v1/dashboards/{dashboard_id}", "Dashboards", "Deletes a dashboard that no report shows", "",
     "", "", 204},
    {"POST", "/v1/dashboards/{dashboard_id}/publish", "Dashboards", "Publishes the draft as it is", "", "",
     "Dashboard"},
    {"POST", "/v1/dashboards/{dashboard_id}/unpublish", "Dashboards", "Takes the dashboard back", "", "",
     "Dashboard"},
    {"GET", "/v1/dashboards/{dashboard_id}/versions", "Dashboards", "Lists what was published when", "", "",
     "PublishedVersion[]"},
    {"GET", "/v1/dashboards/{dashboard_id}/widgets/{widget_id}/picture", "Dashboards", "Draws one widget now",
     "width height theme timezone locale period_start period_end state format", "", "WidgetPicture"},
    {"GET", "/v1/queries", "Queries", "Lists the queries of every draft", "", "", "Query[]"},
    {"POST", "/v1/queries", "Queries", "Adds a query to a dashboard", "", "QueryDocument", "Query", 201},
    {"GET", "/v1/queries/{query_id}", "Queries", "Shows a query", "", "", "Query"},
    {"PATCH", "/v1/queries/{query_id}", "Queries", "Changes a query of a draft", "", "QueryDocument",
     "Query"},
    {"DELETE", "/v1/queries/{query_id}", "Queries", "Removes a query that no widget shows", "", "", "", 204},
    {"POST", "/v1/reports/{dashboard_number}/queries/{query_id}/run", "Queries", "Runs one query alone, now",
     "", "QueryRun", "QueryResult"},
    {"GET", "/v1/reports", "Reports", "Lists the reports you may read", "limit cursor dashboard_id", "",
     "Report[]"},
    {"POST", "/v1/reports", "Reports", "Makes a report", "", "ReportDocument", "Report", 201},
    {"PUT", "/v1/reports", "Reports", "Makes or replaces the report of that name", "", "ReportDocument",
     "Report"},
    {"GET", "/v1/reports/{report_id}", "Reports", "Shows a report", "", "", "Report"},
    {"PATCH", "/v1/reports/{report_id}", "Reports", "Changes what the document names", "", "ReportDocument",
     "Report"},
    {"DELETE", "/v1/reports/{report_id}", "Reports", "Deletes a report with its runs", "", "", "", 204},
    {"GET", "/v1/reports/{report_id}/preview", "Reports", "Draws the report as it would look now", "format",
     "", "file"},
    {"GET", "/v1/reports/{report_id}/runs", "Runs", "Lists the runs of a report, newest first",
     "limit cursor", "", "Run[]"},
    {"POST", "/v1/reports/{report_id}/run", "Runs", "Runs a report now", "", "", "Run", 201},
    {"POST", "/v1/reports/{report_id}/test", "Runs", "Runs a report now and sends it to one address", "",
     "TestRequest", "Run", 201},
    {"GET", "/v1/runs/{run_id}", "Runs", "Shows a run with its files and deliveries", "", "", "Run"},
    {"GET", "/v1/runs/{run_id}/artifacts", "Runs", "Lists the files of a run, or draws another format of it",
     "format", "", "Artifact[]"},
    {"GET", "/v1/runs/{run_id}/artifacts/{n}", "Runs", "Gives one file", "", "", "file"},
    {"POST", "/v1/runs/{run_id}/cancel", "Runs", "Cancels a run that has not ended", "", "", "Run"},
    {"POST", "/v1/runs/{run_id}/resend", "Runs", "Sends again what failed, all, or to some", "", "Resend",
     "Run"},
    {"POST", "/v1/runs/{run_id}/replay", "Runs", "Draws the stored results again", "", "", "Run", 201},
    {"POST", "/v1/schedules/preview", "Reports", "Shows the next instants of a schedule", "",
     "SchedulePreview", "ScheduleInstants"},
    {"GET", "/api/reports/{dashboard_number}/run/{run_id}", "Results",
     "Gives the rows of every query of a run", "", "", "RunResults"},
    {"POST", "/api/reports/{dashboard_number}/run/{run_id}", "Results",
     "The same, for clients that only POST", "", "", "RunResults"},
    {"GET", "/api/reports/{dashboard_number}/queries/{query_id}/reportRun/{run_id}", "Results",
     "Gives the rows of one query of a run", "", "", "QueryResult"},
    {"POST", "/api/reports/{dashboard_number}/queries/{query_id}/reportRun/{run_id}", "Results",
     "The same, for clients that only POST", "", "", "QueryResult"},
};

} // namespace

std::span<const Operation> report_operations()
{
    return kOperations;
}

} // namespace presstime::api
