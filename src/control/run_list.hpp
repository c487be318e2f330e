// "Did Tuesday's report go out?": the runs of a workspace, newest first, narrowed by what a person knows of
// them.
#pragma once

#include "control/access.hpp"
#include "control/environment.hpp"
#include "control/readable_reports.hpp"
#include "control/run_rows.hpp"
#include "model/principal.hpp"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace presstime::control {

struct RunWish {
    std::optional<Instant> from; // of nominal_at; inclusive
    std::optional<Instant> to;   // exclusive
    std::vector<RunStatus> statuses;
    std::optional<RunCause> cause;
    std::int64_t report_id = 0; // 0 = any
    std::string dashboard_id;   // "" = any
    std::string name_part;      // of the report's name; "" = any
    bool leave_out_tests = false;
    bool late = false; // only what ended late, of any report
};

// How many there are, counted no further than kCountedRows rows.
struct RowTotal {
    std::int64_t counted = 0;
    bool more = false;
};
inline constexpr int kCountedRows = 10'000;
std::string to_string(const RowTotal& total); // "312", "10000+"

struct FoundRuns {
    Page<RunRow> page;
    RowTotal total;
};

class RunList {
public:
    explicit RunList(Environment environment) : environment_(std::move(environment)) {}

    Result<FoundRuns> list(const Principal& principal, const RunWish& wish, const PageRequest& page);

private:
    Environment environment_;
};

// Whether the report of a run fits a wish and may be read by the caller; each is asked for once.
class FittingReports {
public:
    FittingReports(std::set<std::string> hidden, std::string dashboard_id, std::string name_part);
    Result<std::vector<store::RunSpot>> keep(db::Session& session, const std::vector<store::RunSpot>& spots);

private:
    std::set<std::string> hidden_;
    std::string dashboard_id_;
    std::string name_part_; // in lower case
    std::unordered_map<std::int64_t, bool> known_;
};

// For those who build on it inside a transaction: the lines that the caller may read and that fit a wish.
// What `reading` refers to stays as long as the walk.
class RunWalk {
public:
    static Result<RunWalk> plan(const Reading& reading, const RunWish& wish);
    // The first `limit` of them after `place`.
    Result<std::vector<store::RunLine>> read(db::Session& session, const store::RunPlace& place,
                                             int limit) const;
    Result<RowTotal> count(db::Session& session) const;

private:
    RunWalk(const Reading& reading, const RunWish& wish);
    struct Judged {
        std::vector<store::RunSpot> kept;
        store::RunPlace place; // looked at up to here
        bool ended = false;
    };
    Result<std::optional<std::vector<std::int64_t>>> few_reports() const;
    Result<std::vector<store::RunSpot>> find(db::Session& session, const store::RunPlace& place,
                                             int limit) const;
    Result<Judged> judge(db::Session& session, const store::RunPlace& place, std::size_t limit,
                         std::size_t most) const;
    Result<std::vector<store::RunSpot>> find_of_reports(db::Session& session,
                                                        const std::vector<std::int64_t>& reports,
                                                        const store::RunPlace& place, int limit) const;

    Reading reading_;
    ReportNarrowing narrowing_;
    store::RunQuestion question_;
    store::RunPlace start_; // what `to` allows
    std::vector<store::RunStream> streams_;
    std::optional<std::vector<std::int64_t>> reports_; // theirs alone, in place of the streams
    std::shared_ptr<FittingReports> fitting_;          // the streams give more than what fits
    std::size_t most_judged_ = 0;
};

} // namespace presstime::control
