// From events to deliveries: finds the webhooks that want an event, asks whether their owners may read what
// it is about, and writes one delivery for each, or one suppressed with its reason. Works in bounded
// transactions and remembers how far it is, so that ten thousand webhooks and a crash in their midst lose and
// double nothing.
#pragma once

#include "base/clock.hpp"
#include "base/poke.hpp"
#include "base/service.hpp"
#include "platform/db/database.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <thread>

namespace presstime::run {

struct FanoutConfig {
    int events_a_pass = 64;
    int deliveries_a_pass = 1'000;
    int webhooks_a_page = 500;
    std::chrono::milliseconds poll{1'000};
};

class Fanout final : public Service {
public:
    // `wake_courier` is called after a pass that wrote deliveries.
    Fanout(db::Database& database, const Clock& clock, std::function<void()> wake_courier,
           FanoutConfig config);
    ~Fanout() override;

    std::string_view name() const override { return "fanout"; }
    Result<> start() override;
    void stop() override;
    void poke() { poke_.poke(); }

    struct Pass {
        int events = 0; // finished
        int deliveries = 0;
        int suppressed = 0;
        bool more = false;
    };
    Result<Pass> run_once();

private:
    void loop();

    db::Database& database_;
    const Clock& clock_;
    std::function<void()> wake_courier_;
    FanoutConfig config_;
    Poke poke_;
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

} // namespace presstime::run
