// Widgets that share grid rows make a band; a band stands whole on one page, one under the other in the order
// of the grid. A band taller than a page is squeezed to it. A table or a text alone in its band flows.
#include "stage/layout.hpp"

#include "base/text.hpp"
#include "calendar/local_time.hpp"
#include "platform/text/phrases.hpp"
#include "stage/layout_bands.hpp"
#include "stage/layout_front.hpp"
#include "stage/layout_lines.hpp"
#include "stage/layout_pictures.hpp"
#include "stage/layout_state.hpp"
#include "stage/layout_table.hpp"
#include "stage/layout_tags.hpp"
#include "stage/layout_text.hpp"
#include "stage/layout_widget.hpp"
#include "stage/markdown.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace presstime::stage {
namespace {

constexpr double kLeastBoxHeight = 12;
constexpr double kBandGap = theme::kWidgetGap + theme::kGrid;
constexpr double kLeastTable = 8 * theme::kTableRow; // what a table wants to begin with

bool flows_as_table(const GridBand& band)
{
    return band.alone() != nullptr && band.alone()->kind == WidgetKind::table;
}

bool flows_as_text(const GridBand& band)
{
    return band.alone() != nullptr && band.alone()->kind == WidgetKind::text;
}

// A heading over what comes next: it must not end a page.
bool is_heading(const GridBand& band)
{
    if (!flows_as_text(band)) {
        return false;
    }
    const auto blocks = parse_markdown(band.alone()->markdown);
    return blocks.empty() || blocks.back().kind == MarkdownKind::heading;
}

class PageSetter {
public:
    PageSetter(LayoutContext& context, std::vector<Notice> notices)
        : context_(context),
          notices_(std::move(notices)),
          front_(context.setup.flow == Flow::pages && has_front_matter(context.input)),
          sheet_(context, notices_, front_ ? Opening::after_front_matter : Opening::title_and_notices)
    {
    }

    Result<PageList> set_all()
    {
        const std::vector<GridBand> bands = bands_of(context_.input.dashboard);
        for (std::size_t i = 0; i < bands.size(); ++i) {
            if (!sheet_.at_top()) {
                TRY(separate(bands, i));
            }
            if (context_.setup.flow != Flow::pages && sheet_.room() < least_height(bands[i])) {
                cut_rest(bands, i);
                break;
            }
            TRY(set_band(bands, i));
        }
        return sheet_.finish(front_ ? set_front_matter(context_, notices_, sheet_.outline()) : FrontMatter{});
    }

private:
    double least_height(const GridBand& band) const
    {
        return flows_as_table(band) ? kLeastTable : band_height(band, sheet_.width());
    }

    // The gap before a band, or the page break it asks for.
    Result<> separate(const std::vector<GridBand>& bands, std::size_t i)
    {
        if (context_.setup.flow == Flow::pages) {
            const bool lone_heading = is_heading(bands[i]) && i + 1 < bands.size() &&
                                      !breaks_before(bands[i + 1]) &&
                                      needed_with_next(bands, i) + kBandGap > sheet_.room();
            if (breaks_before(bands[i]) || lone_heading) {
                return sheet_.break_page();
            }
        }
        sheet_.advance(kBandGap);
        return {};
    }

    double needed_with_next(const std::vector<GridBand>& bands, std::size_t i)
    {
        const Widget& heading = *bands[i].alone();
        const double width = span_of(heading.grid, sheet_.left(), sheet_.width()).width;
        const double next =
            flows_as_text(bands[i + 1]) ? 3 * theme::kBody.line_height : least_height(bands[i + 1]);
        const double both = text_height(context_, heading, width) + kBandGap + next;
        return std::min(both, sheet_.room_of_empty_page());
    }

