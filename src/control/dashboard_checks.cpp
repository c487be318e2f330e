// Asks each query's source for its columns, without running
// it, and looks for every column that a widget names.
#include "control/dashboard_checks.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace presstime::control {
namespace {

using Columns = std::vector<Column>;

// A column that a widget names, and where it names it.
struct ColumnUse {
    std::string path;
    std::string column;
};

std::vector<ColumnUse> column_uses(const Widget& widget, const std::string& path)
{
    std::vector<ColumnUse> uses;
    switch (widget.kind) {
    case WidgetKind::kpi:
        uses.push_back({path + ".value", widget.value});
        if (!widget.compare.empty() && widget.compare != "previous")
            uses.push_back({path + ".compare", widget.compare});
        break;
    case WidgetKind::chart:
        uses.push_back({path + ".chart.x", widget.chart.x});
        for (std::size_t index = 0; index < widget.chart.y.size(); ++index)
            uses.push_back({fmt::format("{}.chart.y[{}]", path, index), widget.chart.y[index]});
        if (!widget.chart.series.empty())
            uses.push_back({path + ".chart.series", widget.chart.series});
        break;
    case WidgetKind::table:
        for (std::size_t index = 0; index < widget.columns.size(); ++index)
            uses.push_back({fmt::format("{}.columns[{}].field", path, index), widget.columns[index].field});
        break;
    case WidgetKind::text:
    case WidgetKind::image:
        break;
    }
    return uses;
}

Error unknown_column(const ColumnUse& use, const std::string& query, const Columns& columns)
{
    std::vector<std::string> names;
    for (const Column& column : columns)
        names.push_back(column.name);
    std::string message = fmt::format("column `{}` is not returned by query `{}`; it returns {}", use.column,
                                      query, join(names, ", "));
    if (std::optional<std::string> near = did_you_mean(use.column, names))
        message += fmt::format("; did you mean {}?", *near);
    return Error::invalid(use.path, std::move(message));
}

// What is the document's fault becomes `invalid` with its place; what may work later stays as it is.
Error at_query(Error error, std::size_t index, const Query& query)
{
    if (error.kind == ErrorKind::not_found)
        return Error::invalid(
            fmt::format("queries[{}].connection", index),
            fmt::format("query {} names a connection that does not exist: {}", query.name, query.connection));
    if (error.kind == ErrorKind::invalid && error.field.starts_with("options"))
        return Error::invalid(fmt::format("queries[{}].connection", index),
                              fmt::format("query {}: connection {} cannot be opened: {}", query.name,
                                          query.connection, error.message));
    if (error.kind == ErrorKind::invalid || error.kind == ErrorKind::give_up)
        return Error::invalid(fmt::format("queries[{}].sql", index),
                              fmt::format("query {}: {}", query.name, error.message))
            .with_context(std::move(error.context));
    return error;
}

} // namespace

std::vector<Binding> default_bindings(const Dashboard& dashboard, Instant now)
{
    std::vector<Binding> bindings{
        {"period_start", now - std::chrono::hours(24)}, {"period_end", now}, {"nominal_at", now}};
    for (const Parameter& parameter : dashboard.parameters)
        bindings.push_back({parameter.name, parameter.default_value});
    return bindings;
}

Result<> check_dashboard_sources(const Dashboard& dashboard, std::int64_t workspace_id, Instant now,
                                 QueryInspector& inspector)
{
    const std::vector<Binding> bindings = default_bindings(dashboard, now);
    std::map<std::string, Columns> columns_of;
    for (std::size_t index = 0; index < dashboard.queries.size(); ++index) {
        const Query& query = dashboard.queries[index];
        Result<Columns> columns = inspector.describe(workspace_id, query, bindings);
        if (!columns)
            return fail(at_query(std::move(columns).error(), index, query));
        columns_of[query.name] = std::move(*columns);
    }
    for (std::size_t index = 0; index < dashboard.widgets.size(); ++index) {
        const Widget& widget = dashboard.widgets[index];
        for (const ColumnUse& use : column_uses(widget, fmt::format("widgets[{}]", index))) {
            const Columns& columns = columns_of[widget.query];
            if (std::ranges::find(columns, use.column, &Column::name) == columns.end())
                return fail(unknown_column(use, widget.query, columns));
        }
    }
    return {};
}

} // namespace presstime::control
