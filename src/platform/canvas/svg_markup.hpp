// The letters of SVG: numbers, colours and escaped text.
#pragma once

#include "model/drawing.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace presstime::canvas {

// At most two decimals: "12.5".
std::string svg_number(double value);
// For element content and quoted attributes alike: valid UTF-8 without control characters, & < > " ' escaped.
std::string svg_text(std::string_view text);
// ` fill="#2f5fd0"` and, of half-transparent colours, ` fill-opacity="0.5"`; `name` is "fill" or "stroke".
std::string svg_paint(std::string_view name, Color color);
// "M1 2L3 4": points that cannot be drawn break the line.
std::string svg_path(const std::vector<Point>& points);
// A ring part or a slice, as path data.
std::string svg_wedge(const FillWedge& wedge);

} // namespace presstime::canvas
