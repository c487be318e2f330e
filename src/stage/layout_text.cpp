// Markdown blocks become lines of pieces, each piece one
// font; set once for the height and once for the drawing.
#include "stage/layout_text.hpp"

#include "base/text.hpp"
#include "model/theme.hpp"
#include "stage/layout_lines.hpp"
#include "stage/layout_state.hpp"
#include "stage/markdown.hpp"

#include <algorithm>

namespace presstime::stage {
namespace {

constexpr double kItemIndent = 12;
constexpr double kBlockGap = 6;
constexpr double kItemGap = 2;
constexpr double kHeadingGap = 10;
constexpr std::size_t kMaxLines = 2'000;

struct Piece {
    std::string text;
    double x = 0;
    TextStyle style;
    std::string link;
};

struct Line {
    double y = 0; // top, from the text's own top
    theme::TypeRole role = theme::kBody;
    std::vector<Piece> pieces;
};

struct SetText {
    std::vector<Line> lines;
    double height = 0;
};

theme::TypeRole role_of(const MarkdownBlock& block)
{
    if (block.kind != MarkdownKind::heading) {
        return theme::kBody;
    }
    return block.level == 1 ? theme::kSection : theme::kChartTitle;
}

// Fills lines with words; a span's look changes within a line.
class LineFiller {
public:
    LineFiller(SetText& text, double width, LayoutContext& context)
        : text_(text), width_(width), measure_(context.measure), theme_(context.theme)
    {
    }

    void set(const MarkdownBlock& block)
    {
        const bool item = block.kind == MarkdownKind::item;
        role_ = role_of(block);
        indent_ = item ? kItemIndent * (block.level + 1) : 0;
        if (!text_.lines.empty()) {
            text_.height += gap_before(block);
        }
        previous_ = block.kind;
        new_line();
        if (item) {
            const TextStyle style = theme::text_style(role_, theme_.secondary);
            text_.lines.back().pieces.push_back({block.marker, indent_ - kItemIndent, style, {}});
        }
        for (const MarkdownSpan& span : block.spans) {
            add_span(span);
        }
    }

private:
    double gap_before(const MarkdownBlock& block) const
    {
        if (block.kind == MarkdownKind::heading) {
            return kHeadingGap;
        }
        const bool close = previous_ == MarkdownKind::heading ||
                           (previous_ == MarkdownKind::item && block.kind == MarkdownKind::item);
        return close ? kItemGap : kBlockGap;
    }

    void new_line()
    {
        text_.lines.push_back({text_.height, role_, {}});
        text_.height += role_.line_height;
        x_ = indent_;
    }

    void add_span(const MarkdownSpan& span)
    {
        TextStyle style = theme::text_style(role_, span.link.empty() ? theme_.ink : theme_.accent);
        if (span.weight != FontWeight::regular) {
            style.weight = span.weight;
        }
        std::string_view rest = span.text;
        while (!rest.empty() && text_.lines.size() < kMaxLines) {
            const std::size_t fits = bytes_of_line(rest, style, width_ - x_, measure_);
            const bool whole = fits == rest.size();
            const bool breaks_word = !whole && rest[fits] != ' ';
            const double piece_width = measure_.width(rest.substr(0, fits), style);
            // A word that does not fit behind what stands there already goes on a line of its own.
            if (x_ > indent_ && (x_ + piece_width > width_ + 0.01 || breaks_word)) {
                new_line();
                rest = rest.substr(std::min(rest.find_first_not_of(' '), rest.size()));
                continue;
            }
            if (fits > 0) {
                text_.lines.back().pieces.push_back(
                    {std::string(rest.substr(0, fits)), x_, style, span.link});
                x_ += piece_width;
            }
            rest = rest.substr(fits);
            if (!whole) {
                rest = rest.substr(std::min(rest.find_first_not_of(' '), rest.size()));
                new_line();
            }
        }
    }

    SetText& text_;
    double width_;
    TextMeasure& measure_;
    const Theme& theme_;
    theme::TypeRole role_ = theme::kBody;
    double indent_ = 0;
    double x_ = 0;
    MarkdownKind previous_ = MarkdownKind::paragraph;
};

SetText set_markdown(const Widget& widget, double width, LayoutContext& context)
{
    SetText text;
    LineFiller filler(text, std::max(width, 24.0), context);
    for (const MarkdownBlock& block : parse_markdown(widget.markdown)) {
        if (text.lines.size() < kMaxLines) {
            filler.set(block);
        }
    }
    return text;
}

} // namespace

double text_height(LayoutContext& context, const Widget& widget, double width)
{
    const double title = widget.title.empty() ? 0 : theme::kChartTitle.line_height + theme::kGrid;
    return title + set_markdown(widget, width, context).height;
}

void draw_text_widget(LayoutContext& context, const Widget& widget, Box box, Drawing& drawing)
{
    const Box area = draw_widget_title(context, widget, box, drawing);
    const SetText text = set_markdown(widget, area.w, context);
    for (std::size_t i = 0; i < text.lines.size(); ++i) {
        const Line& line = text.lines[i];
        const double top = area.y + line.y;
        const bool last_that_fits = i + 1 < text.lines.size() &&
                                    text.lines[i + 1].y + text.lines[i + 1].role.line_height > area.h + 0.01;
        for (const Piece& piece : line.pieces) {
            drawing.push_back(DrawText{piece.text,
                                       {area.x + piece.x, top + theme::baseline(line.role)},
                                       piece.style,
                                       TextAlign::left,
                                       area.w - piece.x,
                                       0,
                                       piece.link});
        }
        if (last_that_fits) {
            const double end = line.pieces.empty()
                                   ? 0
                                   : line.pieces.back().x + context.measure.width(line.pieces.back().text,
                                                                                  line.pieces.back().style);
            const double x = std::min(end, area.w - theme::kCardPadding);
            drawing.push_back(DrawText{" …",
                                       {area.x + x, top + theme::baseline(line.role)},
                                       theme::text_style(theme::kBody, context.theme.warn)});
            context.stamp.notes.push_back(name_of(widget) + ": the text is cut to its box");
            context.stamp.complete = false;
            break;
        }
    }
}

} // namespace presstime::stage
