#include "renderer/xlsx_chart.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace presstime {
namespace {

constexpr std::int64_t kMostPoints = 32'000; // of one series, Excel's limit
constexpr lxw_col_t kGapColumns = 1;

std::optional<lxw_chart_type> native_type(const ChartSpec& spec)
{
    const int stacking = static_cast<int>(spec.stack);
    static constexpr lxw_chart_type kColumns[] = {LXW_CHART_COLUMN, LXW_CHART_COLUMN_STACKED,
                                                  LXW_CHART_COLUMN_STACKED_PERCENT};
    static constexpr lxw_chart_type kBars[] = {LXW_CHART_BAR, LXW_CHART_BAR_STACKED,
                                               LXW_CHART_BAR_STACKED_PERCENT};
    static constexpr lxw_chart_type kAreas[] = {LXW_CHART_AREA, LXW_CHART_AREA_STACKED,
                                                LXW_CHART_AREA_STACKED_PERCENT};
    switch (spec.mark) {
    case Mark::bar:
        return spec.horizontal ? kBars[stacking] : kColumns[stacking];
    case Mark::line:
        return LXW_CHART_LINE;
    case Mark::area:
        return kAreas[stacking];
    case Mark::pie:
        return LXW_CHART_PIE;
    case Mark::donut:
        return LXW_CHART_DOUGHNUT;
    case Mark::scatter:
        return spec.series.empty() ? std::optional(LXW_CHART_SCATTER) : std::nullopt;
    default:
        return std::nullopt;
    }
}

// Where the points of one series stand; rows begin under the header.
struct SeriesPlace {
    std::string name;
    lxw_col_t x = 0;
    lxw_col_t y = 0;
    lxw_row_t last_row = 1;
};

std::vector<SeriesPlace> places_of(const ChartSpec& spec, const WidgetRows& rows, const WrittenSheet& sheet,
                                   const Pivot* pivot)
{
    std::vector<SeriesPlace> places;
    if (pivot != nullptr) {
        const auto x = static_cast<lxw_col_t>(sheet.pivot_column);
        for (std::size_t i = 0; i < pivot->series.size(); ++i)
            places.push_back({pivot->series[i], x, static_cast<lxw_col_t>(x + 1 + i),
                              static_cast<lxw_row_t>(pivot->values.size())});
        return places;
    }
    auto column_of = [&](const std::string& name) {
        const auto found = std::ranges::find(rows.labels(), name);
        return static_cast<lxw_col_t>(found - rows.labels().begin());
    };
    for (const std::string& measure : spec.y)
        if (const lxw_col_t y = column_of(measure); y < rows.labels().size())
            places.push_back({measure, column_of(spec.x), y, static_cast<lxw_row_t>(rows.rows())});
    return places;
}

// Text of a drawing: one line that XML can hold. What begins with "=" would be taken for a reference, perhaps
// into somebody else's file.
std::string drawing_text(std::string_view text)
{
    constexpr std::size_t kMostBytes = 1'000;
    std::string clean = repair_utf8(clip_utf8(text, kMostBytes));
    replace_noncharacters(clean);
    std::ranges::replace_if(clean, [](unsigned char byte) { return byte < 0x20; }, ' ');
    return clean.starts_with('=') ? " " + clean : clean;
}

void add_series(lxw_chart* chart, const SeriesPlace& place, const std::string& sheet, std::size_t number,
                const ChartSpec& spec, const Theme& theme)
{
    lxw_chart_series* series = chart_add_series(chart, nullptr, nullptr);
    chart_series_set_categories(series, sheet.c_str(), 1, place.x, place.last_row, place.x);
    chart_series_set_values(series, sheet.c_str(), 1, place.y, place.last_row, place.y);
    chart_series_set_name(series, drawing_text(place.name).c_str());
    if (spec.mark == Mark::pie || spec.mark == Mark::donut)
        return; // a colour per slice is the spreadsheet's
    const Color color = theme.categorical[number % theme.categorical.size()];
    const auto rgb = static_cast<lxw_color_t>(color.r << 16 | color.g << 8 | color.b);
    if (spec.mark == Mark::line) {
        lxw_chart_line line = {};
        line.color = rgb;
        line.width = 1.5F;
        chart_series_set_line(series, &line);
        return;
    }
    lxw_chart_fill fill = {};
    fill.color = rgb;
    if (spec.mark == Mark::scatter) {
        chart_series_set_marker_type(series, LXW_CHART_MARKER_CIRCLE);
        chart_series_set_marker_size(series, 4);
        chart_series_set_marker_fill(series, &fill);
        return;
    }
    chart_series_set_fill(series, &fill);
}

// Dates are dates on the axis, and names stand below bars that go down.
void set_axes(lxw_chart* chart, const ChartSpec& spec, const WrittenSheet& sheet)
{
    if (spec.mark == Mark::pie || spec.mark == Mark::donut)
        return;
    chart_axis_set_label_position(chart->x_axis, LXW_CHART_AXIS_LABEL_POSITION_LOW);
    const auto format = sheet.formats.find(spec.x);
    if (format != sheet.formats.end() && format->second.find("yy") != std::string::npos)
        chart_axis_set_num_format(chart->x_axis, format->second.c_str());
    if (!spec.x_title.empty())
        chart_axis_set_name(chart->x_axis, drawing_text(spec.x_title).c_str());
    if (!spec.y_title.empty())
        chart_axis_set_name(chart->y_axis, drawing_text(spec.y_title).c_str());
    if (spec.y_scale == ScaleKind::log)
        chart_axis_set_log_base(chart->y_axis, 10);
    if (spec.y_min)
        chart_axis_set_min(chart->y_axis, *spec.y_min);
    if (spec.y_max)
        chart_axis_set_max(chart->y_axis, *spec.y_max);
}

} // namespace

