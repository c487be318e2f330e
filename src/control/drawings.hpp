// What pages show of dashboards beside pictures of widgets: rows as a table writes them, and a small picture
// of the whole. As in interactive.hpp, a bounded pool stands behind it and control decides who may ask.
#pragma once

#include "control/interactive.hpp"
#include "model/widget_table.hpp"

#include <string>
#include <vector>

namespace presstime::control {

struct TableRequest {
    PictureRequest widget; // its size is not looked at
    std::int64_t limit = 1'000;
};

struct ThumbnailRequest {
    std::int64_t workspace_id = 1;
    Dashboard dashboard; // in the theme to draw
    Instant nominal_at{};
    Period period{};
};

// Safe to call from several threads; too_many when the pool is full.
class Drawings {
public:
    virtual ~Drawings() = default;
    // The rows of a widget's query, which must be there; give_up with the sentence why there are none.
    virtual Result<WidgetTable> table(const TableRequest& request) = 0;
    // The words of a text widget.
    virtual std::vector<TextBlock> text(const Widget& widget) = 0;
    // The top of the dashboard as a PNG of 480 x 300 pixels. What failed is drawn as failed.
    virtual Result<std::string> thumbnail(const ThumbnailRequest& request) = 0;
};

} // namespace presstime::control
