// The dialects as tables of small functions.
#include "source/sql_dialect.hpp"

#include "base/id.hpp"
#include "model/enum_text.hpp"

#include <fmt/format.h>

namespace presstime {
namespace {

constexpr std::size_t kRandomCharacters = 20; // of 36: 103 bits

bool is_text(const Value& value)
{
    return std::holds_alternative<std::string>(value);
}

// DuckDB. Columns have types, and text columns may be UUIDs, enums and others that compare as their text.
std::string duckdb_operand(std::string_view column, FilterOp, const Value& value)
{
    return is_text(value) ? fmt::format("CAST({} AS VARCHAR)", column) : std::string(column);
}

std::string duckdb_typed(std::string_view parameter, const Value& value)
{
    struct TypeName {
        std::string_view operator()(std::monostate) const { return "VARCHAR"; }
        std::string_view operator()(bool) const { return "BOOLEAN"; }
        std::string_view operator()(std::int64_t) const { return "BIGINT"; }
        std::string_view operator()(double) const { return "DOUBLE"; }
        std::string_view operator()(const std::string&) const { return "VARCHAR"; }
        std::string_view operator()(LocalDate) const { return "DATE"; }
        std::string_view operator()(Instant) const { return "TIMESTAMP"; }
    };
    return fmt::format("CAST({} AS {})", parameter, std::visit(TypeName{}, value));
}

std::string no_condition(std::string_view, const Value&)
{
    return {};
}

std::string duckdb_like(std::string_view operand, std::string_view parameter)
{
    return fmt::format("{} LIKE {} ESCAPE '\\'", operand, parameter);
}

std::string as_it_is(std::string_view pattern)
{
    return std::string(pattern);
}

std::string duckdb_truncated(std::string_view column, TimeUnit unit)
{
    const bool of_day = unit == TimeUnit::second || unit == TimeUnit::minute || unit == TimeUnit::hour;
    return fmt::format("CAST(date_trunc('{}', {}) AS {})", to_text(unit), column,
                       of_day ? "TIMESTAMP" : "DATE");
}

// SQLite. Any cell holds any kind of value, and kinds compare with each other: 'text' > 5 is true.
std::string sqlite_operand(std::string_view column, FilterOp op, const Value& value)
{
    const bool ordered = op == FilterOp::greater || op == FilterOp::greater_or_equal ||
                         op == FilterOp::less || op == FilterOp::less_or_equal;
    // The + takes the column's affinity away, which would turn the text '9' into a number, less than any
    // text.
    return ordered && is_text(value) ? fmt::format("+{}", column) : std::string(column);
}

std::string plain_parameter(std::string_view parameter, const Value&)
{
    return std::string(parameter);
}

std::string sqlite_same_kind(std::string_view column, const Value& value)
{
    if (std::holds_alternative<bool>(value))
        return fmt::format("typeof({}) = 'integer' AND ", column);
    const bool number = std::holds_alternative<std::int64_t>(value) || std::holds_alternative<double>(value);
    return fmt::format("typeof({}) IN ({}) AND ", column, number ? "'integer', 'real'" : "'text'");
}

// GLOB minds the case, as DuckDB's LIKE does; SQLite's own LIKE does not.
std::string sqlite_like(std::string_view operand, std::string_view parameter)
{
    return fmt::format("{} GLOB {}", operand, parameter);
}

std::string sqlite_like_pattern(std::string_view pattern)
{
    std::string glob;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        const bool escaped = pattern[at] == '\\' && at + 1 < pattern.size();
        const char c = escaped ? pattern[++at] : pattern[at];
        if (!escaped && (c == '%' || c == '_'))
            glob += c == '%' ? '*' : '?';
        else if (c == '*' || c == '?' || c == '[')
            glob += fmt::format("[{}]", c);
        else
            glob += c;
    }
    return glob;
}

std::string sqlite_truncated(std::string_view column, TimeUnit unit)
{
    switch (unit) {
    case TimeUnit::second:
        return fmt::format("strftime('%Y-%m-%d %H:%M:%S', {})", column);
    case TimeUnit::minute:
        return fmt::format("strftime('%Y-%m-%d %H:%M:00', {})", column);
    case TimeUnit::hour:
        return fmt::format("strftime('%Y-%m-%d %H:00:00', {})", column);
    case TimeUnit::day:
        return fmt::format("date({})", column);
    case TimeUnit::week: // the Sunday that ends it, six days back
        return fmt::format("date({}, 'weekday 0', '-6 days')", column);
    case TimeUnit::month:
        return fmt::format("date({}, 'start of month')", column);
    case TimeUnit::quarter:
        return fmt::format("date({0}, 'start of month', '-' || ((strftime('%m', {0}) - 1) % 3) || ' months')",
                           column);
    case TimeUnit::year:
        return fmt::format("date({}, 'start of year')", column);
    }
    return std::string(column);
}

} // namespace

const SqlDialect& duckdb_dialect()
{
    static const SqlDialect dialect = {
        .barrier = " LIMIT 9223372036854775807",
        .operand = duckdb_operand,
        .typed = duckdb_typed,
        .same_kind = no_condition,
        .like = duckdb_like,
        .like_pattern = as_it_is,
        .truncated = duckdb_truncated,
    };
    return dialect;
}

const SqlDialect& sqlite_dialect()
{
    static const SqlDialect dialect = {
        .barrier = " LIMIT -1",
        .operand = sqlite_operand,
        .typed = plain_parameter,
        .same_kind = sqlite_same_kind,
        .like = sqlite_like,
        .like_pattern = sqlite_like_pattern,
        .truncated = sqlite_truncated,
    };
    return dialect;
}

namespace {

std::string in_quotes(std::string_view text, char quote)
{
    std::string quoted(1, quote);
    for (const char c : text) {
        if (c == quote)
            quoted += quote;
        quoted += c;
    }
    return quoted + quote;
}

} // namespace

std::string quote_identifier(std::string_view name)
{
    return in_quotes(name, '"');
}

std::string quote_text(std::string_view text)
{
    return in_quotes(text, '\'');
}

BoundValues::BoundValues() : prefix_("presstime_" + make_random_text(kRandomCharacters)) {}

std::string BoundValues::add(Value value)
{
    bindings_.push_back({fmt::format("{}_{}", prefix_, bindings_.size() + 1), std::move(value)});
    return "$" + bindings_.back().name;
}

} // namespace presstime
