// Lining series up, filling the calendar, merging what is finer than can be drawn, and piling up.
#include "chart/bands.hpp"

#include "platform/text/phrases.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace presstime {

namespace {

constexpr double kGap = std::numeric_limits<double>::quiet_NaN();

std::vector<double> distinct_positions(const ChartData& data)
{
    std::vector<double> positions;
    if (data.x_kind == XKind::category) {
        positions.resize(data.categories.size());
        std::iota(positions.begin(), positions.end(), 0.0);
        return positions;
    }
    for (const Series& series : data.series)
        for (const Sample& sample : series.samples)
            positions.push_back(sample.x);
    std::sort(positions.begin(), positions.end());
    positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
    return positions;
}

double weight_of(const Bands& bands, std::size_t band)
{
    double weight = 0;
    for (const auto& row : bands.values)
        weight += std::isnan(row[band]) ? 0 : std::abs(row[band]);
    return weight;
}

} // namespace

Bands line_up(const ChartData& data, const UtcOffset& utc_offset, std::vector<std::string>& notes)
{
    Bands bands;
    bands.positions = distinct_positions(data);
    std::int64_t added = 0;
    for (const Series& series : data.series) {
        std::vector<double> row(bands.count(), kGap);
        for (const Sample& sample : series.samples) {
            auto place = std::lower_bound(bands.positions.begin(), bands.positions.end(), sample.x);
            double& value = row[static_cast<std::size_t>(place - bands.positions.begin())];
            if (std::isnan(sample.y))
                continue;
            added += std::isnan(value) ? 0 : 1;
            value = std::isnan(value) ? sample.y : value + sample.y;
        }
        bands.values.push_back(std::move(row));
    }
    if (added > 0)
        notes.push_back(say(data.words(), Phrase::added_up, {data.x_name, count_text(data.words(), added)}));
    if (data.x_kind == XKind::time)
        bands.unit = unit_of_positions(bands.positions, utc_offset);
    return bands;
}

void fill_calendar_gaps(Bands& bands, const UtcOffset& utc_offset)
{
    constexpr std::size_t kMostSparse = 3;
    if (bands.count() < 3 || bands.unit == CalendarUnit::second || bands.unit == CalendarUnit::minute)
        return;
    std::vector<std::int64_t> ordinals;
    std::int64_t step = 0;
    for (double position : bands.positions) {
        ordinals.push_back(ordinal_of(position, bands.unit, utc_offset));
        if (ordinals.size() > 1)
            step = std::gcd(step, ordinals.back() - ordinals[ordinals.size() - 2]);
    }
    if (step <= 0)
        return;
    auto total = static_cast<std::size_t>((ordinals.back() - ordinals.front()) / step) + 1;
    if (total == bands.count() || total > bands.count() * kMostSparse)
        return;
    Bands filled{{},
                 std::vector<std::vector<double>>(bands.values.size(), std::vector<double>(total, kGap)),
                 bands.unit};
    for (std::size_t i = 0; i < total; ++i)
        filled.positions.push_back(
            position_of(ordinals.front() + static_cast<std::int64_t>(i) * step, bands.unit, utc_offset));
    for (std::size_t band = 0; band < bands.count(); ++band) {
        auto place = static_cast<std::size_t>((ordinals[band] - ordinals.front()) / step);
        filled.positions[place] = bands.positions[band];
        for (std::size_t series = 0; series < bands.values.size(); ++series)
            filled.values[series][place] = bands.values[series][band];
    }
    bands = std::move(filled);
}

void thin_out(Bands& bands, std::size_t most, const Locale& locale, std::vector<std::string>& notes)
{
    most = std::max<std::size_t>(most, 1);
    if (bands.count() <= most)
        return;
    std::size_t run = (bands.count() + most - 1) / most;
    std::size_t before = bands.count();
    std::size_t out = 0;
    for (std::size_t begin = 0; begin < before; begin += run, ++out) {
        std::size_t best = begin;
        for (std::size_t band = begin; band < std::min(begin + run, before); ++band)
            if (weight_of(bands, band) > weight_of(bands, best))
                best = band;
        bands.positions[out] = bands.positions[best];
        for (auto& row : bands.values)
            row[out] = row[best];
    }
    bands.positions.resize(out);
    for (auto& row : bands.values)
        row.resize(out);
    auto count = [&](std::size_t number) { return count_text(locale, static_cast<std::int64_t>(number)); };
    notes.push_back(say(locale, Phrase::places_merged, {count(before), count(out), count(run)}));
}

std::vector<std::vector<Span>> pile_up(const Bands& bands, StackMode mode)
{
    std::vector<std::vector<Span>> spans(bands.values.size(), std::vector<Span>(bands.count()));
    for (std::size_t band = 0; band < bands.count(); ++band) {
        double whole = mode == StackMode::percent ? weight_of(bands, band) : 1;
        double up = 0, down = 0;
        for (std::size_t series = 0; series < bands.values.size(); ++series) {
            double value = bands.values[series][band];
            double share = std::isnan(value) || whole == 0 ? 0 : value / whole;
            double& end = share < 0 ? down : up;
            spans[series][band] = {end, end + share, std::isnan(value)};
            end += share;
        }
    }
    return spans;
}

} // namespace presstime
