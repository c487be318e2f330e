// The pages under way: where the next thing goes, when a page is full, and what stands on every page (header
// on top, footer below). Knows no widget.
#pragma once

#include "stage/layout_header.hpp"

#include <string>
#include <vector>

namespace presstime::stage {

// Left edge and width of a widget on the page.
struct Span {
    double x = 0;
    double width = 0;
};

// Pages that come before those with widgets; their title page makes a first header needless.
struct FrontMatter {
    std::vector<Page> pages;
    bool cover = false; // the first of them is one, without a footer
};

enum class Opening { title_and_notices, after_front_matter };

class Sheet {
public:
    Sheet(const LayoutContext& context, const std::vector<Notice>& notices, Opening opening);

    Drawing& drawing() { return pages_.pages.back().drawing; }
    double left() const { return theme::kPageMargin; }
    double width() const { return content_width(context_); }
    double y() const { return y_; }
    void advance(double height) { y_ += height; }
    // What is left on this page, down to the footer.
    double room() const { return bottom() - y_; }
    // What an empty later page has.
    double room_of_empty_page() const { return bottom() - theme::kPageMargin - kLaterHeaderHeight; }
    bool at_top() const { return y_ <= top_; }
    // Starts the next page; `too_large` beyond the setup's limit. A tall page has no next one: never call it
    // there.
    Result<> break_page();
    void add_outline(const std::string& title);
    const std::vector<OutlineEntry>& outline() const { return pages_.outline; }

    // Puts the front matter before the pages, then footers on all; the sheet is empty afterwards. `too_large`
    // as break_page.
    Result<PageList> finish(FrontMatter front);

private:
    double bottom() const { return context_.setup.height - theme::kPageMargin - kFooterHeight; }

    const LayoutContext& context_;
    PageList pages_;
    double y_ = 0;
    double top_ = 0;
};

} // namespace presstime::stage
