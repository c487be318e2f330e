// One query alone, run while somebody waits.
#pragma once

#include "control/environment.hpp"
#include "control/interactive.hpp"
#include "model/principal.hpp"

#include <string>
#include <string_view>

namespace presstime::control {

class QueryRuns {
public:
    // `interactive` must outlive this.
    QueryRuns(Environment environment, Interactive& interactive)
        : environment_(std::move(environment)), interactive_(interactive)
    {
    }

    // `dashboard` is its id or number, `query` its id or name; the draft's
    // query runs. Body: nothing, or {"parameters":{...}, "max_rows":N}.
    Result<QueryAnswer> run(const Principal& principal, const std::string& dashboard,
                            const std::string& query, std::string_view json);

private:
    Environment environment_;
    Interactive& interactive_;
};

} // namespace presstime::control
