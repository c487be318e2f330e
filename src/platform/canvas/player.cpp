// One function a command. Numbers that are not finite, or so large that cairo's fixed point would overflow,
// are skipped rather than drawn, for one such point puts the whole surface into an error state.
#include "platform/canvas/player.hpp"

#include "base/text.hpp"
#include "platform/canvas/link.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace presstime::canvas {
namespace {

constexpr double kPi = std::numbers::pi;
// cairo's coordinates are 24.8 fixed point; pictures are scaled up to 8 times.
constexpr double kLargest = 1'000'000;
constexpr int kMaxClips = 64;

bool drawable(double value)
{
    return std::isfinite(value) && std::fabs(value) < kLargest;
}

bool drawable(Point point)
{
    return drawable(point.x) && drawable(point.y);
}

bool drawable(const Box& box)
{
    return drawable(Point{box.x, box.y}) && drawable(Point{box.w, box.h});
}

bool same(const cairo_matrix_t& a, const cairo_matrix_t& b)
{
    return a.xx == b.xx && a.yy == b.yy && a.xy == b.xy && a.yx == b.yx;
}

} // namespace

Result<> check_status(cairo_status_t status, std::string_view what)
{
    if (status == CAIRO_STATUS_SUCCESS) {
        return {};
    }
    const std::string message = fmt::format("{} could not be drawn", what);
    Error error = status == CAIRO_STATUS_NO_MEMORY ? Error::retry(message + ": the machine is out of memory")
                                                   : Error::give_up(message);
    return fail(std::move(error).with_context(cairo_status_to_string(status)));
}

Player::Player(cairo_t* cairo, FontContext& fonts, Medium medium)
    : cairo_(cairo), fonts_(fonts), medium_(medium)
{
    cairo_set_font_options(cairo_, fonts_.font_options());
}

Result<> Player::play(const Drawing& drawing)
{
    for (const DrawCommand& command : drawing) {
        std::visit(*this, command);
    }
    while (open_clips_ > 0) {
        (*this)(PopClip{});
    }
    return check_status(cairo_status(cairo_), "A page");
}

void Player::set_color(Color color)
{
    cairo_set_source_rgba(cairo_, color.r / 255.0, color.g / 255.0, color.b / 255.0, color.a / 255.0);
}

void Player::trace_box(const Box& box, double radius)
{
    const double r = std::min({radius, std::fabs(box.w) / 2, std::fabs(box.h) / 2});
    if (r <= 0) {
        cairo_rectangle(cairo_, box.x, box.y, box.w, box.h);
        return;
    }
    cairo_new_sub_path(cairo_);
    cairo_arc(cairo_, box.right() - r, box.y + r, r, -kPi / 2, 0);
    cairo_arc(cairo_, box.right() - r, box.bottom() - r, r, 0, kPi / 2);
    cairo_arc(cairo_, box.x + r, box.bottom() - r, r, kPi / 2, kPi);
    cairo_arc(cairo_, box.x + r, box.y + r, r, kPi, 3 * kPi / 2);
    cairo_close_path(cairo_);
}

// In a picture, upright edges stand on whole pixels, so that bars and rules are crisp.
Box Player::snapped(const Box& box) const
{
    if (medium_ == Medium::document) {
        return box;
    }
    double left = box.x, top = box.y, right = box.right(), bottom = box.bottom();
    cairo_user_to_device(cairo_, &left, &top);
    cairo_user_to_device(cairo_, &right, &bottom);
    left = std::round(left);
    top = std::round(top);
    right = box.w > 0 ? std::max(left + 1, std::round(right)) : left;
    bottom = box.h > 0 ? std::max(top + 1, std::round(bottom)) : top;
    cairo_device_to_user(cairo_, &left, &top);
    cairo_device_to_user(cairo_, &right, &bottom);
    return {left, top, right - left, bottom - top};
}

void Player::operator()(const FillRect& command)
{
    if (!drawable(command.box)) {
        return;
    }
    set_color(command.color);
    trace_box(snapped(command.box), command.radius);
    cairo_fill(cairo_);
}