bool has_native_chart(const ChartSpec& spec, std::int64_t rows)
{
    return rows > 0 && rows <= kMostPoints && native_type(spec).has_value();
}

Result<> insert_native_chart(XlsxBook& book, const Widget& widget, const WidgetRows& rows,
                             const WrittenSheet& sheet, const Pivot* pivot)
{
    const ChartSpec& spec = widget.chart;
    const std::vector<SeriesPlace> places = places_of(spec, rows, sheet, pivot);
    if (places.empty())
        return {};
    lxw_chart* chart = book.add_chart(*native_type(spec));
    if (chart == nullptr)
        return fail(Error::give_up("the chart of the workbook could not be made: out of memory"));
    const std::string name = book.name_of(sheet.first);
    for (std::size_t i = 0; i < places.size(); ++i)
        add_series(chart, places[i], name, i, spec, light_theme());
    chart_title_set_name(chart, drawing_text(rows.title()).c_str());
    set_axes(chart, spec, sheet);
    if (places.size() == 1 && spec.mark != Mark::pie && spec.mark != Mark::donut)
        chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
    else
        chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    const std::size_t after =
        pivot == nullptr ? sheet.columns : sheet.pivot_column + 1 + pivot->series.size();
    lxw_chart_options options = {};
    options.x_scale = 1.4;
    options.y_scale = 1.3;
    return check_xlsx(worksheet_insert_chart_opt(sheet.first, 1, static_cast<lxw_col_t>(after + kGapColumns),
                                                 chart, &options),
                      "chart");
}

Result<> insert_picture(const WrittenSheet& sheet, const std::string& png, const std::string& alt_text)
{
    lxw_image_options options = {};
    std::string words = drawing_text(alt_text);
    options.description = words.data();
    options.x_scale = 0.5; // drawn at twice its size, to be sharp
    options.y_scale = 0.5;
    return check_xlsx(worksheet_insert_image_buffer_opt(
                          sheet.first, 1, static_cast<lxw_col_t>(sheet.columns + kGapColumns),
                          reinterpret_cast<const unsigned char*>(png.data()), png.size(), &options),
                      "picture");
}

} // namespace presstime
