// "Did Tuesday's report go out?": the runs of a workspace, newest first, narrowed by what a person knows of
// them.
#pragma once

#include "control/access.hpp"
#include "control/environment.hpp"
#include "control/run_rows.hpp"
#include "model/principal.hpp"

#include <optional>
#include <set>
#include <string>
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

// For those who build on it inside a transaction: the lines that the caller may read and that fit a wish.
class RunWalk {
public:
    static Result<RunWalk> plan(const Reading& reading, const RunWish& wish);
    // The first `limit` of them after `place`.
    Result<std::vector<store::RunLine>> read(db::Session& session, const store::RunPlace& place,
                                             int limit) const;
    Result<RowTotal> count(db::Session& session) const;

private:
    bool keeps(const store::RunLine& line) const;

    store::RunQuestion question_;
    store::RunPlace start_; // what `to` allows
    RunWish wish_;
    std::set<std::string> hidden_;
    bool judges_rows_ = false; // the streams give more than what fits
    std::vector<store::RunStream> streams_;
};

} // namespace presstime::control
