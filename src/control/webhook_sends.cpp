// Each way ends in queue(), which writes the next revision of the event's delivery, and who asked for it.
#include "control/webhook_sends.hpp"

#include "base/text.hpp"
#include "codec/event_schema.hpp"
#include "codec/json_reader.hpp"
#include "control/changes.hpp"
#include "control/webhook_lookup.hpp"
#include "model/event_type.hpp"
#include "store/access_store.hpp"
#include "store/delivery_store.hpp"
#include "store/event_resend.hpp"
#include "store/event_store.hpp"
#include "store/store.hpp"
#include "store/webhook_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace presstime::control {
namespace {

// What people most want to see arrive, while the format carries it.
constexpr std::array<std::string_view, 2> kLikelyTypes{"report.run", "report.scheduled"};

Error no_such_event(std::string_view id)
{
    return Error::not_found(fmt::format("event {} does not exist", clip_utf8(id, 100)));
}

// As the caller may read it; an example belongs to the webhook it was made for and is sent by test alone.
Result<Event> find_event(db::Session& session, const Principal& principal, const std::string& id)
{
    std::optional<Event> event;
    if (const std::optional<std::int64_t> number = parse_int(id)) {
        if (Result<Event> found = store::get_event(session, *number))
            event = std::move(*found);
        else if (found.error().kind != ErrorKind::not_found)
            return fail(std::move(found).error());
    } else {
        event = TRY(store::find_event(session, principal.workspace_id, id));
    }
    if (!event || event->workspace_id != principal.workspace_id || event->resource == ResourceKind::webhook)
        return fail(no_such_event(id));
    if (!can(principal, Action::read, TRY(store::resource_of_event(session, *event))))
        return fail(no_such_event(id));
    return std::move(*event);
}

// The example as the webhook's own workspace tells it: what is signed for one must not speak for another.
Result<std::string> data_in_workspace(db::Session& session, const std::string& data, std::int64_t id)
{
    boost::json::object told = boost::json::parse(data).get_object();
    told["workspace"] = {{"id", id}, {"name", TRY(store::get_workspace(session, id)).name}};
    return boost::json::serialize(told);
}

Result<std::string> read_event_id(std::string_view json)
{
    const boost::json::value document = TRY(codec::parse_json(json));
    codec::ObjectReader reader(document, "");
    std::string id;
    std::int64_t number = 0;
    reader.require("event_id");
    const boost::json::object* object = document.if_object();
    const boost::json::value* given = object ? object->if_contains("event_id") : nullptr;
    if (given && given->is_number()) {
        reader.integer("event_id", number, {1});
        id = fmt::format("{}", number);
    } else {
        reader.text("event_id", id, {1, 100});
    }
    TRY(reader.finish());
    return id;
}

} // namespace

Result<> check_sends_now(const Webhook& webhook)
{
    if (webhook.disabled_at)
        return fail(Error::conflict(fmt::format("webhook {} is disabled ({}); enable it first", webhook.id,
                                                webhook.disabled_reason)));
    if (webhook.paused)
        return fail(Error::conflict(fmt::format("webhook {} is paused; resume it first", webhook.id)));
    return {};
}

WebhookSends::WebhookSends(Environment environment, WebhookTools tools)
    : environment_(std::move(environment)), tools_(std::move(tools))
{
}

void WebhookSends::wake() const
{
    if (environment_.wake)
        environment_.wake();
}

Result<Delivery> WebhookSends::queue(db::Session& session, const Principal& principal, const Webhook& webhook,
                                     const Event& event, DeliveryCause cause) const
{
    const bool test = cause == DeliveryCause::test;
    const Instant now = environment_.clock.now();
    TRY(record_change(session, principal,
                      {.type = test ? "webhook.tested" : "webhook.sent",
                       .resource = fmt::format("webhook {}", webhook.id),
                       .detail = fmt::format("{} {}", event.type, event.uuid)},
                      now));
    return store::resend_event(session, {event, webhook, cause, 0, test ? 1 : tools_.max_attempts}, now);
}

