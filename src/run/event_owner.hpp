// Who hears of a webhook that fails or was switched off, in which mail, and what else of the rows a payload
// needs.
#pragma once

#include "model/delivery.hpp"
#include "model/event.hpp"
#include "model/webhook.hpp"
#include "platform/db/database.hpp"

#include <string>

namespace presstime::run {

// The owner's address, or the workspace's owner's for a key's or nobody's webhook; "" when there is none.
Result<std::string> owner_address(db::Session& session, const Webhook& webhook);

// A mail in the ledger, not composed yet. `what` is "failing" or "disabled"; told again when it happens
// again.
Delivery webhook_notice(const Webhook& webhook, const std::string& what, const std::string& address,
                        Instant now);

// The HTML template of the dashboard that the event's run drew; empty without one.
Result<std::string> template_of_run(db::Session& session, const Event& event);

} // namespace presstime::run
