// Footers come last: only then the number of pages and the completeness of the whole are known.
#include "stage/layout_sheet.hpp"

#include "base/text.hpp"
#include "calendar/local_time.hpp"
#include "model/theme.hpp"
#include "stage/layout_lines.hpp"
#include "stage/period_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace presstime::stage {
namespace {

constexpr double kFooterHeight = 24; // above the margin: a gap and one caption line
constexpr std::size_t kMaxTitleLines = 2;
constexpr std::size_t kMaxSubtitleLines = 2;

const std::string& title_of(const RenderInput& input)
{
    return input.dashboard.name.empty() ? input.report.name : input.dashboard.name;
}

} // namespace

Sheet::Sheet(const LayoutContext& context, const std::string& notice) : context_(context)
{
    const RenderInput& input = context.input;
    pages_.title = input.report.name.empty() ? input.dashboard.name : input.report.name;
    pages_.author = input.workspace_name;
    pages_.paper = context.theme.paper;
    pages_.font_family = context.theme.font_family;
    pages_.language = input.report.locale;
    pages_.pages.push_back({context.setup.width, context.setup.height, {}});
    y_ = theme::kPageMargin;
    draw_first_header(notice);
    top_ = y_;
}

double Sheet::left() const
{
    return theme::kPageMargin;
}

double Sheet::width() const
{
    return context_.setup.width - 2 * theme::kPageMargin;
}

double Sheet::bottom() const
{
    return context_.setup.height - theme::kPageMargin - kFooterHeight;
}

double Sheet::room_of_empty_page() const
{
    constexpr double kLaterHeader = theme::kChartTitle.line_height + 2 * theme::kGrid + theme::kWidgetGap;
    return bottom() - theme::kPageMargin - kLaterHeader;
}

std::string Sheet::subtitle() const
{
    std::string text = period_text(context_.input.period, context_.zone);
    for (const auto& [label, value] : context_.input.parameters_shown) {
        text += fmt::format("{}{}: {}", text.empty() ? "" : "  ·  ", label, value);
    }
    return text;
}

void Sheet::draw_first_header(const std::string& notice)
{
    TextMeasure& measure = context_.measure;
    const auto title =
        wrap_text(title_of(context_.input), theme::text_style(theme::kTitle, context_.theme.ink), width(),
                  kMaxTitleLines, measure);
    y_ = draw_lines(title.lines, {left(), y_}, theme::kTitle, context_.theme.ink, drawing());
    const auto below = wrap_text(subtitle(), theme::text_style(theme::kBody, context_.theme.ink), width(),
                                 kMaxSubtitleLines, measure);
    y_ = draw_lines(below.lines, {left(), y_ + 2}, theme::kBody, context_.theme.secondary, drawing());
    y_ += 2 * theme::kGrid;
    drawing().push_back(Polyline{
        {{left(), y_}, {left() + width(), y_}}, context_.theme.hairline, theme::kHairlineWidth, false, {}});
    y_ += theme::kWidgetGap;
    if (!notice.empty()) {
        const auto lines =
            wrap_text(notice, theme::text_style(theme::kBody, context_.theme.ink), width(), 2, measure);
        y_ =
            draw_lines(lines.lines, {left(), y_ - theme::kGrid}, theme::kBody, context_.theme.bad, drawing());
        y_ += 2 * theme::kGrid;
    }
}

void Sheet::draw_later_header()
{
    const std::string period = period_text(context_.input.period, context_.zone);
    const TextStyle small = theme::text_style(theme::kCaption, context_.theme.secondary);
    const double baseline = y_ + theme::baseline(theme::kChartTitle);
    const double right_width = std::min(context_.measure.width(period, small), width() / 2);
    drawing().push_back(DrawText{title_of(context_.input),
                                 {left(), baseline},
                                 theme::text_style(theme::kChartTitle, context_.theme.ink),
                                 TextAlign::left,
                                 width() - right_width - theme::kWidgetGap});
    drawing().push_back(DrawText{period, {left() + width(), baseline}, small, TextAlign::right, width() / 2});
    y_ += theme::kChartTitle.line_height + 2 * theme::kGrid - theme::kHairlineWidth;
    drawing().push_back(Polyline{
        {{left(), y_}, {left() + width(), y_}}, context_.theme.hairline, theme::kHairlineWidth, false, {}});
    y_ += theme::kWidgetGap + theme::kHairlineWidth;
}

Result<> Sheet::break_page()
{
    if (static_cast<int>(pages_.pages.size()) >= context_.setup.max_pages) {
        return fail(Error::too_large(
            "format", fmt::format("the report would have more than {} pages; give its tables a max_rows, or "
                                  "send the rows as CSV",
                                  format_count(context_.setup.max_pages))));
    }
    pages_.pages.push_back({context_.setup.width, context_.setup.height, {}});
    y_ = theme::kPageMargin;
    draw_later_header();
    top_ = y_;
    return {};
}

void Sheet::add_outline(const std::string& title)
{
    if (!title.empty()) {
        pages_.outline.push_back({title, static_cast<int>(pages_.pages.size()), y_});
    }
}

void Sheet::draw_footer(std::size_t page)
{
    Page& target = pages_.pages[page];
    const TextStyle style = theme::text_style(theme::kCaption, context_.theme.secondary);
    const double baseline = target.height - theme::kPageMargin;
    const Instant minute = std::chrono::floor<std::chrono::minutes>(context_.input.as_of);
    const std::string as_of = "Data as of " + format_local_short(minute, context_.zone);
    const double third = width() / 3;
    target.drawing.push_back(
        DrawText{context_.input.workspace_name, {left(), baseline}, style, TextAlign::left, third});
    if (context_.setup.flow == Flow::tall_page) {
        target.drawing.push_back(
            DrawText{as_of, {left() + width(), baseline}, style, TextAlign::right, 2 * third});
        return;
    }
    target.drawing.push_back(DrawText{as_of, {left() + width() / 2, baseline}, style, TextAlign::center, 0});
    target.drawing.push_back(DrawText{fmt::format("Page {} of {}", page + 1, pages_.pages.size()),
                                      {left() + width(), baseline},
                                      style,
                                      TextAlign::right,
                                      third});
}

PageList Sheet::finish()
{
    if (context_.setup.flow == Flow::tall_page) {
        pages_.pages.front().height =
            std::min(context_.setup.height, y_ + kFooterHeight + theme::kPageMargin);
    }
    for (std::size_t page = 0; page < pages_.pages.size(); ++page) {
        draw_footer(page);
    }
    return std::move(pages_);
}

} // namespace presstime::stage
