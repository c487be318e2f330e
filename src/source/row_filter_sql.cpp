// Every comparison is written so that only a value of the column's own kind can match; what does not fit is
// refused rather than left to an engine's conversions, which widen.
#include "source/row_filter_sql.hpp"

#include "base/text.hpp"

#include <cmath>
#include <fmt/format.h>
#include <optional>

namespace presstime {
namespace {

Error wrong_kind(const RelationColumn& column, const std::string& path)
{
    return Error::invalid(path,
                          fmt::format("{} must be a value that a column of {} can hold: {} is one", path,
                                      to_string(column.type.value_or(ColumnType::text)), column.name));
}

// A number, or the text of one ("42"); whole ones as integers, which compare exactly beyond 2^53.
std::optional<Value> number_of(const Value& value)
{
    constexpr double kExact = 9007199254740992.0;
    if (std::holds_alternative<std::int64_t>(value))
        return value;
    const auto* text = std::get_if<std::string>(&value);
    if (const auto whole = text ? parse_int(*text) : std::nullopt)
        return Value{*whole};
    std::optional<double> real = text ? parse_double(*text) : std::nullopt;
    if (const auto* given = std::get_if<double>(&value))
        real = *given;
    if (!real || !std::isfinite(*real))
        return std::nullopt;
    if (std::abs(*real) <= kExact && std::trunc(*real) == *real)
        return Value{static_cast<std::int64_t>(*real)};
    return Value{*real};
}

std::optional<Value> moment_of(const std::string& text)
{
    if (const Result<LocalDate> date = parse_date(text))
        return Value{*date};
    if (const Result<Instant> instant = parse_rfc3339(text))
        return Value{*instant};
    return std::nullopt;
}

// The value as the column's type has it.
Result<Value> fit(const Value& value, const RelationColumn& column, const std::string& path)
{
    const auto* text = std::get_if<std::string>(&value);
    if (!column.type)
        return value;
    const ColumnType type = *column.type;
    std::optional<Value> fitting;
    if (is_number(type)) {
        fitting = number_of(value);
    } else if (type == ColumnType::boolean) {
        fitting = std::holds_alternative<bool>(value) ? std::optional(value) : std::nullopt;
    } else if (type == ColumnType::date || type == ColumnType::timestamp) {
        fitting = text ? moment_of(*text) : std::nullopt;
    } else {
        fitting = text ? std::optional(value) : std::nullopt;
    }
    if (!fitting)
        return fail(wrong_kind(column, path));
    return *fitting;
}

std::string_view symbol(FilterOp op)
{
    switch (op) {
    case FilterOp::not_equal:
        return "<>";
    case FilterOp::greater:
        return ">";
    case FilterOp::greater_or_equal:
        return ">=";
    case FilterOp::less:
        return "<";
    case FilterOp::less_or_equal:
        return "<=";
    default:
        return "=";
    }
}

class TermWriter {
public:
    TermWriter(const SqlDialect& dialect, BoundValues& values) : dialect_(dialect), values_(values) {}

    Result<std::string> write(const FilterTerm& term, const RelationColumn& column, const std::string& path)
    {
        const std::string name = quote_identifier(column.name);
        switch (term.op) {
        case FilterOp::is_null:
            return name + " IS NULL";
        case FilterOp::is_not_null:
            return name + " IS NOT NULL";
        case FilterOp::in:
        case FilterOp::not_in:
            return write_list(term, column, path);
        case FilterOp::like:
        case FilterOp::not_like:
            return write_pattern(term, column, path);
        default:
            return write_comparison(name, term.op, TRY(fit(term.values.front(), column, path)));
        }
    }

private:
    std::string write_comparison(const std::string& name, FilterOp op, Value value)
    {
        const std::string kind = dialect_.same_kind(name, value);
        const std::string operand = dialect_.operand(name, op, value);
        return fmt::format("{}{} {} {}", kind, operand, symbol(op), bound(std::move(value)));
    }

