// The rows of one pass of the event courier: what ended is written, then deliveries are claimed with all that
// their requests are made of. Works inside the pass's transaction and keeps nothing beyond it.
#pragma once

#include "platform/db/database.hpp"
#include "run/event_request.hpp"
#include "stage/event_settle.hpp"
#include "store/event_right.hpp"

#include <map>
#include <string>
#include <vector>

namespace presstime::run {

class EventPass {
public:
    EventPass(db::Session& session, std::string worker_id, Instant now)
        : session_(session), worker_id_(std::move(worker_id)), now_(now), rights_(session, now)
    {
    }

    // Writes what came of a try: delivery, attempt, the webhook's health, who waited for it. `others_reached`
    // as in stage::judge_health.
    Result<> settle(const ClaimedEvent& claimed, const stage::EventVerdict& verdict, bool others_reached);

    // Up to `limit` deliveries of the webhook, those that its owner may not be told of settled as suppressed.
    struct Claims {
        std::vector<ClaimedEvent> claimed;
        bool exhausted = false; // nothing else of it is due
    };
    Result<Claims> claim(const Webhook& webhook, int limit, Instant lease_until);

private:
    Result<bool> settle_row(const Delivery& delivery, const store::Settlement& settlement);
    Result<ClaimedEvent> complete(Delivery delivery, Event event, const Webhook& webhook,
                                  const std::vector<WebhookSecret>& secrets);
    Result<> keep_health(const Webhook& webhook, const stage::EventVerdict& verdict, bool others_reached);
    Result<> tell_owner(const Webhook& webhook, const std::string& what);
    Result<const Webhook*> webhook(std::int64_t id);

    db::Session& session_;
    std::string worker_id_;
    Instant now_;
    store::EventRights rights_;
    std::map<std::int64_t, Webhook> webhooks_; // as settled so far in this transaction
};

} // namespace presstime::run
