// One pass: gates hear what ended, rows are written, webhooks are served in turn, tries begin.
#include "run/event_courier.hpp"

#include "base/fail_point.hpp"
#include "base/log.hpp"
#include "run/event_pass.hpp"
#include "store/event_delivery_store.hpp"
#include "store/webhook_store.hpp"

#include <algorithm>

namespace presstime::run {
namespace {

constexpr int kWebhooksALook = 10'000; // webhooks with something due that one look takes
constexpr std::size_t kKnownEndpoints = 20'000;
constexpr int kSuspectShare = 4; // endpoints whose last try failed hold a fourth of all slots together
constexpr auto kReachedLately = std::chrono::hours(24);

} // namespace

// What one transaction decides; put together afresh whenever it is run.
class EventCourier::Pass {
public:
    Pass(EventCourier& courier, db::Session& session, Instant now)
        : courier_(courier),
          session_(session),
          now_(now),
          rows_(session, courier.config_.worker_id, now),
          free_slots_(courier.free_slots()),
          free_for_suspects_(courier.config_.in_flight / kSuspectShare - courier.suspects_in_flight())
    {
    }

    Result<> record(const std::vector<Ended>& ended)
    {
        for (const Ended& each : ended) {
            const stage::EventVerdict verdict =
                stage::judge_event_try(each.claimed.delivery, each.outcome, each.started_at, now_);
            TRY(rows_.settle(each.claimed, verdict,
                             courier_.reached_others(each.claimed.delivery.webhook_id, now_)));
        }
        return {};
    }

    Result<> look_for_due()
    {
        for (const std::int64_t id : TRY(store::webhooks_with_due(session_, now_, 0, kWebhooksALook)))
            due.insert(id);
        return {};
    }

    // In turn, beginning after the one that was served last.
    Result<> claim()
    {
        std::vector<std::int64_t> turn(due.upper_bound(courier_.last_served_), due.end());
        turn.insert(turn.end(), due.begin(), due.upper_bound(courier_.last_served_));
        for (const std::int64_t id : turn) {
            if (free_slots_ <= 0)
                break;
            if (is_shut(id))
                continue;
            TRY(serve(id));
            last_served = id;
        }
        return {};
    }

    std::set<std::int64_t> due;
    std::int64_t last_served = 0;
    std::vector<ClaimedEvent> claimed;

private:
    // Webhooks whose gate is shut cost no look at the database.
    bool is_shut(std::int64_t id) const
    {
        const auto known = courier_.endpoints_.find(id);
        if (known == courier_.endpoints_.end())
            return false;
        const EndpointGate& gate = known->second.gate;
        return gate.in_flight() >= courier_.config_.in_flight_per_webhook || gate.opens_at({}, now_) ||
               (gate.is_suspect() && free_for_suspects_ <= 0);
    }

    Result<> serve(std::int64_t id)
    {
        const Result<Webhook> loaded = store::get_webhook(session_, id);
        if (!loaded || loaded->paused || loaded->disabled_at) {
            due.erase(id);
            return loaded || loaded.error().kind == ErrorKind::not_found ? Result<>() : fail(loaded.error());
        }
        Endpoint& endpoint = courier_.endpoint(id, now_);
        if (loaded->resumed_at && endpoint.resumed_at != loaded->resumed_at) {
            endpoint.resumed_at = loaded->resumed_at;
            endpoint.gate.ramp_up();
        }
        const bool suspect = endpoint.gate.is_suspect();
        const int allowed = std::min({endpoint.gate.allowance(courier_.limits_of(*loaded), now_), free_slots_,
                                      suspect ? free_for_suspects_ : free_slots_});
        if (allowed <= 0)
            return {};
        EventPass::Claims claims = TRY(rows_.claim(*loaded, allowed, now_ + courier_.config_.lease));
        if (claims.exhausted)
            due.erase(id);
        const int count = static_cast<int>(claims.claimed.size());
        free_slots_ -= count;
        free_for_suspects_ -= suspect ? count : 0;
        std::ranges::move(claims.claimed, std::back_inserter(claimed));
        return {};
    }