    // One of the values, or none of them and not NULL.
    Result<std::string> write_list(const FilterTerm& term, const RelationColumn& column,
                                   const std::string& path)
    {
        const std::string name = quote_identifier(column.name);
        const bool negated = term.op == FilterOp::not_in;
        if (term.values.empty())
            return negated ? name + " IS NOT NULL" : std::string("1 = 0");
        std::vector<std::string> items;
        std::string kind;
        std::string operand;
        for (std::size_t index = 0; index < term.values.size(); ++index) {
            const std::string at = fmt::format("{}[{}]", path, index);
            Value value = TRY(fit(term.values[index], column, at));
            // One fraction in the list would make the engine compare whole numbers as doubles, inexactly.
            if (column.type == ColumnType::integer && std::holds_alternative<double>(value))
                return fail(wrong_kind(column, at));
            kind = dialect_.same_kind(name, value);
            operand = dialect_.operand(name, term.op, value);
            items.push_back(bound(std::move(value)));
        }
        return fmt::format("{}{} {} ({})", kind, operand, negated ? "NOT IN" : "IN", join(items, ", "));
    }

    Result<std::string> write_pattern(const FilterTerm& term, const RelationColumn& column,
                                      const std::string& path)
    {
        if (column.type.value_or(ColumnType::text) != ColumnType::text)
            return fail(Error::invalid(
                path, fmt::format("{} is a pattern, and the column {} is no text", path, column.name)));
        const std::string name = quote_identifier(column.name);
        const auto& pattern = std::get<std::string>(term.values.front());
        const Value value{dialect_.like_pattern(pattern)};
        const std::string like = dialect_.like(dialect_.operand(name, term.op, value), bound(value));
        return fmt::format("{}{}({})", dialect_.same_kind(name, value),
                           term.op == FilterOp::like ? "" : "NOT ", like);
    }

    std::string bound(Value value)
    {
        const Value& kept = value;
        const std::string parameter = values_.add(kept);
        return dialect_.typed(parameter, kept);
    }

    const SqlDialect& dialect_;
    BoundValues& values_;
};

} // namespace

Result<const RelationColumn*> find_column(const std::vector<RelationColumn>& columns, std::string_view name,
                                          const std::string& path)
{
    const RelationColumn* found = nullptr;
    std::vector<std::string> names;
    for (const RelationColumn& column : columns) {
        names.push_back(column.name);
        if (!equals_ignore_case_ascii(column.name, name))
            continue;
        if (found)
            return fail(Error::invalid(
                path, fmt::format("{} names the column {}, which is there twice; rename one", path, name)));
        found = &column;
    }
    if (found)
        return found;
    std::string message = fmt::format("{} names a column that is not there: {}", path, name);
    if (const auto near = did_you_mean(name, names))
        message += fmt::format("; did you mean {}?", *near);
    return fail(Error::invalid(path, std::move(message)));
}

Result<std::string> row_filter_sql(const RowFilter& filter, const std::vector<RelationColumn>& columns,
                                   const SqlDialect& dialect, BoundValues& values, const std::string& path)
{
    if (filter.empty())
        return std::string("(1 = 0)");
    TermWriter writer(dialect, values);
    std::vector<std::string> groups;
    for (std::size_t group = 0; group < filter.size(); ++group) {
        std::vector<std::string> terms;
        for (std::size_t index = 0; index < filter[group].size(); ++index) {
            const FilterTerm& term = filter[group][index];
            const std::string at = fmt::format("{}[{}][{}]", path, group, index);
            const RelationColumn* column = TRY(find_column(columns, term.field, at + ".field"));
            terms.push_back("(" + TRY(writer.write(term, *column, at + ".value")) + ")");
        }
        groups.push_back("(" + join(terms, " AND ") + ")");
    }
    return "(" + join(groups, " OR ") + ")";
}

} // namespace presstime
