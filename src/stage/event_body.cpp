// A table says which format carries which types and what composes it; the order of members is the contract's.
#include "stage/event_body.hpp"

#include "base/text.hpp"
#include "codec/json_write.hpp"
#include "model/enum_text.hpp"
#include "model/event_type.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace presstime::stage {
namespace json = boost::json;
namespace {

struct Facts {
    const Event& event;
    const Webhook& webhook;
    const BodyContext& context;
    const json::object& data;
};

json::object member_of(const json::object& data, std::string_view name)
{
    const json::value* found = data.if_contains(name);
    return found && found->is_object() ? found->get_object() : json::object();
}

json::value value_of(const json::object& object, std::string_view name)
{
    const json::value* found = object.if_contains(name);
    return found ? *found : json::value(nullptr);
}

std::string text_of(const json::object& object, std::string_view name)
{
    const json::value* found = object.if_contains(name);
    return found && found->is_string() ? std::string(found->get_string()) : std::string();
}

// Results are stored as paths; receivers get addresses.
void make_absolute(json::object& object, std::string_view name, const BodyContext& context)
{
    if (std::string path = text_of(object, name); path.starts_with('/'))
        object[name] = context.public_url + path;
}

json::object absolute_data(const json::object& data, const BodyContext& context)
{
    json::object absolute = data;
    make_absolute(absolute, "report_notebook_outputs", context);
    make_absolute(absolute, "query_result", context);
    if (json::value* results = absolute.if_contains("results"); results && results->is_array())
        for (json::value& result : results->get_array())
            make_absolute(result.get_object(), "query_result", context);
    return absolute;
}

json::object standard_body(const Facts& facts)
{
    return {{"type", facts.event.type},
            {"timestamp", format_rfc3339(facts.event.occurred_at)},
            {"data", absolute_data(facts.data, facts.context)}};
}

// As Python's isoformat() writes it: no fraction or six digits, and the offset spelled out.
std::string python_time(Instant instant)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(instant);
    std::string text = format_rfc3339(Instant{seconds});
    text.pop_back();
    if (const auto fraction = (instant - seconds).count(); fraction != 0)
        text += fmt::format(".{:06}", fraction);
    return text + "+00:00";
}

// There "report" is our dashboard; queries and runs are told with it.
json::object flat_body(const Facts& facts)
{
    const std::string& type = facts.event.type;
    const json::object dashboard = member_of(facts.data, "dashboard");
    const json::object workspace = member_of(facts.data, "workspace");
    const json::object data = absolute_data(facts.data, facts.context);
    const bool of_query = type.starts_with("query.");
    const bool of_dashboard = type.starts_with("dashboard.");
    json::object body{{"event", of_dashboard ? "report" + type.substr(type.find('.')) : type}};
    if (of_query) {
        body["query_id"] = value_of(member_of(data, "query"), "id");
        if (type != "query.deleted")
            body["query_name"] = value_of(member_of(data, "query"), "name");
    }
    body["report_id"] = value_of(dashboard, "number");
    body["report_name"] = value_of(dashboard, "name");
    if (of_dashboard && type != "dashboard.deleted")
        body["report_description"] = value_of(dashboard, "description");
    body["workspace_id"] = value_of(workspace, "id");
    body["workspace_name"] = value_of(workspace, "name");
    body["timestamp"] = python_time(facts.event.occurred_at);
    if (type == "query.run")
        body["query_result"] = value_of(data, "query_result");
    if (type == "report.run") {
        body["report_notebook_outputs"] = value_of(data, "report_notebook_outputs");
        body["queries"] = value_of(data, "results");
    }
    return body;
}

// Milliseconds, as JavaScript's toISOString() writes them; null when there is no time.
json::value millisecond_time(const json::object& object, std::string_view name)
{
    const Result<Instant> instant = parse_rfc3339(text_of(object, name));
    if (!instant)
        return nullptr;
    const auto whole = std::chrono::floor<std::chrono::seconds>(*instant);
    const auto fraction = std::chrono::floor<std::chrono::milliseconds>(*instant - whole);
    std::string text = format_rfc3339(Instant{whole});
    text.pop_back();
    return json::value(fmt::format("{}.{:03}Z", text, fraction.count()));
}

std::string frequency_of(std::string_view schedule_kind)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kNames{
        {{"once", "Once"},
         {"minutely", "Every minute"},
         {"hourly", "Hourly"},
         {"daily", "Daily"},
         {"weekly", "Weekly"},
         {"monthly", "Monthly"}}};
    for (const auto& [kind, name] : kNames)
        if (kind == schedule_kind)
            return std::string(name);
    return "Custom";
}

bool went_well(const json::object& data)
{
    const std::string status = text_of(member_of(data, "run"), "status");
    return status == to_text(RunStatus::success) || status == to_text(RunStatus::partial);
}

