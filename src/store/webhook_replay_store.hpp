// Replays as rows. The row is all there is of a replay: a loop takes it up wherever it stands.
#pragma once

#include "model/webhook_replay.hpp"
#include "platform/db/database.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace presstime::store {

Result<> insert_webhook_replay(db::Session& session, WebhookReplay& replay); // fills id
Result<WebhookReplay> get_webhook_replay(db::Session& session, std::int64_t workspace_id, std::int64_t id);
struct ReplayFilter {
    std::int64_t workspace_id = 1;
    std::int64_t webhook_id = 0;
    std::int64_t before_id = 0; // 0 = from the newest
    int limit = 10'001;
};
Result<std::vector<WebhookReplay>> list_webhook_replays(db::Session& session, const ReplayFilter& filter);
// Oldest first.
Result<std::vector<WebhookReplay>> running_replays(db::Session& session, int limit);
Result<bool> has_running_replay(db::Session& session, std::int64_t webhook_id);

// Notes state, queued, after_event and finished_at of a replay that is still running; false when it is not.
Result<bool> note_replay_progress(db::Session& session, const WebhookReplay& replay);
// Deliveries that the replay made and nobody has tried yet -> cancelled; returns how many.
Result<std::int64_t> cancel_replay_deliveries(db::Session& session, const WebhookReplay& replay,
                                              const std::string& reason, Instant now);

// Events of the replay's range and scope after `after_event`, up to `up_to_event` (0 = no bound), oldest
// first; of every type, test sends left out. The walk over a long range may take its time: read it outside
// the writer, and ask again there for what was found. Under ReplayScope::failed those with a delivery to the
// webhook that ended badly, and none that was accepted or is still to end.
struct ReplayableEvent {
    std::int64_t id = 0;
    std::string type;
};
Result<std::vector<ReplayableEvent>> events_to_replay(db::Session& session, const WebhookReplay& replay,
                                                      std::int64_t up_to_event, int limit);

// How the deliveries that the replay made are doing.
struct ReplayTally {
    std::int64_t accepted = 0;
    std::int64_t failed = 0; // rejected, unknown, cancelled
    std::int64_t suppressed = 0;
    std::int64_t open = 0;
};
Result<ReplayTally> tally_replay(db::Session& session, const WebhookReplay& replay);

} // namespace presstime::store
