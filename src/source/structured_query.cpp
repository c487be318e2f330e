// One SELECT: what is selected decides the groups, and the names by which it may be ordered.
#include "source/structured_query.hpp"

#include "base/text.hpp"
#include "model/enum_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace presstime {
namespace {

constexpr std::string_view kEveryRow = "9223372036854775807"; // SQLite takes no OFFSET without a LIMIT

struct Selected {
    std::string name; // of the result's column
    std::string expression;
    bool aggregated = false;
};

class Compiler {
public:
    Compiler(const StructuredQuery& query, const std::vector<RelationColumn>& columns,
             const SqlDialect& dialect)
        : query_(query), columns_(columns), dialect_(dialect)
    {
    }

    Result<CompiledQuery> compile(const Dataset& dataset)
    {
        TRY(select());
        std::vector<std::string> shown;
        std::vector<std::string> keys;
        for (const Selected& each : selected_) {
            shown.push_back(fmt::format("{} AS {}", each.expression, quote_identifier(each.name)));
            if (!each.aggregated)
                keys.push_back(each.expression);
        }
        std::string sql = fmt::format("SELECT {} FROM {}", join(shown, ", "), quote_identifier(dataset.name));
        if (query_.filter && !query_.filter->empty())
            sql += " WHERE " + TRY(row_filter_sql(*query_.filter, columns_, dialect_, values_, "filter"));
        if (is_grouped() && !keys.empty())
            sql += " GROUP BY " + join(keys, ", ");
        sql += TRY(order());
        if (query_.limit || query_.offset > 0)
            sql += fmt::format(" LIMIT {} OFFSET {}",
                               query_.limit ? std::to_string(*query_.limit) : std::string(kEveryRow),
                               query_.offset);
        return CompiledQuery{std::move(sql), values_.take()};
    }

private:
    Result<> select()
    {
        for (std::size_t index = 0; index < query_.dimensions.size(); ++index) {
            const std::string path = fmt::format("dimension[{}]", index);
            const RelationColumn* column = TRY(find_column(columns_, query_.dimensions[index], path));
            TRY(add({query_.dimensions[index], quote_identifier(column->name)}, path));
        }
        if (query_.time_dimension)
            TRY(add({query_.time_dimension->field, TRY(cut_time())}, "timeDimension.field"));
        for (std::size_t index = 0; index < query_.measures.size(); ++index) {
            const Measure& measure = query_.measures[index];
            const std::string path = fmt::format("measure[{}]", index);
            const std::string expression = TRY(aggregated(measure.field, measure.aggregate, path + ".field"));
            const bool plain = measure.aggregate == Aggregate::none;
            TRY(add({plain ? measure.field : fmt::format("{}_{}", measure.field, to_text(measure.aggregate)),
                     expression, !plain},
                    path));
        }
        return {};
    }

    Result<> add(Selected selected, const std::string& path)
    {
        for (const Selected& other : selected_)
            if (equals_ignore_case_ascii(other.name, selected.name))
                return fail(Error::invalid(
                    path, fmt::format("{} selects {}, which is selected already", path, selected.name)));
        selected_.push_back(std::move(selected));
        return {};
    }

    Result<std::string> cut_time() const
    {
        const RelationColumn* column =
            TRY(find_column(columns_, query_.time_dimension->field, "timeDimension.field"));
        const ColumnType type = column->type.value_or(ColumnType::timestamp);
        if (type != ColumnType::date && type != ColumnType::timestamp && type != ColumnType::text)
            return fail(
                Error::invalid("timeDimension.field",
                               fmt::format("timeDimension.field must be a column of dates; {} holds {}",
                                           column->name, to_string(type))));
        return dialect_.truncated(quote_identifier(column->name), query_.time_dimension->truncate);
    }

    Result<std::string> aggregated(const std::string& field, Aggregate aggregate,
                                   const std::string& path) const
    {
        const RelationColumn* column = TRY(find_column(columns_, field, path));
        const std::string name = quote_identifier(column->name);
        const ColumnType type = column->type.value_or(ColumnType::real);
        if (!is_number(type) && (aggregate == Aggregate::sum || aggregate == Aggregate::mean))
            return fail(
                Error::invalid(path, fmt::format("{} must be a column of numbers to give a {}; {} holds {}",
                                                 path, to_text(aggregate), column->name, to_string(type))));
        switch (aggregate) {
        case Aggregate::none:
            return name;
        case Aggregate::sum:
            return fmt::format("sum({})", name);
        case Aggregate::mean:
            return fmt::format("avg({})", name);
        case Aggregate::minimum:
            return fmt::format("min({})", name);
        case Aggregate::maximum:
            return fmt::format("max({})", name);
        case Aggregate::count:
            return fmt::format("count({})", name);
        case Aggregate::count_distinct:
            return fmt::format("count(DISTINCT {})", name);
        }
        return name;
    }

    bool is_grouped() const
    {
        return !query_.dimensions.empty() || query_.time_dimension ||
               std::ranges::any_of(selected_, &Selected::aggregated);
    }

    Result<std::string> order() const
    {
        std::vector<std::string> keys;
        for (std::size_t index = 0; index < query_.order.size(); ++index) {
            const SortKey& key = query_.order[index];
            const std::string path = fmt::format("order[{}].field", index);
            keys.push_back(fmt::format("{} {} NULLS LAST", TRY(sorted_by(key, path)),
                                       key.direction == SortDirection::ascending ? "ASC" : "DESC"));
        }
        return keys.empty() ? std::string() : " ORDER BY " + join(keys, ", ");
    }

    Result<std::string> sorted_by(const SortKey& key, const std::string& path) const
    {
        const bool by_time = query_.time_dimension && key.aggregate == Aggregate::none &&
                             equals_ignore_case_ascii(query_.time_dimension->field, key.field);
        const std::string expression =
            by_time ? TRY(cut_time()) : TRY(aggregated(key.field, key.aggregate, path));
        const bool selected =
            std::ranges::find(selected_, expression, &Selected::expression) != selected_.end();
        const bool aggregate = key.aggregate != Aggregate::none;
        if (!selected && aggregate != is_grouped())
            return fail(Error::invalid(
                path, aggregate
                          ? fmt::format("{} orders rows by an aggregate; select one, or leave it out", path)
                          : fmt::format("{} is neither a dimension nor aggregated; make it one", path)));
        return expression;
    }

    const StructuredQuery& query_;
    const std::vector<RelationColumn>& columns_;
    const SqlDialect& dialect_;
    BoundValues values_;
    std::vector<Selected> selected_;
};

} // namespace

Result<CompiledQuery> compile_structured_query(const StructuredQuery& query, const Dataset& dataset,
                                               const std::vector<RelationColumn>& columns,
                                               const SqlDialect& dialect)
{
    return Compiler(query, columns, dialect).compile(dataset);
}

} // namespace presstime
