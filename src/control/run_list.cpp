// A list of runs is a merge of streams, each read in order from one index that holds what is asked for and
// nothing beside it. Which streams depends on the reports that are asked for or may be read:
// - all of them: the streams of the whole workspace;
// - few: those of each report. One statement for scores of reports says when each ran last, and only those
// that
//   are on the page are read;
// - many: the streams of the workspace, looking at each run's report. A page is found within a few of its
//   lengths - unless those many reports have not run for long: then, after some thousand runs that did not
//   fit, those of each report after all.
#include "control/run_list.hpp"

#include "base/text.hpp"
#include "control/access.hpp"
#include "control/run_merge.hpp"
#include "store/report_places.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace presstime::control {
namespace {

using store::RunLine;
using store::RunPlace;
using store::RunSpot;
using store::RunStream;

// So many streams of reports are asked when they ran last, some microseconds each.
constexpr std::size_t kReportStreams = 2'500;
constexpr int kAllReports = 1'000'000;
// Runs whose reports are looked at for a page before that is given up: it asks for one in fifty at most, and
// so many are looked at anyway.
constexpr std::size_t kMostJudged = 8'000;
constexpr std::size_t kMostJudgedForEach = 50;
// Runs that are looked at to be counted, where no index alone can count them.
constexpr std::size_t kJudgedRows = 2'000;
constexpr std::size_t kJudgedAtOnce = 500;

// "1767225600000000-17", as cursor_of wrote it.
Result<RunPlace> parse_place(const std::string& cursor, const RunPlace& start)
{
    if (cursor.empty())
        return start;
    const std::size_t dash = cursor.find('-', 1);
    const auto nominal = parse_int(std::string_view(cursor).substr(0, dash));
    const auto id = dash == std::string::npos ? std::nullopt : parse_int(cursor.substr(dash + 1));
    if (!nominal || !id)
        return fail(Error::malformed("cursor must be one that an earlier page of this list gave"));
    return std::min(start, RunPlace{from_micros(*nominal), *id});
}

std::string cursor_of(const RunLine& line)
{
    return fmt::format("{}-{}", to_micros(line.nominal_at), line.id);
}

} // namespace

std::string to_string(const RowTotal& total)
{
    return fmt::format("{}{}", total.counted, total.more ? "+" : "");
}

FittingReports::FittingReports(std::set<std::string> hidden, std::string dashboard_id, std::string name_part)
    : hidden_(std::move(hidden)),
      dashboard_id_(std::move(dashboard_id)),
      name_part_(to_lower_ascii(name_part))
{
}

Result<std::vector<RunSpot>> FittingReports::keep(db::Session& session, const std::vector<RunSpot>& spots)
{
    std::vector<std::int64_t> unknown;
    for (const RunSpot& spot : spots)
        if (known_.try_emplace(spot.report_id, false).second)
            unknown.push_back(spot.report_id);
    for (const store::ReportPlace& report : TRY(store::report_places(session, unknown)))
        known_[report.id] = !hidden_.contains(report.dashboard_id) &&
                            (dashboard_id_.empty() || report.dashboard_id == dashboard_id_) &&
                            (name_part_.empty() || to_lower_ascii(report.name).contains(name_part_));
    std::vector<RunSpot> kept;
    std::ranges::copy_if(spots, std::back_inserter(kept),
                         [&](const RunSpot& spot) { return known_.at(spot.report_id); });
    return kept;
}

RunWalk::RunWalk(const Reading& reading, const RunWish& wish)
    : reading_(reading),
      narrowing_{wish.dashboard_id, wish.name_part},
      question_{.workspace_id = reading.principal.workspace_id,
                .from = wish.from.value_or(Instant::min()),
                .statuses = wish.statuses,
                .cause = wish.cause,
                .leave_out_tests = wish.leave_out_tests}
{
    if (wish.to)
        start_ = {*wish.to, 0};
}

// By the name or dashboard that is asked for, or else, where even many have that, by the caller's rights.
Result<std::optional<std::vector<std::int64_t>>> RunWalk::few_reports() const
{
    const auto limit = static_cast<int>(kReportStreams / store::streams_of_report(question_, 0).size());
    const bool named = !narrowing_.dashboard_id.empty() || !narrowing_.name_part.empty();
    auto few = TRY(few_readable_reports(reading_, narrowing_, limit));
    if (few || !named || reading_.hidden.empty())
        return few;
    few = TRY(few_readable_reports(reading_, {}, limit));
    if (!few)
        return few;
    std::vector<RunSpot> spots;
    for (const std::int64_t id : *few)
        spots.push_back({{}, id});
    few->clear();
    for (const RunSpot& spot : TRY(fitting_->keep(reading_.session, spots)))
        few->push_back(spot.report_id);
    return few;
}

Result<RunWalk> RunWalk::plan(const Reading& reading, const RunWish& wish)
{
    RunWalk walk(reading, wish);
    const bool narrowed = !wish.dashboard_id.empty() || !wish.name_part.empty() || !reading.hidden.empty();
    if (narrowed) {
        walk.fitting_ = std::make_shared<FittingReports>(reading.hidden, wish.dashboard_id, wish.name_part);
        walk.most_judged_ = kMostJudged;
    }
    if (wish.late) {
        // Few of a hundred, and asked for by the day.
        walk.streams_ = {{.kind = RunStream::Kind::late}};
        walk.most_judged_ = std::numeric_limits<std::size_t>::max();
        return walk;
    }
    if (wish.report_id != 0) {
        TRY(require_report(reading.session, reading.principal, Action::read, wish.report_id));
        const std::vector<RunSpot> one{{{}, wish.report_id}};
        const bool fits = !narrowed || !TRY(walk.fitting_->keep(reading.session, one)).empty();
        walk.reports_ = fits ? std::vector{wish.report_id} : std::vector<std::int64_t>();
        return walk;
    }
    if (narrowed)
        walk.reports_ = TRY(walk.few_reports());
    if (walk.reports_)
        std::ranges::sort(*walk.reports_); // neighbours in the index
    else
        walk.streams_ = store::streams_of_workspace(walk.question_);
    return walk;
}

