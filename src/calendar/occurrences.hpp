// A schedule compiled for asking "when next?". Pure and safe from any thread: the answer depends on the
// schedule, the instant and the zone's table alone, never on what was asked before, so a restart at any point
// changes nothing.
//
// Policy: a fixed wall time (daily, weekly, monthly, cron whose hour does not begin with '*') that the clocks
// skip runs at the wall time read with the offset before the change, one that happens twice runs at the
// first; dst_gap and dst_overlap choose otherwise. Minutely, hourly and '*'-hour rules run at every real
// instant that matches. Two wall times that fall on one instant are one occurrence.
#pragma once

#include "calendar/wall_rule.hpp"
#include "calendar/zone.hpp"
#include "model/schedule.hpp"

#include <optional>

namespace presstime {

enum class DateBounds { respect, ignore };

class Recurrence {
public:
    enum class Pattern { never, once, fixed_time, every_instant };

    // Checks the fields it uses; errors are `invalid` with the field's name. A cron that can never match
    // compiles and has no occurrence: validate_schedule refuses it.
    static Result<Recurrence> compile(const Schedule& schedule);

    // The first occurrence strictly after / the last strictly before an instant, within 100 years / 60 years.
    std::optional<Instant> next(Instant after) const;
    std::optional<Instant> previous(Instant before, DateBounds bounds = DateBounds::respect) const;

    Pattern pattern() const { return pattern_; }
    const Zone& zone() const { return *zone_; }
    const WallRule& rule() const { return rule_; }
    DstGap dst_gap() const { return dst_gap_; }
    DstOverlap dst_overlap() const { return dst_overlap_; }
    // Occurrences lie in [earliest, end): the local dates from starts_on to ends_on.
    Instant earliest() const { return earliest_; }
    Instant end() const { return end_; }

private:
    Recurrence(const Zone& zone, WallRule rule) : zone_(&zone), rule_(rule) {}

    std::optional<Instant> next_unbounded(Instant after) const;
    std::optional<std::int64_t> next_fixed(std::int64_t after_s) const;
    std::optional<std::int64_t> next_fixed_near_change(std::int64_t after_s) const;
    std::optional<std::int64_t> next_real(std::int64_t after_s) const;
    // The earliest instant after `after_s` that a wall time stands for.
    std::optional<std::int64_t> instant_of(std::int64_t wall_s, std::int64_t after_s) const;

    const Zone* zone_;
    WallRule rule_;
    Pattern pattern_ = Pattern::never;
    Instant once_at_{};
    DstGap dst_gap_ = DstGap::shift;
    DstOverlap dst_overlap_ = DstOverlap::first;
    Instant earliest_ = Instant::min();
    Instant end_ = Instant::max();
};

// What saving a schedule requires: it compiles, its misfire fields are in range and it can ever fire.
Result<> validate_schedule(const Schedule& schedule);

} // namespace presstime
