// The pages under way: where the next thing goes, when a page is full, and what stands on every page (header
// on top, footer below). Knows no widget.
#pragma once

#include "stage/layout_context.hpp"

#include <string>

namespace presstime::stage {

// Left edge and width of a widget on the page.
struct Span {
    double x = 0;
    double width = 0;
};

class Sheet {
public:
    // `notice` stands under the first header ("1 of 6 widgets could not be drawn"); empty = none.
    Sheet(const LayoutContext& context, const std::string& notice);

    Drawing& drawing() { return pages_.pages.back().drawing; }
    double left() const;
    double width() const;
    double y() const { return y_; }
    void advance(double height) { y_ += height; }
    // What is left on this page, down to the footer.
    double room() const { return bottom() - y_; }
    // What an empty later page has.
    double room_of_empty_page() const;
    bool at_top() const { return y_ <= top_; }
    // Starts the next page; `too_large` beyond the setup's
    // limit. A tall page has no next one: never call it there.
    Result<> break_page();
    void add_outline(const std::string& title);

    // Footers and the tall page's height; the pages are finished and the sheet is empty.
    PageList finish();

private:
    double bottom() const;
    void draw_first_header(const std::string& notice);
    void draw_later_header();
    void draw_footer(std::size_t page);
    std::string subtitle() const;

    const LayoutContext& context_;
    PageList pages_;
    double y_ = 0;
    double top_ = 0;
};

} // namespace presstime::stage
