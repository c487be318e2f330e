// Footers come last: only then the number of pages and the completeness of the whole are known.
#include "stage/layout_sheet.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace presstime::stage {
namespace {

constexpr double kBareMargin = 2; // above and below a page without header and footer

Error too_many_pages(int most)
{
    return Error::too_large("format",
                            fmt::format("the report would have more than {} pages; give its tables a "
                                        "max_rows, or send the rows as CSV",
                                        format_count(most)));
}

} // namespace

Sheet::Sheet(const LayoutContext& context, const std::vector<Notice>& notices, Opening opening)
    : context_(context)
{
    const RenderInput& input = context.input;
    pages_.title = input.report.name.empty() ? input.dashboard.name : input.report.name;
    pages_.author = input.workspace_name;
    pages_.paper = context.theme.paper;
    pages_.font_family = context.theme.font_family;
    pages_.language = input.report.locale;
    pages_.pages.push_back({.width = context.setup.width, .height = context.setup.height});
    if (context.setup.flow == Flow::bare_page) {
        y_ = kBareMargin;
    } else if (opening == Opening::title_and_notices) {
        y_ = draw_notices(context, notices, draw_first_header(context, drawing()), drawing());
    } else {
        y_ = draw_later_header(context, drawing());
    }
    top_ = y_;
}

Result<> Sheet::break_page()
{
    if (static_cast<int>(pages_.pages.size()) >= context_.setup.max_pages) {
        return fail(too_many_pages(context_.setup.max_pages));
    }
    pages_.pages.push_back({.width = context_.setup.width, .height = context_.setup.height});
    y_ = draw_later_header(context_, drawing());
    top_ = y_;
    return {};
}

void Sheet::add_outline(const std::string& title)
{
    if (!title.empty()) {
        pages_.outline.push_back({title, static_cast<int>(pages_.pages.size()), y_});
    }
}

Result<PageList> Sheet::finish(FrontMatter front)
{
    if (context_.setup.flow == Flow::tall_page) {
        pages_.pages.front().height =
            std::min(context_.setup.height, y_ + kFooterHeight + theme::kPageMargin);
    }
    if (context_.setup.flow == Flow::bare_page) {
        pages_.pages.front().height = std::min(context_.setup.height, y_ + kBareMargin);
        return std::move(pages_);
    }
    for (OutlineEntry& entry : pages_.outline) {
        entry.page += static_cast<int>(front.pages.size());
    }
    std::vector<Page>& pages = front.pages;
    std::ranges::move(pages_.pages, std::back_inserter(pages));
    if (static_cast<int>(pages.size()) > context_.setup.max_pages) {
        return fail(too_many_pages(context_.setup.max_pages));
    }
    for (std::size_t page = front.cover ? 1 : 0; page < pages.size(); ++page) {
        draw_footer(context_, page + 1, pages.size(), pages[page]);
    }
    pages_.pages = std::move(pages);
    return std::move(pages_);
}

} // namespace presstime::stage
