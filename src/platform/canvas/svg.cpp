// One function a command, as in the player. Clips are nested <svg> elements, which cut off what stands
// outside them and need no id.
#include "platform/canvas/svg.hpp"

#include "base/encoding.hpp"
#include "base/text.hpp"
#include "platform/canvas/dot_layers.hpp"
#include "platform/canvas/drawable.hpp"
#include "platform/canvas/font_context.hpp"
#include "platform/canvas/svg_markup.hpp"
#include "platform/canvas/text_clip.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <iterator>
#include <span>

namespace presstime {
namespace {

using namespace canvas;

enum class Scope { clip, tag };

struct OpenElement {
    Scope scope;
    std::string opening; // empty: nothing was written
    std::string closing;
};

class SvgWriter {
public:
    SvgWriter(FontContext& fonts, std::string id_prefix) : fonts_(fonts), id_prefix_(std::move(id_prefix)) {}

    std::string write(const Drawing& drawing)
    {
        for (const DrawCommand& command : drawing) {
            std::visit(*this, command);
        }
        while (!open_.empty()) {
            close(open_.back().scope);
        }
        return std::move(out_);
    }

    void operator()(const FillRect& command)
    {
        if (drawable(command.box)) {
            add("<rect{}{}{}/>\n", box(command.box), radius(command.radius),
                svg_paint("fill", command.color));
        }
    }

    void operator()(const StrokeRect& command)
    {
        if (drawable(command.box) && drawable(command.width)) {
            add("<rect{}{} fill=\"none\"{} stroke-width=\"{}\"/>\n", box(command.box), radius(command.radius),
                svg_paint("stroke", command.color), svg_number(command.width));
        }
    }

    void operator()(const Polyline& command)
    {
        if (command.points.size() < 2 || !drawable(command.width)) {
            return;
        }
        std::string dash;
        const bool sound = std::ranges::all_of(command.dash, [](double d) { return drawable(d) && d > 0; });
        for (const double length : sound ? std::span(command.dash) : std::span<const double>()) {
            dash += (dash.empty() ? "" : " ") + svg_number(length);
        }
        const Point a = command.points[0], b = command.points[1];
        const bool upright = command.points.size() == 2 && (a.x == b.x || a.y == b.y);
        add("<path d=\"{}\" fill=\"none\"{} stroke-width=\"{}\"{}{}{}/>\n", svg_path(command.points),
            svg_paint("stroke", command.color), svg_number(command.width),
            command.round ? " stroke-linejoin=\"round\" stroke-linecap=\"round\"" : "",
            dash.empty() ? dash : " stroke-dasharray=\"" + dash + "\"",
            upright ? " shape-rendering=\"crispEdges\"" : "");
    }

    void operator()(const FillPolygon& command)
    {
        std::vector<Point> points;
        std::ranges::copy_if(command.points, std::back_inserter(points),
                             [](Point point) { return drawable(point); });
        if (points.size() < 3) {
            return;
        }
        std::string paint = svg_paint("fill", command.color);
        if (!(command.color == command.color_bottom)) {
            const auto [top, bottom] = std::ranges::minmax(points, {}, &Point::y);
            paint = fmt::format(" fill=\"url(#{})\"",
                                add_gradient(top.y, bottom.y, command.color, command.color_bottom));
        }
        add("<path d=\"{}Z\"{}/>\n", svg_path(points), paint);
    }

    void operator()(const FillWedge& command)
    {
        if (drawable(command.center) && drawable(command.outer_radius) && drawable(command.inner_radius) &&
            drawable(command.start) && drawable(command.end) && command.end > command.start) {
            add("<path d=\"{}\"{}/>\n", svg_wedge(command), svg_paint("fill", command.color));
        }
    }

    void operator()(const Dots& command)
    {
        for (const std::vector<Point>& layer : dot_layers(command)) {
            std::string path;
            for (const Point& center : layer) {
                path += fmt::format("M{} {}h0", svg_number(center.x), svg_number(center.y));
            }
            add("<path d=\"{}\" fill=\"none\"{} stroke-width=\"{}\" stroke-linecap=\"round\"/>\n", path,
                svg_paint("stroke", command.color), svg_number(command.diameter));
        }
    }

    void operator()(const DrawText& command)
    {
        if (!is_drawable_text(command)) {
            return;
        }
        const std::string text = clipped_text(command, fonts_);
        const TextStyle& style = command.style;
        const double width = fonts_.width(text, style);
        const bool backward = fonts_.shape(text, style).right_to_left;
        std::string attributes = fmt::format(" x=\"{}\" y=\"{}\" font-size=\"{}\"", svg_number(command.at.x),
                                             svg_number(command.at.y), svg_number(style.size));
        if (style.weight != FontWeight::regular) {
            attributes +=
                style.weight == FontWeight::medium ? " font-weight=\"500\"" : " font-weight=\"600\"";
        }
        attributes += svg_paint("fill", style.color);
        attributes += style.tabular ? " font-variant=\"tabular-nums\"" : "";
        attributes += anchor(command.align, backward);
        attributes += backward ? " direction=\"rtl\"" : "";
        if (width > 0) {
            // The browser's own fonts may differ: the text still ends where layout measured that it does.
            attributes += fmt::format(" textLength=\"{}\"", svg_number(width));
        }
        if (command.angle != 0) {
            attributes += fmt::format(" transform=\"rotate({} {} {})\"", svg_number(-command.angle),
                                      svg_number(command.at.x), svg_number(command.at.y));
        }
        add("<text{} xml:space=\"preserve\">{}</text>\n", attributes, svg_text(text));
    }

