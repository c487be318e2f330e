// Everything here is one transaction's share: a lost lease changes nothing, and what a try taught about its
// webhook is written with the try.
#include "run/event_pass.hpp"

#include "base/log.hpp"
#include "codec/document.hpp"
#include "run/event_owner.hpp"
#include "store/dashboard_store.hpp"
#include "store/event_delivery_store.hpp"
#include "store/event_store.hpp"
#include "store/server_key_store.hpp"
#include "store/webhook_store.hpp"

#include <fmt/format.h>

namespace presstime::run {

Result<bool> EventPass::settle_row(const Delivery& delivery, const store::Settlement& settlement)
{
    if (!TRY(store::settle_delivery(session_, store::fence_of(delivery), settlement, now_))) {
        log_warn("event_delivery.lease_lost", {{"delivery_id", delivery.id}});
        return false;
    }
    if (is_final(settlement.state))
        TRY(store::release_waiting(session_, delivery.id, now_));
    return true;
}

Result<const Webhook*> EventPass::webhook(std::int64_t id)
{
    if (const auto known = webhooks_.find(id); known != webhooks_.end())
        return &known->second;
    Result<Webhook> loaded = store::get_webhook(session_, id);
    if (!loaded && loaded.error().kind == ErrorKind::not_found)
        return nullptr; // deleted meanwhile, and its deliveries with it
    return &webhooks_.emplace(id, TRY(std::move(loaded))).first->second;
}

Result<> EventPass::settle(const ClaimedEvent& claimed, const stage::EventVerdict& verdict,
                           bool others_reached)
{
    if (!TRY(settle_row(claimed.delivery, verdict.settlement)))
        return {};
    if (verdict.recorded)
        TRY(store::insert_attempt(session_, verdict.attempt));
    log(verdict.sign == stage::EndpointSign::well ? LogLevel::debug : LogLevel::info, "event_delivery.tried",
        {{"delivery_id", claimed.delivery.id},
         {"webhook_id", claimed.delivery.webhook_id},
         {"attempt", claimed.delivery.attempt},
         {"status_code", verdict.attempt.status_code},
         {"latency_us", verdict.attempt.latency_us},
         {"error", verdict.settlement.reason}});
    const Webhook* now_known = TRY(webhook(claimed.delivery.webhook_id));
    return now_known ? keep_health(*now_known, verdict, others_reached) : Result<>();
}

Result<> EventPass::keep_health(const Webhook& webhook, const stage::EventVerdict& verdict,
                                bool others_reached)
{
    const stage::HealthChange change = stage::judge_health(webhook, verdict, others_reached, now_);
    const std::string& why = verdict.switch_off.empty() ? change.switch_off : verdict.switch_off;
    if (!change.changed && why.empty())
        return {};
    Webhook& known = webhooks_[webhook.id];
    if (change.changed) {
        TRY(store::set_webhook_health(session_, known.id, change.health));
        known.failing_since = change.health.failing_since;
        known.last_exhausted_at = change.health.last_exhausted_at;
        known.exhausted = change.health.exhausted;
    }
    if (!why.empty() && TRY(store::disable_webhook(session_, known.id, why, now_))) {
        known.disabled_at = now_;
        known.disabled_reason = why;
        log_warn("webhook.switched_off", {{"webhook_id", known.id}, {"reason", why}});
        return tell_owner(known, "disabled");
    }
    return change.tell_owner ? tell_owner(known, "failing") : Result<>();
}

// One mail to each, composed when it is sent; told once for what happened now.
Result<> EventPass::tell_owner(const Webhook& webhook, const std::string& what)
{
    const std::vector<std::string> addresses = TRY(addresses_to_tell(session_, webhook));
    if (addresses.empty())
        log_warn("webhook.owner_unknown", {{"webhook_id", webhook.id}});
    for (const std::string& address : addresses) {
        Delivery notice = webhook_notice(webhook, what, address, now_);
        TRY(store::insert_delivery(session_, notice));
    }
    return {};
}

Result<EventPass::Claims> EventPass::claim(const Webhook& webhook, int limit, Instant lease_until)
{
    Claims claims;
    std::vector<Delivery> deliveries =
        TRY(store::claim_event_deliveries(session_, worker_id_, webhook.id, limit, now_, lease_until));
    claims.exhausted = static_cast<int>(deliveries.size()) < limit;
    if (deliveries.empty())
        return claims;
    const std::vector<WebhookSecret> secrets = TRY(store::signing_secrets(session_, webhook.id, now_));
    for (Delivery& delivery : deliveries) {
        Event event = TRY(store::get_event(session_, delivery.event_id));
        if (std::string reason = TRY(rights_.obstacle(event, webhook)); !reason.empty())
            TRY(settle_row(delivery, {.state = DeliveryState::suppressed,
                                      .next_attempt_at = std::nullopt,
                                      .reason = std::move(reason),
                                      .count_as_try = false}));
        else
            claims.claimed.push_back(TRY(complete(std::move(delivery), std::move(event), webhook, secrets)));
    }
    return claims;
}

Result<ClaimedEvent> EventPass::complete(Delivery delivery, Event event, const Webhook& webhook,
                                         const std::vector<WebhookSecret>& secrets)
{
    ClaimedEvent claimed{std::move(delivery), std::move(event), webhook, secrets, {}, {}};
    if (webhook.format == PayloadFormat::jwt)
        if (const auto key = TRY(store::current_server_key(session_)))
            claimed.sealed_server_key = key->sealed_pem;
    if (webhook.format == PayloadFormat::callback)
        claimed.template_html = TRY(template_of_run(session_, claimed.event));
    return claimed;
}

} // namespace presstime::run
