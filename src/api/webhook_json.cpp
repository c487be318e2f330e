// Values that were secret when they came in leave as ***.
#include "api/webhook_json.hpp"

#include "api/document_json.hpp"
#include "model/enum_text.hpp"
#include "model/masked.hpp"
#include "stage/event_body.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace presstime::api {
namespace json = boost::json;
namespace {

json::object texts_json(const std::map<std::string, std::string>& texts)
{
    json::object out;
    for (const auto& [name, value] : texts)
        out[name] = value;
    return out;
}

json::value owner_json(const control::WebhookRecord& record)
{
    const OwnerRef& owner = record.webhook.owner;
    json::object out;
    if (owner.user_id != 0)
        out["user_id"] = owner.user_id;
    else if (owner.token_id != 0)
        out["token_id"] = owner.token_id;
    else
        return nullptr;
    out["name"] = record.owner_name.empty() ? json::value(nullptr) : json::value(record.owner_name);
    if (!record.owner_email.empty())
        out["email"] = record.owner_email;
    return out;
}

json::array keys_json(const std::vector<control::WebhookKeyView>& keys, Instant now)
{
    json::array out;
    for (const control::WebhookKeyView& key : keys) {
        json::object item{{"id", key.id}, {"kind", key.kind}, {"created_at", format_rfc3339(key.created_at)}};
        item["expires_at"] = instant_json(key.expires_at);
        if (key.expires_at)
            item["expires_in_s"] =
                std::chrono::duration_cast<std::chrono::seconds>(*key.expires_at - now).count();
        if (!key.public_key.empty())
            item["public_key"] = key.public_key;
        out.push_back(std::move(item));
    }
    return out;
}

// Of the newest Ed25519 key; what a receiver verifies v1a with.
json::value public_key_json(const std::vector<control::WebhookKeyView>& keys)
{
    const auto found = std::ranges::find(keys, "ed25519", &control::WebhookKeyView::kind);
    return found == keys.end() ? json::value(nullptr) : json::value(found->public_key);
}

std::string_view status_of(const Webhook& webhook)
{
    if (webhook.disabled_at)
        return "disabled";
    return webhook.paused ? "paused" : "active";
}

json::array attempts_json(const std::vector<Attempt>& attempts)
{
    json::array out;
    for (const Attempt& attempt : attempts) {
        json::object item;
        item["n"] = attempt.n;
        item["cause"] = to_text(attempt.cause);
        item["started_at"] = format_rfc3339(attempt.started_at);
        item["latency_ms"] = milliseconds(attempt.latency_us);
        item["outcome"] = to_text(attempt.outcome);
        item["status_code"] = attempt.status_code;
        item["response"] = attempt.response;
        item["peer"] = attempt.peer;
        item["bytes"] = attempt.bytes;
        item["error"] = attempt.error;
        item["next_attempt_at"] = instant_json(attempt.next_attempt_at);
        out.push_back(std::move(item));
    }
    return out;
}

// The headers of the last try, or of the first to come.
json::object request_headers_json(const control::WebhookDeliveryDetails& details,
                                  const std::string& content_type)
{
    const Webhook& webhook = *details.webhook;
    const control::WebhookDeliveryRecord& record = details.record;
    json::object out;
    out["content-type"] = content_type;
    out["webhook-id"] = record.delivery.message_id;
    if (!record.attempts.empty())
        out["webhook-timestamp"] = fmt::format("{}", std::chrono::floor<std::chrono::seconds>(
                                                         record.attempts.back().started_at.time_since_epoch())
                                                         .count());
    out["webhook-signature"] = kMasked;
    if (webhook.format == PayloadFormat::notifications)
        out["ms-signature"] = kMasked;
    if (!webhook.authorization.empty())
        out["authorization"] = kMasked;
    for (const auto& [name, value] : webhook.headers)
        out[name] = kMasked;
    return out;
}

} // namespace

