// IANA time zones as flat tables of spans of equal offset, read once from the system's zoneinfo and kept for
// the life of the process. What the files list is read through Howard Hinnant's date library; after the last
// listed change the file's closing rule goes on until 2200, then the last offset stays. Safe from any thread.
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace presstime {

class Zone {
public:
    // One stretch of time with one offset from UTC: seconds since 1970-01-01T00:00:00Z, half-open.
    struct Span {
        std::int64_t begin_s = 0;
        std::int64_t end_s = 0;
        std::int32_t offset_s = 0; // local = UTC + offset
        std::string abbreviation;  // "CET", "UTC+03"
        // Between these two no wall time is repeated or moved by a change of the clocks.
        std::int64_t quiet_from_s = 0;
        std::int64_t quiet_until_s = 0;
    };

    enum class WallKind { unique, ambiguous, missing };
    // What a wall time (seconds as if the zone were UTC) means. `missing`: `first` is the instant at which
    // the clocks jump over it, `offset_before_s` the offset until then.
    struct Resolution {
        WallKind kind = WallKind::unique;
        std::int64_t first_s = 0;
        std::int64_t last_s = 0;
        std::int32_t offset_before_s = 0;
    };

    Zone(std::string name, std::vector<Span> spans);

    const std::string& name() const { return name_; }
    const std::vector<Span>& spans() const { return spans_; }
    const Span& span_at(std::int64_t utc_s) const { return spans_[index_at(utc_s)]; }
    std::size_t index_at(std::int64_t utc_s) const;
    Resolution resolve(std::int64_t wall_s) const;
    std::int32_t min_offset_s() const { return min_offset_s_; }
    std::int32_t max_offset_s() const { return max_offset_s_; }

private:
    void mark_quiet_stretches();

    std::string name_;
    std::vector<Span> spans_;
    std::vector<std::uint16_t>
        bucket_starts_; // index of the span at the start of each bucket of 2^24 seconds
    std::int32_t min_offset_s_ = 0;
    std::int32_t max_offset_s_ = 0;
};

// Links ("US/Pacific") are zones like any other. An unknown name is `invalid` (field "timezone") with the
// nearest name; the pointer stays valid for ever.
Result<const Zone*> find_zone(std::string_view name);

// Every name find_zone knows, sorted.
const std::vector<std::string>& zone_names();

// The nearest known name to a mistyped one ("America/NewYork", "berlin"), or nothing.
std::optional<std::string> suggest_zone(std::string_view name);

// "2025b": read afresh from the system's tzdata.zi at each call, so that an update can be noticed; "unknown"
// when the file cannot be read.
std::string tzdata_version();

} // namespace presstime
