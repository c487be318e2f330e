// Sends the deliveries of events. One thread makes passes: a pass is one transaction that writes what came of
// the tries that ended and claims the next ones, then hands those to the post engine. So a hundred tries cost
// one commit, and a webhook that hangs holds its own few slots and nothing else.
//
//   pending --claim--> sending --2xx--------------------------> accepted
//      ^                  |--failure, tries left--> retrying --claim--> sending
//      |                  |--failure, tries used up, 410------> rejected
//      |                  |--owner may not read---------------> suppressed (no body is written)
//      '---- own network failed, or the server stopped: the same id again, not counted
#pragma once

#include "base/clock.hpp"
#include "base/service.hpp"
#include "platform/crypto/secret_box.hpp"
#include "platform/db/database.hpp"
#include "platform/http/post_engine.hpp"
#include "run/endpoint_gate.hpp"
#include "run/event_request.hpp"
#include "stage/event_settle.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace presstime::run {

struct EventCourierConfig {
    std::string worker_id; // of its own: its leases are kept apart from the other couriers'
    std::string public_url;
    std::chrono::milliseconds try_timeout{15'000};
    std::chrono::seconds lease{60}; // longer than a try
    std::chrono::milliseconds poll{1'000};
    std::chrono::seconds drain{20};
    int in_flight = 1'024;          // tries under way in all
    int begun_a_pass = 256;         // so that no commit takes long
    int in_flight_per_webhook = 16; // and at one webhook
    int rate_per_minute = 0;        // of a webhook without a limit of its own; 0 = none
};

class EventCourier final : public Service {
public:
    // All references must outlive it; the engine must take `in_flight` requests.
    EventCourier(db::Database& database, http::PostEngine& engine, const SecretBox& secrets,
                 const Clock& clock, EventCourierConfig config);
    ~EventCourier() override;

    std::string_view name() const override { return "event courier"; }
    Result<> start() override;
    void stop() override;
    // New deliveries may be due.
    void poke();
    // As Courier::adopt_orphans().
    Result<int> adopt_orphans();

    // One pass in the calling thread, for tests; begins at most what the limits allow and returns how many.
    // What was begun ends on the engine's threads.
    Result<int> run_once();

private:
    struct Ended { // a try that ended and is not recorded yet
        ClaimedEvent claimed;
        http::EngineOutcome outcome;
        Instant started_at{};
        bool told_gate = false;
    };
    struct Endpoint {
        EndpointGate gate;
        std::optional<Instant> resumed_at; // the last resumption that its gate knows of
    };
    class Pass;

    void loop();
    Result<int> pass(bool look_for_due);
    void begin(ClaimedEvent claimed);
    void end(Ended ended);
    std::vector<Ended> take_ended();
    void tell_gate(Ended& ended, Instant now);
    Endpoint& endpoint(std::int64_t webhook_id, Instant now);
    GateLimits limits_of(const Webhook& webhook) const;
    bool is_stopping() const;
    int free_slots() const; // for one pass
    int suspects_in_flight() const;
    void forget_idle_endpoints();
    bool reached_others(std::int64_t webhook_id, Instant now) const;
    std::chrono::milliseconds wait_until_next(Instant now) const;
    Result<int> settle_interrupted(Instant lease_ended_by);

    db::Database& database_;
    http::PostEngine& engine_;
    const SecretBox& secrets_;
    const Clock& clock_;
    EventCourierConfig config_;

    // Of the passing thread alone.
    std::map<std::int64_t, Endpoint> endpoints_;
    std::set<std::int64_t> due_; // webhooks that may have something to send now
    std::int64_t last_served_ = 0;
    std::map<std::int64_t, Instant> reached_; // who answered last, two webhooks at most

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Ended> ended_; // guarded by mutex_, as what follows
    int under_way_ = 0;
    bool poked_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace presstime::run
