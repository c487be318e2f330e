// Breaking text into lines of a width: plain text with a most of lines, for cells, labels and sentences.
#pragma once

#include "model/drawing.hpp"
#include "model/theme.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace presstime::stage {

struct WrappedText {
    std::vector<std::string> lines;
    bool shortened = false; // the last line ends in an ellipsis for what did not fit
};

// Breaks at spaces, and inside a word only when the word alone is too wide. Line breaks count as spaces.
// Looks at no more than kMaxWrappedBytes of the text.
inline constexpr std::size_t kMaxWrappedBytes = 4096;
WrappedText wrap_text(std::string_view text, const TextStyle& style, double width, std::size_t max_lines,
                      TextMeasure& measure);

// Bytes of `text` (not empty) that go on one line of `width`:
// at least one character, up to a break if there is one.
std::size_t bytes_of_line(std::string_view text, const TextStyle& style, double width, TextMeasure& measure);

// Draws lines downwards from `top`, returns the y below them.
double draw_lines(const std::vector<std::string>& lines, Point top, const theme::TypeRole& role, Color color,
                  Drawing& drawing);

} // namespace presstime::stage
