// Collecting slices and merging the small ones.
#include "chart/slices.hpp"

#include "chart/bands.hpp"
#include "chart/hits.hpp"
#include "platform/text/phrases.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace presstime {

namespace {

constexpr std::size_t kMostSlices = 6;
constexpr double kLeastShare = 0.02; // several smaller slices become Other

} // namespace

double sum_of(const std::vector<Slice>& slices)
{
    return std::accumulate(slices.begin(), slices.end(), 0.0,
                           [](double sum, const Slice& slice) { return sum + slice.value; });
}

std::vector<Slice> collect_slices(MarkContext& context)
{
    Bands bands = line_up(context.data, context.utc_offset, context.notes);
    std::vector<Slice> slices;
    bool by_series = bands.values.size() > 1;
    std::size_t count = by_series ? bands.values.size() : bands.count();
    for (std::size_t i = 0; i < count; ++i) {
        double value = 0;
        if (by_series)
            for (double part : bands.values[i])
                value += std::isnan(part) ? 0 : part;
        else
            value = bands.values[0][i];
        std::string name =
            by_series ? context.data.series[i].name : place_text(context, bands.positions[i], bands.unit);
        if (!std::isnan(value))
            slices.push_back(Slice{.name = std::move(name), .value = value});
    }
    return slices;
}

void settle_slices(MarkContext& context, std::vector<Slice>& slices)
{
    auto negative = std::count_if(slices.begin(), slices.end(), [](const Slice& s) { return s.value < 0; });
    if (negative > 0)
        context.notes.push_back(say_count(context.locale, Phrase::negative_values, negative));
    std::erase_if(slices, [](const Slice& slice) { return slice.value <= 0; });
    std::stable_sort(slices.begin(), slices.end(),
                     [](const Slice& a, const Slice& b) { return a.value > b.value; });
    double whole = sum_of(slices);
    std::size_t kept = slices.size() > kMostSlices ? kMostSlices - 1 : slices.size();
    // Slivers side by side cannot be told apart, nor can their labels be led to them.
    while (kept > 1 && slices[kept - 1].value < whole * kLeastShare)
        --kept;
    if (slices.size() - kept > 1) {
        Slice other;
        other.name = phrase(context.locale, Phrase::other);
        for (std::size_t i = kept; i < slices.size(); ++i)
            other.value += slices[i].value;
        other.is_other = true;
        auto merged = static_cast<std::int64_t>(slices.size() - kept);
        context.notes.push_back(
            say(context.locale, Phrase::other_adds_up, {count_text(context.locale, merged)}));
        slices.resize(kept);
        slices.push_back(std::move(other));
    }
    double at = 0;
    for (Slice& slice : slices) {
        double share = slice.value / whole;
        slice.start = at;
        at = &slice == &slices.back() ? kFullCircle : at + share * kFullCircle;
        slice.end = at;
        slice.share_of_whole = share;
        slice.share = share < 0.01 ? "<1 %" : format_number(share, "0 %", context.locale.tag);
    }
}

} // namespace presstime
