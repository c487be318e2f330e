// Puts data sets in front of a person's statement as common table expressions, each with the filter of its
// rows inside, so that whatever the statement computes - totals, windows, limits - is computed over the rows
// that may be seen. What it may name besides is the guard's matter, which every source has of its own.
#pragma once

#include "model/dataset.hpp"
#include "model/secure_filter.hpp"
#include "source/row_filter_sql.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace presstime {

// What a statement may read beside, or under filters instead of, the tables of its connection.
struct QueryScope {
    std::vector<Dataset> datasets; // of the statement's connection alone
    std::optional<SecurityContext> security;

    bool plain() const { return datasets.empty() && !security; }
};

// A data set that a statement may mean, as its source described it.
struct Relation {
    std::string name;
    std::string sql; // one SELECT, no ';' behind it
    std::vector<RelationColumn> columns;
    const RowFilter* rows = nullptr; // nullptr = all; must outlive the relation
};

struct ComposedQuery {
    std::string sql;
    std::vector<Binding> bindings; // to be given beside the statement's own
};

// The data sets whose names occur in the statement: all that it can possibly mean, and that the security
// context lets it read.
struct MeantDataset {
    Dataset dataset;
    const RowFilter* rows = nullptr; // into scope.security
};
std::vector<MeantDataset> datasets_meant(std::string_view sql, const QueryScope& scope);

// Why a statement may not read `name`: `forbidden` when it is a data set that security keeps from it,
// invalid("sql") for everything else.
Error unreadable(std::string_view name, const QueryScope& scope);

// An error of a data set's own relation, with its name in front.
Error of_dataset(Error error, const Dataset& dataset);

// SELECT of everything in the data set's table, or its own statement.
std::string relation_sql(const Dataset& dataset);

// `statement` is one complete SELECT without ';' behind it. invalid("secureFilters.<data set>...") when a
// filter names a column that is not there or compares it with a value of another kind.
Result<ComposedQuery> compose_query(std::string_view statement, const std::vector<Relation>& relations,
                                    const SqlDialect& dialect);

} // namespace presstime
