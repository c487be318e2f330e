// Shapes, clips and tags. What is drawn outside every element is marked as an artifact, which a screen reader
// passes over; so are the rules of a table whose cells are elements.
#include "platform/canvas/pdf_player.hpp"

#include "platform/canvas/dot_layers.hpp"
#include "platform/canvas/drawable.hpp"
#include "platform/canvas/paper.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace presstime::canvas {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr std::size_t kMaxClips = 64;
constexpr std::size_t kMaxOpenTags = 64;

bool has_tags(const PageList& pages)
{
    return std::ranges::any_of(pages.pages, [](const Page& page) {
        return std::ranges::any_of(page.drawing, [](const DrawCommand& command) {
            return std::holds_alternative<BeginTag>(command);
        });
    });
}

std::string rgb_entries(Color color)
{
    return fmt::format("{:.6f} {:.6f} {:.6f}", color.r / 255.0, color.g / 255.0, color.b / 255.0);
}

// An eighth of a point is finer than print, and a third of the digits.
Point rounded(Point point)
{
    return {std::round(point.x * 8) / 8, std::round(point.y * 8) / 8};
}

} // namespace

PdfPlayer::PdfPlayer(PdfFile& file, FontContext& context, const PageList& pages)
    : file_(file),
      context_(context),
      page_count_(static_cast<int>(pages.pages.size())),
      table_tags_(table_tags_of(pages)),
      tagged_(has_tags(pages)),
      resources_(file.reserve()),
      tree_(file.reserve()),
      fonts_(file, context),
      structure_(file)
{
}

bool PdfPlayer::play(const Page& page, Color paper)
{
    const int number = page_numbers_.emplace_back(file_.reserve());
    structure_.begin_page(number);
    content_.begin_page(page.height);
    page_height_ = page.height;
    annotations_.clear();
    if (!(paper == kWhite)) {
        (*this)(FillRect{{0, 0, page.width, page.height}, paper});
    }
    for (const DrawCommand& command : page.drawing) {
        std::visit(*this, command);
    }
    while (!open_tags_.empty()) {
        (*this)(EndTag{});
    }
    while (open_clips_ > 0) {
        (*this)(PopClip{});
    }
    end_mark();
    const int stream = file_.reserve();
    file_.put_stream(stream, "", content_.bytes());
    std::string body =
        fmt::format("<< /Type /Page /Parent {} 0 R /MediaBox [0 0 {:.3f} {:.3f}] /Contents {} 0 R "
                    "/Resources {} 0 R",
                    tree_, page.width, page.height, stream, resources_);
    if (tagged_) {
        body += fmt::format(" /StructParents {} /Tabs /S", page_numbers_.size() - 1);
    }
    if (!annotations_.empty()) {
        body += " /Annots [" + annotations_ + "]";
    }
    // Colours mix as they do on a screen.
    file_.put(number, body + " /Group << /Type /Group /S /Transparency /I true /CS /DeviceRGB >> >>");
    return sound_;
}

int PdfPlayer::finish()
{
    const std::optional<std::string> fonts = fonts_.put();
    if (!fonts) {
        return 0;
    }
    for (const int alpha : content_.alphas()) {
        states_ += fmt::format("/A{0} << /CA {1:.4f} /ca {1:.4f} >> ", alpha, alpha / 255.0);
    }
    file_.put(resources_, fmt::format("<< /Font << {}>> /ExtGState << {}>> /Shading << {}>> >>", *fonts,
                                      states_, shadings_));
    std::string kids;
    for (const int page : page_numbers_) {
        kids += fmt::format("{} 0 R ", page);
    }
    file_.put(tree_, fmt::format("<< /Type /Pages /Count {} /Kids [{}] >>", page_numbers_.size(), kids));
    return tree_;
}

