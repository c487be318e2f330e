// A picture is as wide as its columns of a grid of setup.width and as high as its rows; a text is as high as
// its words need, for a picture has no next page.
#include "stage/layout_pictures.hpp"

#include "stage/layout_bands.hpp"
#include "stage/layout_text.hpp"
#include "stage/layout_widget.hpp"

#include <algorithm>
#include <utility>

namespace presstime::stage {
namespace {

PageList empty_list(const LayoutContext& context)
{
    PageList pages;
    pages.title = context.input.dashboard.name;
    pages.author = context.input.workspace_name;
    pages.language = context.input.report.locale;
    pages.paper = context.theme.paper;
    pages.font_family = context.theme.font_family;
    pages.subtitle = subtitle_of(context);
    for (const Notice& notice : notices_of(context)) {
        pages.notices.push_back(notice.text);
    }
    pages.data_as_of = as_of_text(context);
    return pages;
}

Result<Page> draw_picture(LayoutContext& context, const Widget& widget, double width, double height)
{
    Page page{.width = width, .height = height};
    DrawnWidget drawn = TRY(draw_widget(context, widget, {0, 0, width, height}, page.drawing));
    page.widget_id = widget.id;
    page.alt_text = std::move(drawn.alt_text);
    page.hits = std::move(drawn.hits);
    return page;
}

} // namespace

Result<PageList> set_pictures(LayoutContext& context)
{
    PageList pages = empty_list(context);
    for (const GridBand& band : bands_of(context.input.dashboard)) {
        for (const Widget* widget : band.widgets) {
            if (widget->kind == WidgetKind::table) {
                continue;
            }
            const double width = span_of(widget->grid, 0, context.setup.width).width;
            const GridBand own{{widget}, widget->grid.y, widget->grid.y + rows_of(widget->grid)};
            double height = band_height(own, context.setup.width);
            if (widget->kind == WidgetKind::text) {
                constexpr double kLeastText = theme::kBody.line_height;
                height = std::max(kLeastText, text_height(context, *widget, width));
            }
            pages.pages.push_back(
                TRY(draw_picture(context, *widget, width, std::min(height, context.setup.height))));
        }
    }
    return pages;
}

Result<PageList> set_picture(LayoutContext& context, const Widget& widget, double width, double height)
{
    PageList pages = empty_list(context);
    pages.pages.push_back(TRY(draw_picture(context, widget, width, height)));
    return pages;
}

} // namespace presstime::stage
