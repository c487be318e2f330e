// What monitoring asks for, over all workspaces: gauges as they are now, and counters since this process
// began, which grow by what is new in the state each time somebody asks.
#pragma once

#include "base/guarded.hpp"
#include "control/environment.hpp"
#include "store/metrics_store.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace presstime::control {

struct Figures {
    std::vector<store::LabelledCount> open_runs;
    std::map<std::string, std::int64_t> ended_runs; // by status
    store::Waiting due_runs;
    std::vector<store::ChannelQueue> queues;
    std::int64_t deliveries_under_way = 0;
    std::map<std::pair<std::string, std::string>, std::int64_t> tries; // by channel and outcome
    store::Waiting unfanned_events;
    db::WriteCounts writes;
    Instant now{};
};

class Metrics {
public:
    explicit Metrics(Environment environment);

    Result<Figures> read();

private:
    struct Counters {
        bool begun = false;
        Instant runs_until{}; // counted up to here
        std::int64_t last_try = 0;
        std::map<std::string, std::int64_t> ended_runs;
        std::map<std::pair<std::string, std::string>, std::int64_t> tries;
    };
    Result<> advance(db::Session& session, Instant now, Counters& counters) const;

    Environment environment_;
    Guarded<Counters> counters_;
};

} // namespace presstime::control
