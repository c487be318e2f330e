// Headers are as high with a logo as without; the title gives way to it.
#include "stage/layout_header.hpp"

#include "platform/text/phrases.hpp"
#include "stage/layout_lines.hpp"
#include "stage/layout_tags.hpp"
#include "stage/period_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace presstime::stage {
namespace {

constexpr std::size_t kMaxTitleLines = 2;
constexpr std::size_t kMaxSubtitleLines = 2;
constexpr std::size_t kMaxNoticeLines = 3;
constexpr Box kFirstLogo{0, 0, 96, 24};
constexpr Box kLaterLogo{0, 0, 52, 13};

Instant minute_of(Instant instant)
{
    return std::chrono::floor<std::chrono::minutes>(instant);
}

void draw_rule(const LayoutContext& context, double y, Drawing& drawing)
{
    tagged(drawing, {Tag::artifact}, [&] {
        drawing.push_back(
            Polyline{{{theme::kPageMargin, y}, {theme::kPageMargin + content_width(context), y}},
                     context.theme.hairline,
                     theme::kHairlineWidth,
                     false,
                     {}});
    });
}

double draw_banner(const LayoutContext& context, const Notice& notice, double y, Drawing& drawing)
{
    constexpr double kBar = 3, kPaddingX = 8, kPaddingY = 5;
    const Color tone = context.theme.warn;
    const double width = content_width(context);
    const auto text = wrap_text(notice.text, theme::text_style(theme::kBody, context.theme.ink),
                                width - kBar - 2 * kPaddingX, kMaxNoticeLines, context.measure);
    const double height = static_cast<double>(text.lines.size()) * theme::kBody.line_height + 2 * kPaddingY;
    tagged(drawing, {Tag::artifact}, [&] {
        drawing.push_back(FillRect{{theme::kPageMargin, y, width, height}, with_alpha(tone, 0.12), 0});
        drawing.push_back(FillRect{{theme::kPageMargin, y, kBar, height}, tone, 0});
    });
    tagged(drawing, {Tag::paragraph}, [&] {
        draw_lines(text.lines, {theme::kPageMargin + kBar + kPaddingX, y + kPaddingY}, theme::kBody,
                   context.theme.ink, drawing);
    });
    return y + height + theme::kWidgetGap;
}

} // namespace

std::string subtitle_of(const LayoutContext& context)
{
    std::string text = period_of(context);
    for (const auto& [label, value] : context.input.parameters_shown) {
        text += fmt::format("{}{}: {}", text.empty() ? "" : "  ·  ", label, value);
    }
    return text;
}

const std::string& title_of(const RenderInput& input)
{
    return input.dashboard.name.empty() ? input.report.name : input.dashboard.name;
}

std::string period_of(const LayoutContext& context)
{
    return period_text(context.input.period, context.zone, context.words());
}

std::string as_of_text(const LayoutContext& context)
{
    return say(context.words(), Phrase::data_as_of,
               {instant_text(minute_of(context.input.as_of), context.zone, context.words())});
}

std::vector<Notice> notices_of(const LayoutContext& context)
{
    if (!context.input.late_due_at) {
        return {};
    }
    const std::string due =
        instant_text(minute_of(*context.input.late_due_at), context.zone, context.words());
    const std::string as_of = instant_text(minute_of(context.input.as_of), context.zone, context.words());
    return {{say(context.words(), Phrase::late, {due, as_of}), Tone::warn}};
}

double draw_logo(const LayoutContext& context, Point corner, LogoSide side, Box most, Drawing& drawing)
{
    const auto& logo = context.theme.logo;
    if (logo == nullptr || logo->width <= 0 || logo->height <= 0) {
        return 0;
    }
    const double scale = std::min({1.0, most.w / logo->width, most.h / logo->height});
    const double width = logo->width * scale;
    const double left = side == LogoSide::right ? corner.x - width : corner.x;
    tagged(drawing, {Tag::artifact},
           [&] { drawing.push_back(DrawImage{logo, {left, corner.y, width, logo->height * scale}}); });
    return width;
}

