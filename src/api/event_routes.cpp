// /v1/events: what happened, by cursor; /v1/event-types: every type with its schema and examples.
#include "api/document_json.hpp"
#include "api/live_words.hpp"
#include "api/resources.hpp"
#include "base/text.hpp"
#include "codec/event_schema.hpp"
#include "model/enum_text.hpp"
#include "model/event_type.hpp"
#include "stage/event_body.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace presstime::api {
namespace json = boost::json;

Result<json::object> event_json(const Event& event, const std::string& public_url)
{
    const stage::EventBody body = TRY(stage::compose_event_body(event, Webhook(), {1, public_url, {}}));
    json::object out{{"id", event.uuid}};
    const json::value standard = json::parse(body.body);
    for (const auto& member : standard.get_object())
        out[member.key()] = member.value();
    return out;
}

namespace {

Result<control::EventsRequest> read_request(const Call& call)
{
    control::EventsRequest request;
    request.cursor = call.query("cursor");
    if (const std::string types = call.query("types"); !types.empty())
        for (std::string_view type : split(types, ','))
            request.types.emplace_back(trim(type));
    request.limit = static_cast<int>(TRY(call.whole_number("limit", {1, control::kMaxEventsAPage, 100})));
    request.wait =
        std::chrono::seconds(TRY(call.whole_number("wait", {0, control::kLongestWait.count(), 0})));
    return request;
}

Result<http::Response> list_back(const Call& call, control::Events& events, const std::string& public_url)
{
    const control::EventsRequest same = TRY(read_request(call));
    if (same.wait.count() != 0)
        return fail(Error::invalid("wait", "wait goes with order=asc alone: what was does not come anew"));
    control::PastEventsRequest request{same.cursor, same.types, {}, same.limit};
    request.since = TRY(call.instant("since"));
    const control::EventsPage page = TRY(events.list_back(call.principal, request));
    json::array items;
    for (const Event& event : page.events)
        items.push_back(TRY(event_json(event, public_url)));
    return list_answer(call, items, page.cursor);
}

Result<http::Response> list_events(const Call& call, control::Events& events, const std::string& public_url)
{
    const control::EventsPage page = TRY(events.list(call.principal, TRY(read_request(call))));
    json::array items;
    for (const Event& event : page.events)
        items.push_back(TRY(event_json(event, public_url)));
    return list_answer(call, items, page.cursor);
}

json::object type_json(const EventType& type, const std::string& public_url)
{
    const Event example = codec::example_event(type.name);
    json::array formats;
    json::object examples;
    for (std::string_view word : kEnumWords<PayloadFormat>) {
        Webhook webhook;
        webhook.format = *from_text<PayloadFormat>(word);
        const auto body = stage::compose_event_body(example, webhook, {1, public_url, {}});
        if (!body)
            continue;
        formats.emplace_back(word);
        examples[word] = {{"content_type", body->content_type}, {"body", json::parse(body->body)}};
    }
    json::object out{
        {"type", type.name}, {"description", type.summary}, {"resource", to_text(type.resource)}};
    out["families"] = json::value_from(families_of(type.name));
    out["formats"] = std::move(formats);
    out["schema"] = json::parse(codec::event_schema(type.name));
    out["example"] = examples.at("standard").at("body");
    out["examples"] = std::move(examples);
    return out;
}

} // namespace

void add_event_routes(RouteTable& table, control::Events& events, const std::string& public_url)
{
    table.add({"GET", "/v1/events", [&events, public_url](const Call& call) -> Result<http::Response> {
                   const std::string order = call.query("order");
                   if (!order.empty() && order != "asc" && order != "desc")
                       return fail(Error::invalid("order", "order must be asc or desc"));
                   return order == "desc" ? list_back(call, events, public_url)
                                          : list_events(call, events, public_url);
               }});
    table.add({"GET", "/v1/event-types", [public_url](const Call&) -> Result<http::Response> {
                   json::array items;
                   for (const EventType& type : event_types())
                       items.push_back(type_json(type, public_url));
                   return json_answer(200, std::move(items));
               }});
    table.add({"GET", "/v1/event-types/{}", [public_url](const Call& call) -> Result<http::Response> {
                   const EventType* type = find_event_type(call.captures[0]);
                   if (!type)
                       return fail(Error::not_found(
                           fmt::format("there is no event type {}; GET /v1/event-types lists them",
                                       clip_utf8(call.captures[0], 100))));
                   return json_answer(200, type_json(*type, public_url));
               }});
}

} // namespace presstime::api
