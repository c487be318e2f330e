// One function a command. Numbers that are not finite, or so large that cairo's fixed point would overflow,
// are skipped rather than drawn, for one such point puts the whole surface into an error state.
#include "platform/canvas/player.hpp"

#include "platform/canvas/dot_layers.hpp"
#include "platform/canvas/drawable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace presstime::canvas {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr std::size_t kMaxClips = 64;
constexpr std::size_t kMaxOpenTags = 64;

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

Result<> Player::play(const Drawing& drawing, const Extent& visible)
{
    visible_ = visible;
    for (const DrawCommand& command : drawing) {
        if (medium_ == Medium::document || extent_of(command).meets(visible)) {
            std::visit(*this, command);
        }
    }
    while (!open_tags_.empty()) {
        (*this)(EndTag{});
    }
    while (!clips_.empty()) {
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

// In a document, a point is written as text: an eighth of a point is finer than print and a third of the
// digits.
Point Player::rounded(Point point) const
{
    return medium_ == Medium::picture ? point
                                      : Point{std::round(point.x * 8) / 8, std::round(point.y * 8) / 8};
}

// A zero-length line with round caps is a dot, at a fraction of an arc's cost.
void Player::operator()(const Dots& command)
{
    set_color(command.color);
    cairo_set_line_width(cairo_, command.diameter);
    cairo_set_line_cap(cairo_, CAIRO_LINE_CAP_ROUND);
    cairo_set_dash(cairo_, nullptr, 0, 0);
    const double reach = command.diameter + 1;
    for (const std::vector<Point>& layer : dot_layers(command)) {
        for (const Point& center : layer) {
            if (center.y > visible_.top - reach && center.y < visible_.bottom + reach) {
                const Point at = rounded(center);
                cairo_move_to(cairo_, at.x, at.y);
                cairo_close_path(cairo_);
            }
        }
        cairo_stroke(cairo_);
    }
}

void Player::operator()(const PushClip& command)
{
    if (clips_.size() >= kMaxClips) {
        return;
    }
    cairo_save(cairo_);
    const PixelBox outer = clips_.empty() ? kNoClip : clips_.back();
    clips_.push_back(outer);
    if (drawable(command.box)) {
        double left = command.box.x, top = command.box.y;
        double right = command.box.right(), bottom = command.box.bottom();
        cairo_user_to_device(cairo_, &left, &top);
        cairo_user_to_device(cairo_, &right, &bottom);
        clips_.back() = {std::max(outer.left, left), std::max(outer.top, top), std::min(outer.right, right),
                         std::min(outer.bottom, bottom)};
        cairo_rectangle(cairo_, command.box.x, command.box.y, command.box.w, command.box.h);
        cairo_clip(cairo_);
    }
}

void Player::operator()(const PopClip&)
{
    if (!clips_.empty()) {
        clips_.pop_back();
        cairo_restore(cairo_);
        face_ = nullptr;
    }
}

void Player::operator()(const BeginTag& command)
{
    if (medium_ == Medium::picture) {
        return;
    }
    const char* name = open_tags_.size() < kMaxOpenTags ? element_name(command, table_tags_) : nullptr;
    open_tags_.push_back(name);
    if (name == nullptr) {
        return;
    }
    cairo_tag_begin(cairo_, name, "");
    if (command.tag == Tag::figure) {
        figures_.push_back(command.alt);
    }
}

// An end without a beginning would put cairo into an error state.
void Player::operator()(const EndTag&)
{
    if (open_tags_.empty()) {
        return;
    }
    if (open_tags_.back() != nullptr) {
        cairo_tag_end(cairo_, open_tags_.back());
    }
    open_tags_.pop_back();
}

} // namespace presstime::canvas
