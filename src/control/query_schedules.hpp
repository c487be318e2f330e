// Queries on a schedule of their own: the schedule fields of a report, on one query.
#pragma once

#include "control/environment.hpp"
#include "control/schedules.hpp"
#include "model/access.hpp"
#include "store/query_schedule_store.hpp"

#include <string_view>
#include <vector>

namespace presstime::control {

struct SavedQuerySchedule {
    store::QuerySchedule schedule;
    std::vector<Warning> warnings;
    bool created = false;
};

class QuerySchedules {
public:
    QuerySchedules(Environment environment, Strictness timezones)
        : environment_(std::move(environment)), timezones_(timezones)
    {
    }

    // Body: the schedule keys of a report, and {"enabled", "strict"}. Creates or replaces.
    Result<SavedQuerySchedule> put(const Principal& principal, std::int64_t query_id, std::string_view json,
                                   ExpectedVersion expected);
    Result<store::QuerySchedule> get(const Principal& principal, std::int64_t query_id);
    // What it has stored stays until its retention.
    Result<> remove(const Principal& principal, std::int64_t query_id);

private:
    Environment environment_;
    Strictness timezones_;
};

// By the category of its dashboard, whose id it gives; also the answer when the query is not there at all.
Result<std::string> require_query(db::Session& session, const Principal& principal, Action action,
                                  std::int64_t query_id);

} // namespace presstime::control
