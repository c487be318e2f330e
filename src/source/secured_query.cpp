// Three levels, each of which sees the names of the one outside it and no more: the relations under names
// nobody can guess, the data sets over them with their filters, and the statement. A relation so reads its
// own tables even where a data set has the same name, and the statement reaches the tables by no name but the
// data set's.
#include "source/secured_query.hpp"

#include "base/text.hpp"
#include "source/row_filter_sql.hpp"

#include <fmt/format.h>

namespace presstime {
std::vector<MeantDataset> datasets_meant(std::string_view sql, const QueryScope& scope)
{
    std::vector<MeantDataset> meant;
    for (const Dataset& dataset : scope.datasets) {
        if (!may_name(sql, dataset))
            continue;
        const RowFilter* rows = nullptr;
        if (scope.security) {
            // Left out, it is a table that does not exist: the guard refuses the statement if it reads it,
            // and not if only a column goes by that name.
            const auto readable = scope.security->rows_of(dataset);
            if (!readable)
                continue;
            rows = *readable;
        }
        meant.push_back({dataset, rows});
    }
    return meant;
}

Error unreadable(std::string_view name, const QueryScope& scope)
{
    std::vector<std::string> names;
    for (const Dataset& dataset : scope.datasets) {
        const auto readable =
            scope.security ? scope.security->rows_of(dataset) : Result<const RowFilter*>(nullptr);
        if (readable)
            names.push_back(dataset.name);
        else if (equals_ignore_case_ascii(dataset.name, name))
            return readable.error();
    }
    return Error::invalid(
        "sql", fmt::format("under row-level security a query reads data sets alone, and {} is none; {}",
                           repair_utf8(clip_utf8(name, 100)),
                           names.empty() ? "it may read none here" : "it may read " + join(names, ", ")));
}

Error of_dataset(Error error, const Dataset& dataset)
{
    error.message = fmt::format("data set {}: {}", dataset.name, error.message);
    error.context.clear(); // a place in it is none in the statement that reads it
    return error;
}

std::string relation_sql(const Dataset& dataset)
{
    if (!dataset.sql.empty())
        return dataset.sql;
    std::vector<std::string> parts;
    for (std::string_view part : split(dataset.table, '.'))
        parts.push_back(quote_identifier(part));
    return "SELECT * FROM " + join(parts, ".");
}

Result<ComposedQuery> compose_query(std::string_view statement, const std::vector<Relation>& relations,
                                    const SqlDialect& dialect)
{
    if (relations.empty())
        return ComposedQuery{std::string(statement), {}};
    BoundValues values;
    std::vector<std::string> under;
    std::vector<std::string> datasets;
    for (const Relation& relation : relations) {
        const std::string name = quote_identifier(fmt::format("{}_of_{}", values.prefix(), under.size() + 1));
        under.push_back(fmt::format("{} AS ({}\n)", name, relation.sql));
        std::string rows;
        if (relation.rows)
            rows = fmt::format(" WHERE {}{}",
                               TRY(row_filter_sql(*relation.rows, relation.columns, dialect, values,
                                                  "secureFilters." + relation.name)),
                               dialect.barrier);
        datasets.push_back(
            fmt::format("{} AS (SELECT * FROM {}{})", quote_identifier(relation.name), name, rows));
    }
    // The line break ends a comment that the statement may end with.
    std::string sql = fmt::format("WITH {} SELECT * FROM (WITH {} SELECT * FROM ({}\n))", join(under, ", "),
                                  join(datasets, ", "), statement);
    return ComposedQuery{std::move(sql), values.take()};
}

} // namespace presstime
