// What an event's webhook posts: the event written in the payload format of the webhook. Pure: the same
// event, webhook and context give the same bytes, whenever they are asked for. docs/events.md shows every
// format.
#pragma once

#include "base/result.hpp"
#include "model/event.hpp"
#include "model/webhook.hpp"

#include <string>
#include <string_view>

namespace presstime::stage {

struct EventBody {
    std::string content_type;
    std::string body; // format jwt: the claims as JSON; the courier signs them (ES256) and posts the token
};

struct BodyContext {
    int attempt = 1;           // from 1; notifications say it
    std::string public_url;    // stands before the paths of results; without a slash at its end
    std::string template_html; // of the dashboard the run drew; callback says it, empty without a template
};

// Whether that format has a shape for events of that type at all.
bool format_carries(PayloadFormat format, std::string_view type);
// Whether it tells of this very event: flat keeps silent about runs that failed.
bool format_carries(PayloadFormat format, const Event& event);

// `give_up` when the format does not carry the event, or its data is damaged.
Result<EventBody> compose_event_body(const Event& event, const Webhook& webhook, const BodyContext& context);

} // namespace presstime::stage
