// A report is read once for all rows that name it.
#include "control/run_rows.hpp"

#include "control/access.hpp"
#include "store/report_store.hpp"

#include <map>

namespace presstime::control {
namespace {

struct ReportFacts {
    std::vector<std::string> formats;
    std::string timezone;
};

// A document that cannot be read leaves its row without what only it says.
Result<ReportFacts> facts_of(db::Session& session, std::int64_t report_id)
{
    ReportFacts facts;
    Result<Report> report = store::get_report(session, report_id);
    if (!report && report.error().kind != ErrorKind::give_up)
        return fail(report.error());
    if (report) {
        facts.formats = std::move(report->formats);
        facts.timezone = std::move(report->schedule.timezone);
    }
    return facts;
}

} // namespace

DeliveryStatus delivery_status_of(const store::DeliveryTally& tally)
{
    if (tally.total == 0)
        return DeliveryStatus::none;
    if (tally.open > 0)
        return DeliveryStatus::pending;
    if (tally.accepted == tally.total)
        return DeliveryStatus::delivered;
    return tally.accepted > 0 ? DeliveryStatus::partial : DeliveryStatus::failed;
}

std::int64_t seconds_late(const store::RunLine& line, Instant now)
{
    const bool awaited =
        is_by_clock(line.cause) && line.status != RunStatus::skipped && line.status != RunStatus::cancelled;
    const Instant until = line.finished_at.value_or(now);
    if (!awaited || until <= line.nominal_at + line.misfire_grace)
        return 0;
    return std::chrono::floor<std::chrono::seconds>(until - line.nominal_at).count();
}

Result<std::vector<RunRow>> run_rows(db::Session& session, std::vector<store::RunLine> lines, Instant now)
{
    std::map<std::int64_t, ReportFacts> known;
    std::vector<RunRow> rows;
    for (store::RunLine& line : lines) {
        auto found = known.find(line.report_id);
        if (found == known.end())
            found = known.emplace(line.report_id, TRY(facts_of(session, line.report_id))).first;
        RunRow row;
        row.formats = found->second.formats;
        row.timezone = found->second.timezone;
        row.late_s = seconds_late(line, now);
        row.delivery_status = delivery_status_of(TRY(store::tally_deliveries(session, line.id)));
        row.line = std::move(line);
        rows.push_back(std::move(row));
    }
    return rows;
}

Result<std::optional<RunRow>> find_run_row(db::Session& session, std::int64_t run_id, Instant now)
{
    auto line = TRY(store::find_run_line(session, run_id));
    if (!line)
        return std::optional<RunRow>{};
    std::vector<store::RunLine> lines;
    lines.push_back(std::move(*line));
    return std::optional(std::move(TRY(run_rows(session, std::move(lines), now)).front()));
}

Result<std::optional<RunRow>> find_run_row(db::Session& session, const Principal& principal,
                                           std::int64_t run_id, Instant now)
{
    const Result<> allowed = require_run(session, principal, Action::read, run_id);
    if (!allowed && allowed.error().kind != ErrorKind::not_found &&
        allowed.error().kind != ErrorKind::forbidden)
        return fail(allowed.error());
    if (!allowed)
        return std::optional<RunRow>{};
    return find_run_row(session, run_id, now);
}

} // namespace presstime::control
