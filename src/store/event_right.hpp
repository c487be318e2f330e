// Whether a webhook's owner may be told of an event: asked when deliveries are written, at every try, and
// again when a person sends one anew. Principals and grants are read once per transaction.
#pragma once

#include "model/access.hpp"
#include "model/event.hpp"
#include "model/webhook.hpp"
#include "platform/db/database.hpp"

#include <map>
#include <optional>
#include <string>
#include <tuple>

namespace presstime::store {

// Lives no longer than the transaction of `session`.
class EventRights {
public:
    EventRights(db::Session& session, Instant now) : session_(session), now_(now) {}

    // Why the owner may not be told; empty when it may.
    Result<std::string> obstacle(const Event& event, const Webhook& webhook);

private:
    db::Session& session_;
    Instant now_;
    std::map<std::tuple<std::int64_t, std::int64_t, std::int64_t>, std::optional<Principal>> owners_;
};

} // namespace presstime::store
