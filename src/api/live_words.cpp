// Each message is one line of JSON. What cannot be written, such as an event whose data is damaged, is left
// out: it must not end the streams of all.
#include "api/live_words.hpp"

#include "api/call.hpp"
#include "api/run_steps_json.hpp"
#include "api/watch_json.hpp"
#include "base/log.hpp"
#include "codec/json_write.hpp"
#include "model/enum_text.hpp"
#include "platform/http/event_stream.hpp"

#include <boost/json.hpp>

namespace presstime::api {
namespace json = boost::json;
namespace {

std::string message(std::string_view kind, const json::value& data, std::string_view id = {})
{
    return http::event_message(kind, codec::write_json(data), id);
}

std::string run_message(const control::LiveRun& run)
{
    json::object data = run_row_json(run.row);
    if (run.progress)
        data["progress"] = progress_json(*run.progress, run.row.line.phase);
    return message("run", data);
}

std::string delivery_message(const store::DeliveryMark& mark)
{
    return message("delivery", json::object{{"id", mark.id},
                                            {"run_id", mark.run_id},
                                            {"report_id", mark.report_id},
                                            {"status", to_text(mark.state)},
                                            {"recipient", mark.recipient}});
}

std::string webhook_message(const store::WebhookMark& mark)
{
    return message("webhook", json::object{{"id", mark.id}});
}

std::string event_message(const Event& event, const std::string& id, const std::string& public_url)
{
    const Result<json::object> data = event_json(event, public_url);
    if (data)
        return message("event", *data, id);
    log_error("live.event_unwritten", data.error(), {{"event", event.uuid}});
    return {};
}

} // namespace

control::LiveWords live_words(const std::string& public_url)
{
    return {run_message, delivery_message,
            [public_url](const Event& event, const std::string& id) {
                return event_message(event, id, public_url);
            },
            webhook_message};
}

} // namespace presstime::api
