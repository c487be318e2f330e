// Documents come from codec, whole; what only an answer has (ids, versions, links) is added here.
#include "api/document_json.hpp"

#include "api/run_steps_json.hpp"
#include "api/watch_json.hpp"
#include "base/text.hpp"
#include "calendar/schedule_text.hpp"
#include "codec/document.hpp"
#include "model/enum_text.hpp"
#include "model/masked.hpp"
#include "platform/http/problem.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace presstime::api {
namespace json = boost::json;
namespace {

json::object parsed(const std::string& document)
{
    return json::parse(document).get_object();
}

json::object artifact_json(const Artifact& artifact)
{
    json::object out;
    out["n"] = artifact.n;
    out["format"] = artifact.format;
    out["filename"] = artifact.filename;
    out["content_type"] = artifact.content_type;
    out["bytes"] = artifact.bytes;
    out["sha256"] = artifact.sha256;
    if (!artifact.sent_sha256.empty())
        out["sent_sha256"] = artifact.sent_sha256;
    out["rows"] = artifact.rows;
    out["complete"] = artifact.complete;
    out["note"] = artifact.note;
    out["elapsed_ms"] = milliseconds(artifact.elapsed_us);
    out["url"] = fmt::format("/v1/runs/{}/artifacts/{}", artifact.run_id, artifact.n);
    return out;
}

json::object attempt_json(const Attempt& attempt)
{
    json::object out;
    out["n"] = attempt.n;
    out["started_at"] = format_rfc3339(attempt.started_at);
    out["latency_ms"] = milliseconds(attempt.latency_us);
    out["outcome"] = to_text(attempt.outcome);
    out["status_code"] = attempt.status_code;
    out["response"] = attempt.response;
    out["peer"] = attempt.peer;
    out["bytes"] = attempt.bytes;
    out["error"] = attempt.error;
    return out;
}

json::array attempts_json(const std::vector<Attempt>& attempts)
{
    json::array out;
    for (const Attempt& attempt : attempts)
        out.push_back(attempt_json(attempt));
    return out;
}

// What a run's page shows of its report and dashboard, by the names that lists of runs have for it.
void add_surroundings(json::object& out, const control::RunRow& row)
{
    const json::object shown = run_row_json(row);
    for (const char* name :
         {"report_name", "dashboard_id", "dashboard_name", "format", "timezone", "cause", "late_s"})
        out[name] = shown.at(name);
}

} // namespace

json::value owner_json(const OwnerRef& owner)
{
    if (owner.user_id != 0)
        return json::object{{"user", owner.user_id}};
    if (owner.token_id != 0)
        return json::object{{"token", owner.token_id}};
    return nullptr;
}

double milliseconds(std::int64_t microseconds)
{
    return static_cast<double>((microseconds + 50) / 100) / 10;
}

json::object report_json(const Report& report)
{
    Report shown = report;
    if (!shown.pdf_password.empty())
        shown.pdf_password = kMasked;
    if (!shown.webhook_secret.empty())
        shown.webhook_secret = kMasked;
    json::object out = parsed(codec::report_to_json(shown));
    out["owned_by"] = owner_json(report.owned_by);
    out["schedule_text"] = schedule_text(report.schedule);
    return out;
}

json::object dashboard_json(const store::DashboardRecord& record)
{
    json::object out = parsed(codec::dashboard_to_json(record.draft));
    out["version"] = record.version;
    out["published_version"] =
        record.published_version ? json::value(*record.published_version) : json::value(nullptr);
    out["created_at"] = format_rfc3339(record.created_at);
    out["updated_at"] = format_rfc3339(record.updated_at);
    return out;
}

json::object connection_json(const store::ConnectionRecord& record)
{
    json::object out = parsed(codec::connection_to_json(record.connection));
    out["version"] = record.version;
    out["created_at"] = format_rfc3339(record.created_at);
    out["updated_at"] = format_rfc3339(record.updated_at);
    return out;
}

json::object query_json(const control::QueryPlace& place)
{
    json::object out = parsed(codec::query_to_json(place.query));
    out["dashboard_id"] = place.dashboard_id;
    if (!place.warnings.empty())
        out["warnings"] = warnings_json(place.warnings);
    return out;
}

json::array artifacts_json(const control::RunDetails& details)
{
    json::array out;
    for (const Artifact& artifact : details.artifacts)
        out.push_back(artifact_json(artifact));
    return out;
}

