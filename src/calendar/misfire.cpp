#include "calendar/misfire.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>

namespace presstime {

namespace {

// The newest missed instants that may still run; what falls out at the old end is skipped.
class MissedInstants {
public:
    explicit MissedInstants(std::size_t capacity) : capacity_(capacity) {}

    void add(Instant instant)
    {
        kept_.push_back(instant);
        if (kept_.size() > capacity_)
            skip_oldest();
    }
    void skip_all()
    {
        while (!kept_.empty())
            skip_oldest();
    }
    const std::deque<Instant>& kept() const { return kept_; }
    const std::optional<SkippedRange>& skipped() const { return skipped_; }

private:
    void skip_oldest()
    {
        Instant oldest = kept_.front();
        kept_.pop_front();
        if (!skipped_)
            skipped_ = SkippedRange{oldest, oldest, 0, {}};
        skipped_->to = oldest;
        ++skipped_->count;
    }

    std::size_t capacity_;
    std::deque<Instant> kept_;
    std::optional<SkippedRange> skipped_;
};

std::string duration_text(std::chrono::seconds duration)
{
    const std::int64_t s = duration.count();
    auto counted = [](std::int64_t n, std::string_view unit) {
        return fmt::format("{} {}{}", n, unit, n == 1 ? "" : "s");
    };
    if (s != 0 && s % 3600 == 0)
        return counted(s / 3600, "hour");
    return s != 0 && s % 60 == 0 ? counted(s / 60, "minute") : counted(s, "second");
}

std::string reason_of(const Schedule& schedule)
{
    std::string lead = fmt::format("missed by more than {}; ", duration_text(schedule.misfire_grace));
    switch (schedule.misfire) {
    case Misfire::latest:
        return lead + "the misfire policy \"latest\" runs only the newest instant";
    case Misfire::all:
        return lead +
               fmt::format("the misfire policy \"all\" catches up on at most {}", schedule.misfire_cap);
    case Misfire::none:
        break;
    }
    return lead + "the misfire policy \"none\" runs no missed instant";
}

std::size_t kept_at_most(const Schedule& schedule)
{
    switch (schedule.misfire) {
    case Misfire::latest:
        return 1;
    case Misfire::all:
        return static_cast<std::size_t>(std::max(schedule.misfire_cap, 0));
    case Misfire::none:
        break;
    }
    return 0;
}

} // namespace

DueDecision decide_due(const Schedule& schedule, const Recurrence& recurrence, Instant first_due, Instant now,
                       std::size_t max_instants)
{
    DueDecision decision;
    const std::size_t capacity = kept_at_most(schedule);
    MissedInstants missed(capacity);
    std::vector<DueRun> in_time;
    std::optional<Instant> instant = first_due;
    // Each call must get past what it keeps, or it would never end.
    const std::size_t budget = std::max(max_instants, capacity * 2 + 1);
    std::size_t seen = 0;
    while (instant && *instant <= now) {
        const bool late = now - *instant > schedule.misfire_grace;
        // Only missed instants, of which there may be years, are put off; those in time are few.
        if (late && seen++ == budget)
            break;
        if (late)
            missed.add(*instant);
        else
            in_time.push_back({*instant, RunCause::schedule});
        instant = recurrence.next(*instant);
    }
    decision.next_run_at = instant;
    if (instant && *instant <= now) {
        // Newer missed instants follow. They decide which of
        // the kept ones run, so the next call starts there.
        if (schedule.misfire == Misfire::latest)
            missed.skip_all();
        else if (!missed.kept().empty())
            decision.next_run_at = missed.kept().front();
    } else {
        if (schedule.misfire == Misfire::latest && !in_time.empty())
            missed.skip_all();
        for (Instant kept : missed.kept())
            decision.runs.push_back({kept, RunCause::catch_up});
        decision.runs.insert(decision.runs.end(), in_time.begin(), in_time.end());
    }
    decision.skipped = missed.skipped();
    if (decision.skipped)
        decision.skipped->reason = reason_of(schedule);
    return decision;
}

} // namespace presstime