    // How much higher a band that has found its page may be, so that the rows before the next page fill
    // theirs: only where whole rows must move on, never more than looks meant.
    double stretch_of(const std::vector<GridBand>& bands, std::size_t i) const
    {
        constexpr double kMostStretch = 1.35;
        double used = 0;
        double growing = 0;
        for (std::size_t j = i; j < bands.size(); ++j) {
            const GridBand& band = bands[j];
            if (flows_as_table(band) || flows_as_text(band) || (j > i && breaks_before(band))) {
                return 1;
            }
            const double height = band_height(band, sheet_.width());
            const double below = used + (j > i ? kBandGap : 0) + height;
            if (below > sheet_.room()) {
                return j == i ? 1 : std::min(kMostStretch, 1 + (sheet_.room() - used) / growing);
            }
            used = below;
            growing += grows(band) ? height : 0;
        }
        return 1;
    }

    Result<> set_band(const std::vector<GridBand>& bands, std::size_t i)
    {
        const GridBand& band = bands[i];
        const Widget& first = *band.widgets.front();
        const Span span = span_of(first.grid, sheet_.left(), sheet_.width());
        if (flows_as_table(band)) {
            return flow_table(context_, first, span, sheet_);
        }
        const bool pages = context_.setup.flow == Flow::pages;
        if (flows_as_text(band) && pages) {
            return flow_text(context_, first, span, sheet_);
        }
        double height = band_height(band, sheet_.width());
        if (flows_as_text(band)) {
            height = std::max(kLeastBoxHeight, text_height(context_, first, span.width));
        }
        if (pages) {
            height = std::min(height, sheet_.room_of_empty_page());
            if (height > sheet_.room() && !sheet_.at_top()) {
                TRY(sheet_.break_page());
            }
            height *= grows(band) ? stretch_of(bands, i) : 1;
        }
        // The first page's header may leave less room than a later one's; nothing stands below the footer.
        return draw_band(band, std::min(height, sheet_.room()));
    }

    Result<> draw_band(const GridBand& band, double height)
    {
        // Widget edges keep the grid's proportions when the band is squeezed or grown.
        const double pitch = (height + theme::kWidgetGap) / (band.bottom - band.top);
        const double top = sheet_.y();
        for (const Widget* widget : band.widgets) {
            const Span span = span_of(widget->grid, sheet_.left(), sheet_.width());
            const double y = top + pitch * (widget->grid.y - band.top);
            const double h = pitch * rows_of(widget->grid) - theme::kWidgetGap;
            sheet_.add_outline(outline_title(*widget));
            TRY(draw_widget(context_, *widget, {span.x, y, span.width, std::max(h, kLeastBoxHeight)},
                            sheet_.drawing()));
        }
        sheet_.advance(height);
        return {};
    }

    void cut_rest(const std::vector<GridBand>& bands, std::size_t from)
    {
        std::int64_t left_out = 0;
        for (std::size_t i = from; i < bands.size(); ++i) {
            left_out += static_cast<std::int64_t>(bands[i].widgets.size());
        }
        const std::string words = say_count(context_.words(), Phrase::picture_ends, left_out);
        tagged(sheet_.drawing(), {Tag::paragraph}, [&] {
            draw_lines({words}, {sheet_.left(), sheet_.y()}, theme::kBody, context_.theme.warn,
                       sheet_.drawing());
        });
        sheet_.advance(theme::kBody.line_height);
        context_.stamp.complete = false;
        context_.stamp.notes.push_back(words);
    }

