// One look of the live stream: what has changed since the last one, and for each watcher what of it may be
// read. In one read transaction; nothing is sent here.
#pragma once

#include "control/run_rows.hpp"
#include "control/run_steps.hpp"
#include "model/event.hpp"
#include "model/principal.hpp"
#include "platform/http/event_stream.hpp"
#include "store/live_store.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace presstime::control {

struct LiveConfig {
    std::size_t max_streams = 256;
    std::size_t max_of_one_caller = 8;     // of one session, or one key
    std::size_t max_of_one_person = 64;    // in however many sessions: the rest is for others
    std::chrono::milliseconds busy{500};   // between looks while something runs
    std::chrono::milliseconds idle{2'000}; // while nothing does: how soon a log-out is noticed
    std::chrono::milliseconds rest{200};   // between two looks at least, whatever pokes
    std::chrono::seconds session_idle{12 * 3600};
    http::EventStreamConfig stream;
};

// A run that changed; with progress while it is under way.
struct LiveRun {
    RunRow row;
    std::optional<RunProgress> progress;
};

// How a change is written for the wire; done once, whoever reads it. What cannot be written is empty.
struct LiveWords {
    std::function<std::string(const LiveRun&)> run;
    std::function<std::string(const store::DeliveryMark&)> delivery;
    std::function<std::string(const Event&, const std::string& id)> event;
    std::function<std::string(const store::WebhookMark&)> webhook; // its deliveries of events
};

struct LiveWatcher {
    std::weak_ptr<http::EventStream> stream;
    Principal caller;
    std::optional<std::int64_t> after_event; // nothing: from the next look on
    bool knows_runs = false;                 // has been told what is under way
};

// What the last look saw, to be held against the next.
struct LiveSeen {
    std::int64_t event = 0;
    std::int64_t attempt = 0;
    std::int64_t delivery = 0;
    std::int64_t run = 0;
    std::map<std::int64_t, store::RunMark> runs;
    std::map<std::int64_t, store::DeliveryMark> deliveries;
    std::set<std::int64_t> waiting; // runs that changed and were too many for one look
};

struct LiveFinds {
    struct ForWatcher {
        std::shared_ptr<LiveWatcher> watcher;
        std::optional<Principal> caller; // as it is now; nothing = it may watch no longer
        std::int64_t after_event = 0;
        std::string text;
    };
    LiveSeen seen;
    std::vector<ForWatcher> found;
    bool busy = false; // something runs
    bool more = false; // another look at once has more to tell
};

struct LiveLens {
    const LiveWords& words;
    const LiveConfig& config;
    Instant now;
};
Result<LiveFinds> look_around(db::Session& session, const LiveLens& lens,
                              const std::optional<LiveSeen>& before,
                              const std::vector<std::shared_ptr<LiveWatcher>>& watchers);

} // namespace presstime::control