// The centre of a line's pixels: a hairline is one pixel wide and never two half-lit ones.
Point Player::snapped_line_point(Point point, double width) const
{
    if (medium_ == Medium::document) {
        return point;
    }
    double device_width = width, unused = 0;
    cairo_user_to_device_distance(cairo_, &device_width, &unused);
    const bool odd = static_cast<int>(std::max(1.0, std::round(device_width))) % 2 == 1;
    cairo_user_to_device(cairo_, &point.x, &point.y);
    point.x = odd ? std::floor(point.x) + 0.5 : std::round(point.x);
    point.y = odd ? std::floor(point.y) + 0.5 : std::round(point.y);
    cairo_device_to_user(cairo_, &point.x, &point.y);
    return point;
}

void Player::operator()(const StrokeRect& command)
{
    if (!drawable(command.box) || !drawable(command.width)) {
        return;
    }
    set_color(command.color);
    const Point from = snapped_line_point({command.box.x, command.box.y}, command.width);
    const Point to = snapped_line_point({command.box.right(), command.box.bottom()}, command.width);
    trace_box({from.x, from.y, to.x - from.x, to.y - from.y}, command.radius);
    cairo_set_line_width(cairo_, command.width);
    cairo_set_dash(cairo_, nullptr, 0, 0);
    cairo_stroke(cairo_);
}

