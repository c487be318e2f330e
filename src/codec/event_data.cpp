// One function per thing an event can be about; the member names are those of the API's documents.
#include "codec/event_data.hpp"

#include "base/text.hpp"
#include "codec/json_write.hpp"
#include "model/enum_text.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace presstime::codec {
namespace json = boost::json;
namespace {

constexpr std::size_t kLongestText = 600; // bytes of a description or an error
// As JSON, together with the rest below 20 kB. Results share their room with a structured query.
constexpr std::size_t kLongestResultsBytes = 10'000;
constexpr std::size_t kLongestArtifactsBytes = 4'000;

std::string shortened(std::string_view text)
{
    if (text.size() <= kLongestText)
        return std::string(text);
    return std::string(clip_utf8(text, kLongestText)) + "…";
}

json::value instant(const std::optional<Instant>& value)
{
    return value ? json::value(format_rfc3339(*value)) : json::value(nullptr);
}

json::value text_or_null(std::string_view text)
{
    return text.empty() ? json::value(nullptr) : json::value(shortened(text));
}

// Puts as many of the items as fit, and how many there are.
struct ListNames {
    std::string_view list;
    std::string_view count;
};
void put_list(json::object& data, const ListNames& names, const std::vector<json::object>& items,
              std::size_t longest_bytes)
{
    json::array list;
    std::size_t bytes = 0;
    for (const json::object& item : items) {
        bytes += write_json(item).size();
        if (bytes > longest_bytes)
            break;
        list.emplace_back(item);
    }
    data[names.list] = std::move(list);
    data[names.count] = items.size();
}

json::object dashboard_member(const Dashboard& dashboard)
{
    json::object member{{"id", dashboard.id},
                        {"number", dashboard.number},
                        {"name", dashboard.name},
                        {"description", shortened(dashboard.description)},
                        {"category", dashboard.category}};
    member["tags"] = json::value_from(dashboard.tags);
    return member;
}

// What the schedule is in five fields of cron; empty where it has none.
std::string cron_of(const Schedule& schedule)
{
    switch (schedule.kind) {
    case ScheduleKind::minutely:
        return "* * * * *";
    case ScheduleKind::hourly:
        return fmt::format("{} * * * *", schedule.minute);
    case ScheduleKind::daily:
        return fmt::format("{} {} * * *", schedule.minute, schedule.hour);
    case ScheduleKind::weekly:
        return fmt::format("{} {} * * {}", schedule.minute, schedule.hour, schedule.day_of_week);
    case ScheduleKind::monthly:
        return fmt::format("{} {} {} * *", schedule.minute, schedule.hour, schedule.day_of_month);
    case ScheduleKind::cron:
        return schedule.cron;
    case ScheduleKind::once:
    case ScheduleKind::trigger:
        return {};
    }
    return {};
}

json::object report_member(const EventFacts& facts)
{
    const Report& report = *facts.report;
    json::object schedule{{"kind", to_text(report.schedule.kind)},
                          {"cron", text_or_null(cron_of(report.schedule))},
                          {"at", instant(report.schedule.at)},
                          {"timezone", report.schedule.timezone},
                          {"starts_at", instant(facts.schedule_starts_at)},
                          {"ends_at", instant(facts.schedule_ends_at)}};
    json::object member{{"id", report.id},
                        {"uuid", report.uuid},
                        {"name", report.name},
                        {"description", shortened(report.description)},
                        {"dashboard_id", report.dashboard_id},
                        {"enabled", report.enabled}};
    member["user_reference"] =
        report.user_reference.empty() ? json::value(nullptr) : json::value(report.user_reference);
    member["schedule"] = std::move(schedule);
    member["formats"] = json::value_from(report.formats);
    member["next_run_at"] = instant(report.next_run_at);
    member["created_at"] = format_rfc3339(report.created_at);
    member["updated_at"] = format_rfc3339(report.updated_at);
    return member;
}

json::object period_member(const Period& period)
{
    return {{"start", format_rfc3339(period.start)}, {"end", format_rfc3339(period.end)}};
}

json::object artifact_item(const Artifact& artifact)
{
    return {{"n", artifact.n},
            {"format", artifact.format},
            {"filename", artifact.filename},
            {"content_type", artifact.content_type},
            {"bytes", artifact.bytes},
            {"sha256", hash_of_sent_bytes(artifact)},
            {"rows", artifact.rows},
            {"complete", artifact.complete}};
}

json::object run_member(const EventFacts& facts)
{
    const Run& run = *facts.run;
    const bool replayed = run.cause == RunCause::replay; // its burst key only tells replays apart
    json::object member{{"id", run.id},
                        {"uuid", run.uuid},
                        {"report_id", run.report_id},
                        {"status", to_text(run.status)},
                        {"cause", to_text(run.cause)},
                        {"nominal_at", format_rfc3339(run.nominal_at)},
                        {"nominal_local", run.nominal_local}};
    member["period"] = period_member(run.period);
    member["burst_key"] = replayed ? json::value(nullptr) : text_or_null(run.burst_key);
    member["attempt"] = run.attempt;
    member["started_at"] = instant(run.started_at);
    member["finished_at"] = instant(run.finished_at);
    member["error"] = text_or_null(run.error.empty() ? run.reason : run.error);
    member["rows"] = run.rows;
    member["complete"] = run.complete;
    if (!facts.artifacts)
        return member;
    std::vector<json::object> items;
    for (const Artifact& artifact : *facts.artifacts)
        items.push_back(artifact_item(artifact));
    put_list(member, {"artifacts", "artifact_count"}, items, kLongestArtifactsBytes);
    return member;
}

void put_results(json::object& data, const EventFacts& facts)
{
    std::vector<json::object> items;
    for (const StoredResult& result : *facts.results)
        if (const Query* query = facts.dashboard->find_query(result.query); query && result.error.empty())
            items.push_back(
                {{"query_id", query->id},
                 {"query_name", query->name},
                 {"query_result", query_result_path(*facts.dashboard, query->id, facts.run->id)}});
    data["report_notebook_outputs"] = run_results_path(*facts.dashboard, facts.run->id);
    const std::size_t taken = std::min(facts.structured_query.size(), kLongestResultsBytes);
    put_list(data, {"results", "result_count"}, items, kLongestResultsBytes - taken);
}

json::object query_run_member(const QueryRun& run)
{
    json::object member{{"id", run.id},
                        {"status", to_text(run.status)},
                        {"cause", to_text(run.cause)},
                        {"nominal_at", format_rfc3339(run.nominal_at)}};
    member["period"] = period_member(run.period);
    member["started_at"] = instant(run.started_at);
    member["finished_at"] = instant(run.finished_at);
    member["error"] = text_or_null(run.error);
    member["rows"] = run.rows;
    member["complete"] = run.complete;
    return member;
}

json::object delivery_member(const Delivery& delivery)
{
    return {{"id", delivery.id},
            {"channel", delivery.channel},
            {"state", to_text(delivery.state)},
            {"attempts", delivery.attempt},
            {"reason", shortened(delivery.reason)}};
}

// "" and 0 where there is none, or it is of another type.
std::string text_of(const json::object& data, std::string_view thing, std::string_view member)
{
    const json::value* found = data.if_contains(thing);
    found = found && found->is_object() ? found->as_object().if_contains(member) : nullptr;
    return found && found->is_string() ? std::string(found->as_string()) : std::string{};
}

std::int64_t number_of(const json::object& data, std::string_view thing, std::string_view member)
{
    const json::value* found = data.if_contains(thing);
    found = found && found->is_object() ? found->as_object().if_contains(member) : nullptr;
    return found && found->is_int64() ? found->as_int64() : 0;
}

} // namespace

