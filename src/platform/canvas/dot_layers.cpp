// Greedy: each dot takes the lowest layer that no earlier dot within a diameter has. A grid of cells one
// diameter wide keeps the neighbours at hand.
#include "platform/canvas/dot_layers.hpp"

#include "platform/canvas/drawable.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

namespace presstime::canvas {
namespace {

constexpr int kMaxLayers = 32;

struct Placed {
    Point center;
    int layer = 0;
    int next = -1; // in the same bucket
};

// Cells hashed into buckets: who shares one by chance only costs a comparison, for distances decide.
class Grid {
public:
    Grid(double cell, std::size_t dots) : cell_(cell), buckets_(std::bit_ceil(2 * dots + 1), -1)
    {
        placed_.reserve(dots);
    }

    // Which layers dots within a diameter of `center` have, one bit each.
    std::uint32_t layers_near(Point center) const
    {
        std::uint32_t taken = 0;
        const std::int64_t column = index(center.x), row = index(center.y);
        for (std::int64_t y = row - 1; y <= row + 1; ++y) {
            for (std::int64_t x = column - 1; x <= column + 1; ++x) {
                for (int at = buckets_[bucket(x, y)]; at >= 0;) {
                    const Placed& placed = placed_[static_cast<std::size_t>(at)];
                    const double dx = placed.center.x - center.x, dy = placed.center.y - center.y;
                    taken |= dx * dx + dy * dy < cell_ * cell_ ? 1U << placed.layer : 0U;
                    at = placed.next;
                }
            }
        }
        return taken;
    }

    void place(Point center, int layer)
    {
        int& first = buckets_[bucket(index(center.x), index(center.y))];
        placed_.push_back({center, layer, first});
        first = static_cast<int>(placed_.size()) - 1;
    }

private:
    std::int64_t index(double at) const { return static_cast<std::int64_t>(std::floor(at / cell_)); }
    std::size_t bucket(std::int64_t x, std::int64_t y) const
    {
        const auto mixed = static_cast<std::uint64_t>(x) * 0x9E37'79B9'7F4A'7C15 +
                           static_cast<std::uint64_t>(y) * 0xC2B2'AE3D'27D4'EB4F;
        return (mixed >> 32) & (buckets_.size() - 1);
    }

    double cell_;
    std::vector<int> buckets_; // the last placed; -1 = none
    std::vector<Placed> placed_;
};

// So many layers bring a spot to within one step of the colour itself.
int layers_that_show(std::uint8_t alpha)
{
    const double kept = 1 - alpha / 255.0;
    const double needed = kept <= 0 ? 1 : std::ceil(std::log(1.0 / 255) / std::log(kept));
    return static_cast<int>(std::clamp(needed, 1.0, double{kMaxLayers}));
}

} // namespace

std::vector<std::vector<Point>> dot_layers(const Dots& dots)
{
    std::vector<std::vector<Point>> layers;
    if (!drawable(dots.diameter) || dots.diameter <= 0 || dots.color.a == 0) {
        return layers;
    }
    const int most = layers_that_show(dots.color.a);
    Grid grid(std::max(dots.diameter, 0.1), most > 1 ? dots.centers.size() : 0);
    for (const Point& center : dots.centers) {
        if (!drawable(center)) {
            continue;
        }
        int layer = 0;
        if (most > 1) {
            layer = std::countr_one(grid.layers_near(center));
            if (layer < most) {
                grid.place(center, layer); // the surplus blocks nobody
            }
            layer = std::min(layer, most - 1);
        }
        if (static_cast<std::size_t>(layer) >= layers.size()) {
            layers.resize(static_cast<std::size_t>(layer) + 1);
        }
        layers[static_cast<std::size_t>(layer)].push_back(center);
    }
    return layers;
}

} // namespace presstime::canvas
