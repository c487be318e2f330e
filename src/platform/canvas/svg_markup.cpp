#include "platform/canvas/svg_markup.hpp"

#include "base/text.hpp"
#include "platform/canvas/drawable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace presstime::canvas {
namespace {

Point on_circle(Point center, double radius, double angle)
{
    return {center.x + radius * std::sin(angle), center.y - radius * std::cos(angle)};
}

std::string pair(Point point)
{
    return svg_number(point.x) + " " + svg_number(point.y);
}

// In two parts, for an arc that ends where it began would be none.
std::string arc(const FillWedge& wedge, double radius, double start, double end)
{
    const int sweep = end > start ? 1 : 0;
    const std::string radii = svg_number(radius) + " " + svg_number(radius);
    return fmt::format("A{0} 0 0 {1} {2}A{0} 0 0 {1} {3}", radii, sweep,
                       pair(on_circle(wedge.center, radius, (start + end) / 2)),
                       pair(on_circle(wedge.center, radius, end)));
}

} // namespace

std::string svg_number(double value)
{
    std::string text = fmt::format("{:.2f}", value);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') {
        text.pop_back();
    }
    return text == "-0" ? "0" : text;
}

std::string svg_text(std::string_view text)
{
    const std::string valid = is_valid_utf8(text) ? std::string(text) : repair_utf8(text);
    std::string out;
    out.reserve(valid.size());
    for (std::size_t at = 0; at < valid.size(); ++at) {
        const auto byte = static_cast<unsigned char>(valid[at]);
        const auto next = static_cast<unsigned char>(at + 1 < valid.size() ? valid[at + 1] : 0);
        const auto third = static_cast<unsigned char>(at + 2 < valid.size() ? valid[at + 2] : 0);
        if (byte == '\t' || byte == '\n' || byte == '\r') {
            out += ' ';
        } else if (byte < 0x20 || byte == 0x7F) {
            continue;
        } else if (byte == 0xC2 && next < 0xA0) { // U+0080 to U+009F
            ++at;
        } else if (byte == 0xEF && next == 0xBF && third >= 0xBE) { // U+FFFE, U+FFFF: no characters of XML
            at += 2;
        } else if (byte == '&') {
            out += "&amp;";
        } else if (byte == '<') {
            out += "&lt;";
        } else if (byte == '>') {
            out += "&gt;";
        } else if (byte == '"') {
            out += "&quot;";
        } else if (byte == '\'') {
            out += "&#39;";
        } else {
            out += static_cast<char>(byte);
        }
    }
    return out;
}

std::string svg_paint(std::string_view name, Color color)
{
    std::string out = fmt::format(" {}=\"#{:02x}{:02x}{:02x}\"", name, color.r, color.g, color.b);
    if (color.a != 255) {
        out += fmt::format(" {}-opacity=\"{}\"", name, svg_number(color.a / 255.0));
    }
    return out;
}

std::string svg_path(const std::vector<Point>& points)
{
    std::string path;
    bool broken = true;
    for (const Point& point : points) {
        if (!drawable(point)) {
            broken = true;
            continue;
        }
        path += broken ? 'M' : 'L';
        path += pair(point);
        broken = false;
    }
    return path;
}

std::string svg_wedge(const FillWedge& wedge)
{
    const double end = std::min(wedge.end, wedge.start + 2 * std::numbers::pi);
    std::string path = "M" + pair(on_circle(wedge.center, wedge.outer_radius, wedge.start)) +
                       arc(wedge, wedge.outer_radius, wedge.start, end);
    if (wedge.inner_radius > 0) {
        path += "L" + pair(on_circle(wedge.center, wedge.inner_radius, end)) +
                arc(wedge, wedge.inner_radius, end, wedge.start);
    } else {
        path += "L" + pair(wedge.center);
    }
    return path + "Z";
}

} // namespace presstime::canvas
