// Runs for people to look through: newest nominal instant first, by index whatever their number. What is
// listed is first found as spots, which an index alone gives; lines are read of the few that are shown,
// without the definitions, which are most of a run's bytes. Who may see what is the caller's.
#pragma once

#include "model/run.hpp"
#include "platform/db/database.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace presstime::store {

// Where a list goes on: strictly before it, in the order of (nominal_at, id).
struct RunPlace {
    Instant nominal_at = Instant::max();
    std::int64_t id = 0;

    auto operator<=>(const RunPlace&) const = default;
};

// A run in a list that nothing was read of yet.
struct RunSpot {
    RunPlace place;
    std::int64_t report_id = 0;
};

// A run with what is shown of its report.
struct RunLine {
    std::int64_t id = 0;
    std::int64_t workspace_id = 0;
    std::int64_t report_id = 0;
    std::string report_name;
    std::string dashboard_id; // the report's, as it is now
    std::string dashboard_name;
    std::chrono::seconds misfire_grace{0};
    Instant nominal_at{};
    std::string nominal_local;
    RunCause cause = RunCause::schedule;
    RunStatus status = RunStatus::queued;
    RunPhase phase = RunPhase::query;
    Instant queued_at{};
    std::optional<Instant> started_at;
    std::optional<Instant> finished_at;
    std::int64_t rows = 0;
    bool complete = true;
    std::string error;
    std::string reason;
    std::int64_t skipped_count = 0;
};
Result<std::optional<RunLine>> find_run_line(db::Session& session, std::int64_t run_id);

struct RunQuestion {
    std::int64_t workspace_id = 1;
    Instant from = Instant::min();   // of nominal_at
    std::vector<RunStatus> statuses; // none = any
    std::optional<RunCause> cause;
    bool leave_out_tests = false;
};

// What one index reads in order. Whatever no single one finds is merged from several.
struct RunStream {
    enum class Kind {
        of_state,            // of the whole workspace, one cause and one status; nothing is passed over
        late,                // of the whole workspace, ended late, by the clock
        of_report,           // of a question without statuses; passes over other causes
        of_report_in_status, // passes over other causes, if one is asked for
        of_report_by_cause,  // one that is not the schedule; passes over other statuses
    };
    Kind kind = Kind::of_state;
    std::int64_t report_id = 0; // of_report*
    RunCause cause = RunCause::schedule;
    RunStatus status = RunStatus::success;
};
Result<std::vector<RunSpot>> list_runs(db::Session& session, const RunQuestion& question,
                                       const RunStream& stream, const RunPlace& place, int limit);
// How many there are, no further than `limit`.
Result<std::int64_t> count_runs(db::Session& session, const RunQuestion& question, const RunStream& stream,
                                const RunPlace& place, int limit);

// The streams that together hold what fits the question, each run in one of them.
std::vector<RunStream> streams_of_workspace(const RunQuestion& question);
std::vector<RunStream> streams_of_report(const RunQuestion& question, std::int64_t report_id);

// The same of many reports at once; `stream` is that of one report, its report_id is not looked at.
struct ReportHead {
    std::int64_t report_id = 0;
    Instant nominal_at{};
};
// The newest instant at or before the place of each report that has one.
Result<std::vector<ReportHead>> newest_of_reports(db::Session& session, const RunQuestion& question,
                                                  const RunStream& stream,
                                                  std::span<const std::int64_t> report_ids,
                                                  const RunPlace& place);
Result<std::int64_t> count_of_reports(db::Session& session, const RunQuestion& question,
                                      const RunStream& stream, std::span<const std::int64_t> report_ids,
                                      const RunPlace& place, std::int64_t limit);

// ",failed,partial," for a statement to look a word up in; "" for none.
std::string list_of(const std::vector<RunStatus>& statuses);

} // namespace presstime::store