EventSubject event_subject(std::string_view type, std::string_view data)
{
    boost::system::error_code broken;
    const json::value parsed = json::parse(data, broken);
    if (broken || !parsed.is_object())
        return {};
    const json::object& about = parsed.as_object();
    EventSubject subject{.title = {},
                         .run_id = number_of(about, "run", "id"),
                         .report_id = number_of(about, "report", "id"),
                         .dashboard_id = text_of(about, "dashboard", "id"),
                         .connection = text_of(about, "connection", "name")};
    for (const std::string_view thing : {type.substr(0, type.find('.')), std::string_view("report"),
                                         std::string_view("dashboard"), std::string_view("connection")})
        if (subject.title = text_of(about, thing, "name"); !subject.title.empty())
            break;
    return subject;
}

std::string run_results_path(const Dashboard& dashboard, std::int64_t run_id)
{
    return fmt::format("/api/reports/{}/run/{}", dashboard.number, run_id);
}

std::string query_result_path(const Dashboard& dashboard, std::int64_t query_id, std::int64_t run_id)
{
    return fmt::format("/api/reports/{}/queries/{}/reportRun/{}", dashboard.number, query_id, run_id);
}

std::string query_run_path(const Dashboard& dashboard, const QueryRun& run)
{
    return fmt::format("/api/reports/{}/queries/{}/run/{}", dashboard.number, run.query_id, run.id);
}

std::string event_data(const EventFacts& facts)
{
    json::object data{{"workspace", {{"id", facts.workspace_id}, {"name", facts.workspace_name}}}};
    if (facts.dashboard)
        data["dashboard"] = dashboard_member(*facts.dashboard);
    if (facts.query)
        data["query"] = json::object{
            {"id", facts.query->id}, {"name", facts.query->name}, {"connection", facts.query->connection}};
    if (facts.report)
        data["report"] = report_member(facts);
    if (facts.run)
        data["run"] = run_member(facts);
    if (facts.run && facts.results && facts.dashboard)
        put_results(data, facts);
    if (!facts.structured_query.empty())
        data["structured_query"] = json::parse(facts.structured_query);
    if (facts.query_run)
        data["query_run"] = query_run_member(*facts.query_run);
    if (facts.query_run && facts.dashboard && facts.query_run->status == RunStatus::success)
        data["query_result"] = query_run_path(*facts.dashboard, *facts.query_run);
    if (facts.delivery)
        data["delivery"] = delivery_member(*facts.delivery);
    if (facts.category)
        data["category"] = json::object{{"id", facts.category->id},
                                        {"name", facts.category->name},
                                        {"description", shortened(facts.category->description)}};
    if (facts.connection)
        data["connection"] =
            json::object{{"name", facts.connection->name}, {"source", facts.connection->kind}};
    if (!facts.changes.empty())
        data["changes"] = json::value_from(facts.changes);
    if (!facts.changed_by.empty())
        data["changed_by"] = facts.changed_by;
    return write_json(data);
}

} // namespace presstime::codec
