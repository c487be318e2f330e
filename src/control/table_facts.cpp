#include "control/table_facts.hpp"

#include "base/text.hpp"
#include "source/table_sql.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace presstime::control {
namespace {

constexpr std::size_t kMostColumns = 60;
constexpr std::int64_t kMostRows = 200'000;
constexpr std::size_t kLongestName = 100;

bool is_usable(const Column& column)
{
    return !trim(column.name).empty() && column.name.size() <= kLongestName && is_valid_utf8(column.name) &&
           !has_control_characters(column.name);
}

std::optional<Instant> instant_of(const ColumnData& data)
{
    if (data.rows == 0 || data.is_null(0))
        return std::nullopt;
    if (data.type == ColumnType::timestamp)
        return Instant(Microseconds(data.integer(0)));
    if (data.type == ColumnType::date)
        return Instant(std::chrono::days(data.integer(0)));
    if (data.type != ColumnType::text)
        return std::nullopt;
    const std::string text(data.text(0).substr(0, 10));
    if (text.size() != 10)
        return std::nullopt;
    const Result<Instant> instant = parse_rfc3339(text + "T00:00:00Z");
    return instant ? std::optional(*instant) : std::nullopt;
}

std::optional<double> number_of(const ColumnData& data)
{
    return is_number(data.type) && data.rows > 0 && !data.is_null(0) ? std::optional(data.as_number(0))
                                                                     : std::nullopt;
}

} // namespace

Result<TableFacts> look_at_table(Interactive& interactive, const Connection& connection,
                                 const SchemaTable& table)
{
    TableFacts facts{table.name, quoted_name(table), connection.kind, 0, {}};
    std::vector<std::string> asked{"count(*)"};
    for (const Column& column : table.columns) {
        if (!is_usable(column) || facts.columns.size() == kMostColumns)
            continue;
        facts.columns.push_back({column});
        const std::string name = quoted_name(column.name);
        asked.push_back(fmt::format("count(DISTINCT {0}), min({0}), max({0})", name));
    }
    QueryRequest request;
    request.workspace_id = connection.workspace_id;
    request.query.name = "facts";
    request.query.connection = connection.name;
    request.query.sql =
        write_sql({.from = first_rows_of(facts.quoted, kMostRows), .selected = std::move(asked)});
    const QueryAnswer answer = TRY(interactive.run_query(request));
    const std::vector<ColumnData>& cells = answer.table.data.columns;
    facts.rows = cells[0].integer(0);
    for (std::size_t at = 0; at < facts.columns.size(); ++at) {
        ColumnFacts& column = facts.columns[at];
        column.distinct = cells[1 + 3 * at].integer(0);
        column.lowest = number_of(cells[2 + 3 * at]);
        column.highest = number_of(cells[3 + 3 * at]);
        column.first = instant_of(cells[2 + 3 * at]);
        column.last = instant_of(cells[3 + 3 * at]);
    }
    return facts;
}

} // namespace presstime::control
