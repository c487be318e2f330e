// What a step queued and how far it came are one commit, so that no event is queued twice by one replay.
#include "run/replayer.hpp"

#include "base/log.hpp"
#include "model/event_filter.hpp"
#include "stage/event_body.hpp"
#include "store/event_resend.hpp"
#include "store/event_store.hpp"
#include "store/webhook_replay_store.hpp"
#include "store/webhook_store.hpp"

#include <algorithm>

namespace presstime::run {
namespace {

constexpr int kMaxRunning = 1'000;

// 1 when a delivery was written, suppressed ones too; 0 when the webhook is not told of such events, or when
// this one is on its way at this moment.
Result<int> queue_one(db::Session& session, const Webhook& webhook, const WebhookReplay& replay,
                      const store::ReplayableEvent& candidate, int max_attempts, Instant now)
{
    if (!event_matches(webhook.filters, candidate.type) ||
        !stage::format_carries(webhook.format, candidate.type))
        return 0;
    const Event event = TRY(store::get_event(session, candidate.id));
    if (!stage::format_carries(webhook.format, event))
        return 0;
    const auto delivery =
        store::resend_event(session, {event, webhook, DeliveryCause::replay, replay.id, max_attempts}, now);
    if (!delivery && delivery.error().kind == ErrorKind::conflict)
        return 0;
    TRY(delivery);
    return 1;
}

} // namespace

Replayer::Replayer(db::Database& database, const Clock& clock, std::function<void()> wake_courier,
                   ReplayerConfig config)
    : database_(database), clock_(clock), wake_courier_(std::move(wake_courier)), config_(config)
{
}

Result<> Replayer::start()
{
    thread_ = std::thread([this] { loop(); });
    return {};
}

void Replayer::stop()
{
    stopping_ = true;
    poke_.poke();
    if (thread_.joinable())
        thread_.join();
}

// What a step looked at.
struct Replayer::Found {
    WebhookReplay replay;
    std::vector<store::ReplayableEvent> events;
    bool held = false; // not now: paused, disabled, or as much is open as may be
    bool at_end = false;
};

// A long range is walked here, where it keeps nobody from writing.
Result<Replayer::Found> Replayer::look(db::Session& session, const WebhookReplay& replay) const
{
    Found found{replay, {}};
    const Webhook webhook = TRY(store::get_webhook(session, replay.webhook_id));
    const store::ReplayTally tally = TRY(store::tally_replay(session, replay));
    const auto room = static_cast<int>(config_.window - tally.open);
    found.held = webhook.paused || webhook.disabled_at || room <= 0;
    if (found.held)
        return found;
    const int limit = std::min(config_.batch, room);
    found.events = TRY(store::events_to_replay(session, replay, 0, limit));
    found.at_end = found.events.size() < static_cast<std::size_t>(limit);
    return found;
}

// Asks again for what was found: a person may have sent some of it meanwhile, or cancelled the replay.
Result<int> Replayer::queue(db::Session& session, const Found& found) const
{
    WebhookReplay replay =
        TRY(store::get_webhook_replay(session, found.replay.workspace_id, found.replay.id));
    if (replay.state != ReplayState::running || replay.after_event != found.replay.after_event)
        return 0;
    const Webhook webhook = TRY(store::get_webhook(session, replay.webhook_id));
    const Instant now = clock_.now();
    int queued = 0;
    if (!found.events.empty()) {
        replay.after_event = found.events.front().id - 1;
        const std::int64_t last = found.events.back().id;
        for (const store::ReplayableEvent& candidate :
             TRY(store::events_to_replay(session, replay, last, static_cast<int>(found.events.size()))))
            queued += TRY(queue_one(session, webhook, replay, candidate, config_.max_attempts, now));
        replay.after_event = last;
    }
    replay.queued += queued;
    if (found.at_end) {
        replay.state = ReplayState::done;
        replay.finished_at = now;
    }
    TRY(store::note_replay_progress(session, replay));
    return queued;
}

Result<int> Replayer::step(const WebhookReplay& replay)
{
    Found found;
    TRY(database_.read([&](db::Session& session) -> Result<> {
        found = TRY(look(session, replay));
        return {};
    }));
    if (found.held)
        return 0;
    int queued = 0;
    TRY(database_.write([&](db::Session& session) -> Result<> {
        queued = TRY(queue(session, found));
        return {};
    }));
    return queued;
}

// Each replay has a transaction of its own: one that cannot go on holds up no other.
Result<int> Replayer::run_once()
{
    std::vector<WebhookReplay> running;
    TRY(database_.read([&](db::Session& session) -> Result<> {
        running = TRY(store::running_replays(session, kMaxRunning));
        return {};
    }));
    int queued = 0;
    for (const WebhookReplay& replay : running) {
        if (const Result<int> stepped = step(replay); !stepped)
            log_error("replayer.step_failed", stepped.error());
        else
            queued += *stepped;
    }
    if (queued > 0)
        wake_courier_();
    return queued;
}

void Replayer::loop()
{
    while (!stopping_) {
        if (const Result<int> queued = run_once(); !queued)
            log_error("replayer.failed", queued.error());
        poke_.wait_for(config_.every);
    }
}

} // namespace presstime::run
