// How runs ended, summed as they end: what a day and the share that was on time are read from, however many
// runs there are. Counted by the instant they were due, for a dashboard and for all of them together; tests
// are not counted. What has been counted stays when its report is deleted, and goes with its dashboard.
#pragma once

#include "base/time.hpp"
#include "platform/db/database.hpp"

#include <string>
#include <vector>

namespace presstime::store {

struct RunCounts {
    std::int64_t due = 0;     // instants of the clock that ended, or were skipped
    std::int64_t on_time = 0; // of those: success within the report's misfire_grace
    std::int64_t sent = 0;    // success, whatever caused it
    std::int64_t late = 0;    // of those sent: by the clock, and past misfire_grace
    std::int64_t partial = 0;
    std::int64_t failed = 0;
    std::int64_t skipped = 0; // instants, not rows
    std::int64_t cancelled = 0;

    RunCounts& operator+=(const RunCounts& other);
    RunCounts& operator-=(const RunCounts& other);
    bool operator==(const RunCounts&) const = default;
};

// Quarters of an hour make up a day in any zone of today; days are those of UTC.
enum class CountSpan { quarter_hour, day };

struct CountQuestion {
    std::int64_t workspace_id = 1;
    std::string dashboard_id; // "" = all dashboards together
    CountSpan span = CountSpan::day;
    Instant from{};
    Instant to{}; // exclusive
};
struct SpanCounts {
    Instant begins_at{};
    RunCounts counts;
};
Result<std::vector<SpanCounts>> list_run_counts(db::Session& session, const CountQuestion& question);

// What follows from a run's end, once, in the transaction that ends it: it is counted, marked when it was
// late, and it becomes its report's last run when it made something or failed to.
Result<> note_run_ended(db::Session& session, std::int64_t run_id);

// Of spans that began before; returns how many rows went.
Result<std::int64_t> delete_old_run_counts(db::Session& session, Instant before);
// Of a dashboard that goes: its sums, here and in those of all.
Result<> forget_run_counts(db::Session& session, std::int64_t workspace_id, const std::string& dashboard_id);

} // namespace presstime::store
