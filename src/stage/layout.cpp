// Widgets that share grid rows make a band; a band stands whole on one page, one under the other in the order
// of the grid. A band taller than a page is squeezed to it. A table alone in its band flows.
#include "stage/layout.hpp"

#include "base/text.hpp"
#include "chart/chart.hpp"
#include "model/theme.hpp"
#include "stage/layout_context.hpp"
#include "stage/layout_kpi.hpp"
#include "stage/layout_sheet.hpp"
#include "stage/layout_state.hpp"
#include "stage/layout_table.hpp"
#include "stage/layout_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace presstime::stage {
namespace {

constexpr int kGridColumns = 12;
constexpr double kRowUnit = 28; // a KPI card of two rows just holds its three lines
constexpr double kLeastBoxHeight = 12;

struct Band {
    std::vector<const Widget*> widgets; // in reading order
    int top = 0;
    int bottom = 0;

    double height() const { return kRowUnit * (bottom - top) + theme::kWidgetGap * (bottom - top - 1); }
};

std::vector<Band> bands_of(const Dashboard& dashboard)
{
    std::vector<const Widget*> widgets;
    widgets.reserve(dashboard.widgets.size());
    for (const Widget& widget : dashboard.widgets) {
        widgets.push_back(&widget);
    }
    std::ranges::stable_sort(widgets, [](const Widget* a, const Widget* b) {
        return std::pair(a->grid.y, a->grid.x) < std::pair(b->grid.y, b->grid.x);
    });
    std::vector<Band> bands;
    for (const Widget* widget : widgets) {
        const int top = widget->grid.y;
        const int bottom = top + std::clamp(widget->grid.h, 1, 200);
        if (bands.empty() || top >= bands.back().bottom) {
            bands.push_back({{}, top, bottom});
        }
        bands.back().widgets.push_back(widget);
        bands.back().bottom = std::max(bands.back().bottom, bottom);
    }
    return bands;
}

Span span_of(const GridBox& grid, const Sheet& sheet)
{
    const double column = (sheet.width() - theme::kWidgetGap * (kGridColumns - 1)) / kGridColumns;
    const int x = std::clamp(grid.x, 0, kGridColumns - 1);
    const int w = std::clamp(grid.w, 1, kGridColumns - x);
    return {sheet.left() + x * (column + theme::kWidgetGap), w * column + (w - 1) * theme::kWidgetGap};
}

Result<> draw_chart_widget(LayoutContext& context, const Widget& widget, Box box, Drawing& drawing)
{
    if (const auto failure = context.tables.failure_of(widget.query)) {
        draw_failed(context, widget, *failure, box, drawing);
        return {};
    }
    const LoadedResult* loaded = TRY(context.tables.load(widget.query));
    const ChartStyle style{context.locale(), context.zone.name(), context.utc_offset, &context.theme};
    Result<ChartResult> chart =
        draw_chart(widget.chart, widget.title, loaded->table, box, context.measure, style);
    if (!chart) {
        draw_failed(context, widget, chart.error().message, box, drawing);
        return {};
    }
    std::ranges::move(chart->drawing, std::back_inserter(drawing));
    Stamp& stamp = context.stamp;
    stamp.empty_widgets += chart->empty ? 1 : 0;
    stamp.rows_shown += static_cast<std::int64_t>(loaded->table.rows());
    stamp.rows_in_result += loaded->rows_in_result;
    if (!chart->note.empty()) {
        stamp.notes.push_back(name_of(widget) + ": " + chart->note);
    }
    const std::string cut = loaded->source_cut.empty() ? loaded->memory_cut : loaded->source_cut;
    if (!cut.empty()) {
        stamp.complete = false;
        stamp.notes.push_back(fmt::format("{}: drawn from the first {} rows, cut by {}", name_of(widget),
                                          format_count(static_cast<std::int64_t>(loaded->table.rows())),
                                          cut));
    }
    return {};
}

Result<> draw_widget(LayoutContext& context, const Widget& widget, Box box, Drawing& drawing)
{
    switch (widget.kind) {
    case WidgetKind::kpi:
        return draw_kpi(context, widget, box, drawing);
    case WidgetKind::chart:
        return draw_chart_widget(context, widget, box, drawing);
    case WidgetKind::table:
        return draw_boxed_table(context, widget, box, drawing);
    case WidgetKind::text:
        draw_text_widget(context, widget, box, drawing);
        return {};
    case WidgetKind::image:
        return {};
    }
    return {};
}

class PageSetter {
public:
    PageSetter(LayoutContext& context, std::string notice)
        : context_(context), sheet_(context, std::move(notice))
    {
    }

    Result<PageList> set_all()
    {
        const std::vector<Band> bands = bands_of(context_.input.dashboard);
        for (std::size_t i = 0; i < bands.size(); ++i) {
            if (i > 0 && !sheet_.at_top()) {
                sheet_.advance(theme::kWidgetGap + theme::kGrid);
            }
            if (context_.setup.flow == Flow::tall_page && sheet_.room() < least_height(bands[i])) {
                cut_rest(bands, i);
                break;
            }
            TRY(set_band(bands[i]));
        }
        return sheet_.finish();
    }

private:
    static bool flows(const Band& band)
    {
        return band.widgets.size() == 1 && band.widgets.front()->kind == WidgetKind::table;
    }

