// Every entry of the contents takes one line, so that the number of pages follows from their count.
#include "stage/layout_front.hpp"

#include "platform/text/phrases.hpp"
#include "stage/layout_lines.hpp"
#include "stage/layout_tags.hpp"
#include "stage/layout_widget.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace presstime::stage {
namespace {

constexpr double kLeft = theme::kPageMargin;
constexpr double kEntryHeight = 20;
constexpr double kHeadingHeight = theme::kSection.line_height + 2 * theme::kGrid;
constexpr theme::TypeRole kCoverTitle{28, 34, FontWeight::semibold};
constexpr Box kCoverLogo{0, 0, 160, 48};
constexpr double kTextWidth = 440;     // a measure that reads well
constexpr double kContentsWidth = 560; // and one along which the eye still finds the number
constexpr double kFootHeight = 2 * theme::kBody.line_height + 2 * theme::kGrid;

Page empty_page(const LayoutContext& context)
{
    return {.width = context.setup.width, .height = context.setup.height};
}

// One block of the cover in lines of its own element; returns the y below.
struct CoverText {
    std::string_view text;
    theme::TypeRole role = theme::kBody;
    Color color;
    std::size_t most_lines = 1;
    BeginTag tag;
};

double draw_block(const LayoutContext& context, const CoverText& block, double y, double width,
                  Drawing& drawing)
{
    const auto lines = wrap_text(block.text, theme::text_style(block.role, block.color), width,
                                 block.most_lines, context.measure);
    if (!lines.lines.empty()) {
        tagged(drawing, block.tag,
               [&] { y = draw_lines(lines.lines, {kLeft, y}, block.role, block.color, drawing); });
    }
    return y;
}

void draw_cover_foot(const LayoutContext& context, Page& page)
{
    const Theme& theme = context.theme;
    const double top = page.height - theme::kPageMargin - kFootHeight;
    tagged(page.drawing, {Tag::artifact}, [&] {
        page.drawing.push_back(Polyline{{{kLeft, top}, {kLeft + content_width(context), top}},
                                        theme.hairline,
                                        theme::kHairlineWidth,
                                        false,
                                        {}});
    });
    const double width = content_width(context);
    const double y = draw_block(
        context, {context.input.workspace_name, theme::kChartTitle, theme.ink, 1, {Tag::paragraph}},
        top + 2 * theme::kGrid, width, page.drawing);
    draw_block(context, {as_of_text(context), theme::kBody, theme.secondary, 1, {Tag::paragraph}}, y, width,
               page.drawing);
}

Page cover_page(const LayoutContext& context, const std::vector<Notice>& notices)
{
    constexpr double kRuleWidth = 48, kRuleHeight = 3, kTitleAt = 0.28;
    const Theme& theme = context.theme;
    const RenderInput& input = context.input;
    Page page = empty_page(context);
    Drawing& drawing = page.drawing;
    draw_logo(context, {kLeft, kLeft}, LogoSide::left, kCoverLogo, drawing);
    const double width = content_width(context);
    const double text_width = std::min(width, kTextWidth);
    // Notices are told first what room they need: no description may push them off the page.
    Drawing measured;
    const double notices_height = draw_notices(context, notices, 0, measured) + 4 * theme::kGrid;
    const double bottom = page.height - theme::kPageMargin - kFootHeight - notices_height;
    double y = std::round(page.height * kTitleAt);
    tagged(drawing, {Tag::artifact},
           [&] { drawing.push_back(FillRect{{kLeft, y, kRuleWidth, kRuleHeight}, theme.accent, 0}); });
    y += kRuleHeight + 4 * theme::kGrid;
    y = draw_block(context, {title_of(input), kCoverTitle, theme.ink, 3, {Tag::heading, kTitleLevel}}, y,
                   width, drawing);
    const std::string period = period_of(context);
    y = draw_block(context, {period, theme::kSection, theme.secondary, 2, {Tag::paragraph}}, y + theme::kGrid,
                   width, drawing);
    if (!input.dashboard.description.empty()) {
        y += 4 * theme::kGrid;
        const auto lines = static_cast<std::size_t>(std::max(1.0, (bottom - y) / theme::kBody.line_height));
        y = draw_block(context,
                       {input.dashboard.description, theme::kBody, theme.ink, lines, {Tag::paragraph}}, y,
                       text_width, drawing);
    }
    y += 4 * theme::kGrid;
    for (const auto& [label, value] : input.parameters_shown) {
        if (y + theme::kBody.line_height > bottom) {
            break;
        }
        const std::string line = fmt::format("{}: {}", label, value);
        y = draw_block(context, {line, theme::kBody, theme.secondary, 1, {Tag::paragraph}}, y, text_width,
                       drawing);
    }
    draw_notices(context, notices, y + 4 * theme::kGrid, drawing);
    draw_cover_foot(context, page);
    return page;
}

void draw_entry(const LayoutContext& context, const OutlineEntry& entry, double y, Drawing& drawing)
{
    constexpr double kDotPitch = 4, kDot = 0.75;
    const double width = std::min(content_width(context), kContentsWidth);
    const double right = kLeft + width;
    const TextStyle style = theme::text_style(theme::kBody, context.theme.ink, theme::Figures::tabular);
    const std::string number = count_text(context.words(), entry.page);
    const std::string link = fmt::format("#{}", entry.page);
    const double number_width = context.measure.width(number, style);
    const double room = width - number_width - 6 * theme::kGrid;
    const double title_width = std::min(room, context.measure.width(entry.title, style));
    const double baseline = y + (kEntryHeight - theme::kBody.line_height) / 2 + theme::baseline(theme::kBody);
    tagged(drawing, {Tag::paragraph}, [&] {
        drawing.push_back(DrawText{entry.title, {kLeft, baseline}, style, TextAlign::left, room, 0, link});
        drawing.push_back(DrawText{number, {right, baseline}, style, TextAlign::right, 0, 0, link});
    });
    // The dots of all lines stand under each other.
    const double begin = kLeft + kDotPitch * std::ceil((title_width + theme::kGrid) / kDotPitch);
    const double end = right - number_width - theme::kGrid;
    if (end - begin > 2 * kDotPitch) {
        tagged(drawing, {Tag::artifact}, [&] {
            drawing.push_back(Polyline{{{begin, baseline}, {end, baseline}},
                                       context.theme.zero_line,
                                       kDot,
                                       false,
                                       {kDot, kDotPitch - kDot}});
        });
    }
}

// The contents on as many pages as they take, their own not yet counted.
class Contents {
public:
    Contents(const LayoutContext& context, const std::vector<Notice>& notices, bool after_cover)
        : context_(context), notices_(notices), after_cover_(after_cover)
    {
    }