double draw_first_header(const LayoutContext& context, Drawing& drawing)
{
    constexpr double kLeft = theme::kPageMargin;
    const double width = content_width(context);
    const double logo = draw_logo(context, {kLeft + width, kLeft}, LogoSide::right, kFirstLogo, drawing);
    const double room = width - (logo > 0 ? logo + theme::kWidgetGap : 0);
    const auto title = wrap_text(title_of(context.input), theme::text_style(theme::kTitle, context.theme.ink),
                                 room, kMaxTitleLines, context.measure);
    double y = kLeft;
    tagged(drawing, {Tag::heading, kTitleLevel},
           [&] { y = draw_lines(title.lines, {kLeft, y}, theme::kTitle, context.theme.ink, drawing); });
    const auto below = wrap_text(subtitle_of(context), theme::text_style(theme::kBody, context.theme.ink),
                                 width, kMaxSubtitleLines, context.measure);
    if (!below.lines.empty()) {
        tagged(drawing, {Tag::paragraph}, [&] {
            y = draw_lines(below.lines, {kLeft, y + 2}, theme::kBody, context.theme.secondary, drawing);
        });
    }
    y += 2 * theme::kGrid;
    draw_rule(context, y, drawing);
    return y + theme::kWidgetGap;
}

double draw_later_header(const LayoutContext& context, Drawing& drawing)
{
    constexpr double kLeft = theme::kPageMargin;
    const double width = content_width(context);
    const double logo = draw_logo(context, {kLeft + width, kLeft}, LogoSide::right, kLaterLogo, drawing);
    const double right = kLeft + width - (logo > 0 ? logo + theme::kWidgetGap : 0);
    const std::string period = period_of(context);
    const TextStyle small = theme::text_style(theme::kCaption, context.theme.secondary);
    const double baseline = kLeft + theme::baseline(theme::kChartTitle);
    const double half = (right - kLeft) / 2;
    const double right_width = std::min(context.measure.width(period, small), half);
    tagged(drawing, {Tag::artifact}, [&] {
        drawing.push_back(DrawText{title_of(context.input),
                                   {kLeft, baseline},
                                   theme::text_style(theme::kChartTitle, context.theme.ink),
                                   TextAlign::left,
                                   right - kLeft - right_width - theme::kWidgetGap});
        drawing.push_back(DrawText{period, {right, baseline}, small, TextAlign::right, half});
    });
    draw_rule(context, kLeft + kLaterHeaderHeight - theme::kWidgetGap - theme::kHairlineWidth, drawing);
    return kLeft + kLaterHeaderHeight;
}

double draw_notices(const LayoutContext& context, const std::vector<Notice>& notices, double y,
                    Drawing& drawing)
{
    for (const Notice& notice : notices) {
        if (notice.tone == Tone::warn) {
            y = draw_banner(context, notice, y, drawing);
            continue;
        }
        const auto lines = wrap_text(notice.text, theme::text_style(theme::kBody, context.theme.ink),
                                     content_width(context), kMaxNoticeLines, context.measure);
        tagged(drawing, {Tag::paragraph}, [&] {
            y = draw_lines(lines.lines, {theme::kPageMargin, y - theme::kGrid}, theme::kBody,
                           context.theme.bad, drawing);
        });
        y += 2 * theme::kGrid;
    }
    return y;
}

void draw_footer(const LayoutContext& context, std::size_t page, std::size_t pages, Page& target)
{
    constexpr double kLeft = theme::kPageMargin;
    const TextStyle style = theme::text_style(theme::kCaption, context.theme.secondary);
    const double baseline = target.height - theme::kPageMargin;
    const double width = content_width(context);
    const double third = width / 3;
    Drawing& drawing = target.drawing;
    tagged(drawing, {Tag::artifact}, [&] {
        drawing.push_back(
            DrawText{context.input.workspace_name, {kLeft, baseline}, style, TextAlign::left, third});
        if (context.setup.flow == Flow::tall_page) {
            drawing.push_back(
                DrawText{as_of_text(context), {kLeft + width, baseline}, style, TextAlign::right, 2 * third});
            return;
        }
        drawing.push_back(DrawText{
            as_of_text(context), {kLeft + width / 2, baseline}, style, TextAlign::center, 1.2 * third});
        const std::string number = say(context.words(), Phrase::page_of,
                                       {count_text(context.words(), static_cast<std::int64_t>(page)),
                                        count_text(context.words(), static_cast<std::int64_t>(pages))});
        drawing.push_back(DrawText{number, {kLeft + width, baseline}, style, TextAlign::right, third});
    });
}

} // namespace presstime::stage
