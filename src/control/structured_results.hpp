// Queries as data, run for the holder of a data access token: POST /api/v1/create-results.
#pragma once

#include "control/data_access.hpp"
#include "control/environment.hpp"
#include "control/interactive.hpp"
#include "model/table.hpp"

#include <string_view>
#include <vector>

namespace presstime::control {

enum class RowShape { arrays, objects };

struct ResultSet {
    std::vector<Table> tables; // one a query
    RowShape shape = RowShape::arrays;
};

class StructuredResults {
public:
    // Both must outlive this.
    StructuredResults(Environment environment, DataAccessTokens& tokens, Interactive& interactive)
        : environment_(std::move(environment)), tokens_(tokens), interactive_(interactive)
    {
    }

    // Body {"queries":[...],"virtualFields":{},"identityConfigIntegritySignature":TOKEN,"rows":"arrays" or
    // "objects"}; `bearer` stands in for the token where the body has none. Whole results only: too_large
    // ("queries[0].limit") for more rows than one answer holds.
    Result<ResultSet> create(std::string_view bearer, std::string_view json);

private:
    Environment environment_;
    DataAccessTokens& tokens_;
    Interactive& interactive_;
};

} // namespace presstime::control
