// One widget's rows as a screen shows them: every cell as it was read and as a report writes it, with what a
// table adds to its columns. The words of a text widget, in blocks.
#pragma once

#include "model/dashboard.hpp"
#include "model/table.hpp"

#include <optional>
#include <string>
#include <vector>

namespace presstime {

struct ShownColumn {
    std::string name; // in the result
    std::string label;
    std::string format;   // the pattern the text was written by
    bool numeric = false; // stands right, on its decimal mark
    int lines = 2;        // text wraps to so many
    TotalKind total = TotalKind::none;
    std::string total_text; // empty without a total
    CellMark mark = CellMark::none;
    double least = 0; // ends of the bars' common scale, zero between them
    double most = 0;
    std::vector<std::string> text;          // one a row; a dash stands for NULL
    std::vector<std::optional<Tone>> tones; // one a row, of a column with a mark; else empty
    std::vector<std::string> links;         // one a row: http, https, mailto or empty; else empty
};

struct WidgetTable {
    std::string title;
    Table rows; // as read; its columns stand in the order of `columns`
    std::vector<ShownColumn> columns;
    std::int64_t rows_in_result = 0;
    bool counted = true;    // false: there are more than `rows_in_result`, nobody knows how many
    bool whole = true;      // the first rows are all that a report would show
    std::string line;       // "Showing 1,000 of 4,812 rows, cut by the limit of this view"
    std::string data_as_of; // "Data as of 21 Nov 2026, 09:00 CET"
};

// A run of text of one look.
struct TextSpan {
    std::string text;
    bool strong = false;
    bool emphasis = false;
    std::string link; // http, https, mailto or empty
};
enum class TextBlockKind { heading, paragraph, item };
struct TextBlock {
    TextBlockKind kind = TextBlockKind::paragraph;
    int level = 0;      // heading: 1-3; item: how deep, from 0
    std::string marker; // item: "•" or "3."
    std::vector<TextSpan> spans;
};

} // namespace presstime
