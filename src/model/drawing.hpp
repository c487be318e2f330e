// Drawing commands: what charts and layout produce and what the canvas plays onto PDF, PNG or SVG. Units are
// points (1/72 inch), origin top left, y downwards. Plain values: equal inputs give equal command lists, and
// to_dump() of them is what golden tests compare.
#pragma once

#include "model/image.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace presstime {

struct Color {
    std::uint8_t r = 0, g = 0, b = 0, a = 255;
    bool operator==(const Color&) const = default;
};
constexpr Color rgb(std::uint32_t hex)
{
    return {static_cast<std::uint8_t>(hex >> 16), static_cast<std::uint8_t>(hex >> 8),
            static_cast<std::uint8_t>(hex), 255};
}
constexpr Color with_alpha(Color color, double alpha)
{
    color.a = static_cast<std::uint8_t>(alpha * 255.0 + 0.5); // NOLINT(bugprone-incorrect-roundings)
    return color;
}

struct Point {
    double x = 0, y = 0;
};
struct Box {
    double x = 0, y = 0, w = 0, h = 0;
    double right() const { return x + w; }
    double bottom() const { return y + h; }
};

enum class FontWeight { regular, medium, semibold };
enum class TextAlign { left, center, right };

struct TextStyle {
    double size = 9; // pt
    FontWeight weight = FontWeight::regular;
    Color color = rgb(0x1B1F24);
    bool tabular = false; // figures of equal width
};

struct FillRect {
    Box box;
    Color color;
    double radius = 0;
};
struct StrokeRect {
    Box box;
    Color color;
    double width = 0.5;
    double radius = 0;
};
struct Polyline {
    std::vector<Point> points;
    Color color;
    double width = 1.5;
    bool round = true;        // joins and caps
    std::vector<double> dash; // empty = solid
};
struct FillPolygon {
    std::vector<Point> points;
    Color color;        // at the top of the polygon's bounds
    Color color_bottom; // at the bottom; equal to `color` = flat
};
struct FillWedge { // pie slice or ring part; angles in radians, clockwise from 12 o'clock
    Point center;
    double inner_radius = 0, outer_radius = 0;
    double start = 0, end = 0;
    Color color;
};
struct Dots {
    std::vector<Point> centers;
    double diameter = 4;
    Color color;
};
// One line of text; `at` is the baseline start (left), middle or end (right). Longer than max_width is
// clipped with an ellipsis (max_width <= 0: never). `angle` in degrees, counter-clockwise about `at`.
struct DrawText {
    std::string text;
    Point at;
    TextStyle style;
    TextAlign align = TextAlign::left;
    double max_width = 0;
    double angle = 0;
    std::string link; // PDF only: a URL, or "#3" for page 3 of the same document
};
// Fits the picture into the box with its proportions kept, centred. Null draws nothing.
struct DrawImage {
    std::shared_ptr<const Image> image;
    Box box;
};
struct PushClip {
    Box box;
};
struct PopClip {};

// Structure for readers that do not see the page: what stands between BeginTag and EndTag is one element. A
// document has the tags of PDF 1.7 section 14.8.4; pictures ignore them, SVG keeps a figure's words.
enum class Tag { heading, paragraph, table, table_row, table_header, table_cell, figure, artifact };
struct BeginTag {
    Tag tag = Tag::paragraph;
    int level = 1;   // of a heading
    std::string alt; // of a figure: what it shows, in words
};
struct EndTag {};

using DrawCommand = std::variant<FillRect, StrokeRect, Polyline, FillPolygon, FillWedge, Dots, DrawText,
                                 DrawImage, PushClip, PopClip, BeginTag, EndTag>;
using Drawing = std::vector<DrawCommand>;

// One command a line, numbers with at most two decimals: stable across machines.
std::string to_dump(const Drawing& drawing);

// What layout and charts ask about text before drawing it. Widths are of one line in points.
class TextMeasure {
public:
    virtual ~TextMeasure() = default;
    virtual double width(std::string_view text, const TextStyle& style) = 0;
    // Number of bytes of the longest prefix (on a grapheme boundary) that fits in `max_width`.
    virtual std::size_t fit(std::string_view text, const TextStyle& style, double max_width) = 0;
};

} // namespace presstime
