// What to do about a report that is due: which instants run, which are skipped and why, and when it is due
// next. It only decides; the scheduler writes the rows.
#pragma once

#include "calendar/occurrences.hpp"
#include "model/run.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace presstime {

struct DueRun {
    Instant nominal_at{};
    RunCause cause = RunCause::schedule; // or catch_up

    bool operator==(const DueRun&) const = default;
};

// Consecutive instants that will not run, both ends included.
struct SkippedRange {
    Instant from{};
    Instant to{};
    std::int64_t count = 0;
    std::string reason;
};

struct DueDecision {
    std::vector<DueRun> runs; // in order of time
    std::optional<SkippedRange> skipped;
    // May still be due: then the work of this call was bounded and the next call goes on from there.
    std::optional<Instant> next_run_at;
};

inline constexpr std::size_t kMaxInstantsPerDecision = 1'000'000;

// `first_due` is the stored next_run_at. An instant late by at most misfire_grace
// runs as usual. Of the older ones `latest` runs the newest, unless one within
// the grace stands for it; `all` the newest misfire_cap; `none` none.
DueDecision decide_due(const Schedule& schedule, const Recurrence& recurrence, Instant first_due, Instant now,
                       std::size_t max_instants = kMaxInstantsPerDecision);

} // namespace presstime
