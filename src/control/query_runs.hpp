// One query alone, run while somebody waits.
#pragma once

#include "control/environment.hpp"
#include "control/interactive.hpp"
#include "model/principal.hpp"
#include "model/query_run.hpp"

#include <string>
#include <string_view>

namespace presstime::control {

struct RecordedAnswer {
    QueryAnswer answer;
    QueryRun run;
    std::string result_path; // where the rows are fetched again
};

class QueryRuns {
public:
    // `interactive` must outlive this.
    QueryRuns(Environment environment, Interactive& interactive)
        : environment_(std::move(environment)), interactive_(interactive)
    {
    }

    // `dashboard` is its id or number, `query` its id or name; the draft's
    // query runs. Body: nothing, or {"parameters":{...}, "max_rows":N}. The run is recorded with its rows and
    // its event, also when the query fails; not when it could not be asked at all (busy).
    Result<RecordedAnswer> run(const Principal& principal, const std::string& dashboard,
                               const std::string& query, std::string_view json);
    // Newest first, those on a schedule too.
    Result<Page<QueryRun>> list(const Principal& principal, std::int64_t query_id, const PageRequest& page);

private:
    Result<QueryRun> record(const Principal& principal, const Dashboard& dashboard,
                            const QueryRequest& request, const Result<QueryAnswer>& answer,
                            Instant started_at);
    Result<std::string> store_rows(std::int64_t query_id, const Table& table);

    Environment environment_;
    Interactive& interactive_;
};

} // namespace presstime::control