    static double least_height(const Band& band)
    {
        return flows(band) ? 8 * theme::kTableRow : band.height();
    }

    Result<> set_band(const Band& band)
    {
        const Widget& first = *band.widgets.front();
        if (flows(band)) {
            return flow_table(context_, first, span_of(first.grid, sheet_), sheet_);
        }
        double height = band.height();
        if (band.widgets.size() == 1 && first.kind == WidgetKind::text) {
            height =
                std::max(kLeastBoxHeight, text_height(context_, first, span_of(first.grid, sheet_).width));
        }
        if (context_.setup.flow == Flow::pages) {
            height = std::min(height, sheet_.room_of_empty_page());
            if (height > sheet_.room() && !sheet_.at_top()) {
                TRY(sheet_.break_page());
            }
        }
        // The first page's header may leave less room than a later one's; nothing stands below the footer.
        return draw_band(band, std::min(height, sheet_.room()));
    }

    Result<> draw_band(const Band& band, double height)
    {
        // Widget edges keep the grid's proportions when the band is squeezed or grown.
        const double pitch = (height + theme::kWidgetGap) / (band.bottom - band.top);
        const double top = sheet_.y();
        for (const Widget* widget : band.widgets) {
            const Span span = span_of(widget->grid, sheet_);
            const double y = top + pitch * (widget->grid.y - band.top);
            const double h = pitch * std::clamp(widget->grid.h, 1, 200) - theme::kWidgetGap;
            if (widget->kind != WidgetKind::kpi) {
                sheet_.add_outline(widget->title);
            }
            TRY(draw_widget(context_, *widget, {span.x, y, span.width, std::max(h, kLeastBoxHeight)},
                            sheet_.drawing()));
        }
        sheet_.advance(height);
        return {};
    }

    void cut_rest(const std::vector<Band>& bands, std::size_t from)
    {
        std::size_t left_out = 0;
        for (std::size_t i = from; i < bands.size(); ++i) {
            left_out += bands[i].widgets.size();
        }
        const std::string words =
            fmt::format("The picture has reached its greatest height; {} more {} not shown.", left_out,
                        left_out == 1 ? "widget is" : "widgets are");
        sheet_.drawing().push_back(DrawText{words,
                                            {sheet_.left(), sheet_.y() + theme::baseline(theme::kBody)},
                                            theme::text_style(theme::kBody, context_.theme.warn)});
        sheet_.advance(theme::kBody.line_height);
        context_.stamp.complete = false;
        context_.stamp.notes.push_back(words);
    }

    LayoutContext& context_;
    Sheet sheet_;
};

Result<PageList> lay_out_once(LayoutContext& context, std::string notice)
{
    context.stamp = {};
    context.tagged_cells = 0;
    PageList pages = TRY(PageSetter(context, std::move(notice)).set_all());
    const Stamp& stamp = context.stamp;
    pages.rows_shown = stamp.rows_shown;
    pages.rows_in_result = std::max(stamp.rows_in_result, stamp.rows_shown);
    pages.complete = stamp.complete;
    pages.failed_widgets = stamp.failed_widgets;
    pages.empty_widgets = stamp.empty_widgets;
    pages.note = join(stamp.notes, "; ");
    return pages;
}

} // namespace

PageSetup page_setup(const RenderInput& input, RendererInput needs, int max_pages)
{
    constexpr double kA4Width = 595.276, kA4Height = 841.89, kLetterWidth = 612, kLetterHeight = 792;
    constexpr double kTallWidth = 800;     // 1,200 pixels at 3/2
    constexpr double kTallHeight = 21'333; // just under 32,000 pixels
    if (needs == RendererInput::tall_page) {
        return {kTallWidth, kTallHeight, Flow::tall_page, 1, 200};
    }
    const bool letter = input.report.paper == Paper::letter;
    PageSetup setup{letter ? kLetterWidth : kA4Width, letter ? kLetterHeight : kA4Height, Flow::pages,
                    max_pages, 0};
    if (input.report.orientation == Orientation::landscape) {
        std::swap(setup.width, setup.height);
    }
    return setup;
}

Result<PageList> lay_out(const RenderInput& input, const PageSetup& setup, TextMeasure& measure)
{
    const Zone* zone = TRY(find_zone(input.timezone.empty() ? "UTC" : input.timezone));
    ResultTables tables(input, setup);
    const auto utc_offset = [zone](Instant instant) {
        const auto seconds = std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch();
        return std::chrono::seconds(zone->span_at(seconds.count()).offset_s);
    };
    LayoutContext context{input, input.theme, setup, measure, tables, *zone, utc_offset, {}, 0};
    PageList pages = TRY(lay_out_once(context, {}));
    if (pages.failed_widgets == 0) {
        return pages;
    }
    // The notice needs room under the first header, and what
    // failed is known only now: set the pages once more.
    return lay_out_once(context,
                        fmt::format("{} of {} widgets could not be drawn; the reason stands in each place.",
                                    pages.failed_widgets, input.dashboard.widgets.size()));
}

} // namespace presstime::stage
