// The passing thread and what it shares with the engine's threads; which rows a pass writes is in
// event_pass.cpp, what it begins in event_courier_pass.cpp.
#include "run/event_courier.hpp"

#include "base/fail_point.hpp"
#include "base/log.hpp"
#include "store/event_delivery_store.hpp"

#include <algorithm>

namespace presstime::run {
namespace {

constexpr int kAbandonedAPass = 200;

} // namespace

EventCourier::EventCourier(db::Database& database, http::PostEngine& engine, const SecretBox& secrets,
                           const Clock& clock, EventCourierConfig config)
    : database_(database), engine_(engine), secrets_(secrets), clock_(clock), config_(std::move(config))
{
}

EventCourier::~EventCourier()
{
    stop();
}

Result<> EventCourier::start()
{
    thread_ = std::thread([this] { loop(); });
    return {};
}

// Tries under way may end within the drain; what is left then is cut off and sent again after the next start.
void EventCourier::stop()
{
    if (!thread_.joinable())
        return;
    {
        std::unique_lock lock(mutex_);
        stopping_ = true;
        changed_.notify_all();
        changed_.wait_for(lock, config_.drain, [this] { return under_way_ == 0; });
    }
    engine_.stop();
    thread_.join();
    if (const Result<int> recorded = pass(false); !recorded)
        log_error("event_courier.last_pass_failed", recorded.error());
}

void EventCourier::poke()
{
    std::lock_guard lock(mutex_);
    poked_ = true;
    changed_.notify_all();
}

void EventCourier::loop()
{
    using SteadyClock = std::chrono::steady_clock;
    const auto beat = config_.lease / 3;
    auto next_beat = SteadyClock::now();
    bool look_for_due = true;
    for (;;) {
        const Result<int> passed = pass(look_for_due);
        if (!passed)
            log_error("event_courier.pass_failed", passed.error());
        if (SteadyClock::now() >= next_beat) {
            if (const Result<int> settled = settle_interrupted(clock_.now()); !settled)
                log_error("event_courier.settle_failed", settled.error());
            next_beat = SteadyClock::now() + beat;
        }
        auto wait = passed ? wait_until_next(clock_.now()) : config_.poll;
        if (passed && *passed >= config_.begun_a_pass)
            wait = std::chrono::milliseconds(0); // there may be more than one pass begins
        std::unique_lock lock(mutex_);
        const bool told =
            changed_.wait_for(lock, wait, [&] { return stopping_ || poked_ || (passed && !ended_.empty()); });
        if (stopping_)
            return;
        look_for_due = poked_ || (!told && wait.count() > 0);
        poked_ = false;
    }
}

// Hands the request to the engine; what cannot become one ends at once.
void EventCourier::begin(ClaimedEvent claimed)
{
    fail_point("event.claimed");
    const Instant now = clock_.now();
    Ended ended{std::move(claimed), {}, now};
    Result<http::EngineRequest> request =
        make_event_request(ended.claimed, {secrets_, config_.public_url, config_.try_timeout, now});
    {
        std::lock_guard lock(mutex_);
        ++under_way_;
    }
    if (!request) {
        log_error("event_delivery.cannot_be_written", request.error(),
                  {{"delivery_id", ended.claimed.delivery.id}});
        ended.outcome.failure = http::PostFailure::bad_request;
        // A secret that cannot be opened now may be once the key file is back.
        ended.outcome.local_fault = request.error().kind == ErrorKind::give_up;
        ended.outcome.error = request.error();
        return end(std::move(ended));
    }
    auto held = std::make_shared<Ended>(std::move(ended));
    const Result<> taken = engine_.submit(std::move(*request), [this, held](http::EngineOutcome outcome) {
        held->outcome = std::move(outcome);
        end(std::move(*held));
    });
    if (!taken) {
        held->outcome.failure = http::PostFailure::cancelled;
        end(std::move(*held));
    }
}

void EventCourier::end(Ended ended)
{
    fail_point("event.answered");
    std::lock_guard lock(mutex_);
    ended_.push_back(std::move(ended));
    --under_way_;
    changed_.notify_all();
}

std::vector<EventCourier::Ended> EventCourier::take_ended()
{
    std::lock_guard lock(mutex_);
    return std::exchange(ended_, {});
}

// Tries whose lease has ended without a word: their server died.
Result<int> EventCourier::settle_interrupted(Instant lease_ended_by)
{
    int settled = 0;
    TRY(database_.write([&](db::Session& session) -> Result<> {
        settled = 0;
        const Instant now = clock_.now();
        TRY(store::extend_delivery_leases(session, config_.worker_id, now + config_.lease));
        for (const Delivery& delivery : TRY(store::expired_deliveries(session, store::LedgerPart::events,
                                                                      lease_ended_by, kAbandonedAPass))) {
            const store::Settlement settlement = stage::settle_interrupted(delivery, now);
            if (!TRY(store::settle_delivery(session, store::fence_of(delivery), settlement, now)))
                continue;
            if (is_final(settlement.state))
                TRY(store::release_waiting(session, delivery.id, now));
            log_warn("event_delivery.interrupted",
                     {{"delivery_id", delivery.id}, {"reason", settlement.reason}});
            ++settled;
        }
        return {};
    }));
    return settled;
}

Result<int> EventCourier::adopt_orphans()
{
    int adopted = 0;
    for (int batch = kAbandonedAPass; batch == kAbandonedAPass; adopted += batch)
        batch = TRY(settle_interrupted(clock_.now() + config_.lease + std::chrono::seconds(1)));
    return adopted;
}

Result<int> EventCourier::run_once()
{
    return pass(true);
}

} // namespace presstime::run
