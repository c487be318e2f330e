// Open rows have partial indexes of their own; what ended is counted by the index on its end.
#include "store/metrics_store.hpp"

#include "store/query.hpp"

namespace presstime::store {
namespace {

constexpr db::Statement kOpenRuns{"metrics.open_runs", R"sql(
    SELECT status, COUNT(*)
    FROM runs
    WHERE status IN ('queued', 'running')
    GROUP BY status
)sql"};
constexpr db::Statement kEndedRuns{"metrics.ended_runs", R"sql(
    SELECT status, COUNT(*)
    FROM runs
    WHERE finished_at > $1 AND finished_at <= $2
    GROUP BY status
)sql"};
constexpr db::Statement kDueRuns{"metrics.due_runs", R"sql(
    SELECT COUNT(*), MIN(not_before)
    FROM runs
    WHERE status = 'queued' AND not_before <= $1
)sql"};
constexpr db::Statement kQueues{"metrics.delivery_queues", R"sql(
    SELECT channel, COUNT(*), MIN(next_attempt_at)
    FROM deliveries
    WHERE next_attempt_at IS NOT NULL
    GROUP BY channel
    ORDER BY channel
)sql"};
constexpr db::Statement kUnderWay{"metrics.deliveries_under_way", R"sql(
    SELECT COUNT(*)
    FROM deliveries
    WHERE state = 'sending'
)sql"};
constexpr db::Statement kTries{"metrics.tries", R"sql(
    SELECT deliveries.channel, attempts.outcome, COUNT(*)
    FROM attempts
    JOIN deliveries ON deliveries.id = attempts.delivery_id
    WHERE attempts.id > $1 AND attempts.id <= $2
    GROUP BY deliveries.channel, attempts.outcome
)sql"};
constexpr db::Statement kLastTry{"metrics.last_try", R"sql(
    SELECT MAX(id)
    FROM attempts
)sql"};
constexpr db::Statement kUnfanned{"metrics.unfanned_events", R"sql(
    SELECT COUNT(*), MIN(occurred_at)
    FROM events
    WHERE fanned_out = 0
)sql"};

Result<std::vector<LabelledCount>> labelled(db::Session& session, const db::Statement& statement,
                                            const db::Parameters& parameters)
{
    return query_all(session, statement, parameters, [](const db::Row& row) -> Result<LabelledCount> {
        return LabelledCount{row.text(0), row.integer(1)};
    });
}

Result<Waiting> waiting(db::Session& session, const db::Statement& statement,
                        const db::Parameters& parameters)
{
    const auto found =
        TRY(query_first(session, statement, parameters, [](const db::Row& row) -> Result<Waiting> {
            return Waiting{row.integer(0), row.optional_instant(1)};
        }));
    return found.value_or(Waiting{});
}

} // namespace

Result<std::vector<LabelledCount>> count_open_runs(db::Session& session)
{
    return labelled(session, kOpenRuns, {});
}

Result<std::vector<LabelledCount>> count_ended_runs(db::Session& session, Instant after, Instant until)
{
    return labelled(session, kEndedRuns, {db::param(after), db::param(until)});
}

Result<std::vector<ChannelQueue>> delivery_queues(db::Session& session)
{
    return query_all(session, kQueues, {}, [](const db::Row& row) -> Result<ChannelQueue> {
        return ChannelQueue{row.text(0), row.integer(1), row.instant(2)};
    });
}

Result<std::int64_t> count_deliveries_under_way(db::Session& session)
{
    return TRY(session.query_integer(kUnderWay, {})).value_or(0);
}

Result<std::vector<TryCount>> count_tries(db::Session& session, std::int64_t after_id, std::int64_t until_id)
{
    return query_all(session, kTries, {db::param(after_id), db::param(until_id)},
                     [](const db::Row& row) -> Result<TryCount> {
                         return TryCount{row.text(0), row.text(1), row.integer(2)};
                     });
}

Result<std::int64_t> last_try_id(db::Session& session)
{
    return TRY(session.query_integer(kLastTry, {})).value_or(0);
}

Result<Waiting> unfanned_events(db::Session& session)
{
    return waiting(session, kUnfanned, {});
}

Result<Waiting> due_runs(db::Session& session, Instant now)
{
    return waiting(session, kDueRuns, {db::param(now)});
}

} // namespace presstime::store
