// Carries out replays: looks through the range of each in small steps and queues what matches, never more
// than the webhook has swallowed. Rows are all it works from, so a restart goes on where the last step ended.
#pragma once

#include "base/clock.hpp"
#include "base/poke.hpp"
#include "base/service.hpp"
#include "model/webhook_replay.hpp"
#include "platform/db/database.hpp"
#include "stage/event_settle.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <thread>

namespace presstime::run {

struct ReplayerConfig {
    std::chrono::milliseconds every{1'000};      // between passes
    int batch = 100;                             // events looked at in a step
    int window = 200;                            // deliveries of a replay that may be open at once
    int max_attempts = stage::kEventMaxAttempts; // of each delivery
};

class Replayer final : public Service {
public:
    // `wake_courier` is called when deliveries were queued.
    Replayer(db::Database& database, const Clock& clock, std::function<void()> wake_courier,
             ReplayerConfig config);
    ~Replayer() override { stop(); }

    std::string_view name() const override { return "replayer"; }
    Result<> start() override;
    void stop() override;
    void poke() { poke_.poke(); }

    // One step of every running replay; returns the number of deliveries queued.
    Result<int> run_once();

private:
    void loop();
    struct Found;
    Result<int> step(const WebhookReplay& replay);
    Result<Found> look(db::Session& session, const WebhookReplay& replay) const;
    Result<int> queue(db::Session& session, const Found& found) const;

    db::Database& database_;
    const Clock& clock_;
    std::function<void()> wake_courier_;
    ReplayerConfig config_;
    Poke poke_;
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

} // namespace presstime::run
