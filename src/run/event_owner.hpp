// Who hears of a webhook that fails or was switched off, in which mail, and what else of the rows a payload
// needs.
#pragma once

#include "model/delivery.hpp"
#include "model/event.hpp"
#include "model/webhook.hpp"
#include "platform/db/database.hpp"

#include <string>
#include <vector>

namespace presstime::run {

// The owner's address. A webhook of a key, or of nobody who can act: the address that the workspace names,
// else those of its admins; none when there is nobody at all.
Result<std::vector<std::string>> addresses_to_tell(db::Session& session, const Webhook& webhook);

// A mail in the ledger, not composed yet. `what` is "failing" or "disabled"; told again when it happens
// again.
Delivery webhook_notice(const Webhook& webhook, const std::string& what, const std::string& address,
                        Instant now);

// The HTML template of the dashboard that the event's run drew; empty without one.
Result<std::string> template_of_run(db::Session& session, const Event& event);

} // namespace presstime::run
