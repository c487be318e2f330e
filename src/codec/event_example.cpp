// One little world of a dashboard, its query, a report and a run, told by every type of event.
#include "codec/event_data.hpp"
#include "codec/event_schema.hpp"
#include "codec/json_write.hpp"
#include "model/event_type.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace presstime::codec {
namespace json = boost::json;
namespace {

constexpr std::int64_t kRunId = 512;

Instant at(std::string_view text)
{
    return parse_rfc3339(text).value();
}

Dashboard example_dashboard()
{
    Dashboard dashboard;
    dashboard.id = "dash_sales";
    dashboard.number = 3;
    dashboard.name = "Sales overview";
    dashboard.description = "Revenue and orders by month";
    dashboard.category = "Finance";
    dashboard.tags = {"sales", "weekly"};
    dashboard.queries = {{.id = 7, .name = "revenue_by_month", .connection = "shop"}};
    return dashboard;
}

Report example_report()
{
    Report report;
    report.id = 17;
    report.uuid = "019daf40-5c31-7a10-8000-00000000aa17";
    report.dashboard_id = "dash_sales";
    report.name = "Weekly usage summary";
    report.schedule.kind = ScheduleKind::weekly;
    report.schedule.hour = 9;
    report.schedule.day_of_week = 2;
    report.schedule.timezone = "America/New_York";
    report.formats = {"pdf"};
    report.user_reference = "user 123";
    report.structured_query =
        R"({"dataSetId":"orders","dimension":["region"],"measure":[{"field":"revenue","aggregate":"sum"}],)"
        R"("timeDimension":null,"filter":[],"order":[],"limit":100,"offset":0})";
    report.next_run_at = at("2026-04-28T13:00:00Z");
    report.created_at = at("2026-03-02T08:15:30.25Z");
    report.updated_at = at("2026-04-01T10:00:00Z");
    return report;
}

Run example_run()
{
    Run run;
    run.id = kRunId;
    run.uuid = "019daf41-0a80-7b22-8000-00000000b512";
    run.report_id = 17;
    run.nominal_at = at("2026-04-21T13:00:00Z");
    run.nominal_local = "2026-04-21T09:00:00-04:00[America/New_York]";
    run.period = {at("2026-04-14T13:00:00Z"), at("2026-04-21T13:00:00Z")};
    run.status = RunStatus::running;
    run.attempt = 1;
    run.started_at = at("2026-04-21T13:00:01Z");
    return run;
}

void end_well(Run& run)
{
    run.status = RunStatus::success;
    run.finished_at = at("2026-04-21T13:00:07.125Z");
    run.rows = 1204;
    run.artifact_bytes = 184'320;
}

Artifact example_artifact()
{
    Artifact artifact;
    artifact.run_id = kRunId;
    artifact.format = "pdf";
    artifact.filename = "Weekly usage summary 2026-04-21.pdf";
    artifact.content_type = "application/pdf";
    artifact.bytes = 184'320;
    artifact.sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    artifact.rows = 1204;
    return artifact;
}

QueryRun example_query_run()
{
    QueryRun run;
    run.id = 41;
    run.query_id = 7;
    run.dashboard_id = "dash_sales";
    run.nominal_at = at("2026-04-21T13:00:00Z");
    run.period = {at("2026-04-20T13:00:00Z"), at("2026-04-21T13:00:00Z")};
    run.status = RunStatus::success;
    run.started_at = at("2026-04-21T13:00:00.5Z");
    run.finished_at = at("2026-04-21T13:00:00.75Z");
    run.rows = 12;
    return run;
}

Delivery example_delivery()
{
    Delivery delivery;
    delivery.id = 9001;
    delivery.channel = "email";
    delivery.state = DeliveryState::rejected;
    delivery.attempt = 1;
    delivery.reason = "550 5.1.1 mailbox unavailable";
    return delivery;
}

// Alerts have no model yet: their data is written as it will be.
std::string alert_data(std::string_view type)
{
    json::object alert{{"id", 5},
                       {"name", "Revenue below plan"},
                       {"dashboard_id", "dash_sales"},
                       {"widget_id", "w_kpi"},
                       {"query_id", nullptr},
                       {"condition", {{"type", "threshold"}, {"operator", "lt"}, {"value", 10'000.5}}},
                       {"enabled", true}};
    const bool evaluated = type == "alert.fired" || type == "alert.recovered";
    json::object data{{"workspace", {{"id", 1}, {"name", "Acme"}}}};
    const Dashboard dashboard = example_dashboard();
    data["dashboard"] = json::parse(event_data({.dashboard = &dashboard})).at("dashboard");
    if (evaluated) {
        const bool fired = type == "alert.fired";
        alert["state"] = fired ? "firing" : "ok";
        alert["fired_at"] = "2026-04-21T13:01:00Z";
        alert["value"] = fired ? 9'300.25 : 10'400.0;
        alert["previous_value"] = fired ? 10'400.0 : 9'300.25;
    }
    data["alert"] = std::move(alert);
    if (!evaluated)
        data["changed_by"] = "ann@example.com";
    return write_json(data);
}

std::string resource_id_of(ResourceKind kind)
{
    switch (kind) {
    case ResourceKind::dashboard:
        return "dash_sales";
    case ResourceKind::query:
        return "7";
    case ResourceKind::report:
        return "17";
    case ResourceKind::run:
        return fmt::format("{}", kRunId);
    case ResourceKind::alert:
        return "5";
    case ResourceKind::category:
        return "4";
    default:
        return "shop";
    }
}

std::string data_of(const EventType& type)
{
    if (type.resource == ResourceKind::alert)
        return alert_data(type.name);
    const Dashboard dashboard = example_dashboard();
    const Report report = example_report();
    const std::vector<Artifact> artifacts{example_artifact()};
    const std::vector<StoredResult> results{{.run_id = kRunId, .query = "revenue_by_month"}};
    const Category category{.id = 4, .name = "Finance", .description = "Figures of the company"};
    const Connection connection{.name = "shop", .kind = "duckdb"};
    const QueryRun query_run = example_query_run();
    const Delivery delivery = example_delivery();
    Run run = example_run();
    if (type.name != "report.run.started")
        end_well(run);
    EventFacts facts;
    facts.workspace_name = "Acme";
    const bool of_run = type.resource == ResourceKind::run;
    if (type.resource == ResourceKind::category)
        facts.category = &category;
    else if (type.resource == ResourceKind::connection)
        facts.connection = &connection;
    else
        facts.dashboard = &dashboard;
    if (type.resource == ResourceKind::query)
        facts.query = &dashboard.queries.front();
    if (of_run || type.resource == ResourceKind::report)
        facts.report = &report;
    if (of_run)
        facts.run = &run;
    if (type.name == "report.run" || type.name == "report.scheduled") {
        facts.artifacts = &artifacts;
        facts.results = &results;
    }
    if (type.name == "report.scheduled")
        facts.structured_query = report.structured_query;
    if (type.name == "query.run")
        facts.query_run = &query_run;
    else if (!of_run)
        facts.changed_by = "ann@example.com";
    if (type.name == "delivery.failed")
        facts.delivery = &delivery;
    if (type.name.ends_with(".updated"))
        facts.changes = {"name"};
    return event_data(facts);
}

} // namespace

Event example_event(std::string_view name)
{
    const EventType& type = *find_event_type(name);
    const auto place = &type - event_types().data();
    Event event;
    event.id = 1001 + place;
    event.uuid = fmt::format("evt_019daf4100007000800000000000{:04}", place);
    event.type = std::string(name);
    event.occurred_at = at("2026-04-21T13:00:07.125Z");
    event.resource = type.resource;
    event.resource_id = resource_id_of(type.resource);
    event.category = "Finance";
    event.deleted = name.ends_with(".deleted");
    event.actor = type.resource == ResourceKind::run ? "schedule" : "ann@example.com";
    event.run_id = type.resource == ResourceKind::run ? kRunId : 0;
    event.data = data_of(type);
    return event;
}

} // namespace presstime::codec
