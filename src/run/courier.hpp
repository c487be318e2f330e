// Sends deliveries: claims those that are due, a lane of threads per channel, one try each, and writes what
// became of it together with the end of its run. A hanging receiver fills at most its own share of a lane.
#pragma once

#include "base/clock.hpp"
#include "base/deadline.hpp"
#include "base/poke.hpp"
#include "base/service.hpp"
#include "channel/channel.hpp"
#include "platform/crypto/secret_box.hpp"
#include "platform/db/database.hpp"
#include "platform/objects/object_store.hpp"
#include "run/notice.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace presstime::run {

struct CourierLane {
    std::string channel; // what deliveries say: "email", "webhook"
    std::unique_ptr<Channel> sender;
    int threads = 4;
    int per_endpoint = 2; // tries at one host at the same time
    std::chrono::seconds try_timeout{30};
};

struct CourierConfig {
    std::string worker_id;
    std::chrono::seconds lease{30};
    std::chrono::milliseconds poll{1000};
    std::chrono::seconds drain{25}; // how long stop() waits for tries under way
    std::string header_prefix = "X-Presstime";
    std::int64_t artifact_limit_bytes = 20 << 20; // a larger artifact is posted as a link
    std::string public_url;                       // what links begin with
    std::chrono::hours link_life{7 * 24};
};

class Courier final : public Service {
public:
    // All references must outlive it.
    Courier(db::Database& database, ObjectStore& objects, const SecretBox& secrets, const Clock& clock,
            NoticeWriter notices, std::vector<CourierLane> lanes, CourierConfig config);
    ~Courier() override;

    std::string_view name() const override { return "courier"; }
    Result<> start() override;
    void stop() override;
    void poke() { poke_.poke(); }

    // Settles every delivery under way without waiting for its lease: only for a process that knows, by the
    // data folder's lock, that every other sender is dead.
    Result<int> adopt_orphans();

    // Settles what dead senders left, then claims and sends what is due in the calling thread; returns the
    // number of tries made. For tests.
    Result<int> run_once();

private:
    struct Lane;

    void claim_loop();
    void send_loop(Lane& lane);
    Result<int> claim(Lane& lane, int limit);
    Result<int> settle_abandoned(Instant lease_ended_by);
    void heartbeat();
    void send(Lane& lane, Delivery delivery);
    Result<Consignment> consign(Delivery& delivery);
    Attempt attempt(Lane& lane, Delivery& delivery);
    Result<> record(const Delivery& delivery, Attempt attempt);
    Result<> hand_back(const Delivery& delivery, Instant next_attempt_at, const std::string& reason);
    Result<> dress_artifact(const Delivery& delivery, Consignment& consignment);

    db::Database& database_;
    ObjectStore& objects_;
    const SecretBox& secrets_;
    const Clock& clock_;
    NoticeWriter notices_;
    CourierConfig config_;
    Poke poke_;
    CancelToken stop_now_;
    std::atomic<bool> stopping_{false};

    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::unique_ptr<Lane>> lanes_;
    std::thread claimer_;
};

} // namespace presstime::run
