// The readable dump of drawing commands that golden tests compare. It rounds to two decimals, so that the
// last bits of a font's metrics never decide a test; it is not a storage format and is never read back.
#include "model/drawing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace presstime {
namespace {

std::string number(double value)
{
    std::string text = fmt::format("{:.2f}", value);
    if (!std::isfinite(value)) {
        return text;
    }
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') {
        text.pop_back();
    }
    return text == "-0" ? "0" : text;
}

std::string pair(Point point)
{
    return number(point.x) + "," + number(point.y);
}

std::string box_text(const Box& box)
{
    return fmt::format("{} {}x{}", pair({box.x, box.y}), number(box.w), number(box.h));
}

std::string color_text(Color color)
{
    std::string text = fmt::format("#{:02x}{:02x}{:02x}", color.r, color.g, color.b);
    return color.a == 255 ? text : text + fmt::format("{:02x}", color.a);
}

std::string points_text(const std::vector<Point>& points)
{
    std::string text;
    for (const Point& point : points) {
        text += " " + pair(point);
    }
    return text;
}

// " name=value" when the value is not its default: the dump says only what matters.
std::string extra(std::string_view name, double value, double usual)
{
    return value == usual ? std::string() : fmt::format(" {}={}", name, number(value));
}

std::string quoted(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
        }
        out += c == '\n' ? std::string("\\n") : std::string(1, c);
    }
    return out + "\"";
}

std::string style_text(const TextStyle& style)
{
    static constexpr const char* kWeights[] = {"", " medium", " semibold"};
    return fmt::format("{}{}{} {}", number(style.size), kWeights[static_cast<int>(style.weight)],
                       style.tabular ? " tabular" : "", color_text(style.color));
}

struct Dump {
    std::string operator()(const FillRect& c) const
    {
        return fmt::format("fill {} {}{}", box_text(c.box), color_text(c.color),
                           extra("radius", c.radius, 0));
    }
    std::string operator()(const StrokeRect& c) const
    {
        return fmt::format("stroke {} {}{}{}", box_text(c.box), color_text(c.color),
                           extra("width", c.width, 0.5), extra("radius", c.radius, 0));
    }
    std::string operator()(const Polyline& c) const
    {
        std::string dash = c.dash.empty() ? "" : " dash=";
        for (std::size_t i = 0; i < c.dash.size(); ++i) {
            dash += (i == 0 ? "" : ",") + number(c.dash[i]);
        }
        return fmt::format("line{} {}{}{}{}", points_text(c.points), color_text(c.color),
                           extra("width", c.width, 1.5), c.round ? "" : " square", dash);
    }
    std::string operator()(const FillPolygon& c) const
    {
        return fmt::format("polygon{} {}{}", points_text(c.points), color_text(c.color),
                           c.color == c.color_bottom ? "" : ".." + color_text(c.color_bottom));
    }
    std::string operator()(const FillWedge& c) const
    {
        return fmt::format("wedge {} {}..{} from {} to {} {}", pair(c.center), number(c.inner_radius),
                           number(c.outer_radius), number(c.start), number(c.end), color_text(c.color));
    }
    std::string operator()(const Dots& c) const
    {
        return fmt::format("dots{} {} {}", points_text(c.centers), number(c.diameter), color_text(c.color));
    }
    std::string operator()(const DrawText& c) const
    {
        static constexpr const char* kAligns[] = {"", " center", " right"};
        return fmt::format("text {} {} {}{}{}{}{}", pair(c.at), quoted(c.text), style_text(c.style),
                           kAligns[static_cast<int>(c.align)], extra("max", c.max_width, 0),
                           extra("angle", c.angle, 0), c.link.empty() ? "" : " link=" + quoted(c.link));
    }
    std::string operator()(const DrawImage& c) const
    {
        return c.image ? fmt::format("image {} of {}x{} px", box_text(c.box), c.image->width, c.image->height)
                       : "image " + box_text(c.box) + " missing";
    }
    std::string operator()(const PushClip& c) const { return "clip " + box_text(c.box); }
    std::string operator()(const PopClip&) const { return "unclip"; }
    std::string operator()(const BeginTag& c) const
    {
        static constexpr const char* kTags[] = {"heading",      "paragraph",  "table",  "table_row",
                                                "table_header", "table_cell", "figure", "artifact"};
        return fmt::format("begin {}{}{}", kTags[static_cast<int>(c.tag)], extra("level", c.level, 1),
                           c.alt.empty() ? "" : " alt=" + quoted(c.alt));
    }
    std::string operator()(const EndTag&) const { return "end"; }
};

} // namespace

std::string to_dump(const Drawing& drawing)
{
    std::string out;
    for (const DrawCommand& command : drawing) {
        out += std::visit(Dump{}, command);
        out += '\n';
    }
    return out;
}

} // namespace presstime