Result<std::vector<RunSpot>> RunWalk::find_of_reports(db::Session& session,
                                                      const std::vector<std::int64_t>& reports,
                                                      const RunPlace& place, int limit) const
{
    RunMerge merge(session, question_,
                   std::clamp(limit / std::max(1, static_cast<int>(reports.size())), 4, 500));
    for (RunStream stream : store::streams_of_report(question_, 0)) {
        const auto heads = TRY(store::newest_of_reports(session, question_, stream, reports, place));
        for (const store::ReportHead& head : heads) {
            stream.report_id = head.report_id;
            merge.add(stream, place, head.nominal_at);
        }
    }
    std::vector<RunSpot> spots;
    while (spots.size() < static_cast<std::size_t>(limit)) {
        const auto spot = TRY(merge.next());
        if (!spot)
            break;
        spots.push_back(*spot);
    }
    return spots;
}

Result<RunWalk::Judged> RunWalk::judge(db::Session& session, const RunPlace& place, std::size_t limit,
                                       std::size_t most) const
{
    RunMerge merge(session, question_, static_cast<int>(std::clamp<std::size_t>(limit, 50, kJudgedAtOnce)));
    for (const RunStream& stream : streams_)
        merge.add(stream, place);
    Judged judged{{}, place, false};
    for (std::size_t looked_at = 0; looked_at < most && judged.kept.size() < limit && !judged.ended;) {
        const std::size_t wanted = fitting_ ? std::min(kJudgedAtOnce, most - looked_at) : limit;
        std::vector<RunSpot> spots;
        while (spots.size() < wanted && !judged.ended) {
            const auto spot = TRY(merge.next());
            if (spot)
                spots.push_back(*spot);
            else
                judged.ended = true;
        }
        looked_at += spots.size();
        if (!spots.empty())
            judged.place = spots.back().place;
        if (fitting_)
            spots = TRY(fitting_->keep(session, spots));
        std::ranges::copy(spots, std::back_inserter(judged.kept));
    }
    return judged;
}

Result<std::vector<RunSpot>> RunWalk::find(db::Session& session, const RunPlace& place, int limit) const
{
    if (reports_)
        return find_of_reports(session, *reports_, place, limit);
    const auto wanted = static_cast<std::size_t>(limit);
    const std::size_t most = fitting_ ? std::max(most_judged_, wanted * kMostJudgedForEach)
                                      : std::numeric_limits<std::size_t>::max();
    Judged judged = TRY(judge(session, place, wanted, most));
    judged.kept.resize(std::min(judged.kept.size(), wanted));
    if (judged.ended || judged.kept.size() == wanted)
        return std::move(judged.kept);
    auto reports = TRY(few_readable_reports(reading_, narrowing_, kAllReports));
    if (!reports)
        return fail(Error::give_up("there are more reports than a list can be made of"));
    std::ranges::sort(*reports);
    const int missing = static_cast<int>(wanted - judged.kept.size());
    std::ranges::copy(TRY(find_of_reports(session, *reports, judged.place, missing)),
                      std::back_inserter(judged.kept));
    return std::move(judged.kept);
}

Result<std::vector<RunLine>> RunWalk::read(db::Session& session, const RunPlace& place, int limit) const
{
    std::vector<RunLine> lines;
    for (const RunSpot& spot : TRY(find(session, std::min(place, start_), limit)))
        if (auto line = TRY(store::find_run_line(session, spot.place.id)))
            lines.push_back(std::move(*line));
    return lines;
}

Result<RowTotal> RunWalk::count(db::Session& session) const
{
    RowTotal total;
    if (!reports_ && fitting_) {
        const Judged judged = TRY(judge(session, start_, kJudgedRows, kJudgedRows));
        return RowTotal{static_cast<std::int64_t>(judged.kept.size()), !judged.ended};
    }
    const auto streams = reports_ ? store::streams_of_report(question_, 0) : streams_;
    for (const RunStream& stream : streams) {
        const std::int64_t room = kCountedRows + 1 - total.counted;
        total.counted +=
            reports_ ? TRY(store::count_of_reports(session, question_, stream, *reports_, start_, room))
                     : TRY(store::count_runs(session, question_, stream, start_, static_cast<int>(room)));
        if (total.counted > kCountedRows)
            return RowTotal{kCountedRows, true};
    }
    return total;
}

Result<FoundRuns> RunList::list(const Principal& principal, const RunWish& wish, const PageRequest& page)
{
    FoundRuns answer;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        const std::set<std::string> hidden = TRY(hidden_dashboards(session, principal));
        const RunWalk walk = TRY(RunWalk::plan({session, principal, hidden}, wish));
        const RunPlace place = TRY(parse_place(page.cursor, RunPlace{}));
        Page<RunLine> lines =
            TRY(make_page(TRY(walk.read(session, place, rows_to_fetch(page))), page, cursor_of));
        answer.total = TRY(walk.count(session));
        answer.total.counted = std::max(answer.total.counted, static_cast<std::int64_t>(lines.items.size()));
        answer.page.next_cursor = std::move(lines.next_cursor);
        answer.page.items = TRY(run_rows(session, std::move(lines.items), environment_.clock.now()));
        return {};
    }));
    return answer;
}

} // namespace presstime::control
