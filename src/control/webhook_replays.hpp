// Replays for people and the API: a range of past events sent to one webhook again. They are counted before
// they begin; run/replayer.hpp carries them out.
#pragma once

#include "control/webhooks.hpp"
#include "model/access.hpp"
#include "model/webhook_replay.hpp"
#include "store/webhook_replay_store.hpp"

namespace presstime::control {

inline constexpr std::int64_t kMaxReplayEvents = 10'000;

struct ReplayRecord {
    WebhookReplay replay; // id 0: counted alone
    store::ReplayTally tally;
};

class WebhookReplays {
public:
    WebhookReplays(Environment environment, WebhookTools tools);

    // Body {"since", "until"?, "failed_only"?, "dry_run"?}. conflict while another replay of the webhook
    // runs; invalid when the range reaches back more than 90 days or holds more than 10,000 events.
    Result<ReplayRecord> create(const Principal& principal, std::int64_t webhook_id, std::string_view json);
    // What has been queued and not tried goes with it; conflict when it has ended.
    Result<ReplayRecord> cancel(const Principal& principal, std::int64_t id);
    Result<ReplayRecord> get(const Principal& principal, std::int64_t id);
    Result<Page<ReplayRecord>> list(const Principal& principal, std::int64_t webhook_id,
                                    const PageRequest& page); // newest first

private:
    Result<std::int64_t> count(const Webhook& webhook, WebhookReplay replay) const;
    Result<ReplayRecord> find(db::Session& session, const Principal& principal, std::int64_t id,
                              Action action) const;

    Environment environment_;
    WebhookTools tools_;
};

} // namespace presstime::control