Result<std::string> WebhookSends::choose_type(const Webhook& webhook, std::string_view json) const
{
    std::string type;
    if (!trim(json).empty()) {
        const boost::json::value document = TRY(codec::parse_json(json));
        codec::ObjectReader reader(document, "");
        reader.text("type", type, {1, 200});
        TRY(reader.finish());
    }
    std::vector<std::string> carried;
    for (const EventType& each : event_types())
        if (tools_.carries(webhook.format, each.name))
            carried.emplace_back(each.name);
    const auto is_carried = [&](std::string_view name) {
        return std::ranges::find(carried, name) != carried.end();
    };
    if (type.empty()) {
        const auto* likely = std::ranges::find_if(kLikelyTypes, is_carried);
        return likely != kLikelyTypes.end() ? std::string(*likely) : carried.front();
    }
    if (is_carried(type))
        return type;
    return fail(Error::invalid("type", fmt::format("type must be one that the format {} tells of: {}",
                                                   to_text(webhook.format), join(carried, ", "))));
}

Result<Delivery> WebhookSends::test(const Principal& principal, std::int64_t webhook_id,
                                    std::string_view json)
{
    Delivery delivery;
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        const Instant now = environment_.clock.now();
        const Webhook webhook = TRY(find_webhook(session, principal, webhook_id, Action::run));
        Event event = codec::example_event(TRY(choose_type(webhook, json)));
        TRY(check_sends_now(webhook));
        TRY(tests_.take(fmt::format("{}", webhook_id), "a test send", now));
        event.id = 0;
        event.uuid.clear();
        event.workspace_id = webhook.workspace_id;
        event.data = TRY(data_in_workspace(session, event.data, webhook.workspace_id));
        event.occurred_at = now;
        event.actor = principal.name;
        event.resource = ResourceKind::webhook;
        event.resource_id = fmt::format("{}", webhook.id);
        event.category.clear();
        event.deleted = false;
        event.tombstone_grants.clear();
        event.run_id = 0;
        TRY(store::insert_event(session, event));
        TRY(store::note_fan_out(session, event.id, 0, true));
        delivery = TRY(queue(session, principal, webhook, event, DeliveryCause::test));
        return {};
    }));
    wake();
    return delivery;
}

Result<Delivery> WebhookSends::send(const Principal& principal, std::int64_t webhook_id,
                                    std::string_view json)
{
    Delivery delivery;
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        const Webhook webhook = TRY(find_webhook(session, principal, webhook_id, Action::run));
        const Event event = TRY(find_event(session, principal, TRY(read_event_id(json))));
        TRY(check_sends_now(webhook));
        if (!tools_.carries(webhook.format, event.type))
            return fail(Error::invalid("event_id", fmt::format("format {} does not tell of {}",
                                                               to_text(webhook.format), event.type)));
        TRY(sends_.take(fmt::format("{}", webhook_id), "a manual send", environment_.clock.now()));
        delivery = TRY(queue(session, principal, webhook, event, DeliveryCause::redeliver));
        return {};
    }));
    wake();
    return delivery;
}

Result<Delivery> WebhookSends::redeliver(const Principal& principal, std::int64_t delivery_id)
{
    Delivery delivery;
    const Error missing = Error::not_found(fmt::format("delivery {} does not exist", delivery_id));
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        const Delivery old = TRY(store::get_delivery(session, delivery_id));
        if (old.workspace_id != principal.workspace_id || old.event_id == 0)
            return fail(missing);
        const Result<Webhook> webhook = find_webhook(session, principal, old.webhook_id, Action::run);
        if (!webhook && webhook.error().kind == ErrorKind::not_found)
            return fail(missing);
        TRY(webhook);
        TRY(check_sends_now(*webhook));
        TRY(sends_.take(fmt::format("{}", webhook->id), "a manual send", environment_.clock.now()));
        const Event event = TRY(store::get_event(session, old.event_id));
        delivery = TRY(queue(session, principal, *webhook, event, DeliveryCause::redeliver));
        return {};
    }));
    wake();
    return delivery;
}

} // namespace presstime::control
