// An end is written with its instant a moment before it is committed: runs are counted up to a little ago, so
// that none is passed over.
#include "control/metrics.hpp"

#include <algorithm>

namespace presstime::control {
namespace {

constexpr std::chrono::seconds kCommitsLag{10};

} // namespace

Metrics::Metrics(Environment environment) : environment_(std::move(environment))
{
    counters_.with([&](Counters& counters) { counters.runs_until = environment_.clock.now() - kCommitsLag; });
}

Result<> Metrics::advance(db::Session& session, Instant now, Counters& counters) const
{
    // Never back: of two readings at once the later one here may have the older snapshot.
    const std::int64_t last_try = std::max(counters.last_try, TRY(store::last_try_id(session)));
    if (!counters.begun)
        counters.last_try = last_try;
    for (const store::TryCount& each : TRY(store::count_tries(session, counters.last_try, last_try)))
        counters.tries[{each.channel, each.outcome}] += each.count;
    counters.last_try = last_try;
    const Instant until = std::max(counters.runs_until, now - kCommitsLag);
    for (const store::LabelledCount& each : TRY(store::count_ended_runs(session, counters.runs_until, until)))
        counters.ended_runs[each.label] += each.count;
    counters.runs_until = until;
    counters.begun = true;
    return {};
}

Result<Figures> Metrics::read()
{
    Figures figures;
    figures.now = environment_.clock.now();
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        figures.open_runs = TRY(store::count_open_runs(session));
        figures.due_runs = TRY(store::due_runs(session, figures.now));
        figures.queues = TRY(store::delivery_queues(session));
        figures.deliveries_under_way = TRY(store::count_deliveries_under_way(session));
        figures.unfanned_events = TRY(store::unfanned_events(session));
        // One at a time: two at once would count the same rows twice.
        return counters_.with([&](Counters& counters) -> Result<> {
            Counters next = counters;
            TRY(advance(session, figures.now, next));
            counters = std::move(next);
            figures.ended_runs = counters.ended_runs;
            figures.tries = counters.tries;
            return {};
        });
    }));
    figures.writes = environment_.database.write_counts();
    return figures;
}

} // namespace presstime::control
