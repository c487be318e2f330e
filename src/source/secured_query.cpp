// Three levels, each of which sees the names of the one outside it and no more: the relations under names
// nobody can guess, the data sets over them with their filters, and the statement. A relation so reads its
// own tables even where a data set has the same name, and the statement reaches the tables by no name but the
// data set's.
#include "source/secured_query.hpp"

#include "base/text.hpp"
#include "source/row_filter_sql.hpp"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>

namespace presstime {
namespace {

bool is_name_character(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// As a whole word. A data set's name is plain, so it stands letter by letter in whatever way of quoting.
bool holds_name(std::string_view lower_sql, std::string_view lower_name)
{
    for (std::size_t at = lower_sql.find(lower_name); at != std::string_view::npos;
         at = lower_sql.find(lower_name, at + 1)) {
        const std::size_t end = at + lower_name.size();
        const bool begins = at == 0 || !is_name_character(lower_sql[at - 1]);
        if (begins && (end == lower_sql.size() || !is_name_character(lower_sql[end])))
            return true;
    }
    return false;
}

} // namespace

std::vector<MeantDataset> datasets_meant(std::string_view sql, const QueryScope& scope)
{
    const std::string lower_sql = to_lower_ascii(sql);
    std::vector<MeantDataset> meant;
    for (const Dataset& dataset : scope.datasets) {
        if (!holds_name(lower_sql, to_lower_ascii(dataset.name)))
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
