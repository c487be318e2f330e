// The rows behind one widget: as a table on a page, and as a file. A chart's and a figure's rows are the
// columns that it draws; a text widget has words instead.
#pragma once

#include "control/drawings.hpp"
#include "control/environment.hpp"
#include "control/pictures.hpp"

#include <optional>
#include <string>
#include <vector>

namespace presstime::control {

struct WidgetContent {
    std::optional<WidgetTable> table; // nothing for a text widget
    std::vector<TextBlock> text;
};

// The widget as a table of what it shows: of a chart or figure, the columns that it draws, in their formats.
Widget as_table(const Widget& widget);

// Of a request that already says whose rows and which period: for whoever judged the rights in another way.
// not_found for a widget without data, such as an image.
Result<WidgetContent> read_widget(Drawings& drawings, PictureRequest request, std::int64_t limit);
// All its rows as a file of that format; `invalid("format")` when it is none of those for rows. Parameters in
// `hidden` are bound and named nowhere in the file.
Result<RenderedFile> write_widget(Interactive& interactive, PictureRequest request, const std::string& format,
                                  std::vector<std::string> hidden = {});

// The dashboard with one widget in the place of all, which shows the choices of the parameter: for
// read_choices(). not_found for a parameter without any.
Result<Dashboard> choices_board(Dashboard dashboard, const std::string& parameter);
// The first column of what that widget shows, 1,000 rows at most.
Result<Table> read_choices(Drawings& drawings, PictureRequest request);

class WidgetData {
public:
    // Both must outlive this.
    WidgetData(Environment environment, Drawings& drawings, Interactive& interactive)
        : environment_(std::move(environment)), drawings_(drawings), interactive_(interactive)
    {
    }

    // Errors as those of Pictures::draw().
    Result<WidgetContent> read(const Principal& principal, const std::string& dashboard,
                               const std::string& widget, const PictureWish& wish, std::int64_t limit);
    Result<RenderedFile> write(const Principal& principal, const std::string& dashboard,
                               const std::string& widget, const PictureWish& wish, const std::string& format);
    // What a parameter may be set to: one column, the first of its query. not_found for a parameter that
    // has none; errors else as those of read().
    Result<Table> choices(const Principal& principal, const std::string& dashboard,
                          const std::string& parameter, const PictureWish& wish);

private:
    Environment environment_;
    Drawings& drawings_;
    Interactive& interactive_;
};

} // namespace presstime::control