json::object run_json(const control::RunDetails& details)
{
    const Run& run = details.run;
    json::object out;
    out["id"] = run.id;
    out["uuid"] = run.uuid;
    out["report_id"] = run.report_id;
    out["status"] = to_text(run.status);
    out["phase"] = to_text(run.phase);
    out["trigger"] = to_text(run.cause);
    out["nominal_at"] = format_rfc3339(run.nominal_at);
    out["nominal_local"] = run.nominal_local;
    out["period_start"] = format_rfc3339(run.period.start);
    out["period_end"] = format_rfc3339(run.period.end);
    out["attempt"] = run.attempt;
    out["queued_at"] = format_rfc3339(run.queued_at);
    out["started_at"] = instant_json(run.started_at);
    out["finished_at"] = instant_json(run.finished_at);
    out["rows"] = run.rows;
    out["complete"] = run.complete;
    out["artifact_bytes"] = run.artifact_bytes;
    if (!run.error.empty())
        out["error"] = run.error;
    if (!run.reason.empty())
        out["reason"] = run.reason;
    if (run.skipped_count > 0) {
        out["skipped_count"] = run.skipped_count;
        out["skipped_to"] = instant_json(run.skipped_to);
    }
    if (!run.test_recipient.empty())
        out["test_recipient"] = run.test_recipient;
    if (run.replay_of != 0)
        out["replay_of"] = run.replay_of;
    out["delivery_status"] = to_text(details.delivery_status);
    if (details.row)
        add_surroundings(out, *details.row);
    out["artifacts"] = artifacts_json(details);
    json::array deliveries;
    for (const control::DeliveryRecord& record : details.deliveries) {
        json::object delivery = delivery_json(record.delivery);
        if (details.with_attempts)
            delivery["attempts"] = attempts_json(record.attempts);
        deliveries.push_back(std::move(delivery));
    }
    out["deliveries"] = std::move(deliveries);
    if (!details.steps.empty())
        out["steps"] = steps_json(details.steps);
    if (details.progress)
        out["progress"] = progress_json(*details.progress, run.phase);
    return out;
}

json::object delivery_json(const Delivery& delivery)
{
    json::object out;
    out["id"] = delivery.id;
    out["purpose"] = to_text(delivery.purpose);
    out["channel"] = delivery.channel;
    out["recipient"] = delivery.recipient;
    if (delivery.channel == "webhook")
        out["artifact"] = delivery.artifact_n;
    else
        out["role"] = to_text(delivery.role);
    out["revision"] = delivery.revision;
    out["message_id"] = delivery.message_id;
    out["status"] = to_text(delivery.state);
    out["attempt"] = delivery.attempt;
    out["max_attempts"] = delivery.max_attempts;
    out["next_attempt_at"] = instant_json(delivery.next_attempt_at);
    out["reason"] = delivery.reason;
    out["created_at"] = format_rfc3339(delivery.created_at);
    out["finished_at"] = instant_json(delivery.finished_at);
    return out;
}

json::object delivery_record_json(const control::DeliveryRecord& record)
{
    const Delivery& delivery = record.delivery;
    json::object out = delivery_json(delivery);
    out["source"] = "report";
    out["report_id"] = delivery.report_id;
    out["run_id"] = delivery.run_id;
    if (delivery.channel == "webhook")
        out["url"] = delivery.recipient;
    out["attempts"] = attempts_json(record.attempts);
    return out;
}

Result<http::Response> rendered_answer(Result<control::RenderedFile> file, Disposition disposition)
{
    constexpr std::size_t kMostNote = 1'000; // bytes, of what a header carries
    if (!file && file.error().kind == ErrorKind::give_up)
        return http::make_problem_response({502, file.error().message, file.error().field, "source_failed"});
    control::RenderedFile rendered = TRY(std::move(file));
    http::Response response;
    response.content_type = rendered.content_type;
    response.body = std::move(rendered.bytes);
    add_file_headers(response, rendered.filename, disposition);
    response.headers.emplace_back("X-Presstime-Complete", rendered.complete ? "true" : "false");
    response.headers.emplace_back("X-Presstime-Rows", fmt::format("{}", rendered.rows));
    if (rendered.pages > 0)
        response.headers.emplace_back("X-Presstime-Pages", fmt::format("{}", rendered.pages));
    if (!rendered.note.empty())
        response.headers.emplace_back("X-Presstime-Note",
                                      percent_encode(clip_utf8(rendered.note, kMostNote)));
    return response;
}

} // namespace presstime::api
