// Hundredths of a point are finer than any printer; a matrix has more digits.
#include "platform/canvas/pdf_content.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numbers>

namespace presstime::canvas {
namespace {

constexpr double kPi = std::numbers::pi;

} // namespace

void PdfContent::begin_page(double height)
{
    out_.clear();
    states_.assign(1, {});
    in_text_ = false;
    out_ += "1 0 0 -1 0 ";
    number(height, 3);
    out_ += "cm\n";
}

void PdfContent::point(Point at, std::string_view operation)
{
    append_number(out_, at.x);
    out_ += ' ';
    append_number(out_, at.y);
    out_ += operation;
}

void PdfContent::alpha(int value)
{
    if (states_.back().alpha != value) {
        states_.back().alpha = value;
        alphas_.insert(value);
        out_ += fmt::format("/A{} gs\n", value);
    }
}

void PdfContent::color(Color color, std::string_view operation)
{
    const bool grey = color.r == color.g && color.g == color.b;
    number(color.r / 255.0, 6);
    if (!grey) {
        number(color.g / 255.0, 6);
        number(color.b / 255.0, 6);
    }
    out_ += operation.substr(grey ? 2 : 0, 2);
    out_ += '\n';
}

void PdfContent::fill_color(Color wanted)
{
    alpha(wanted.a);
    wanted.a = 255;
    if (!(states_.back().fill == wanted)) {
        states_.back().fill = wanted;
        color(wanted, "rgg ");
    }
}

void PdfContent::stroke_color(Color wanted)
{
    alpha(wanted.a);
    wanted.a = 255;
    if (!(states_.back().stroke == wanted)) {
        states_.back().stroke = wanted;
        color(wanted, "RGG ");
    }
}

void PdfContent::line(double width, bool round, const std::vector<double>& dash)
{
    State& state = states_.back();
    if (state.width != width) {
        state.width = width;
        number(width, 3);
        out_ += "w\n";
    }
    if (state.round != round) {
        state.round = round;
        out_ += round ? "1 J 1 j\n" : "0 J 0 j\n";
    }
    if (state.dash != dash) {
        state.dash = dash;
        out_ += "[";
        for (const double part : dash) {
            number(part, 3);
        }
        out_ += "] 0 d\n";
    }
}

void PdfContent::font(int font, double size)
{
    State& state = states_.back();
    if (state.font != font || state.size != size) {
        state.font = font;
        state.size = size;
        out_ += fmt::format("/F{} ", font);
        number(size, 3);
        out_ += "Tf\n";
    }
}

void PdfContent::curve_to(Point a, Point b, Point end)
{
    point(a, " ");
    point(b, " ");
    point(end, " c\n");
}

void PdfContent::arc(Point center, double radius, double start, double end)
{
    const int parts = std::max(1, static_cast<int>(std::ceil(std::fabs(end - start) / (kPi / 2) - 1e-9)));
    const double step = (end - start) / parts;
    const double reach = 4.0 / 3 * std::tan(step / 4) * radius;
    for (int i = 0; i < parts; ++i) {
        const double from = start + i * step, to = from + step;
        const Point a{center.x + radius * std::cos(from), center.y + radius * std::sin(from)};
        const Point b{center.x + radius * std::cos(to), center.y + radius * std::sin(to)};
        curve_to({a.x - reach * std::sin(from), a.y + reach * std::cos(from)},
                 {b.x + reach * std::sin(to), b.y - reach * std::cos(to)}, b);
    }
}

void PdfContent::box(const Box& box, double radius)
{
    const double r = std::min({radius, std::fabs(box.w) / 2, std::fabs(box.h) / 2});
    if (r <= 0) {
        number(box.x);
        number(box.y);
        number(box.w);
        number(box.h);
        out_ += "re\n";
        return;
    }
    move_to({box.x + r, box.y});
    line_to({box.right() - r, box.y});
    arc({box.right() - r, box.y + r}, r, -kPi / 2, 0);
    line_to({box.right(), box.bottom() - r});
    arc({box.right() - r, box.bottom() - r}, r, 0, kPi / 2);
    line_to({box.x + r, box.bottom()});
    arc({box.x + r, box.bottom() - r}, r, kPi / 2, kPi);
    line_to({box.x, box.y + r});
    arc({box.x + r, box.y + r}, r, kPi, 3 * kPi / 2);
    out_ += "h\n";
}

void PdfContent::save()
{
    states_.push_back(states_.back());
    out_ += "q\n";
}

void PdfContent::restore()
{
    states_.pop_back();
    out_ += "Q\n";
}

void PdfContent::begin_text()
{
    if (!in_text_) {
        in_text_ = true;
        out_ += "BT\n";
    }
}

void PdfContent::end_text()
{
    if (in_text_) {
        in_text_ = false;
        out_ += "ET\n";
    }
}

} // namespace presstime::canvas
