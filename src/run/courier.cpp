// The courier's loops and its claims; what one try does is in courier_try.cpp.
#include "run/courier.hpp"

#include "base/log.hpp"
#include "run/courier_lane.hpp"
#include "run/run_end.hpp"
#include "run/unknown_policy.hpp"
#include "stage/settle.hpp"
#include "store/delivery_store.hpp"

#include <algorithm>

namespace presstime::run {

Courier::Courier(db::Database& database, ObjectStore& objects, const SecretBox& secrets, const Clock& clock,
                 NoticeWriter notices, std::vector<CourierLane> lanes, CourierConfig config)
    : database_(database),
      objects_(objects),
      secrets_(secrets),
      clock_(clock),
      notices_(std::move(notices)),
      config_(std::move(config))
{
    for (CourierLane& lane : lanes)
        lanes_.push_back(std::make_unique<Lane>(std::move(lane)));
}

Courier::~Courier()
{
    stop();
}

Result<> Courier::start()
{
    for (auto& lane : lanes_)
        for (int i = 0; i < lane->config.threads; ++i)
            lane->threads.emplace_back([this, &lane] { send_loop(*lane); });
    claimer_ = std::thread([this] { claim_loop(); });
    return {};
}

void Courier::stop()
{
    if (!claimer_.joinable())
        return;
    stopping_ = true;
    poke_.poke();
    changed_.notify_all();
    claimer_.join();
    {
        std::unique_lock lock(mutex_);
        auto idle = [this] {
            return std::ranges::all_of(lanes_, [](const auto& lane) { return lane->sending == 0; });
        };
        if (!changed_.wait_for(lock, config_.drain, idle))
            stop_now_.cancel();
    }
    for (auto& lane : lanes_) {
        for (std::thread& thread : lane->threads)
            thread.join();
        lane->threads.clear();
        for (const Delivery& delivery : lane->waiting)
            if (const Result<> back = hand_back(delivery, clock_.now(), "the server stopped"); !back)
                log_error("courier.release_failed", back.error());
        lane->waiting.clear();
    }
}

Result<int> Courier::run_once()
{
    TRY(settle_abandoned(clock_.now()));
    int tries = 0;
    for (auto& lane : lanes_) {
        TRY(claim(*lane, kLaneBatch));
        std::deque<Delivery> claimed;
        std::swap(claimed, lane->waiting);
        for (Delivery& delivery : claimed) {
            send(*lane, std::move(delivery));
            ++tries;
        }
        lane->held_by_endpoint.clear();
    }
    return tries;
}

// Claims up to `limit` deliveries of the lane into its queue; what would crowd one endpoint goes back for a
// second.
Result<int> Courier::claim(Lane& lane, int limit)
{
    std::vector<Delivery> claimed;
    TRY(database_.write([&](db::Session& session) -> Result<> {
        const Instant now = clock_.now();
        claimed = TRY(store::claim_deliveries(session, config_.worker_id, lane.config.channel, limit, now,
                                              now + config_.lease));
        return {};
    }));
    std::vector<Delivery> crowded;
    {
        std::lock_guard lock(mutex_);
        for (Delivery& delivery : claimed) {
            int& held = lane.held_by_endpoint[endpoint_of(delivery)];
            if (lane.config.channel == "webhook" && held >= lane.config.per_endpoint * kWaitingPerSlot) {
                crowded.push_back(std::move(delivery));
                continue;
            }
            ++held;
            lane.waiting.push_back(std::move(delivery));
        }
    }
    changed_.notify_all();
    for (const Delivery& delivery : crowded)
        TRY(hand_back(delivery, clock_.now() + std::chrono::seconds(1),
                      "waiting for other tries at its host"));
    return static_cast<int>(claimed.size());
}

// Deliveries whose sender died with them: nothing left is tried again, a payload that left is unknown.
Result<int> Courier::settle_abandoned(Instant lease_ended_by)
{
    int settled = 0;
    TRY(database_.write([&](db::Session& session) -> Result<> {
        const Instant now = clock_.now();
        for (const Delivery& delivery :
             TRY(store::expired_deliveries(session, store::LedgerPart::runs, lease_ended_by, kLaneBatch))) {
            const UnknownOutcome policy = TRY(unknown_policy(session, delivery));
            const store::Settlement settlement = stage::settle_abandoned(delivery, policy, now);
            if (!TRY(store::settle_delivery(session, store::fence_of(delivery), settlement, now)))
                continue;
            if (delivery.payload_sent) {
                Attempt attempt;
                attempt.delivery_id = delivery.id;
                attempt.n = delivery.attempt;
                attempt.started_at = now;
                attempt.outcome = AttemptOutcome::unknown;
                attempt.error =
                    "the server stopped after the payload had left and before the answer was recorded";
                TRY(store::insert_attempt(session, attempt));
            }
            log_warn("delivery.abandoned", {{"delivery_id", delivery.id},
                                            {"payload_sent", delivery.payload_sent},
                                            {"reason", settlement.reason}});
            if (delivery.run_id != 0)
                TRY(settle_run(session, delivery.run_id, now));
            ++settled;
        }
        return {};
    }));
    return settled;
}

Result<int> Courier::adopt_orphans()
{
    int adopted = 0;
    for (int batch = kLaneBatch; batch == kLaneBatch; adopted += batch)
        batch = TRY(settle_abandoned(clock_.now() + config_.lease));
    return adopted;
}

void Courier::heartbeat()
{
    const Result<> kept = database_.write([&](db::Session& session) -> Result<> {
        TRY(store::extend_delivery_leases(session, config_.worker_id, clock_.now() + config_.lease));
        return {};
    });
    if (!kept)
        log_error("courier.heartbeat_failed", kept.error());
}

void Courier::claim_loop()
{
    using SteadyClock = std::chrono::steady_clock;
    const auto beat = config_.lease / 3;
    auto next_beat = SteadyClock::now() + beat;
    auto wait = std::chrono::milliseconds(0);
    for (;;) {
        poke_.wait_for(wait);
        wait = config_.poll;
        const bool stopping = stopping_;
        if (stopping || SteadyClock::now() >= next_beat) {
            heartbeat();
            next_beat = SteadyClock::now() + beat;
        }
        if (stopping)
            return;
        if (const Result<int> settled = settle_abandoned(clock_.now()); !settled)
            log_error("courier.settle_failed", settled.error());
        for (auto& lane : lanes_) {
            int room = 0;
            {
                std::lock_guard lock(mutex_);
                room = kLaneBatch - static_cast<int>(lane->waiting.size());
            }
            if (room * 2 < kLaneBatch)
                continue;
            const Result<int> claimed = claim(*lane, room);
            if (!claimed)
                log_error("courier.claim_failed", claimed.error());
        }
    }
}

void Courier::send_loop(Lane& lane)
{
    for (;;) {
        Delivery delivery;
        {
            std::unique_lock lock(mutex_);
            auto next = lane.waiting.end();
            changed_.wait(lock, [&] {
                next = lane.next_free();
                return stopping_ || next != lane.waiting.end();
            });
            if (stopping_)
                return;
            delivery = std::move(*next);
            lane.waiting.erase(next);
            ++lane.sending;
            ++lane.sending_by_endpoint[endpoint_of(delivery)];
        }
        const std::string endpoint = endpoint_of(delivery);
        send(lane, std::move(delivery));
        {
            std::lock_guard lock(mutex_);
            --lane.sending;
            lane.leave(lane.sending_by_endpoint, endpoint);
            lane.leave(lane.held_by_endpoint, endpoint);
        }
        changed_.notify_all();
        poke_.poke();
    }
}

} // namespace presstime::run
