// What the live stream says of a run, a delivery and an event, as server-sent events.
#pragma once

#include "control/live.hpp"

#include <boost/json/fwd.hpp>

#include <string>

namespace presstime::api {

// `public_url` stands before the addresses in events.
control::LiveWords live_words(const std::string& public_url);

// The body that a webhook of the format standard gets, with the id it would get as webhook-id.
Result<boost::json::object> event_json(const Event& event, const std::string& public_url);

} // namespace presstime::api
