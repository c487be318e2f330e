// /v1/deliveries: every channel, each row with its attempts. Webhooks have a view of their own besides.
#include "api/document_json.hpp"
#include "api/resources.hpp"
#include "base/text.hpp"
#include "model/enum_text.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace presstime::api {
namespace json = boost::json;
namespace {

Result<control::DeliveryQuestion> read_question(const Call& call)
{
    control::DeliveryQuestion question;
    question.channel = call.query("channel");
    question.state = call.query("status");
    if (!question.state.empty() && !from_text<DeliveryState>(question.state))
        return fail(
            Error::invalid("status", fmt::format("status must be one of {}", list_words<DeliveryState>())));
    if (const std::string run = call.query("run_id"); !run.empty()) {
        const std::optional<std::int64_t> id = parse_int(run);
        if (!id || *id < 1)
            return fail(Error::invalid("run_id", "run_id must be the number of a run"));
        question.run_id = *id;
    }
    return question;
}

Result<http::Response> list(const Call& call, control::Deliveries& deliveries,
                            const control::DeliveryQuestion& question)
{
    const auto page = TRY(deliveries.list(call.principal, question, TRY(call.page())));
    json::array items;
    for (const control::DeliveryRecord& record : page.items)
        items.push_back(delivery_record_json(record));
    return list_answer(call, std::move(items), page.next_cursor);
}

} // namespace

void add_delivery_routes(RouteTable& table, control::Deliveries& deliveries)
{
    table.add({"GET", "/v1/deliveries", [&](const Call& call) -> Result<http::Response> {
                   return list(call, deliveries, TRY(read_question(call)));
               }});
    table.add({"GET", "/v1/deliveries/{}", [&](const Call& call) -> Result<http::Response> {
                   return json_answer(
                       200, delivery_record_json(TRY(deliveries.get(call.principal, TRY(call.id(0))))));
               }});
}

} // namespace presstime::api
