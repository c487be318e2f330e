// A step is one transaction: what it queued and how far it came are committed together, so that no event is
// queued twice by one replay.
#include "run/replayer.hpp"

#include "base/log.hpp"
#include "model/event_filter.hpp"
#include "stage/event_body.hpp"
#include "store/event_resend.hpp"
#include "store/event_store.hpp"
#include "store/webhook_replay_store.hpp"
#include "store/webhook_store.hpp"

namespace presstime::run {
namespace {

constexpr int kMaxRunning = 1'000;

bool wants(const Webhook& webhook, const store::ReplayableEvent& event)
{
    return event_matches(webhook.filters, event.type) && stage::format_carries(webhook.format, event.type);
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

// A paused or disabled webhook holds its replays too.
Result<int> Replayer::step(db::Session& session, WebhookReplay replay) const
{
    const Webhook webhook = TRY(store::get_webhook(session, replay.webhook_id));
    if (webhook.paused || webhook.disabled_at)
        return 0;
    const store::ReplayTally tally = TRY(store::tally_replay(session, replay));
    const auto room = static_cast<int>(config_.window - tally.open);
    if (room <= 0)
        return 0;
    const Instant now = clock_.now();
    const int looked_at = std::min(config_.batch, room);
    const auto events = TRY(store::events_to_replay(session, replay, looked_at));
    int queued = 0;
    for (const store::ReplayableEvent& candidate : events) {
        replay.after_event = candidate.id;
        if (!wants(webhook, candidate))
            continue;
        const Event event = TRY(store::get_event(session, candidate.id));
        if (!stage::format_carries(webhook.format, event))
            continue;
        const auto delivery = store::resend_event(
            session, {event, webhook, DeliveryCause::replay, replay.id, config_.max_attempts}, now);
        if (!delivery && delivery.error().kind == ErrorKind::conflict)
            continue; // on its way this moment
        TRY(delivery);
        ++queued;
    }
    replay.queued += queued;
    if (events.size() < static_cast<std::size_t>(looked_at)) {
        replay.state = ReplayState::done;
        replay.finished_at = now;
    }
    TRY(store::note_replay_progress(session, replay));
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
        int step_queued = 0;
        const Result<> stepped = database_.write([&](db::Session& session) -> Result<> {
            const WebhookReplay now = TRY(store::get_webhook_replay(session, replay.workspace_id, replay.id));
            step_queued = now.state == ReplayState::running ? TRY(step(session, now)) : 0;
            return {};
        });
        if (!stepped)
            log_error("replayer.step_failed", stepped.error());
        else
            queued += step_queued;
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
