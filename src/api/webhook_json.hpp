// Webhooks, their deliveries and replays as the API shows them. No secret, header value or credential is in
// any of it but the one that has just been made.
#pragma once

#include "control/webhook_deliveries.hpp"
#include "control/webhook_replays.hpp"
#include "control/webhooks.hpp"

#include <boost/json/fwd.hpp>

#include <string>

namespace presstime::api {

boost::json::object webhook_json(const control::WebhookRecord& record, Instant now);
// With `secret` once more where one was made, and warnings.
boost::json::object saved_webhook_json(const control::SavedWebhook& saved, Instant now);
boost::json::object replay_json(const control::ReplayRecord& record);

boost::json::object webhook_delivery_json(const control::WebhookDeliveryRecord& record);
// And what went out, as it is composed now: names of headers with secrets masked, and the payload.
boost::json::object webhook_delivery_details_json(const control::WebhookDeliveryDetails& details,
                                                  const std::string& public_url,
                                                  const std::string& template_html);

} // namespace presstime::api