    void operator()(const DrawImage& command)
    {
        if (!command.image || !drawable(command.box) || command.box.w <= 0 || command.box.h <= 0) {
            return;
        }
        const std::string& bytes = command.image->bytes;
        add("<image{} href=\"data:image/{};base64,{}\"/>\n", box(command.box),
            command.image->type == ImageType::png ? "png" : "jpeg",
            base64_encode({reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()}));
    }

    void operator()(const PushClip& command)
    {
        const Box& at = command.box;
        const std::string view =
            drawable(at) ? fmt::format("<svg{} viewBox=\"{} {} {} {}\">\n", box(at), svg_number(at.x),
                                       svg_number(at.y), svg_number(at.w), svg_number(at.h))
                         : std::string();
        open({Scope::clip, view, view.empty() ? "" : "</svg>\n"});
    }

    void operator()(const PopClip&) { close(Scope::clip); }

    void operator()(const BeginTag& command)
    {
        const bool figure = command.tag == Tag::figure && !command.alt.empty();
        open({Scope::tag,
              figure ? fmt::format("<g role=\"img\" aria-label=\"{}\">\n", svg_text(command.alt)) : "",
              figure ? "</g>\n" : ""});
    }

    void operator()(const EndTag&) { close(Scope::tag); }

private:
    template <typename... Values>
    void add(fmt::format_string<Values...> form, Values&&... values)
    {
        fmt::format_to(std::back_inserter(out_), form, std::forward<Values>(values)...);
    }

    static std::string box(const Box& box)
    {
        return fmt::format(" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
                           svg_number(std::min(box.x, box.right())),
                           svg_number(std::min(box.y, box.bottom())), svg_number(std::fabs(box.w)),
                           svg_number(std::fabs(box.h)));
    }

    static std::string radius(double radius)
    {
        return drawable(radius) && radius > 0 ? fmt::format(" rx=\"{}\"", svg_number(radius)) : std::string();
    }

    // "start" is the side where reading begins.
    static const char* anchor(TextAlign align, bool backward)
    {
        if (align == TextAlign::center) {
            return " text-anchor=\"middle\"";
        }
        return (align == TextAlign::right) != backward ? " text-anchor=\"end\"" : "";
    }

    std::string add_gradient(double top, double bottom, Color from, Color to)
    {
        const std::string id = fmt::format("{}g{}", id_prefix_, ++gradients_);
        add("<linearGradient id=\"{}\" gradientUnits=\"userSpaceOnUse\" x1=\"0\" x2=\"0\" y1=\"{}\" "
            "y2=\"{}\">"
            "<stop offset=\"0\"{}/><stop offset=\"1\"{}/></linearGradient>\n",
            id, svg_number(top), svg_number(bottom), stop(from), stop(to));
        return id;
    }

    static std::string stop(Color color)
    {
        return fmt::format(" stop-color=\"#{:02x}{:02x}{:02x}\" stop-opacity=\"{}\"", color.r, color.g,
                           color.b, svg_number(color.a / 255.0));
    }

    void open(OpenElement element)
    {
        out_ += element.opening;
        open_.push_back(std::move(element));
    }

    // What was opened within and is still open goes on behind it: clips and tags may cross, elements may not.
    void close(Scope scope)
    {
        const auto found = std::ranges::find(open_.rbegin(), open_.rend(), scope, &OpenElement::scope);
        if (found == open_.rend()) {
            return;
        }
        for (auto inner = open_.rbegin(); inner != std::next(found); ++inner) {
            out_ += inner->closing;
        }
        const auto rest = open_.erase(std::prev(found.base()));
        for (auto again = rest; again != open_.end(); ++again) {
            out_ += again->opening;
        }
    }

    FontContext& fonts_;
    std::string id_prefix_;
    std::string out_;
    std::vector<OpenElement> open_;
    int gradients_ = 0;
};

// What an id, a language or a family may hold; the rest is dropped.
std::string only(std::string_view text, std::string_view also)
{
    std::string out;
    for (const char c : text.substr(0, 100)) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0 || byte >= 0x80 || also.find(c) != std::string_view::npos) {
            out += c;
        }
    }
    return out;
}

} // namespace

Result<std::string> write_svg(const Page& page, const SvgStyle& style)
{
    if (!drawable(page.width) || !drawable(page.height) || page.width <= 0 || page.height <= 0) {
        return fail(Error::give_up("the page has no size that can be drawn"));
    }
    const std::string width = svg_number(page.width), height = svg_number(page.height);
    std::string out = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" width=\"{}\" height=\"{}\" "
        "font-family=\"'{}', Inter, 'Noto Sans', sans-serif\"",
        width, height, svg_number(page.width * style.scale), svg_number(page.height * style.scale),
        svg_text(only(style.font_family, " -_.")));
    if (!style.language.empty()) {
        out += fmt::format(" xml:lang=\"{0}\" lang=\"{0}\"", svg_text(only(style.language, "-")));
    }
    if (!page.alt_text.empty()) {
        out += fmt::format(" role=\"img\" aria-label=\"{}\"", svg_text(page.alt_text));
    }
    out += ">\n";
    if (style.paper) {
        out += fmt::format("<rect width=\"{}\" height=\"{}\"{}/>\n", width, height,
                           svg_paint("fill", *style.paper));
    }
    FontContext& fonts = FontContext::of_this_thread(style.font_family, style.language);
    const std::string& prefix = style.id_prefix.empty() ? page.widget_id : style.id_prefix;
    out += SvgWriter(fonts, svg_text(only(prefix, "-_"))).write(page.drawing);
    return out + "</svg>\n";
}

} // namespace presstime
