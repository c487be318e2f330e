// A query tried while it is written: nothing of it is saved or recorded.
#pragma once

#include "control/environment.hpp"
#include "control/interactive.hpp"
#include "model/principal.hpp"
#include "model/sql_place.hpp"

#include <optional>
#include <string_view>

namespace presstime::control {

struct PreviewedQuery {
    Result<QueryAnswer> answer;    // `invalid` with the body's field when the statement or what it needs is
                                   // wrong
    std::optional<SqlPlace> place; // in the body's `sql`, where the source tells one
};

class QueryPreviews {
public:
    static constexpr std::int64_t kMostRows = 1'000;

    // `interactive` must outlive this.
    QueryPreviews(Environment environment, Interactive& interactive)
        : environment_(std::move(environment)), interactive_(interactive)
    {
    }

    // {"connection", "sql", "parameters":[{name,type,default}]?, "values":{name:literal}?, "datasets":[..]?,
    // "dashboard_id"?, "max_rows"?}. Parameters and data sets that are left out are those of the dashboard's
    // draft. Fails when it is refused before the source is asked.
    Result<PreviewedQuery> run(const Principal& principal, std::string_view json);

private:
    Environment environment_;
    Interactive& interactive_;
};

} // namespace presstime::control
