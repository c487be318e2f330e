// /v1/webhook_deliveries: what went to webhooks, of reports and of events, each row with its attempts.
#include "api/resources.hpp"
#include "api/webhook_json.hpp"
#include "base/text.hpp"
#include "model/enum_text.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace presstime::api {
namespace json = boost::json;
namespace {

// The channel that a source's rows are on; nothing for one that has none yet.
Result<std::optional<std::string>> channel_of_source(const std::string& source)
{
    if (source.empty())
        return std::optional<std::string>("");
    if (source == "report")
        return std::optional<std::string>("webhook");
    if (source == "event")
        return std::optional<std::string>("event");
    if (source == "alert")
        return std::optional<std::string>();
    return fail(Error::invalid("source", "source must be one of report, alert, event"));
}

Result<control::WebhookDeliveryQuestion> read_question(const Call& call)
{
    control::WebhookDeliveryQuestion question;
    question.state = call.query("status");
    if (!question.state.empty() && !from_text<DeliveryState>(question.state))
        return fail(
            Error::invalid("status", fmt::format("status must be one of {}", list_words<DeliveryState>())));
    if (const std::string webhook = call.query("webhook_id"); !webhook.empty()) {
        const std::optional<std::int64_t> id = parse_int(webhook);
        if (!id || *id < 1)
            return fail(Error::invalid("webhook_id", "webhook_id must be the number of a webhook"));
        question.webhook_id = *id;
    }
    question.event = call.query("event");
    question.since = TRY(call.instant("since"));
    return question;
}

Result<http::Response> list(const Call& call, control::WebhookDeliveries& deliveries)
{
    control::WebhookDeliveryQuestion question = TRY(read_question(call));
    const std::optional<std::string> channel = TRY(channel_of_source(call.query("source")));
    if (!channel)
        return json_answer(200, json::array());
    question.channel = *channel;
    const auto page = TRY(deliveries.list(call.principal, question, TRY(call.page())));
    json::array items;
    for (const control::WebhookDeliveryRecord& record : page.items)
        items.push_back(webhook_delivery_json(record));
    return list_answer(call, std::move(items), page.next_cursor);
}

// Of an artifact: its run's way to send one file to one receiver again.
Result<Delivery> resend_artifact(const Call& call, control::Runs& runs, const Delivery& old)
{
    const json::object wish{{"recipients", json::array{old.recipient}}, {"artifact", old.artifact_n}};
    const control::RunDetails run = TRY(runs.resend(call.principal, old.run_id, json::serialize(wish)));
    Delivery newest = old;
    for (const control::DeliveryRecord& record : run.deliveries) {
        const Delivery& each = record.delivery;
        if (each.channel == old.channel && each.recipient == old.recipient &&
            each.artifact_n == old.artifact_n && each.revision > newest.revision)
            newest = each;
    }
    return newest;
}

} // namespace

void add_webhook_delivery_routes(RouteTable& table, const WebhookControls& controls, control::Runs& runs)
{
    control::WebhookDeliveries& deliveries = controls.deliveries;
    control::WebhookSends& sends = controls.sends;
    table.add({"GET", "/v1/webhook_deliveries",
               [&deliveries](const Call& call) -> Result<http::Response> { return list(call, deliveries); }});
    table.add({"GET", "/v1/webhook_deliveries/{}",
               [&deliveries, controls](const Call& call) -> Result<http::Response> {
                   const auto details = TRY(deliveries.get(call.principal, TRY(call.id(0))));
                   std::string html;
                   if (details.event && controls.template_of)
                       html = TRY(controls.template_of(*details.event));
                   return json_answer(200, webhook_delivery_details_json(details, controls.public_url, html));
               }});
    table.add({"POST", "/v1/webhook_deliveries/{}/redeliver",
               [&deliveries, &sends, &runs](const Call& call) -> Result<http::Response> {
                   const auto details = TRY(deliveries.get(call.principal, TRY(call.id(0))));
                   const Delivery& old = details.record.delivery;
                   const Delivery made = old.event_id != 0 ? TRY(sends.redeliver(call.principal, old.id))
                                                           : TRY(resend_artifact(call, runs, old));
                   return created_answer(
                       fmt::format("/v1/webhook_deliveries/{}", made.id),
                       webhook_delivery_json({made, {}, details.record.event, details.record.subject}));
               }});
}

} // namespace presstime::api
