// The judgement itself is can(); this only brings together whom and what it is asked of.
#include "store/event_right.hpp"

#include "model/enum_text.hpp"
#include "store/access_store.hpp"

#include <fmt/format.h>

namespace presstime::store {

Result<std::string> EventRights::obstacle(const Event& event, const Webhook& webhook)
{
    const std::tuple key{webhook.workspace_id, webhook.owner.user_id, webhook.owner.token_id};
    auto found = owners_.find(key);
    if (found == owners_.end())
        found =
            owners_.emplace(key, TRY(find_owner(session_, webhook.workspace_id, webhook.owner, now_))).first;
    if (!found->second)
        return std::string("permission: the webhook has no owner, or its owner is disabled");
    if (!can(*found->second, Action::read, TRY(resource_of_event(session_, event))))
        return fmt::format("permission: the webhook's owner may not read this {}", to_text(event.resource));
    return std::string();
}

} // namespace presstime::store
