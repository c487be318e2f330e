// What the server tells and answers besides reports: events by cursor, stored results by their addresses, and
// queries on a schedule of their own with the thread that runs them.
#pragma once

#include "api/resources.hpp"
#include "run/query_runner.hpp"

namespace presstime {

struct ResultParts {
    // A quarter of the threads that answer may wait for events.
    ResultParts(const control::Environment& environment, control::Strictness timezones,
                run::SourcePool& sources, run::QueryRunnerConfig config, std::int64_t handler_threads)
        : events(environment, static_cast<int>(handler_threads / 4)),
          stored(environment),
          query_schedules(environment, timezones),
          query_runner(environment.database, environment.objects, sources, environment.clock,
                       std::move(config))
    {
    }

    api::ResultControls controls() { return {events, stored, query_schedules}; }
    // Work may be waiting, and those who wait for events may have some.
    void poke()
    {
        query_runner.poke();
        events.poke();
    }

    control::Events events;
    control::StoredResults stored;
    control::QuerySchedules query_schedules;
    run::QueryRunner query_runner;
};

} // namespace presstime
