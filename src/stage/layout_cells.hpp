// The cells of a table one by one: how they are written, measured, toned and linked. Knows no rows or pages.
#pragma once

#include "model/tone.hpp"
#include "stage/layout_context.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace presstime::stage {

// A column of a table as it is going to be set.
struct PlannedColumn {
    std::size_t source = 0; // index in the result
    std::string label;
    CellFormat format;
    std::string total;    // the figure of the totals row, written; empty without one
    bool numeric = false; // right-aligned on the decimal mark, never wrapped
    TextAlign align = TextAlign::left;
    std::size_t max_lines = 2;
    double x = 0; // from the table's left edge
    double width = 0;
    double content = 0;     // numeric: widest number, decimal marks aligned
    double after_point = 0; // numeric: widest part from the decimal mark on
    CellMark mark = CellMark::none;
    std::vector<ToneRule> tones;
    double least = 0; // ends of the bars' common scale, zero between them
    double most = 0;
    std::optional<std::size_t> link; // index of the column that holds the cells' URLs
};

TextStyle cell_style(const Theme& theme);
TextStyle total_style(const Theme& theme);

struct CellText {
    std::string text;
    bool clipped = false; // longer than any cell shows
};
// A cell as the page shows it; an en dash stands for NULL.
CellText cell_text(const LayoutContext& context, const ColumnData& data, std::size_t row,
                   const PlannedColumn& column);

struct NumberExtent {
    double width = 0;
    double after_point = 0; // of the part from the decimal mark (or the unit) on
    bool digits = false;    // without any (a NULL's dash) there is no decimal mark to stand on
};

// Measures written numbers. Tabular figures are all as wide as a zero, so that a column of thousands of
// numbers has but a handful of shapes.
class NumberRuler {
public:
    NumberRuler(const Locale& locale, const TextStyle& style, TextMeasure& measure);
    NumberExtent extent(std::string_view number);

private:
    NumberExtent measured(std::string_view shape) const;

    std::string_view decimal_;
    TextStyle style_;
    TextMeasure& measure_;
    std::string shape_;
    std::unordered_map<std::string, NumberExtent> known_; // at most kMostShapes
};

// The text itself when it is an address that a reader may follow (http, https, mailto), else empty.
std::string_view link_target(std::string_view text);

// Whether most of the column's texts begin with a letter of a script that runs from right to left.
bool reads_right_to_left(const ColumnData& data, std::size_t rows);

} // namespace presstime::stage
