// When queries run by themselves: the schedule's keys of a report, kept as JSON beside the query.
#pragma once

#include "model/schedule.hpp"
#include "platform/db/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace presstime::store {

struct QuerySchedule {
    std::int64_t query_id = 0;
    std::int64_t workspace_id = 1;
    std::string dashboard_id;
    bool enabled = true;
    Schedule schedule;
    std::optional<Instant> next_run_at;
    std::int64_t version = 1;
    Instant created_at{};
    Instant updated_at{};
};

// Inserts, or replaces with version + 1.
Result<> put_query_schedule(db::Session& session, QuerySchedule& schedule, Instant now);
Result<std::optional<QuerySchedule>> find_query_schedule(db::Session& session, std::int64_t query_id);
Result<bool> delete_query_schedule(db::Session& session, std::int64_t query_id);
// With next_run_at <= now, in that order.
Result<std::vector<QuerySchedule>> due_query_schedules(db::Session& session, Instant now, int limit);
Result<> set_query_next_run_at(db::Session& session, std::int64_t query_id,
                               std::optional<Instant> next_run_at);
Result<std::optional<Instant>> earliest_query_run_at(db::Session& session);

// The dashboard that has the query; nothing when there is no such query in the workspace.
Result<std::optional<std::string>> dashboard_of_query(db::Session& session, std::int64_t workspace_id,
                                                      std::int64_t query_id);

} // namespace presstime::store
