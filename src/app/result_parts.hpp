// What the server tells and answers besides reports: events by cursor, stored results by their addresses, and
// queries on a schedule of their own with the thread that runs them.
#pragma once

#include "api/live_words.hpp"
#include "api/resources.hpp"
#include "run/query_runner.hpp"

namespace presstime {

struct ResultParts {
    // A quarter of the threads that answer may wait for events.
    ResultParts(const control::Environment& environment, control::Strictness timezones,
                run::SourcePool& sources, run::QueryRunnerConfig config, std::int64_t handler_threads,
                const std::string& public_url, control::LiveConfig live_config)
        : events(environment, static_cast<int>(handler_threads / 4)),
          stored(environment),
          query_schedules(environment, timezones),
          query_runner(environment.database, environment.objects, sources, environment.clock,
                       std::move(config)),
          live(environment, api::live_words(public_url), live_config)
    {
    }

    api::ResultControls controls() { return {events, stored, query_schedules, live}; }
    // Work may be waiting, and those who wait for events or watch runs may have some.
    void poke()
    {
        query_runner.poke();
        events.poke();
        live.poke();
    }

    control::Events events;
    control::StoredResults stored;
    control::QuerySchedules query_schedules;
    run::QueryRunner query_runner;
    control::Live live;
};

} // namespace presstime
