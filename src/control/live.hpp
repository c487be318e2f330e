// Tells those who watch what changes while it changes. One thread looks at what is under way, once for all,
// asks for each watcher what it may read, and hands it the message. It holds no lock while it reads, keeps
// nothing a crash could lose, and does nothing at all while nobody watches.
#pragma once

#include "base/guarded.hpp"
#include "base/poke.hpp"
#include "base/service.hpp"
#include "control/environment.hpp"
#include "control/live_look.hpp"

#include <atomic>
#include <thread>

namespace presstime::control {

class Live final : public Service {
public:
    Live(Environment environment, LiveWords words, LiveConfig config);
    ~Live() override;

    std::string_view name() const override { return "live"; }
    Result<> start() override;
    void stop() override;
    // Something was written: look soon.
    void poke() { poke_.poke(); }

    // From now on, or from behind the event that `last_event_id` names (an id that this stream gave; one it
    // did not counts as none). First come the runs under way. The stream ends when it is let go of.
    // `too_many` when there are enough already.
    Result<std::shared_ptr<http::EventStream>> watch(const Principal& caller, std::string_view last_event_id);

    struct Pass {
        std::size_t watchers = 0;
        bool busy = false; // something runs
        bool more = false; // somebody is behind
    };
    // One look.
    Result<Pass> run_once();

private:
    using Watchers = std::vector<std::shared_ptr<LiveWatcher>>;

    void loop();
    Watchers present();

    Environment environment_;
    const LiveWords words_;
    const LiveConfig config_;
    Guarded<Watchers> watchers_;
    std::optional<LiveSeen> seen_; // the live thread's; nothing while nobody watches
    Poke poke_;
    Poke stop_;
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

} // namespace presstime::control