    LayoutContext& context_;
    std::vector<Notice> notices_;
    bool front_;
    Sheet sheet_;
};

void take_stamp(const Stamp& stamp, PageList& pages)
{
    pages.rows_shown = stamp.rows_shown;
    pages.rows_in_result = std::max(stamp.rows_in_result, stamp.rows_shown);
    pages.complete = stamp.complete;
    pages.failed_widgets = stamp.failed_widgets;
    pages.empty_widgets = stamp.empty_widgets;
    pages.note = join(stamp.notes, "; ");
}

Result<PageList> lay_out_once(LayoutContext& context, std::vector<Notice> notices)
{
    context.stamp = {};
    context.tagged_cells = 0;
    PageList pages = TRY(PageSetter(context, std::move(notices)).set_all());
    take_stamp(context.stamp, pages);
    return pages;
}

// The setting of pages or pictures within one context.
template <typename Set>
Result<PageList> in_context(const RenderInput& input, const PageSetup& setup, TextMeasure& measure, Set&& set)
{
    const Zone* zone = TRY(find_zone(input.timezone.empty() ? "UTC" : input.timezone));
    ResultTables tables(input, setup);
    const auto utc_offset = [zone](Instant instant) { return utc_offset_at(instant, *zone); };
    LayoutContext context{input, input.theme, setup, measure, tables, *zone, utc_offset, {}, 0};
    PageList pages = TRY(set(context));
    take_stamp(context.stamp, pages);
    return pages;
}

Result<PageList> set_pages(LayoutContext& context)
{
    std::vector<Notice> notices = notices_of(context);
    PageList pages = TRY(lay_out_once(context, notices));
    if (pages.failed_widgets == 0) {
        return pages;
    }
    // The notice needs room under the first header, and what failed is known only now: set the pages once
    // more.
    const Locale& words = context.words();
    const auto widgets = static_cast<std::int64_t>(context.input.dashboard.widgets.size());
    notices.push_back(
        {say(words, Phrase::not_drawn, {count_text(words, pages.failed_widgets), count_text(words, widgets)}),
         Tone::bad});
    return lay_out_once(context, std::move(notices));
}

} // namespace

PageSetup page_setup(const RenderInput& input, RendererInput needs, int max_pages)
{
    constexpr double kTallWidth = 800;     // 1,200 pixels at 3/2
    constexpr double kTallHeight = 21'333; // just under 32,000 pixels
    constexpr double kPictureWidth = 720;  // of the whole grid
    constexpr double kPaperSizes[][2] = {{595.276, 841.89}, {612, 792}, {841.89, 1190.551}};
    if (needs == RendererInput::tall_page) {
        return {kTallWidth, kTallHeight, Flow::tall_page, 1, 200};
    }
    if (needs == RendererInput::widget_pictures) {
        return {kPictureWidth, kTallHeight, Flow::widget_pictures, 1, 200};
    }
    const auto& size = kPaperSizes[static_cast<std::size_t>(input.report.paper)];
    PageSetup setup{size[0], size[1], Flow::pages, max_pages, 0};
    if (input.report.orientation == Orientation::landscape) {
        std::swap(setup.width, setup.height);
    }
    return setup;
}

Result<PageList> lay_out(const RenderInput& input, const PageSetup& setup, TextMeasure& measure)
{
    return in_context(input, setup, measure, [&](LayoutContext& context) {
        return setup.flow == Flow::widget_pictures ? set_pictures(context) : set_pages(context);
    });
}

Result<PageList> lay_out_widget(const RenderInput& input, std::string_view widget_id, double width_pt,
                                double height_pt, TextMeasure& measure)
{
    constexpr double kLeastSide = 16, kMostSide = 10'000;
    const auto check = [&](const char* field, double side) -> Result<> {
        if (side >= kLeastSide && side <= kMostSide) {
            return {};
        }
        return fail(
            Error::invalid(field, fmt::format("must be between {} and {} points", kLeastSide, kMostSide)));
    };
    TRY(check("width", width_pt));
    TRY(check("height", height_pt));
    const auto& widgets = input.dashboard.widgets;
    const auto widget = std::ranges::find(widgets, widget_id, &Widget::id);
    if (widget == widgets.end()) {
        return fail(Error::not_found(fmt::format("the dashboard has no widget `{}`", widget_id)));
    }
    const PageSetup setup{width_pt, height_pt, Flow::widget_pictures, 1, 200};
    return in_context(input, setup, measure, [&](LayoutContext& context) {
        return set_picture(context, *widget, width_pt, height_pt);
    });
}

} // namespace presstime::stage
