// A webhook as a caller may reach it.
#pragma once

#include "model/access.hpp"
#include "model/webhook.hpp"
#include "platform/db/database.hpp"

namespace presstime::control {

Resource resource_of(const Webhook& webhook);

// not_found for somebody else's, exactly as for none; then `forbidden` when the action needs more.
Result<Webhook> find_webhook(db::Session& session, const Principal& principal, std::int64_t id,
                             Action action);

// Whether the caller sees the webhooks of others too.
bool sees_all_webhooks(const Principal& principal);

} // namespace presstime::control
