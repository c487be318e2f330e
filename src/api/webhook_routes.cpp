// /v1/webhooks: subscriptions to events, their secrets, and sending to them by hand.
#include "api/resources.hpp"
#include "api/webhook_json.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace presstime::api {
namespace json = boost::json;
namespace {

void add_documents(RouteTable& table, control::Webhooks& webhooks, const Clock& clock)
{
    table.add({"GET", "/v1/webhooks", [&](const Call& call) -> Result<http::Response> {
                   const auto page = TRY(webhooks.list(call.principal, TRY(call.page())));
                   json::array items;
                   for (const control::WebhookRecord& record : page.items)
                       items.push_back(webhook_json(record, clock.now()));
                   return list_answer(call, std::move(items), page.next_cursor);
               }});
    table.add({"POST", "/v1/webhooks",
               [&](const Call& call) -> Result<http::Response> {
                   const auto saved = TRY(webhooks.create(call.principal, call.request.body));
                   const Webhook& webhook = saved.record.webhook;
                   return never_stored(with_version(created_answer(fmt::format("/v1/webhooks/{}", webhook.id),
                                                                   saved_webhook_json(saved, clock.now())),
                                                    webhook.version));
               },
               Access::with_key, Repeat::keep_without_secret});
    table.add({"GET", "/v1/webhooks/{}", [&](const Call& call) -> Result<http::Response> {
                   const auto record = TRY(webhooks.get(call.principal, TRY(call.id(0))));
                   return with_version(json_answer(200, webhook_json(record, clock.now())),
                                       record.webhook.version);
               }});
    table.add({"PATCH", "/v1/webhooks/{}", [&](const Call& call) -> Result<http::Response> {
                   const auto saved = TRY(webhooks.patch(call.principal, TRY(call.id(0)), call.request.body,
                                                         TRY(call.expected_version())));
                   return with_version(json_answer(200, saved_webhook_json(saved, clock.now())),
                                       saved.record.webhook.version);
               }});
    table.add({"DELETE", "/v1/webhooks/{}", [&](const Call& call) -> Result<http::Response> {
                   TRY(webhooks.remove(call.principal, TRY(call.id(0))));
                   return empty_answer();
               }});
}

// What PATCH does with one member, for buttons.
void add_switches(RouteTable& table, control::Webhooks& webhooks, const Clock& clock)
{
    const auto add = [&](const std::string& word, std::string body) {
        table.add({"POST", "/v1/webhooks/{}/" + word,
                   [&webhooks, &clock, body = std::move(body)](const Call& call) -> Result<http::Response> {
                       const auto saved = TRY(webhooks.patch(call.principal, TRY(call.id(0)), body,
                                                             TRY(call.expected_version())));
                       return with_version(json_answer(200, saved_webhook_json(saved, clock.now())),
                                           saved.record.webhook.version);
                   }});
    };
    add("pause", R"({"paused":true})");
    add("resume", R"({"paused":false,"disabled":false})");
    table.add({"POST", "/v1/webhooks/{}/rotate-secret",
               [&](const Call& call) -> Result<http::Response> {
                   const auto saved =
                       TRY(webhooks.rotate_secret(call.principal, TRY(call.id(0)), call.request.body));
                   return never_stored(json_answer(200, saved_webhook_json(saved, clock.now())));
               },
               Access::with_key, Repeat::keep_without_secret});
}

http::Response queued_answer(const Delivery& delivery)
{
    return created_answer(fmt::format("/v1/webhook_deliveries/{}", delivery.id),
                          webhook_delivery_json({delivery, {}, {}}));
}

void add_sends(RouteTable& table, control::WebhookSends& sends)
{
    table.add({"POST", "/v1/webhooks/{}/test", [&](const Call& call) -> Result<http::Response> {
                   return queued_answer(TRY(sends.test(call.principal, TRY(call.id(0)), call.request.body)));
               }});
    table.add({"POST", "/v1/webhooks/{}/send", [&](const Call& call) -> Result<http::Response> {
                   return queued_answer(TRY(sends.send(call.principal, TRY(call.id(0)), call.request.body)));
               }});
}

void add_replays(RouteTable& table, control::WebhookReplays& replays)
{
    table.add({"GET", "/v1/webhooks/{}/replays", [&](const Call& call) -> Result<http::Response> {
                   const auto page = TRY(replays.list(call.principal, TRY(call.id(0)), TRY(call.page())));
                   json::array items;
                   for (const control::ReplayRecord& record : page.items)
                       items.push_back(replay_json(record));
                   return list_answer(call, std::move(items), page.next_cursor);
               }});
    table.add({"POST", "/v1/webhooks/{}/replays", [&](const Call& call) -> Result<http::Response> {
                   const auto record =
                       TRY(replays.create(call.principal, TRY(call.id(0)), call.request.body));
                   if (record.replay.id == 0)
                       return json_answer(200, replay_json(record));
                   return created_answer(fmt::format("/v1/webhook-replays/{}", record.replay.id),
                                         replay_json(record));
               }});
    table.add({"GET", "/v1/webhook-replays/{}", [&](const Call& call) -> Result<http::Response> {
                   return json_answer(200, replay_json(TRY(replays.get(call.principal, TRY(call.id(0))))));
               }});
    table.add({"DELETE", "/v1/webhook-replays/{}", [&](const Call& call) -> Result<http::Response> {
                   return json_answer(200, replay_json(TRY(replays.cancel(call.principal, TRY(call.id(0))))));
               }});
}

} // namespace

void add_webhook_routes(RouteTable& table, const WebhookControls& controls, const Clock& clock)
{
    add_documents(table, controls.webhooks, clock);
    add_switches(table, controls.webhooks, clock);
    add_sends(table, controls.sends);
    add_replays(table, controls.replays);
}

} // namespace presstime::api
