// The members that lists of runs and the page of a day show, in the order of docs/api.md.
#include "api/watch_json.hpp"

#include "api/call.hpp"
#include "api/document_json.hpp"
#include "model/enum_text.hpp"

#include <boost/json.hpp>

namespace presstime::api {
namespace json = boost::json;
namespace {

json::object counts_json(const control::DayCounts& counts)
{
    return {{"due", counts.ended.due},         {"due_sent", counts.ended.on_time + counts.ended.late},
            {"sent", counts.ended.sent},       {"late", counts.ended.late + counts.late_and_open},
            {"failed", counts.ended.failed},   {"partial", counts.ended.partial},
            {"running", counts.running},       {"queued", counts.queued},
            {"skipped", counts.ended.skipped}, {"cancelled", counts.ended.cancelled},
            {"upcoming", counts.upcoming}};
}

json::object bucket_json(const control::DayBucket& bucket)
{
    return {{"from", format_rfc3339(bucket.from)},
            {"to", format_rfc3339(bucket.from + control::kBucketLength)},
            {"sent", bucket.sent},
            {"late", bucket.late},
            {"failed", bucket.failed},
            {"running", bucket.running},
            {"skipped", bucket.skipped},
            {"upcoming", bucket.upcoming}};
}

json::object upcoming_json(const control::UpcomingRun& run)
{
    return {{"report_id", run.report_id},
            {"report_name", run.report_name},
            {"dashboard_id", run.dashboard_id},
            {"dashboard_name", run.dashboard_name},
            {"at", format_rfc3339(run.at)},
            {"timezone", run.timezone},
            {"format", json::value_from(run.formats)}};
}

json::object on_time_json(const std::vector<control::PunctualDay>& days)
{
    json::array shown;
    store::RunCounts all;
    for (const control::PunctualDay& day : days) {
        shown.push_back({{"date", format_date(day.date)},
                         {"due", day.counts.due},
                         {"on_time", day.counts.on_time},
                         {"late", day.counts.late},
                         {"failed", day.counts.failed + day.counts.partial}});
        all += day.counts;
    }
    json::object out{{"days", std::move(shown)}, {"due", all.due}, {"on_time", all.on_time}};
    out["share"] = all.due > 0 ? json::value(static_cast<double>(all.on_time) / static_cast<double>(all.due))
                               : json::value(nullptr);
    return out;
}

json::object attention_json(const control::Attention& item)
{
    json::object out{{"kind", to_text(item.kind)},
                     {"title", item.title},
                     {"detail", item.detail},
                     {"at", format_rfc3339(item.at)},
                     {"action", control::mend_of(item.kind)}};
    for (const auto& [name, id] :
         {std::pair{"run_id", item.run_id}, std::pair{"report_id", item.report_id},
          std::pair{"delivery_id", item.delivery_id}, std::pair{"webhook_id", item.webhook_id},
          std::pair{"user_id", item.user_id}})
        if (id != 0)
            out[name] = id;
    return out;
}

template <typename Items, typename Show>
json::array array_of(const Items& items, Show&& show)
{
    json::array out;
    out.reserve(items.size());
    for (const auto& item : items)
        out.push_back(show(item));
    return out;
}

} // namespace

json::object run_row_json(const control::RunRow& row)
{
    const store::RunLine& line = row.line;
    return {{"id", line.id},
            {"report_id", line.report_id},
            {"report_name", line.report_name},
            {"dashboard_id", line.dashboard_id},
            {"dashboard_name", line.dashboard_name},
            {"format", json::value_from(row.formats)},
            {"nominal_at", format_rfc3339(line.nominal_at)},
            {"timezone", row.timezone},
            {"cause", to_text(line.cause)},
            {"status", to_text(line.status)},
            {"delivery_status", to_text(row.delivery_status)},
            {"phase", to_text(line.phase)},
            {"queued_at", format_rfc3339(line.queued_at)},
            {"started_at", instant_json(line.started_at)},
            {"finished_at", instant_json(line.finished_at)},
            {"late_s", row.late_s},
            {"rows", line.rows},
            {"complete", line.complete},
            {"error", line.error},
            {"reason", line.reason},
            {"skipped_count", line.skipped_count}};
}

json::object report_row_json(const control::ReportRow& row)
{
    const Report& report = row.report;
    json::object out{{"id", report.id},
                     {"name", report.name},
                     {"dashboard_id", report.dashboard_id},
                     {"dashboard_name", row.dashboard_name},
                     {"category", row.category},
                     {"enabled", report.enabled},
                     {"format", json::value_from(report.formats)},
                     {"schedule_text", row.schedule_text},
                     {"timezone", report.schedule.timezone},
                     {"next_run_at", instant_json(report.next_run_at)},
                     {"owned_by", owner_json(report.owned_by)},
                     {"owner", report.owner},
                     {"tags", json::value_from(report.tags)},
                     {"recipients", row.recipients},
                     {"orphaned", row.orphaned},
                     {"last_run", nullptr}};
    if (!row.last_run)
        return out;
    json::object last;
    const json::object run = run_row_json(*row.last_run);
    for (const char* name : {"id", "status", "delivery_status", "nominal_at", "finished_at", "late_s", "rows",
                             "complete", "error"})
        last[name] = run.at(name);
    out["last_run"] = std::move(last);
    return out;
}

json::object today_json(const control::Today& today)
{
    json::object out;
    out["date"] = format_date(today.date);
    out["timezone"] = today.timezone;
    out["from"] = format_rfc3339(today.from);
    out["to"] = format_rfc3339(today.to);
    out["now"] = format_rfc3339(today.now);
    out["counts"] = counts_json(today.counts);
    out["buckets"] = array_of(today.buckets, bucket_json);
    out["runs"] = array_of(today.runs, run_row_json);
    out["runs_total"] = today.runs_total.counted;
    out["upcoming"] = array_of(today.upcoming, upcoming_json);
    out["upcoming_total"] = today.upcoming_total;
    out["on_time"] = on_time_json(today.on_time);
    out["attention"] = array_of(today.attention.items, attention_json);
    out["attention_total"] = today.attention.total;
    return out;
}

} // namespace presstime::api
