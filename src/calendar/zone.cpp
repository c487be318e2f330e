#include "calendar/zone.hpp"

#include <algorithm>
#include <limits>

namespace presstime {

namespace {

constexpr int kBucketBits = 24;        // 194 days: a bucket holds few changes
constexpr std::int64_t kBuckets = 440; // 1970 to 2203

} // namespace

Zone::Zone(std::string name, std::vector<Span> spans) : name_(std::move(name)), spans_(std::move(spans))
{
    auto by_offset = [](const Span& a, const Span& b) { return a.offset_s < b.offset_s; };
    auto [low, high] = std::minmax_element(spans_.begin(), spans_.end(), by_offset);
    min_offset_s_ = low->offset_s;
    max_offset_s_ = high->offset_s;
    mark_quiet_stretches();
    std::size_t index = 0;
    for (std::int64_t bucket = 0; bucket < kBuckets; ++bucket) {
        while (spans_[index].end_s <= bucket << kBucketBits)
            ++index;
        bucket_starts_.push_back(static_cast<std::uint16_t>(index));
    }
}

void Zone::mark_quiet_stretches()
{
    auto step_s = [this](std::size_t i) -> std::int64_t {
        return std::abs(std::int64_t{spans_[i].offset_s} - spans_[i - 1].offset_s);
    };
    spans_.front().quiet_from_s = spans_.front().begin_s;
    for (std::size_t i = 1; i < spans_.size(); ++i)
        spans_[i].quiet_from_s = std::max(spans_[i - 1].quiet_from_s, spans_[i].begin_s + step_s(i));
    spans_.back().quiet_until_s = spans_.back().end_s;
    for (std::size_t i = spans_.size() - 1; i > 0; --i)
        spans_[i - 1].quiet_until_s = std::min(spans_[i].quiet_until_s, spans_[i].begin_s - step_s(i));
}

std::size_t Zone::index_at(std::int64_t utc_s) const
{
    std::int64_t bucket = utc_s >> kBucketBits;
    if (bucket >= 0 && bucket < kBuckets) {
        std::size_t index = bucket_starts_[static_cast<std::size_t>(bucket)];
        while (spans_[index].end_s <= utc_s)
            ++index;
        return index;
    }
    auto after = std::upper_bound(spans_.begin() + 1, spans_.end(), utc_s,
                                  [](std::int64_t s, const Span& span) { return s < span.begin_s; });
    return static_cast<std::size_t>(after - spans_.begin()) - 1;
}

Zone::Resolution Zone::resolve(std::int64_t wall_s) const
{
    const std::size_t first = index_at(wall_s - max_offset_s_);
    const std::int64_t latest_s = wall_s - min_offset_s_;
    Resolution found;
    int matches = 0;
    for (std::size_t i = first; i < spans_.size() && spans_[i].begin_s <= latest_s; ++i) {
        std::int64_t utc_s = wall_s - spans_[i].offset_s;
        if (utc_s < spans_[i].begin_s || utc_s >= spans_[i].end_s)
            continue;
        found.last_s = utc_s;
        if (matches++ == 0)
            found.first_s = utc_s;
    }
    if (matches > 0) {
        found.kind = matches == 1 ? WallKind::unique : WallKind::ambiguous;
        return found;
    }
    found.kind = WallKind::missing;
    for (std::size_t i = first + 1; i < spans_.size(); ++i) {
        std::int64_t change_s = spans_[i].begin_s;
        if (wall_s >= change_s + spans_[i - 1].offset_s && wall_s < change_s + spans_[i].offset_s) {
            found.first_s = found.last_s = change_s;
            found.offset_before_s = spans_[i - 1].offset_s;
            break;
        }
    }
    return found;
}

} // namespace presstime