void PdfPlayer::mark()
{
    const int wanted = open_tags_.empty() ? -1 : open_tags_.back().content;
    if (!tagged_ || marked_ == wanted) {
        return;
    }
    end_mark();
    marked_ = wanted;
    content_.put(wanted < 0 ? "/Artifact BMC\n"
                            : fmt::format("/{} << /MCID {} >> BDC\n", structure_.type_of(wanted),
                                          structure_.add_content(wanted)));
}

void PdfPlayer::end_mark()
{
    content_.end_text();
    if (marked_ != kUnmarked) {
        marked_ = kUnmarked;
        content_.put("EMC\n");
    }
}

void PdfPlayer::begin_drawing()
{
    mark();
    content_.end_text();
}

void PdfPlayer::begin_text()
{
    mark();
    content_.begin_text();
}

void PdfPlayer::operator()(const FillRect& command)
{
    if (!drawable(command.box)) {
        return;
    }
    begin_drawing();
    content_.fill_color(command.color);
    content_.box(command.box, command.radius);
    content_.put("f\n");
}

void PdfPlayer::operator()(const StrokeRect& command)
{
    if (!drawable(command.box) || !drawable(command.width)) {
        return;
    }
    begin_drawing();
    content_.stroke_color(command.color);
    content_.line(command.width, false);
    content_.box(command.box, command.radius);
    content_.put("S\n");
}

void PdfPlayer::operator()(const Polyline& command)
{
    if (command.points.size() < 2 || !drawable(command.width)) {
        return;
    }
    begin_drawing();
    content_.stroke_color(command.color);
    const bool sound_dash = std::ranges::all_of(command.dash, [](double d) { return drawable(d) && d > 0; });
    content_.line(command.width, command.round, sound_dash ? command.dash : std::vector<double>{});
    bool broken = true; // nothing to join to
    for (const Point& point : command.points) {
        if (!drawable(point)) {
            broken = true;
            continue;
        }
        broken ? content_.move_to(point) : content_.line_to(point);
        broken = false;
    }
    content_.put("S\n");
}

void PdfPlayer::operator()(const FillPolygon& command)
{
    double left = kLargest, top = kLargest, right = -kLargest, bottom = -kLargest;
    for (const Point& point : command.points) {
        if (drawable(point)) {
            left = std::min(left, point.x);
            right = std::max(right, point.x);
            top = std::min(top, point.y);
            bottom = std::max(bottom, point.y);
        }
    }
    if (top >= bottom) {
        return;
    }
    begin_drawing();
    const bool flat = command.color == command.color_bottom;
    if (flat) {
        content_.fill_color(command.color);
    } else {
        content_.save();
    }
    bool first = true;
    for (const Point& point : command.points) {
        if (drawable(point)) {
            first ? content_.move_to(point) : content_.line_to(point);
            first = false;
        }
    }
    if (flat) {
        content_.put("f\n");
        return;
    }
    content_.put("W n\n");
    fill_gradient(command, top, bottom, {left, top, right - left, bottom - top});
    content_.restore();
}

int PdfPlayer::put_shading(const char* space, const std::string& from, const std::string& to, double top,
                           double bottom)
{
    return file_.put(fmt::format("<< /ShadingType 2 /ColorSpace /{} /Coords [0 {:.2f} 0 {:.2f}] "
                                 "/Function << /FunctionType 2 /Domain [0 1] /C0 [{}] /C1 [{}] /N 1 >> "
                                 "/Extend [true true] >>",
                                 space, top, bottom, from, to));
}

