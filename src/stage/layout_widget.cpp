// The kinds of widgets by their drawers, and the words for those who do not see the picture.
#include "stage/layout_widget.hpp"

#include "base/text.hpp"
#include "chart/chart.hpp"
#include "platform/canvas/image.hpp"
#include "platform/text/phrases.hpp"
#include "stage/layout_kpi.hpp"
#include "stage/layout_stamp.hpp"
#include "stage/layout_state.hpp"
#include "stage/layout_table.hpp"
#include "stage/layout_tags.hpp"
#include "stage/layout_text.hpp"
#include "stage/markdown.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace presstime::stage {
namespace {

constexpr std::size_t kMaxAltBytes = 1'000;

// The words drawn since `from`, in order: "Revenue: € 1.73 M +6.2 % vs previous".
std::string words_since(const Drawing& drawing, std::size_t from)
{
    std::string words;
    int texts = 0;
    for (std::size_t i = from; i < drawing.size() && words.size() < kMaxAltBytes; ++i) {
        if (const auto* text = std::get_if<DrawText>(&drawing[i])) {
            words += (texts == 0 ? "" : texts == 1 ? ": " : " ") + text->text;
            ++texts;
        }
    }
    return std::string(clip_utf8(words, kMaxAltBytes));
}

std::string words_of_markdown(const Widget& widget)
{
    std::string words = widget.title;
    for (const MarkdownBlock& block : parse_markdown(widget.markdown)) {
        words += words.empty() ? "" : "\n";
        for (const MarkdownSpan& span : block.spans) {
            words += span.text;
        }
        if (words.size() >= kMaxAltBytes) {
            break;
        }
    }
    return std::string(clip_utf8(words, kMaxAltBytes));
}

// Says under the plot that the data ended early; returns what is left above.
Box note_cut(LayoutContext& context, const Widget& widget, const LoadedResult& loaded, Box box,
             Drawing& drawing)
{
    const std::string& cut = loaded.source_cut.empty() ? loaded.memory_cut : loaded.source_cut;
    if (cut.empty()) {
        return box;
    }
    const auto rows = static_cast<std::int64_t>(loaded.table.rows());
    const std::string words =
        say_count(context.words(), Phrase::drawn_from, rows, {limit_words(context.words(), cut)});
    context.stamp.complete = false;
    context.stamp.notes.push_back(name_of(widget) + ": " + words);
    if (box.h < 5 * theme::kCaption.line_height) {
        return box;
    }
    const double line = theme::kCaption.line_height;
    tagged(drawing, {Tag::paragraph}, [&] {
        drawing.push_back(DrawText{words,
                                   {box.x, box.bottom() - line + theme::baseline(theme::kCaption)},
                                   theme::text_style(theme::kCaption, context.theme.warn),
                                   TextAlign::left,
                                   box.w});
    });
    return {box.x, box.y, box.w, box.h - line - 2};
}

Result<DrawnWidget> draw_chart_widget(LayoutContext& context, const Widget& widget, Box box, Drawing& drawing)
{
    const std::size_t from = drawing.size();
    const auto failed = [&](const std::string& reason) {
        draw_failed(context, widget, reason, box, drawing);
        return DrawnWidget{words_since(drawing, from), {}};
    };
    if (const auto failure = context.tables.failure_of(widget.query)) {
        return failed(*failure);
    }
    const LoadedResult* loaded = TRY(context.tables.load(widget.query));
    const HitMode hits = context.setup.flow == Flow::widget_pictures ? HitMode::mapped : HitMode::none;
    const ChartStyle style{context.locale(), context.zone.name(), context.utc_offset, &context.theme, hits};
    Drawing note;
    const Box area = note_cut(context, widget, *loaded, box, note);
    Result<ChartResult> chart =
        draw_chart(widget.chart, widget.title, loaded->table, area, context.measure, style);
    if (!chart) {
        return failed(chart.error().message);
    }
    tagged(drawing, {Tag::figure, 1, chart->alt_text},
           [&] { std::ranges::move(chart->drawing, std::back_inserter(drawing)); });
    std::ranges::move(note, std::back_inserter(drawing));
    Stamp& stamp = context.stamp;
    stamp.empty_widgets += chart->empty ? 1 : 0;
    stamp.rows_shown += static_cast<std::int64_t>(loaded->table.rows());
    stamp.rows_in_result += loaded->rows_in_result;
    if (!chart->note.empty()) {
        stamp.notes.push_back(name_of(widget) + ": " + chart->note);
    }
    return DrawnWidget{std::move(chart->alt_text), std::move(chart->hits)};
}

DrawnWidget draw_image_widget(LayoutContext& context, const Widget& widget, Box box, Drawing& drawing)
{
    const std::size_t from = drawing.size();
    const Result<std::shared_ptr<const Image>> image = read_data_uri(widget.image);
    if (!image) {
        draw_failed(context, widget, image.error().message, box, drawing);
        return {words_since(drawing, from), {}};
    }
    const Box area = draw_widget_title(context, widget, box, drawing);
    const std::string alt = widget.alt.empty() ? name_of(widget) : widget.alt;
    tagged(drawing, {Tag::figure, 1, alt}, [&] { drawing.push_back(DrawImage{*image, area}); });
    return {alt, {}};
}

} // namespace

Result<DrawnWidget> draw_widget(LayoutContext& context, const Widget& widget, Box box, Drawing& drawing)
{
    const std::size_t from = drawing.size();
    switch (widget.kind) {
    case WidgetKind::kpi:
        TRY(draw_kpi(context, widget, box, drawing));
        return DrawnWidget{words_since(drawing, from), {}};
    case WidgetKind::chart:
        return draw_chart_widget(context, widget, box, drawing);
    case WidgetKind::table:
        TRY(draw_boxed_table(context, widget, box, drawing));
        return DrawnWidget{words_since(drawing, from), {}};
    case WidgetKind::text:
        draw_text_widget(context, widget, box, drawing);
        return DrawnWidget{words_of_markdown(widget), {}};
    case WidgetKind::image:
        return draw_image_widget(context, widget, box, drawing);
    }
    return DrawnWidget{};
}

std::string outline_title(const Widget& widget)
{
    if (widget.kind == WidgetKind::kpi) {
        return {};
    }
    constexpr std::size_t kMaxTitleBytes = 300;
    if (!widget.title.empty() || widget.kind != WidgetKind::text) {
        return std::string(clip_utf8(widget.title, kMaxTitleBytes));
    }
    for (const MarkdownBlock& block : parse_markdown(widget.markdown)) {
        if (block.kind == MarkdownKind::heading) {
            std::string words;
            for (const MarkdownSpan& span : block.spans) {
                words += span.text;
            }
            return std::string(clip_utf8(words, kMaxTitleBytes));
        }
    }
    return {};
}

} // namespace presstime::stage
