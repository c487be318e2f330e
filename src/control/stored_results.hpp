// The rows that a run or a query run alone has stored, for those who may read its dashboard: what the result
// addresses in events answer with.
#pragma once

#include "control/environment.hpp"
#include "model/principal.hpp"
#include "model/query_run.hpp"
#include "model/render_input.hpp"
#include "model/run.hpp"

#include <memory>
#include <string>
#include <vector>

namespace presstime::control {

// Marks a not_found whose thing was there and is past its retention: 410 over HTTP.
inline constexpr std::string_view kPastRetention = "past its retention";

struct StoredRows {
    std::int64_t query_id = 0;
    std::string query_name;
    std::string error;                   // why there are no rows: the query failed in that run
    std::unique_ptr<BatchReader> reader; // from the first row; nullptr when it failed
};
struct RunRows {
    Run run;
    std::vector<StoredRows> outputs; // in the dashboard's order
};

// `dashboard` is the id or number, `query` the id or name. not_found for what is not there or not the
// caller's to see; conflict while the run has not ended.
class StoredResults {
public:
    explicit StoredResults(Environment environment) : environment_(std::move(environment)) {}

    Result<RunRows> of_run(const Principal& principal, const std::string& dashboard, std::int64_t run_id);
    Result<StoredRows> of_query(const Principal& principal, const std::string& dashboard,
                                const std::string& query, std::int64_t run_id);
    // Of the query run alone.
    Result<StoredRows> of_query_run(const Principal& principal, const std::string& dashboard,
                                    const std::string& query, std::int64_t query_run_id);

private:
    struct Found;
    Result<Found> find(const Principal& principal, const std::string& dashboard, std::int64_t run_id);
    Result<StoredRows> open(const Query& query, const StoredResult& stored) const;

    Environment environment_;
};

} // namespace presstime::control
