// A webhook that is none of the caller's business does not exist for them.
#include "control/webhook_lookup.hpp"

#include "control/access.hpp"
#include "store/webhook_store.hpp"

#include <fmt/format.h>

namespace presstime::control {

Resource resource_of(const Webhook& webhook)
{
    return {ResourceKind::webhook, webhook.workspace_id, {}, webhook.owner};
}

Result<Webhook> find_webhook(db::Session& session, const Principal& principal, std::int64_t id, Action action)
{
    Webhook webhook = TRY(store::get_webhook_of(session, principal.workspace_id, id));
    TRY(require(principal, action, resource_of(webhook),
                Error::not_found(fmt::format("webhook {} does not exist", id))));
    return webhook;
}

bool sees_all_webhooks(const Principal& principal)
{
    return can(principal, Action::read, {ResourceKind::webhook, principal.workspace_id, {}, {}});
}

} // namespace presstime::control
