// What stands above and below the widgets of every page: headers with title, logo and period, notices, and
// footers. Draws at a given place; knows neither how many pages there are nor what is on them.
#pragma once

#include "stage/layout_context.hpp"

#include <string>
#include <vector>

namespace presstime::stage {

// A sentence about the whole under the first header: `warn` is a banner, `bad` a line.
struct Notice {
    std::string text;
    Tone tone = Tone::warn;
};

inline constexpr double kFooterHeight = 24; // above the margin: a gap and one caption line
inline constexpr double kLaterHeaderHeight =
    theme::kChartTitle.line_height + 2 * theme::kGrid + theme::kWidgetGap;

// Between the margins.
inline double content_width(const LayoutContext& context)
{
    return context.setup.width - 2 * theme::kPageMargin;
}

const std::string& title_of(const RenderInput& input);
// "14 – 20 Nov 2026"; empty for a period without length.
std::string period_of(const LayoutContext& context);
// Period and parameters, as they stand under the title.
std::string subtitle_of(const LayoutContext& context);
// "Data as of 21 Nov 2026, 09:00 CET".
std::string as_of_text(const LayoutContext& context);
// "Late: due ..., data as of ..." when the run came late.
std::vector<Notice> notices_of(const LayoutContext& context);

// The logo as large as the bounds allow and never larger than a point per pixel; its right or left edge at
// `corner`. Returns its width, 0 without a logo.
enum class LogoSide { left, right };
double draw_logo(const LayoutContext& context, Point corner, LogoSide side, Box most, Drawing& drawing);

// Each draws from the top margin on, or from `y`, and returns the y below.
double draw_first_header(const LayoutContext& context, Drawing& drawing);
double draw_later_header(const LayoutContext& context, Drawing& drawing);
double draw_notices(const LayoutContext& context, const std::vector<Notice>& notices, double y,
                    Drawing& drawing);

// `page` of `pages`, from 1.
void draw_footer(const LayoutContext& context, std::size_t page, std::size_t pages, Page& target);

} // namespace presstime::stage
