// Figures for monitoring, each read from an index over what is open or new, never by walking what has grown.
#pragma once

#include "platform/db/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace presstime::store {

struct LabelledCount {
    std::string label; // a run's status
    std::int64_t count = 0;
};
Result<std::vector<LabelledCount>> count_open_runs(db::Session& session);
// Runs that ended in (after, until], by how.
Result<std::vector<LabelledCount>> count_ended_runs(db::Session& session, Instant after, Instant until);

struct ChannelQueue {
    std::string channel;
    std::int64_t waiting = 0; // deliveries whose next try is to come
    Instant oldest_due{};
};
Result<std::vector<ChannelQueue>> delivery_queues(db::Session& session);
Result<std::int64_t> count_deliveries_under_way(db::Session& session);

struct TryCount {
    std::string channel;
    std::string outcome;
    std::int64_t count = 0;
};
// Tries with ids in (after_id, until_id].
Result<std::vector<TryCount>> count_tries(db::Session& session, std::int64_t after_id, std::int64_t until_id);
Result<std::int64_t> last_try_id(db::Session& session);

struct Waiting {
    std::int64_t count = 0;
    std::optional<Instant> oldest;
};
// Events that not every webhook has its delivery of yet.
Result<Waiting> unfanned_events(db::Session& session);
// Runs queued whose time has come.
Result<Waiting> due_runs(db::Session& session, Instant now);

} // namespace presstime::store
