#include "source/table_sql.hpp"

#include "base/text.hpp"
#include "source/sql_dialect.hpp"

#include <fmt/format.h>

namespace presstime {

std::string write_sql(const TableSelect& select)
{
    std::string sql =
        fmt::format("SELECT {}\nFROM {}", select.selected.empty() ? "*" : join(select.selected, ",\n       "),
                    select.from);
    if (!select.present.empty())
        sql += fmt::format("\nWHERE {} IS NOT NULL", select.present);
    if (select.grouped)
        sql += "\nGROUP BY 1";
    if (!select.order.empty())
        sql += "\nORDER BY " + select.order;
    if (select.limit > 0)
        sql += fmt::format("\nLIMIT {}", select.limit);
    return sql;
}

std::string quoted_name(std::string_view name)
{
    return quote_identifier(name);
}

std::string quoted_name(const SchemaTable& table)
{
    return quote_identifier(table.schema) + "." + quote_identifier(table.name);
}

std::string first_rows_of(const std::string& table, std::int64_t rows)
{
    return fmt::format("({}) AS looked_at", write_sql({.from = table, .selected = {}, .limit = rows}));
}

std::string bucket_sql(std::string_view engine, std::string_view column, std::string_view unit)
{
    const std::string name = quote_identifier(column);
    if (engine != "sqlite")
        return fmt::format("CAST(date_trunc('{}', CAST({} AS TIMESTAMP)) AS DATE)", unit, name);
    if (unit == "day")
        return fmt::format("date({})", name);
    return fmt::format("strftime('{}', {})", unit == "month" ? "%Y-%m-01" : "%Y-01-01", name);
}

} // namespace presstime
