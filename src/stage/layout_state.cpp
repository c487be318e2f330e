// A widget that has nothing to draw says so in its own place and size.
#include "stage/layout_state.hpp"

#include "model/theme.hpp"
#include "platform/text/phrases.hpp"
#include "stage/layout_lines.hpp"
#include "stage/layout_tags.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace presstime::stage {
namespace {

struct FittedText {
    std::vector<std::string> lines;
    theme::TypeRole role = theme::kTableCell;
};

// The whole sentence where it fits, else smaller, else the reason alone: it must not lose its end.
FittedText fit_reason(const std::string& sentence, const std::string& reason, Box inside,
                      LayoutContext& context)
{
    constexpr theme::TypeRole kSmallest{theme::kSmallestType, 8, FontWeight::regular};
    const std::pair<const std::string*, theme::TypeRole> tries[] = {
        {&sentence, theme::kTableCell}, {&sentence, kSmallest}, {&reason, kSmallest}};
    FittedText fitted;
    for (const auto& [text, role] : tries) {
        const auto most = static_cast<std::size_t>(std::max(1.0, inside.h / role.line_height));
        WrappedText wrapped =
            wrap_text(*text, theme::text_style(role, context.theme.ink), inside.w, most, context.measure);
        fitted = {std::move(wrapped.lines), role};
        if (!wrapped.shortened) {
            break;
        }
    }
    return fitted;
}

Phrase failed_phrase(WidgetKind kind)
{
    switch (kind) {
    case WidgetKind::kpi:
        return Phrase::failed_figure;
    case WidgetKind::chart:
        return Phrase::failed_chart;
    case WidgetKind::table:
        return Phrase::failed_table;
    case WidgetKind::text:
        return Phrase::failed_text;
    case WidgetKind::image:
        return Phrase::failed_image;
    }
    return Phrase::failed_figure;
}

// The frame with its title; what is left within. A card keeps its title inside, what stands open keeps it
// above.
Box draw_state_frame(const LayoutContext& context, const Widget& widget, Box box, Drawing& drawing)
{
    const bool card = widget.kind == WidgetKind::kpi;
    const Box framed = card ? box : draw_widget_title(context, widget, box, drawing);
    draw_frame(context, framed, drawing);
    const double padding = std::min(theme::kCardPadding, framed.h / 8);
    const Box inside{framed.x + padding, framed.y + padding, framed.w - 2 * padding, framed.h - 2 * padding};
    return card ? draw_widget_title(context, widget, inside, drawing) : inside;
}

} // namespace

Box draw_widget_title(const LayoutContext& context, const Widget& widget, Box box, Drawing& drawing)
{
    const theme::TypeRole& role = theme::kChartTitle;
    if (widget.title.empty() || box.h < 2 * role.line_height) {
        return box;
    }
    tagged(drawing, {Tag::heading, kWidgetLevel}, [&] {
        drawing.push_back(DrawText{widget.title,
                                   {box.x, box.y + theme::baseline(role)},
                                   theme::text_style(role, context.theme.ink),
                                   TextAlign::left,
                                   box.w});
    });
    const double used = role.line_height + kUnderTitle;
    return {box.x, box.y + used, box.w, box.h - used};
}

void draw_frame(const LayoutContext& context, Box box, Drawing& drawing)
{
    constexpr double kInset = theme::kHairlineWidth / 2;
    const Box inside{box.x + kInset, box.y + kInset, box.w - 2 * kInset, box.h - 2 * kInset};
    tagged(drawing, {Tag::artifact}, [&] {
        drawing.push_back(
            StrokeRect{inside, context.theme.hairline, theme::kHairlineWidth, theme::kCardRadius});
    });
}

void draw_failed(LayoutContext& context, const Widget& widget, const std::string& reason, Box box,
                 Drawing& drawing)
{
    const std::string sentence = say(context.words(), failed_phrase(widget.kind), {reason});
    context.stamp.failed_widgets += 1;
    context.stamp.complete = false;
    context.stamp.notes.push_back(fmt::format("{}: {}", name_of(widget), sentence));
    const Box inside = draw_state_frame(context, widget, box, drawing);
    const FittedText fitted = fit_reason(sentence, reason, inside, context);
    tagged(drawing, {Tag::paragraph},
           [&] { draw_lines(fitted.lines, {inside.x, inside.y}, fitted.role, context.theme.bad, drawing); });
}

void draw_empty(LayoutContext& context, const Widget& widget, Box box, Drawing& drawing)
{
    context.stamp.empty_widgets += 1;
    const Box area = draw_state_frame(context, widget, box, drawing);
    const double baseline = area.y + area.h / 2 + 0.36 * theme::kTableCell.size;
    tagged(drawing, {Tag::paragraph}, [&] {
        drawing.push_back(DrawText{std::string(phrase(context.words(), Phrase::no_data)),
                                   {area.x + area.w / 2, baseline},
                                   theme::text_style(theme::kTableCell, context.theme.secondary),
                                   TextAlign::center,
                                   area.w - 2 * theme::kGrid});
    });
}

} // namespace presstime::stage
