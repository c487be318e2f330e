// Few reports are computed instant by instant; of many, the due index says when each is next.
#include "control/upcoming.hpp"

#include "calendar/occurrences.hpp"
#include "store/report_store.hpp"
#include "store/today_store.hpp"

#include <algorithm>

namespace presstime::control {
namespace {

constexpr int kInstantsOfADay = 1'500; // of one report: a minute has one

// An instant of a report that is shown once its names are known.
struct Planned {
    Instant at{};
    std::int64_t report_id = 0;

    auto operator<=>(const Planned&) const = default;
};

// The report's instants in [from, to), the next one first.
Result<std::vector<Instant>> instants_of(const Report& report, Instant from, Instant to)
{
    std::vector<Instant> instants;
    const Result<Recurrence> recurrence = Recurrence::compile(report.schedule);
    if (!recurrence || !report.next_run_at) // the scheduler stops such a clock and says why
        return instants;
    const bool overdue = *report.next_run_at < from;
    for (std::optional<Instant> at = overdue ? recurrence->next(from - Microseconds(1)) : report.next_run_at;
         at && *at < to && instants.size() < static_cast<std::size_t>(kInstantsOfADay);
         at = recurrence->next(*at))
        instants.push_back(*at);
    return instants;
}

// Reports with an instant before `to`, by it; one more than `limit` when there are more.
Result<std::vector<store::NextRun>> readable_next(const Reading& reading, Instant from, Instant to, int limit)
{
    std::vector<store::NextRun> found;
    store::NextRun after{.next_run_at = from};
    while (found.size() <= static_cast<std::size_t>(limit)) {
        const auto rows =
            TRY(store::next_runs(reading.session, reading.principal.workspace_id, after, to, limit + 1));
        for (const store::NextRun& row : rows)
            if (!reading.hidden.contains(row.dashboard_id))
                found.push_back(row);
        if (rows.size() <= static_cast<std::size_t>(limit))
            break;
        after = rows.back();
    }
    return found;
}

Result<> show_first(db::Session& session, std::vector<Planned> planned, Upcoming& upcoming)
{
    std::ranges::sort(planned);
    planned.resize(std::min(planned.size(), static_cast<std::size_t>(kMaxUpcoming)));
    std::map<std::int64_t, UpcomingRun> known;
    for (const Planned& each : planned) {
        auto found = known.find(each.report_id);
        if (found == known.end()) {
            const Report report = TRY(store::get_report(session, each.report_id));
            found = known
                        .emplace(each.report_id,
                                 UpcomingRun{report.id, report.name, report.dashboard_id,
                                             TRY(store::dashboard_name(session, report.workspace_id,
                                                                       report.dashboard_id)),
                                             each.at, report.schedule.timezone, report.formats})
                        .first;
        }
        UpcomingRun run = found->second;
        run.at = each.at;
        upcoming.first.push_back(std::move(run));
    }
    return {};
}

Result<std::vector<Planned>> plan(db::Session& session, const std::vector<store::NextRun>& next, Instant from,
                                  Instant to)
{
    std::vector<Planned> planned;
    for (const store::NextRun& each : next) {
        const Result<Report> report = store::get_report(session, each.report_id);
        if (!report && report.error().kind == ErrorKind::give_up) // its document cannot be read
            continue;
        TRY(report);
        for (const Instant at : TRY(instants_of(*report, from, to)))
            planned.push_back({at, each.report_id});
    }
    return planned;
}

} // namespace

Instant bucket_of(Instant at)
{
    return std::chrono::floor<std::chrono::duration<std::int64_t, std::ratio<900>>>(at);
}

Result<Upcoming> find_upcoming(const Reading& reading, Instant from, Instant to)
{
    Upcoming upcoming;
    if (to <= from)
        return upcoming;
    auto next = TRY(readable_next(reading, Instant::min(), to, kExactReports));
    if (next.size() <= static_cast<std::size_t>(kExactReports)) {
        auto planned = TRY(plan(reading.session, next, from, to));
        for (const Planned& each : planned)
            ++upcoming.buckets[bucket_of(each.at)];
        upcoming.total = static_cast<std::int64_t>(planned.size());
        TRY(show_first(reading.session, std::move(planned), upcoming));
        return upcoming;
    }
    const auto by = reading.hidden.empty() ? store::CountBy::instant : store::CountBy::instant_and_dashboard;
    for (const store::NextCount& count :
         TRY(store::count_next_runs(reading.session, reading.principal.workspace_id, from, to, by)))
        if (!reading.hidden.contains(count.dashboard_id)) {
            upcoming.buckets[bucket_of(count.next_run_at)] += count.reports;
            upcoming.total += count.reports;
        }
    next = TRY(readable_next(reading, from, to, kMaxUpcoming));
    next.resize(std::min(next.size(), static_cast<std::size_t>(kMaxUpcoming)));
    TRY(show_first(reading.session, TRY(plan(reading.session, next, from, to)), upcoming));
    return upcoming;
}

} // namespace presstime::control
