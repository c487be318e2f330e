// Runs for people to look through: newest nominal instant first, by index whatever their number, and without
// the definitions, which are most of a run's bytes. A walk reads on from a place; who may see what is the
// caller's.
#pragma once

#include "model/run.hpp"
#include "platform/db/database.hpp"

#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace presstime::store {

// Where a list goes on: strictly before it, in the order of (nominal_at, id).
struct RunPlace {
    Instant nominal_at = Instant::max();
    std::int64_t id = 0;

    auto operator<=>(const RunPlace&) const = default;
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

    RunPlace place() const { return {nominal_at, id}; }
};

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
        all,
        of_status,   // any but success: what is rare is found without a walk over what is not
        unscheduled, // caused by anything else than a schedule
        late,        // ended late, by the clock
        of_report,
    };
    Kind kind = Kind::all;
    RunStatus status = RunStatus::failed; // of_status
    std::int64_t report_id = 0;           // of_report
};
Result<std::vector<RunLine>> list_runs(db::Session& session, const RunQuestion& question,
                                       const RunStream& stream, const RunPlace& place, int limit);
// How many there are, no further than `limit`.
Result<std::int64_t> count_runs(db::Session& session, const RunQuestion& question, const RunStream& stream,
                                const RunPlace& place, int limit);
Result<std::optional<RunLine>> find_run_line(db::Session& session, std::int64_t run_id);

// Reports that a question narrows itself to, at most `limit` of them, with their dashboards.
struct ReportPlace {
    std::int64_t id = 0;
    std::string dashboard_id;
};
// `name_part` = "" or what the name contains, in any case of ASCII letters; `dashboard_id` = "" for any.
Result<std::vector<ReportPlace>> find_reports(db::Session& session, std::int64_t workspace_id,
                                              const std::string& dashboard_id, const std::string& name_part,
                                              int limit);
Result<std::vector<ReportPlace>> reports_in_category(db::Session& session, std::int64_t workspace_id,
                                                     const std::string& category, int limit);

// For LIKE ... ESCAPE '\': "%50\% off%", in lower case; "" for nothing.
std::string like_pattern(const std::string& part);
// ",failed,partial," for a statement to look a word up in; "" for none.
std::string list_of(const std::vector<RunStatus>& statuses);

} // namespace presstime::store