    EventCourier& courier_;
    db::Session& session_;
    Instant now_;
    EventPass rows_;
    int free_slots_;
    int free_for_suspects_;
};

Result<int> EventCourier::pass(bool look_for_due)
{
    const Instant now = clock_.now();
    std::vector<Ended> ended = take_ended();
    for (Ended& each : ended)
        tell_gate(each, now);
    forget_idle_endpoints();
    if (ended.empty() && !look_for_due && due_.empty())
        return 0;
    const bool may_claim = !is_stopping();
    std::set<std::int64_t> due;
    std::int64_t last_served = last_served_;
    std::vector<ClaimedEvent> claimed;
    const auto work = [&](db::Session& session) -> Result<> {
        Pass one(*this, session, now);
        TRY(one.record(ended));
        one.due = due_;
        one.last_served = last_served_;
        if (may_claim) {
            if (look_for_due)
                TRY(one.look_for_due());
            TRY(one.claim());
        }
        due = std::move(one.due);
        last_served = one.last_served;
        claimed = std::move(one.claimed);
        return {};
    };
    if (Result<> done = database_.write(work); !done) {
        std::lock_guard lock(mutex_);
        ended_.insert(ended_.begin(), std::make_move_iterator(ended.begin()),
                      std::make_move_iterator(ended.end()));
        return fail(done.error());
    }
    if (!ended.empty())
        fail_point("event.recorded");
    due_ = std::move(due);
    last_served_ = last_served;
    for (const ClaimedEvent& each : claimed)
        endpoint(each.webhook.id, now).gate.begin(1, now);
    for (ClaimedEvent& each : claimed)
        begin(std::move(each));
    return static_cast<int>(claimed.size());
}

void EventCourier::tell_gate(Ended& ended, Instant now)
{
    if (std::exchange(ended.told_gate, true))
        return;
    const std::int64_t id = ended.claimed.delivery.webhook_id;
    EndpointGate& gate = endpoint(id, now).gate;
    const stage::EventVerdict verdict =
        stage::judge_event_try(ended.claimed.delivery, ended.outcome, ended.started_at, now);
    switch (verdict.sign) {
    case stage::EndpointSign::well:
        gate.succeeded();
        break;
    case stage::EndpointSign::failing:
        gate.failed(now, verdict.told_to_wait);
        break;
    case stage::EndpointSign::unsaid:
        gate.returned();
        break;
    }
    due_.insert(id);
    if (ended.outcome.status != 0) {
        reached_[id] = now;
        if (reached_.size() > 2)
            reached_.erase(
                std::ranges::min_element(reached_, {}, [](const auto& each) { return each.second; }));
    }
}

EventCourier::Endpoint& EventCourier::endpoint(std::int64_t webhook_id, Instant now)
{
    return endpoints_.try_emplace(webhook_id, Endpoint{EndpointGate(now), std::nullopt}).first->second;
}

GateLimits EventCourier::limits_of(const Webhook& webhook) const
{
    return {config_.in_flight_per_webhook,
            webhook.rate_limit_per_minute > 0 ? webhook.rate_limit_per_minute : config_.rate_per_minute};
}

bool EventCourier::is_stopping() const
{
    std::lock_guard lock(mutex_);
    return stopping_;
}

int EventCourier::free_slots() const
{
    std::lock_guard lock(mutex_);
    return std::min(config_.in_flight - under_way_, config_.begun_a_pass);
}

int EventCourier::suspects_in_flight() const
{
    int held = 0;
    for (const auto& [id, endpoint] : endpoints_)
        if (endpoint.gate.is_suspect())
            held += endpoint.gate.in_flight();
    return held;
}

// A gate with nothing under way and no failure to remember is as good as a new one.
void EventCourier::forget_idle_endpoints()
{
    if (endpoints_.size() > kKnownEndpoints)
        std::erase_if(endpoints_, [](const auto& each) {
            return each.second.gate.in_flight() == 0 && !each.second.gate.is_suspect();
        });
}

bool EventCourier::reached_others(std::int64_t webhook_id, Instant now) const
{
    return std::ranges::any_of(reached_, [&](const auto& each) {
        return each.first != webhook_id && now - each.second < kReachedLately;
    });
}

// Until a rate limit or breaker lets something through, or the next look.
std::chrono::milliseconds EventCourier::wait_until_next(Instant now) const
{
    using std::chrono::milliseconds;
    milliseconds wait = config_.poll;
    for (const std::int64_t id : due_) {
        const auto known = endpoints_.find(id);
        if (known == endpoints_.end())
            continue;
        if (const auto opens = known->second.gate.opens_at({.rate_per_minute = config_.rate_per_minute}, now))
            wait = std::min(wait, std::chrono::ceil<milliseconds>(*opens - now));
    }
    return std::max(wait, milliseconds(1));
}

} // namespace presstime::run
