// Colours of series and the room of labels.
#include "chart/ink.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace presstime {

Color mix(Color color, Color with, double share)
{
    auto blend = [share](std::uint8_t a, std::uint8_t b) {
        return static_cast<std::uint8_t>(a + (b - a) * share + 0.5);
    };
    return {blend(color.r, with.r), blend(color.g, with.g), blend(color.b, with.b), color.a};
}

Color series_color(const Theme& theme, std::size_t series)
{
    Color base = theme.categorical[series % theme.categorical.size()];
    std::size_t round = series / theme.categorical.size() % 3;
    if (round == 1)
        return mix(base, theme.paper, 0.45);
    return round == 2 ? mix(base, theme.ink, 0.4) : base;
}

std::array<std::string, 2> break_in_two(const std::string& text, const TextStyle& style, TextMeasure& measure)
{
    constexpr int kMostBreaks = 32;
    std::array<std::string, 2> best{text, ""};
    double narrowest = measure.width(text, style);
    std::size_t at = text.find(' ');
    for (int tries = 0; at != std::string::npos && tries < kMostBreaks;
         at = text.find(' ', at + 1), ++tries) {
        std::array<std::string, 2> lines{text.substr(0, at), text.substr(at + 1)};
        double width = std::max(measure.width(lines[0], style), measure.width(lines[1], style));
        if (width < narrowest) {
            narrowest = width;
            best = std::move(lines);
        }
    }
    return best;
}

// With the steps taken out, what must hold is that places do
// not descend: neighbours that do are pooled at their mean.
std::vector<double> spread_apart(const std::vector<double>& places, double step, double low, double high)
{
    struct Pool {
        double sum;
        double count;
        double mean() const { return sum / count; }
    };
    std::vector<Pool> pools;
    for (std::size_t i = 0; i < places.size(); ++i) {
        pools.push_back({places[i] - static_cast<double>(i) * step, 1});
        while (pools.size() > 1 && pools[pools.size() - 2].mean() > pools.back().mean()) {
            Pool last = pools.back();
            pools.pop_back();
            pools.back().sum += last.sum;
            pools.back().count += last.count;
        }
    }
    std::vector<double> out;
    double most = std::max(low, high - step * (static_cast<double>(places.size()) - 1));
    for (const Pool& pool : pools)
        for (double k = 0; k < pool.count; ++k)
            out.push_back(std::clamp(pool.mean(), low, most) + static_cast<double>(out.size()) * step);
    return out;
}

namespace {

bool touches_any(const std::vector<Box>& taken, const Box& box)
{
    return std::any_of(taken.begin(), taken.end(), [&](const Box& other) {
        return box.x < other.right() && other.x < box.right() && box.y < other.bottom() &&
               other.y < box.bottom();
    });
}

} // namespace

bool LabelRoom::is_free_of_texts(const Box& box) const
{
    constexpr double kSlack = 0.01;
    if (box.x < bounds_.x - kSlack || box.y < bounds_.y - kSlack || box.right() > bounds_.right() + kSlack ||
        box.bottom() > bounds_.bottom() + kSlack)
        return false;
    return !touches_any(texts_, box);
}

bool LabelRoom::is_free(const Box& box) const
{
    return is_free_of_texts(box) && !touches_any(marks_, box);
}

bool LabelRoom::place(const Box& box)
{
    if (!is_free(box))
        return false;
    take(box);
    return true;
}

bool LabelRoom::place_over_marks(const Box& box)
{
    if (!is_free_of_texts(box))
        return false;
    take(box);
    return true;
}

void take_texts(LabelRoom& room, const std::vector<DrawText>& texts, TextMeasure& measure)
{
    constexpr double kPiece = 3;
    for (const DrawText& text : texts) {
        double width = measure.width(text.text, text.style);
        if (text.max_width > 0)
            width = std::min(width, text.max_width);
        double back = text.align == TextAlign::left ? 0 : text.align == TextAlign::center ? width / 2 : width;
        double height = text.style.size;
        if (text.angle == 0) {
            room.take({text.at.x - back, text.at.y - height, width, height * 1.25});
            continue;
        }
        // A turned line, piece by piece along its baseline.
        double angle = text.angle * std::numbers::pi / 180;
        for (double along = -back; along <= width - back; along += kPiece)
            room.take({text.at.x + along * std::cos(angle) - height / 2,
                       text.at.y - along * std::sin(angle) - height, height, height});
    }
}

void take_path(LabelRoom& room, const std::vector<Point>& path)
{
    constexpr double kPiece = 2;
    constexpr double kMostPieces = 400;
    for (std::size_t i = 1; i < path.size(); ++i) {
        Point from = path[i - 1], to = path[i];
        double pieces = std::clamp(std::ceil((to.x - from.x) / kPiece), 1.0, kMostPieces);
        for (double k = 0; k < pieces; ++k) {
            double y0 = from.y + (to.y - from.y) * k / pieces,
                   y1 = from.y + (to.y - from.y) * (k + 1) / pieces;
            double x0 = from.x + (to.x - from.x) * k / pieces;
            room.take_mark({x0, std::min(y0, y1) - 1, (to.x - from.x) / pieces, std::abs(y1 - y0) + 2});
        }
    }
}

} // namespace presstime
