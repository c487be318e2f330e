// Markdown blocks become lines of pieces, each piece one
// font; set once for the height and once for the drawing.
#include "stage/layout_text.hpp"

#include "base/text.hpp"
#include "model/theme.hpp"
#include "stage/layout_lines.hpp"
#include "stage/layout_state.hpp"
#include "stage/layout_tags.hpp"
#include "stage/layout_widget.hpp"
#include "stage/markdown.hpp"

#include <algorithm>

namespace presstime::stage {
namespace {

constexpr double kTitleHeight = theme::kChartTitle.line_height + kUnderTitle;
constexpr double kItemIndent = 12;
constexpr double kBlockGap = 6;
constexpr double kItemGap = 2;
constexpr double kHeadingGap = 10;
constexpr std::size_t kMaxLines = 200'000; // more than the most Markdown has, letter under letter

struct Piece {
    std::string text;
    double x = 0;
    TextStyle style;
    std::string link;
};

struct Line {
    double y = 0; // top, from the text's own top
    theme::TypeRole role = theme::kBody;
    std::size_t block = 0;
    std::vector<Piece> pieces;

    double bottom() const { return y + role.line_height; }
};

struct SetText {
    std::vector<Line> lines;
    std::vector<BeginTag> tags; // of each block
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
    LineFiller(SetText& text, double width, int level, LayoutContext& context)
        : text_(text), width_(width), level_(level), measure_(context.measure), theme_(context.theme)
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
        const bool heading = block.kind == MarkdownKind::heading;
        text_.tags.push_back(
            {heading ? Tag::heading : Tag::paragraph, heading ? level_ + block.level : 1, {}});
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
        text_.lines.push_back({text_.height, role_, text_.tags.size() - 1, {}});
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
    int level_; // of what the text's headings stand under
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
    const int level = widget.title.empty() ? kTitleLevel : kWidgetLevel;
    LineFiller filler(text, std::max(width, 24.0), level, context);
    for (const MarkdownBlock& block : parse_markdown(widget.markdown)) {
        if (text.lines.size() < kMaxLines) {
            filler.set(block);
        }
    }
    return text;
}

// Lines `from` to `to` with the first one's top at `at`, each block an element.
void draw_set_text(const SetText& text, std::size_t from, std::size_t to, Point at, double width,
                   Drawing& drawing)
{
    for (std::size_t i = from; i < to; ++i) {
        const Line& line = text.lines[i];
        if (i == from || line.block != text.lines[i - 1].block) {
            drawing.emplace_back(text.tags[line.block]);
        }
        const double baseline = at.y + line.y - text.lines[from].y + theme::baseline(line.role);
        for (const Piece& piece : line.pieces) {
            drawing.push_back(DrawText{piece.text,
                                       {at.x + piece.x, baseline},
                                       piece.style,
                                       TextAlign::left,
                                       width - piece.x,
                                       0,
                                       piece.link});
        }
        if (i + 1 == to || text.lines[i + 1].block != line.block) {
            drawing.emplace_back(EndTag{});
        }
    }
}

double title_height(const Widget& widget)
{
    return widget.title.empty() ? 0 : kTitleHeight;
}

double height_of_lines(const SetText& text, std::size_t from, std::size_t to)
{
    return to > from ? text.lines[to - 1].bottom() - text.lines[from].y : 0;
}

// Whether a page may end before line `at`: not under a heading, and with two lines of a paragraph on either
// side.
bool may_break(const SetText& text, std::size_t from, std::size_t at)
{
    const std::size_t block = text.lines[at - 1].block;
    if (text.tags[block].tag == Tag::heading) {
        return false;
    }
    if (text.lines[at].block != block) {
        return true;
    }
    const auto in_block = [&](std::size_t line) {
        return line < text.lines.size() && text.lines[line].block == block;
    };
    const bool two_before = at >= from + 2 && in_block(at - 2);
    return two_before && in_block(at + 1);
}

std::size_t end_of_room(const SetText& text, std::size_t from, double room)
{
    std::size_t to = from;
    while (to < text.lines.size() && height_of_lines(text, from, to + 1) <= room + 0.01) {
        ++to;
    }
    return to;
}

// The line a page that begins with `from` and has `room` ends before; `from` itself when nothing good fits.
std::size_t end_of_page(const SetText& text, std::size_t from, double room)
{
    std::size_t good = end_of_room(text, from, room);
    if (good == text.lines.size()) {
        return good;
    }
    while (good > from && !may_break(text, from, good)) {
        --good;
    }
    return good;
}

} // namespace

double text_height(LayoutContext& context, const Widget& widget, double width)
{
    return title_height(widget) + set_markdown(widget, width, context).height;
}

void draw_text_widget(LayoutContext& context, const Widget& widget, Box box, Drawing& drawing)
{
    const Box area = draw_widget_title(context, widget, box, drawing);
    const SetText text = set_markdown(widget, area.w, context);
    const std::size_t fits = std::max<std::size_t>(end_of_room(text, 0, area.h), 1);
    const std::size_t to = std::min(fits, text.lines.size());
    draw_set_text(text, 0, to, {area.x, area.y}, area.w, drawing);
    if (to == text.lines.size()) {
        return;
    }
    const Line& last = text.lines[to - 1];
    const double end =
        last.pieces.empty()
            ? 0
            : last.pieces.back().x + context.measure.width(last.pieces.back().text, last.pieces.back().style);
    const Point at{area.x + std::min(end, area.w - theme::kCardPadding),
                   area.y + last.y + theme::baseline(last.role)};
    tagged(drawing, {Tag::artifact}, [&] {
        drawing.push_back(DrawText{" …", at, theme::text_style(theme::kBody, context.theme.warn)});
    });
    context.stamp.notes.push_back(name_of(widget) + ": the text is cut to its box");
    context.stamp.complete = false;
}

Result<> flow_text(LayoutContext& context, const Widget& widget, Span span, Sheet& sheet)
{
    const SetText text = set_markdown(widget, span.width, context);
    const double title = title_height(widget);
    const double whole = title + text.height;
    // A short text stays in one piece.
    const double kept = whole <= sheet.room_of_empty_page() / 4 ? whole : 0;
    const double room = sheet.room() - title;
    const bool begins_here = text.lines.empty() ? room >= 0 : end_of_page(text, 0, room) > 0;
    if (!sheet.at_top() && (kept > sheet.room() || !begins_here)) {
        TRY(sheet.break_page());
    }
    sheet.add_outline(outline_title(widget));
    if (title > 0) {
        draw_widget_title(context, widget, {span.x, sheet.y(), span.width, sheet.room()}, sheet.drawing());
        sheet.advance(title);
    }
    std::size_t from = 0;
    while (from < text.lines.size()) {
        std::size_t to = end_of_page(text, from, sheet.room());
        if (to == from) {
            to = std::max(end_of_room(text, from, sheet.room()), from + 1);
        }
        draw_set_text(text, from, to, {span.x, sheet.y()}, span.width, sheet.drawing());
        sheet.advance(height_of_lines(text, from, to));
        from = to;
        if (from < text.lines.size()) {
            TRY(sheet.break_page());
        }
    }
    return {};
}

} // namespace presstime::stage