json::object callback_body(const Facts& facts)
{
    const json::object run = member_of(facts.data, "run");
    const json::object report = member_of(facts.data, "report");
    const json::object schedule = member_of(report, "schedule");
    const json::value starts_on = millisecond_time(schedule, "starts_at");
    json::object task{{"id", value_of(run, "uuid")},
                      {"title", value_of(report, "name")},
                      {"reportTaskId", value_of(report, "uuid")},
                      {"templateId", value_of(report, "dashboard_id")}};
    task["startOn"] = starts_on.is_null() ? millisecond_time(report, "created_at") : starts_on;
    task["endOn"] = millisecond_time(schedule, "ends_at");
    task["frequency"] = frequency_of(text_of(schedule, "kind"));
    task["filterCycleId"] = value_of(run, "burst_key");
    task["createdAt"] = millisecond_time(report, "created_at");
    task["lastSavedAt"] = millisecond_time(report, "updated_at");
    task["templateHtml"] = facts.context.template_html;
    const bool ended = facts.event.type == "report.run";
    json::object body{{"reportTask", std::move(task)},
                      {"trigger", ended ? "postReportTask" : "preReportTask"}};
    if (!ended)
        return body;
    const bool good = went_well(facts.data);
    body["status"] = good ? "success" : "failure";
    if (!good) {
        const std::string reason = text_of(run, "error");
        body["error"] = "Report task failed due to " + (reason.empty() ? text_of(run, "status") : reason);
    }
    body["completedAt"] = millisecond_time(run, "finished_at");
    return body;
}

json::object notifications_body(const Facts& facts)
{
    json::object properties;
    for (const auto& [name, value] : facts.webhook.properties)
        properties[name] = value;
    const std::vector<std::string> families = families_of(facts.event.type);
    json::object notification{{"Action", facts.event.type},
                              {"Filter", families.empty() ? std::string() : families.front()},
                              {"Resource", to_text(facts.event.resource)},
                              {"ResourceId", facts.event.resource_id},
                              {"Timestamp", format_rfc3339(facts.event.occurred_at)},
                              {"Actor", facts.event.actor},
                              {"Data", absolute_data(facts.data, facts.context)}};
    json::object body{{"Id", facts.event.uuid}, {"Attempt", facts.context.attempt}};
    body["Properties"] = std::move(properties);
    body["Notifications"] = json::array{std::move(notification)};
    return body;
}

json::object jwt_body(const Facts& facts)
{
    const json::object data = absolute_data(facts.data, facts.context);
    const json::object report = member_of(data, "report");
    const json::object run = member_of(data, "run");
    const json::object schedule = member_of(report, "schedule");
    const std::string cron = text_of(schedule, "cron");
    const json::value organisation = value_of(member_of(data, "workspace"), "id");
    const json::value results = value_of(data, "results");
    json::object told{{"dashboard_id", value_of(report, "dashboard_id")},
                      {"organisation_id", json::serialize(organisation)},
                      {"schedule", cron.empty() ? text_of(schedule, "kind") : cron},
                      {"type", "scheduled"},
                      {"user_reference", value_of(report, "user_reference")}};
    told["id"] = value_of(report, "id");
    told["name"] = value_of(report, "name");
    json::object body{{"type", facts.event.type}};
    body["report"] = std::move(told);
    body["query"] = value_of(data, "structured_query");
    body["id"] = facts.event.uuid;
    body["iat"] =
        std::chrono::floor<std::chrono::seconds>(facts.event.occurred_at).time_since_epoch().count();
    body["run"] = json::object{{"id", value_of(run, "id")},
                               {"status", value_of(run, "status")},
                               {"nominal_at", value_of(run, "nominal_at")}};
    body["results"] = results;
    return body;
}

struct Format {
    PayloadFormat format;
    std::string_view content_type;
    std::vector<std::string_view> types; // empty = every type
    json::object (*compose)(const Facts& facts);
};

const Format& format_of(PayloadFormat wanted)
{
    static const std::array<Format, 5> kFormats{
        {{PayloadFormat::standard, "application/json", {}, standard_body},
         {PayloadFormat::flat,
          "application/json",
          {"dashboard.created", "dashboard.updated", "dashboard.deleted", "query.created", "query.updated",
           "query.deleted", "query.run", "report.run"},
          flat_body},
         {PayloadFormat::callback, "application/json", {"report.run.started", "report.run"}, callback_body},
         {PayloadFormat::notifications, "application/json", {}, notifications_body},
         {PayloadFormat::jwt, "application/jwt", {"report.scheduled"}, jwt_body}}};
    return *std::ranges::find(kFormats, wanted, &Format::format);
}

Result<json::object> read_data(const Event& event)
{
    boost::system::error_code error;
    json::value data = json::parse(event.data, error);
    if (error || !data.is_object())
        return fail(Error::give_up(fmt::format("the data of event {} cannot be read", event.id)));
    return std::move(data.get_object());
}

// The format flat tells of results; a run or query that failed has none.
bool has_what_flat_tells(const Event& event, const json::object& data)
{
    if (event.type == "report.run")
        return went_well(data);
    return event.type != "query.run" || data.contains("query_result");
}

} // namespace

bool format_carries(PayloadFormat format, std::string_view type)
{
    const std::vector<std::string_view>& types = format_of(format).types;
    return types.empty() || std::ranges::find(types, type) != types.end();
}

bool format_carries(PayloadFormat format, const Event& event)
{
    if (!format_carries(format, event.type))
        return false;
    if (format != PayloadFormat::flat || !(event.type == "report.run" || event.type == "query.run"))
        return true;
    const Result<json::object> data = read_data(event);
    return data && has_what_flat_tells(event, *data);
}

Result<EventBody> compose_event_body(const Event& event, const Webhook& webhook, const BodyContext& context)
{
    if (!format_carries(webhook.format, event))
        return fail(Error::give_up(
            fmt::format("the format {} does not tell of this {}", to_text(webhook.format), event.type)));
    const json::object data = TRY(read_data(event));
    const Format& format = format_of(webhook.format);
    return EventBody{std::string(format.content_type),
                     codec::write_json(format.compose({event, webhook, context, data}))};
}

} // namespace presstime::stage