    std::vector<Page> set(std::vector<OutlineEntry> entries)
    {
        // Set once to count the pages, then again with the numbers they lead to.
        std::vector<Page> pages = draw(entries);
        const int before = static_cast<int>(pages.size()) + (after_cover_ ? 1 : 0);
        for (OutlineEntry& entry : entries) {
            entry.page += before;
        }
        return draw(entries);
    }

private:
    std::vector<Page> draw(const std::vector<OutlineEntry>& entries) const
    {
        std::vector<Page> pages;
        double y = 0;
        const double bottom = context_.setup.height - theme::kPageMargin - kFooterHeight;
        for (const OutlineEntry& entry : entries) {
            if (pages.empty() || y + kEntryHeight > bottom) {
                y = begin_page(pages);
            }
            draw_entry(context_, entry, y, pages.back().drawing);
            y += kEntryHeight;
        }
        return pages;
    }

    double begin_page(std::vector<Page>& pages) const
    {
        const bool first = pages.empty();
        Page& page = pages.emplace_back(empty_page(context_));
        double y = 0;
        if (first && !after_cover_) {
            y = draw_notices(context_, notices_, draw_first_header(context_, page.drawing), page.drawing);
        } else {
            y = draw_later_header(context_, page.drawing);
        }
        if (first) {
            const CoverText heading{phrase(context_.words(), Phrase::contents),
                                    theme::kSection,
                                    context_.theme.ink,
                                    1,
                                    {Tag::heading, kWidgetLevel}};
            draw_block(context_, heading, y, content_width(context_), page.drawing);
            y += kHeadingHeight;
        }
        return y;
    }

    const LayoutContext& context_;
    const std::vector<Notice>& notices_;
    bool after_cover_;
};

} // namespace

bool has_front_matter(const RenderInput& input)
{
    return input.dashboard.cover || (input.dashboard.contents &&
                                     std::ranges::any_of(input.dashboard.widgets, [](const Widget& widget) {
                                         return !outline_title(widget).empty();
                                     }));
}

FrontMatter set_front_matter(const LayoutContext& context, const std::vector<Notice>& notices,
                             const std::vector<OutlineEntry>& body)
{
    FrontMatter front;
    const Dashboard& dashboard = context.input.dashboard;
    front.cover = dashboard.cover;
    if (dashboard.cover) {
        front.pages.push_back(cover_page(context, notices));
    }
    if (dashboard.contents && !body.empty()) {
        std::ranges::move(Contents(context, notices, dashboard.cover).set(body),
                          std::back_inserter(front.pages));
    }
    return front;
}

} // namespace presstime::stage
