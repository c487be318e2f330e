// A file of one widget is a preview of a dashboard that has this widget alone, as a table.
#include "control/widget_data.hpp"

#include "base/text.hpp"
#include "control/dashboard_checks.hpp"
#include "control/dashboard_lookup.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace presstime::control {
namespace {

// The pattern in which a chart or figure writes this column.
std::string format_of(const Widget& widget, const std::string& column)
{
    if (widget.kind == WidgetKind::kpi)
        return column == widget.value || column == widget.compare ? widget.format : std::string();
    const bool drawn = std::ranges::find(widget.chart.y, column) != widget.chart.y.end();
    return drawn ? widget.chart.y_format : std::string();
}

Widget& widget_of(PictureRequest& request)
{
    return *std::ranges::find(request.dashboard.widgets, request.widget, &Widget::id);
}

Result<> require_query(const PictureRequest& request, const Widget& widget)
{
    if (request.dashboard.find_query(widget.query))
        return {};
    return fail(Error::not_found(fmt::format("widget {} shows no data", widget.id)));
}

} // namespace

Widget as_table(const Widget& widget)
{
    if (widget.kind == WidgetKind::table)
        return widget;
    Widget table;
    table.id = widget.id;
    table.kind = WidgetKind::table;
    table.title = widget.title;
    table.query = widget.query;
    table.grid = widget.grid;
    for (const std::string& column : columns_shown(widget))
        table.columns.push_back({.field = column, .label = {}, .format = format_of(widget, column)});
    return table;
}

Result<WidgetContent> read_widget(Drawings& drawings, PictureRequest request, std::int64_t limit)
{
    Widget& widget = widget_of(request);
    if (widget.kind == WidgetKind::text)
        return WidgetContent{std::nullopt, drawings.text(widget)};
    TRY(require_query(request, widget));
    widget = as_table(widget);
    return WidgetContent{TRY(drawings.table({std::move(request), limit})), {}};
}

Result<RenderedFile> write_widget(Interactive& interactive, PictureRequest request, const std::string& format,
                                  std::vector<std::string> hidden)
{
    static const std::array<std::string, 3> kFormats{"csv", "xlsx", "json"};
    if (std::ranges::find(kFormats, format) == kFormats.end())
        return fail(Error::invalid("format", fmt::format("format must be csv, xlsx or json; \"{}\" was given",
                                                         clip_utf8(format, 40))));
    Widget table = as_table(widget_of(request));
    TRY(require_query(request, table));
    PreviewRequest asked;
    asked.format = format;
    asked.nominal_at = request.nominal_at;
    asked.period = request.period;
    asked.security = std::move(request.security);
    asked.report.workspace_id = request.workspace_id;
    asked.report.dashboard_id = request.dashboard.id;
    asked.report.name =
        table.title.empty() ? fmt::format("{} {}", request.dashboard.name, table.id) : table.title;
    asked.report.parameters = std::move(request.parameters);
    asked.hidden_parameters = std::move(hidden);
    asked.report.schedule.timezone = request.timezone;
    asked.report.locale = request.locale;
    asked.dashboard = std::move(request.dashboard);
    asked.dashboard.template_html.clear();
    asked.dashboard.widgets = {std::move(table)};
    return interactive.preview(asked);
}

Result<WidgetContent> WidgetData::read(const Principal& principal, const std::string& dashboard,
                                       const std::string& widget, const PictureWish& wish, std::int64_t limit)
{
    return read_widget(drawings_, TRY(find_picture_request(environment_, principal, dashboard, widget, wish)),
                       limit);
}

Result<RenderedFile> WidgetData::write(const Principal& principal, const std::string& dashboard,
                                       const std::string& widget, const PictureWish& wish,
                                       const std::string& format)
{
    return write_widget(interactive_,
                        TRY(find_picture_request(environment_, principal, dashboard, widget, wish)), format);
}

} // namespace presstime::control