json::object webhook_json(const control::WebhookRecord& record, Instant now)
{
    const Webhook& webhook = record.webhook;
    json::object out;
    out["id"] = webhook.id;
    out["url"] = webhook.url;
    if (!webhook.authorization.empty())
        out["authorization"] = kMasked;
    out["filters"] = json::array(webhook.filters.begin(), webhook.filters.end());
    out["format"] = to_text(webhook.format);
    out["description"] = webhook.description;
    out["paused"] = webhook.paused;
    out["headers"] = texts_json(webhook.headers);
    out["properties"] = texts_json(webhook.properties);
    out["owner"] = owner_json(record);
    out["sign_ed25519"] = webhook.sign_ed25519;
    out["rate_limit_per_minute"] = webhook.rate_limit_per_minute;
    out["secret"] = kMasked;
    out["secrets"] = keys_json(record.keys, now);
    out["public_key"] = public_key_json(record.keys);
    out["matches"] = json::array(record.matches.begin(), record.matches.end());
    out["status"] = status_of(webhook);
    out["disabled"] = webhook.disabled_at.has_value();
    out["disabled_at"] = instant_json(webhook.disabled_at);
    out["disabled_reason"] = webhook.disabled_reason;
    out["failing_since"] = instant_json(webhook.failing_since);
    out["exhausted"] = webhook.exhausted;
    out["queue"] = {{"waiting", record.queue.waiting}, {"oldest_due", instant_json(record.queue.oldest_due)}};
    out["version"] = webhook.version;
    out["created_at"] = format_rfc3339(webhook.created_at);
    out["updated_at"] = format_rfc3339(webhook.updated_at);
    return out;
}

json::object saved_webhook_json(const control::SavedWebhook& saved, Instant now)
{
    json::object out = webhook_json(saved.record, now);
    if (!saved.secret.empty())
        out["secret"] = saved.secret;
    if (!saved.warnings.empty())
        out["warnings"] = warnings_json(saved.warnings);
    return out;
}

json::object replay_json(const control::ReplayRecord& record)
{
    const WebhookReplay& replay = record.replay;
    json::object out;
    out["webhook_id"] = replay.webhook_id;
    out["since"] = format_rfc3339(replay.since);
    out["until"] = format_rfc3339(replay.until);
    out["failed_only"] = replay.scope == ReplayScope::failed;
    out["total"] = replay.total;
    out["dry_run"] = replay.id == 0;
    if (replay.id == 0)
        return out;
    out["id"] = replay.id;
    out["state"] = to_text(replay.state);
    out["queued"] = replay.queued;
    out["accepted"] = record.tally.accepted;
    out["failed"] = record.tally.failed;
    out["suppressed"] = record.tally.suppressed;
    out["open"] = record.tally.open;
    out["actor"] = replay.actor;
    out["created_at"] = format_rfc3339(replay.created_at);
    out["finished_at"] = instant_json(replay.finished_at);
    return out;
}

namespace {

// What is not named is left out.
void put_subject(json::object& out, const codec::EventSubject& subject)
{
    out["title"] = subject.title;
    if (subject.run_id != 0)
        out["run_id"] = subject.run_id;
    if (subject.report_id != 0)
        out["report_id"] = subject.report_id;
    if (!subject.dashboard_id.empty())
        out["dashboard_id"] = subject.dashboard_id;
    if (!subject.connection.empty())
        out["connection"] = subject.connection;
}

} // namespace

json::object webhook_delivery_json(const control::WebhookDeliveryRecord& record)
{
    const Delivery& delivery = record.delivery;
    json::object out = delivery_json(delivery);
    out["url"] = delivery.recipient;
    if (delivery.event_id == 0) {
        out["source"] = "report";
        out["report_id"] = delivery.report_id;
        out["run_id"] = delivery.run_id;
        if (record.subject)
            out["report_name"] = record.subject->title;
    } else {
        out["source"] = record.event && record.event->type.starts_with("alert.") ? "alert" : "event";
        out["webhook_id"] = delivery.webhook_id;
        out["cause"] = to_text(delivery.cause);
        if (delivery.replay_id != 0)
            out["replay_id"] = delivery.replay_id;
        if (record.event) {
            json::object event{{"id", record.event->uuid},
                               {"type", record.event->type},
                               {"occurred_at", format_rfc3339(record.event->occurred_at)}};
            if (record.subject)
                put_subject(event, *record.subject);
            out["event"] = std::move(event);
        }
    }
    out["attempts"] = attempts_json(record.attempts);
    return out;
}

json::object webhook_delivery_details_json(const control::WebhookDeliveryDetails& details,
                                           const std::string& public_url, const std::string& template_html)
{
    json::object out = webhook_delivery_json(details.record);
    if (!details.webhook || !details.event)
        return out;
    const auto body =
        stage::compose_event_body(*details.event, *details.webhook,
                                  {std::max(1, details.record.delivery.attempt), public_url, template_html});
    if (!body)
        return out;
    out["request_headers"] = request_headers_json(details, body->content_type);
    out["payload"] = body->body;
    return out;
}

} // namespace presstime::api
