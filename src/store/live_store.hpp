// What the live stream looks at: which runs and deliveries are under way and how far, and whether those who
// watch are still logged in. Only reads, over indexes that hold little but what is under way.
#pragma once

#include "model/delivery.hpp"
#include "model/principal.hpp"
#include "model/run.hpp"
#include "platform/db/database.hpp"

#include <chrono>
#include <vector>

namespace presstime::store {

// How far a queued or running run is: it has changed when any of this has.
struct RunMark {
    std::int64_t id = 0;
    RunStatus status = RunStatus::queued;
    RunPhase phase = RunPhase::query;
    int attempt = 0;
    int results = 0;
    int artifacts = 0;
    int deliveries = 0;
    int tried = 0; // deliveries whose first try is over

    bool operator==(const RunMark&) const = default;
};
// Those running first.
Result<std::vector<RunMark>> runs_under_way(db::Session& session, int limit);
// Ids of runs that were added after that one, ended ones too; oldest first.
Result<std::vector<std::int64_t>> runs_added_after(db::Session& session, std::int64_t run_id, int limit);
Result<std::int64_t> last_run_id(db::Session& session); // 0 = none yet

struct DeliveryMark {
    std::int64_t id = 0;
    std::int64_t workspace_id = 1;
    std::int64_t run_id = 0;
    std::int64_t report_id = 0;
    DeliveryState state = DeliveryState::pending;
    int attempt = 0;
    std::string recipient;

    bool operator==(const DeliveryMark&) const = default;
};
// Of runs that are delivering; newest runs first.
Result<std::vector<DeliveryMark>> deliveries_under_way(db::Session& session, int limit);
// Deliveries of runs with a try after that attempt, whenever the run ended.
Result<std::vector<DeliveryMark>> deliveries_tried_after(db::Session& session, std::int64_t attempt_id,
                                                         int limit);
Result<std::optional<DeliveryMark>> find_delivery_mark(db::Session& session, std::int64_t id);
Result<std::int64_t> last_attempt_id(db::Session& session);  // 0 = none yet
Result<std::int64_t> last_delivery_id(db::Session& session); // 0 = none yet

// A webhook with deliveries of events that are new, or were tried. They can be many: who looks at a list of
// them looks again, so that it is enough to be told whose they are.
struct WebhookMark {
    std::int64_t id = 0;
    std::int64_t workspace_id = 1;
    OwnerRef owner;

    bool operator==(const WebhookMark&) const = default;
};
struct WebhookNews {
    std::int64_t delivery_id = 0; // those made after that delivery
    std::int64_t attempt_id = 0;  // and those tried after that attempt
    int limit = 200;
};
// By id.
Result<std::vector<WebhookMark>> webhooks_with_news(db::Session& session, const WebhookNews& news);

// The caller with rights as they are now; nothing once it is logged out (or its session has idled away), its
// key is revoked or expired, or the user is disabled or gone.
Result<std::optional<Principal>> caller_now(db::Session& session, const Principal& caller, Instant now,
                                            std::chrono::seconds session_idle);

} // namespace presstime::store