void Player::operator()(const Polyline& command)
{
    if (command.points.size() < 2 || !drawable(command.width)) {
        return;
    }
    const bool upright = command.points.size() == 2 && (command.points[0].x == command.points[1].x ||
                                                        command.points[0].y == command.points[1].y);
    set_color(command.color);
    cairo_new_path(cairo_);
    bool broken = true; // nothing to join to
    for (const Point& point : command.points) {
        if (!drawable(point)) {
            broken = true;
            continue;
        }
        const Point at = upright ? snapped_line_point(point, command.width) : point;
        broken ? cairo_move_to(cairo_, at.x, at.y) : cairo_line_to(cairo_, at.x, at.y);
        broken = false;
    }
    cairo_set_line_width(cairo_, command.width);
    cairo_set_line_join(cairo_, command.round ? CAIRO_LINE_JOIN_ROUND : CAIRO_LINE_JOIN_MITER);
    cairo_set_line_cap(cairo_, command.round ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
    const bool sound_dash = std::ranges::all_of(command.dash, [](double d) { return drawable(d) && d > 0; });
    cairo_set_dash(cairo_, command.dash.data(), sound_dash ? static_cast<int>(command.dash.size()) : 0, 0);
    cairo_stroke(cairo_);
}

void Player::operator()(const FillPolygon& command)
{
    double top = kLargest, bottom = -kLargest;
    cairo_new_path(cairo_);
    for (const Point& point : command.points) {
        if (drawable(point)) {
            cairo_line_to(cairo_, point.x, point.y);
            top = std::min(top, point.y);
            bottom = std::max(bottom, point.y);
        }
    }
    if (top >= bottom) {
        cairo_new_path(cairo_);
        return;
    }
    if (command.color == command.color_bottom) {
        set_color(command.color);
        cairo_fill(cairo_);
        return;
    }
    const PatternHandle gradient(cairo_pattern_create_linear(0, top, 0, bottom));
    const Color a = command.color, b = command.color_bottom;
    cairo_pattern_add_color_stop_rgba(gradient.get(), 0, a.r / 255.0, a.g / 255.0, a.b / 255.0, a.a / 255.0);
    cairo_pattern_add_color_stop_rgba(gradient.get(), 1, b.r / 255.0, b.g / 255.0, b.b / 255.0, b.a / 255.0);
    cairo_set_source(cairo_, gradient.get());
    cairo_fill(cairo_);
}

void Player::operator()(const FillWedge& command)
{
    if (!drawable(command.center) || !drawable(command.outer_radius) || !drawable(command.inner_radius) ||
        !drawable(command.start) || !drawable(command.end) || command.end <= command.start) {
        return;
    }
    const double start = command.start - kPi / 2; // from 12 o'clock to cairo's 3 o'clock
    const double end = std::min(command.end, command.start + 2 * kPi) - kPi / 2;
    set_color(command.color);
    cairo_new_sub_path(cairo_);
    cairo_arc(cairo_, command.center.x, command.center.y, command.outer_radius, start, end);
    if (command.inner_radius > 0) {
        cairo_arc_negative(cairo_, command.center.x, command.center.y, command.inner_radius, end, start);
    } else {
        cairo_line_to(cairo_, command.center.x, command.center.y);
    }
    cairo_close_path(cairo_);
    cairo_fill(cairo_);
}

// A zero-length line with round caps is a dot, at a fraction of an arc's cost.
void Player::operator()(const Dots& command)
{
    if (!drawable(command.diameter) || command.diameter <= 0) {
        return;
    }
    set_color(command.color);
    cairo_set_line_width(cairo_, command.diameter);
    cairo_set_line_cap(cairo_, CAIRO_LINE_CAP_ROUND);
    cairo_set_dash(cairo_, nullptr, 0, 0);
    for (const Point& center : command.centers) {
        if (drawable(center)) {
            cairo_move_to(cairo_, center.x, center.y);
            cairo_close_path(cairo_);
        }
        cairo_stroke(cairo_); // one by one: half-transparent dots show where they overlap
    }
}

void Player::operator()(const DrawText& command)
{
    if (command.text.empty() || !drawable(command.at) || !drawable(command.angle) ||
        !drawable(command.style.size)) {
        return;
    }
    std::string clipped;
    std::string_view text = command.text;
    if (command.max_width > 0 && fonts_.width(text, command.style) > command.max_width + 0.01) {
        const double room = command.max_width - fonts_.width("…", command.style);
        clipped = std::string(trim(text.substr(0, fonts_.fit(text, command.style, room)))) + "…";
        text = clipped;
    }
    const ShapedText& shaped = fonts_.shape(text, command.style);
    const double shift = command.align == TextAlign::right    ? shaped.width
                         : command.align == TextAlign::center ? shaped.width / 2
                                                              : 0;
    const std::string link = medium_ == Medium::document ? link_attributes(command.link) : std::string();
    if (!link.empty()) {
        cairo_tag_begin(cairo_, CAIRO_TAG_LINK, link.c_str());
    }
    set_color(command.style.color);
    if (command.angle != 0) {
        cairo_save(cairo_);
        cairo_translate(cairo_, command.at.x, command.at.y);
        cairo_rotate(cairo_, -command.angle * kPi / 180);
        show(shaped, {-shift, 0});
        cairo_restore(cairo_);
        face_ = nullptr;
    } else {
        show(shaped, {command.at.x - shift, command.at.y});
    }
    if (!link.empty()) {
        cairo_tag_end(cairo_, CAIRO_TAG_LINK);
    }
}

void Player::select_font(const GlyphRun& run)
{
    if (run.face == face_ && same(run.font_matrix, font_matrix_)) {
        return;
    }
    cairo_set_font_face(cairo_, run.face);
    cairo_set_font_matrix(cairo_, &run.font_matrix);
    face_ = run.face;
    font_matrix_ = run.font_matrix;
}

void Player::show(const ShapedText& shaped, Point at)
{
    for (const GlyphRun& run : shaped.runs) {
        if (run.glyphs.empty()) {
            continue;
        }
        select_font(run);
        glyphs_ = run.glyphs;
        for (cairo_glyph_t& glyph : glyphs_) {
            glyph.x += at.x;
            glyph.y += at.y;
        }
        if (medium_ == Medium::picture && !run.pictures) {
            // Drawn as glyphs, cairo would move each to a whole pixel, and the spacing would limp.
            cairo_glyph_path(cairo_, glyphs_.data(), static_cast<int>(glyphs_.size()));
            cairo_fill(cairo_);
            continue;
        }
        cairo_show_text_glyphs(cairo_, run.text.data(), static_cast<int>(run.text.size()), glyphs_.data(),
                               static_cast<int>(glyphs_.size()), run.clusters.data(),
                               static_cast<int>(run.clusters.size()), run.cluster_flags);
    }
}

void Player::operator()(const PushClip& command)
{
    if (open_clips_ >= kMaxClips) {
        return;
    }
    ++open_clips_;
    cairo_save(cairo_);
    if (drawable(command.box)) {
        cairo_rectangle(cairo_, command.box.x, command.box.y, command.box.w, command.box.h);
        cairo_clip(cairo_);
    }
}

void Player::operator()(const PopClip&)
{
    if (open_clips_ > 0) {
        --open_clips_;
        cairo_restore(cairo_);
        face_ = nullptr;
    }
}

void Player::operator()(const DrawImage&) {}
void Player::operator()(const BeginTag&) {}
void Player::operator()(const EndTag&) {}

} // namespace presstime::canvas
