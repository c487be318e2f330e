// Queries as data, run for the holder of a data access token: POST /api/v1/create-results.
#pragma once

#include "control/data_access.hpp"
#include "control/embeds.hpp"
#include "control/interactive.hpp"
#include "model/table.hpp"

#include <string_view>
#include <variant>
#include <vector>

namespace presstime::control {

enum class RowShape { arrays, objects };

struct ResultSet {
    std::vector<Table> tables; // one a query
    RowShape shape = RowShape::arrays;
};

class StructuredResults {
public:
    // All must outlive this.
    StructuredResults(DataAccessTokens& tokens, Embeds& embeds, Interactive& interactive)
        : tokens_(tokens), embeds_(embeds), interactive_(interactive)
    {
    }

    // Body {"queries":[...],"virtualFields":{},"identityConfigIntegritySignature":TOKEN,"rows":"arrays" or
    // "objects"}; a query that names a widgetId asks for that widget's rows. `bearer` stands in for the token
    // where the body has none. Whole results only: too_large
    // ("queries[0].limit") for more rows than one answer holds.
    Result<ResultSet> create(std::string_view bearer, std::string_view json);

private:
    using Asked = std::variant<StructuredQuery, WidgetQuery>;
    Result<QueryAnswer> run(const DataAccess& access, const Asked& query, const std::string& path);

    DataAccessTokens& tokens_;
    Embeds& embeds_;
    Interactive& interactive_;
};

} // namespace presstime::control
