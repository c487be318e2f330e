// Asks each query's source for its columns, without running it, looks for every column that a widget names,
// and decodes every picture once.
#include "control/dashboard_checks.hpp"

#include "base/text.hpp"
#include "platform/canvas/image.hpp"
#include "platform/text/html_template.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace presstime::control {
namespace {

using Columns = std::vector<Column>;

// A column that a widget names, where it names it, and of which query.
struct ColumnUse {
    std::string path;
    std::string column;
    std::string query;
};

class ColumnUses {
public:
    ColumnUses(const Widget& widget, std::string path) : widget_(widget), path_(std::move(path)) {}

    std::vector<ColumnUse> find()
    {
        if (widget_.kind == WidgetKind::kpi)
            add_kpi();
        else if (widget_.kind == WidgetKind::chart)
            add_chart();
        else if (widget_.kind == WidgetKind::table)
            add_table();
        return std::move(uses_);
    }

private:
    void add(const std::string& key, const std::string& column)
    {
        if (!column.empty())
            uses_.push_back({fmt::format("{}.{}", path_, key), column, widget_.query});
    }
    void add_each(const std::string& key, const std::vector<std::string>& columns)
    {
        for (std::size_t index = 0; index < columns.size(); ++index)
            add(fmt::format("{}[{}]", key, index), columns[index]);
    }
    void add_kpi()
    {
        add("value", widget_.value);
        if (widget_.compare != "previous")
            add("compare", widget_.compare);
        add("sparkline", widget_.sparkline);
        if (!widget_.sparkline_query.empty())
            uses_.back().query = widget_.sparkline_query;
    }
    void add_chart()
    {
        const ChartSpec& chart = widget_.chart;
        add("chart.x", chart.x);
        add_each("chart.y", chart.y);
        add_each("chart.y2", chart.y2);
        add("chart.series", chart.series);
        add("chart.size", chart.size);
        add("chart.label", chart.label);
    }
    void add_table()
    {
        for (std::size_t index = 0; index < widget_.columns.size(); ++index) {
            add(fmt::format("columns[{}].field", index), widget_.columns[index].field);
            add(fmt::format("columns[{}].link", index), widget_.columns[index].link);
        }
    }

    const Widget& widget_;
    std::string path_;
    std::vector<ColumnUse> uses_;
};

Error unknown_column(const ColumnUse& use, const Columns& columns)
{
    std::vector<std::string> names;
    for (const Column& column : columns)
        names.push_back(column.name);
    std::string message = fmt::format("column `{}` is not returned by query `{}`; it returns {}", use.column,
                                      use.query, join(names, ", "));
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
    if (error.field == "datasets" || error.field == "dataSetIds" || error.field.starts_with("secureFilters"))
        return error;
    if (error.kind == ErrorKind::invalid || error.kind == ErrorKind::give_up ||
        error.kind == ErrorKind::forbidden)
        return Error::invalid(fmt::format("queries[{}].sql", index),
                              fmt::format("query {}: {}", query.name, error.message))
            .with_context(std::move(error.context));
    return error;
}

Result<> check_datasets(const Dashboard& dashboard, std::int64_t workspace_id, QueryInspector& inspector)
{
    for (std::size_t index = 0; index < dashboard.datasets.size(); ++index) {
        const Dataset& dataset = dashboard.datasets[index];
        const auto columns = inspector.describe_dataset(workspace_id, dataset);
        if (columns)
            continue;
        const Error& error = columns.error();
        if (error.kind == ErrorKind::retry || error.kind == ErrorKind::too_many)
            return fail(error);
        const bool missing = error.kind == ErrorKind::not_found;
        const std::string key = missing ? "connection" : dataset.sql.empty() ? "table" : "sql";
        return fail(Error::invalid(fmt::format("datasets[{}].{}", index, key),
                                   missing
                                       ? fmt::format("data set {} names a connection that does not exist: {}",
                                                     dataset.name, dataset.connection)
                                       : error.message));
    }
    return {};
}

Result<> check_image(const Widget& widget, std::size_t index)
{
    if (widget.kind != WidgetKind::image)
        return {};
    const Result<std::shared_ptr<const Image>> image = read_data_uri(widget.image);
    if (image)
        return {};
    const std::string field = fmt::format("widgets[{}].image", index);
    return fail(Error::invalid(field, fmt::format("{}: {}", field, image.error().message)));
}

Result<> check_template_names(const Dashboard& dashboard, const std::map<std::string, Columns>& columns_of)
{
    if (dashboard.template_html.empty())
        return {};
    TemplateNames names;
    for (const auto& [query, columns] : columns_of) {
        TemplateQuery& known = names.queries.emplace_back();
        known.name = query;
        for (const Column& column : columns)
            known.columns.push_back(column.name);
    }
    for (const Parameter& parameter : dashboard.parameters)
        names.parameters.push_back(parameter.name);
    return check_template(dashboard.template_html, names);
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
    TRY(check_datasets(dashboard, workspace_id, inspector));
    const std::vector<Binding> bindings = default_bindings(dashboard, now);
    std::map<std::string, Columns> columns_of;
    for (std::size_t index = 0; index < dashboard.queries.size(); ++index) {
        const Query& query = dashboard.queries[index];
        Result<Columns> columns = inspector.describe({workspace_id, query, bindings, dashboard.datasets, {}});
        if (!columns)
            return fail(at_query(std::move(columns).error(), index, query));
        columns_of[query.name] = std::move(*columns);
    }
    for (std::size_t index = 0; index < dashboard.widgets.size(); ++index) {
        const Widget& widget = dashboard.widgets[index];
        TRY(check_image(widget, index));
        for (const ColumnUse& use : ColumnUses(widget, fmt::format("widgets[{}]", index)).find()) {
            const Columns& columns = columns_of[use.query];
            if (std::ranges::find(columns, use.column, &Column::name) == columns.end())
                return fail(unknown_column(use, columns));
        }
    }
    return check_template_names(dashboard, columns_of);
}

Result<> check_secured_queries(const Dashboard& dashboard, std::int64_t workspace_id,
                               const SecurityContext& security, Instant now, QueryInspector& inspector)
{
    const std::vector<Binding> bindings = default_bindings(dashboard, now);
    for (std::size_t index = 0; index < dashboard.queries.size(); ++index) {
        const Query& query = dashboard.queries[index];
        Result<Columns> columns =
            inspector.describe({workspace_id, query, bindings, dashboard.datasets, security});
        if (!columns)
            return fail(at_query(std::move(columns).error(), index, query));
    }
    return {};
}

std::vector<std::string> columns_shown(const Widget& widget)
{
    std::vector<std::string> columns;
    for (const ColumnUse& use : ColumnUses(widget, widget.id).find())
        if (use.query == widget.query && std::ranges::find(columns, use.column) == columns.end())
            columns.push_back(use.column);
    return columns;
}

} // namespace presstime::control