// Colours in the shading, how much of them shows in a mask of greys.
void PdfPlayer::fill_gradient(const FillPolygon& command, double top, double bottom, const Box& bounds)
{
    const Color a = command.color, b = command.color_bottom;
    if (a.a != 255 || b.a != 255) {
        const auto grey = [](Color color) { return fmt::format("{:.4f}", color.a / 255.0); };
        const int shading = put_shading("DeviceGray", grey(a), grey(b), top, bottom);
        const int form = file_.reserve();
        file_.put_stream(form,
                         fmt::format("/Type /XObject /Subtype /Form /BBox [{:.2f} {:.2f} {:.2f} {:.2f}] "
                                     "/Group << /Type /Group /S /Transparency /CS /DeviceGray >> "
                                     "/Resources << /Shading << /S {} 0 R >> >>",
                                     bounds.x, bounds.y, bounds.right(), bounds.bottom(), shading),
                         "/S sh\n");
        states_ += fmt::format("/M{0} << /SMask << /Type /Mask /S /Luminosity /G {0} 0 R >> /ca 1 >> ", form);
        content_.put(fmt::format("/M{} gs\n", form));
    }
    const int shading = put_shading("DeviceRGB", rgb_entries(a), rgb_entries(b), top, bottom);
    shadings_ += fmt::format("/S{0} {0} 0 R ", shading);
    content_.put(fmt::format("/S{} sh\n", shading));
}

void PdfPlayer::operator()(const FillWedge& command)
{
    if (!drawable(command.center) || !drawable(command.outer_radius) || !drawable(command.inner_radius) ||
        !drawable(command.start) || !drawable(command.end) || command.end <= command.start) {
        return;
    }
    begin_drawing();
    const double start = command.start - kPi / 2; // from 12 o'clock to 3 o'clock
    const double end = std::min(command.end, command.start + 2 * kPi) - kPi / 2;
    const auto at = [&](double radius, double angle) {
        return Point{command.center.x + radius * std::cos(angle),
                     command.center.y + radius * std::sin(angle)};
    };
    content_.fill_color(command.color);
    content_.move_to(at(command.outer_radius, start));
    content_.arc(command.center, command.outer_radius, start, end);
    if (command.inner_radius > 0) {
        content_.line_to(at(command.inner_radius, end));
        content_.arc(command.center, command.inner_radius, end, start);
    } else {
        content_.line_to(command.center);
    }
    content_.put("h f\n");
}

void PdfPlayer::operator()(const Dots& command)
{
    begin_drawing();
    content_.stroke_color(command.color);
    content_.line(command.diameter, true);
    for (const std::vector<Point>& layer : dot_layers(command)) {
        for (const Point& center : layer) {
            const Point at = rounded(center);
            content_.move_to(at);
            content_.put("h\n");
        }
        content_.put("S\n");
    }
}

void PdfPlayer::operator()(const PushClip& command)
{
    if (open_clips_ >= kMaxClips) {
        return;
    }
    ++open_clips_;
    end_mark();
    content_.save();
    if (drawable(command.box)) {
        content_.box(command.box, 0);
        content_.put("W n\n");
    }
}

void PdfPlayer::operator()(const PopClip&)
{
    if (open_clips_ > 0) {
        --open_clips_;
        end_mark();
        content_.restore();
    }
}

void PdfPlayer::operator()(const DrawImage& command)
{
    sound_ = sound_ && !command.image;
}

void PdfPlayer::operator()(const BeginTag& command)
{
    const OpenTag outer = open_tags_.empty() ? OpenTag{} : open_tags_.back();
    const char* name = open_tags_.size() < kMaxOpenTags ? element_name(command, table_tags_) : nullptr;
    if (name == nullptr) {
        open_tags_.push_back(command.tag == Tag::artifact ? OpenTag{outer.element, -1} : outer);
        return;
    }
    const int element =
        structure_.add_element(name, outer.element, command.tag == Tag::figure ? command.alt : std::string());
    const bool holds_cells = command.tag == Tag::table || command.tag == Tag::table_row;
    open_tags_.push_back({element, holds_cells && table_tags_ == TableTags::cells ? -1 : element});
}

void PdfPlayer::operator()(const EndTag&)
{
    if (!open_tags_.empty()) {
        open_tags_.pop_back();
        end_mark();
    }
}

} // namespace presstime::canvas
