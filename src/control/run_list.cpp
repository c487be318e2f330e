// A list of runs is a merge of streams, each in order by one index: all runs, those of a status, or those of
// each report that the wish or the caller's rights leave, whichever reads least. Rows are judged one by one
// only where most of them fit.
#include "control/run_list.hpp"

#include "base/text.hpp"
#include "control/access.hpp"
#include "control/readable_reports.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace presstime::control {
namespace {

using store::RunLine;
using store::RunPlace;
using store::RunStream;

// So many reports are read one by one; of more, a walk over all runs meets one soon enough. Where a rare
// status or cause is asked for, a report's own stream would be walked to its end for nothing.
constexpr int kReportStreams = 1'000;
constexpr int kReportStreamsOfRare = 250;
// Rows that are read to be counted, where no index alone can count them.
constexpr int kJudgedRows = 2'000;

// The streams' lines in one order. A stream is read ahead by a few lines, so that a page costs about its
// length.
class Merge {
public:
    Merge(db::Session& session, const store::RunQuestion& question, const std::vector<RunStream>& streams,
          const RunPlace& place, int wanted)
        : session_(session),
          question_(question),
          batch_(streams.size() > 10 ? 1 : std::min(std::max(wanted, 50), 500))
    {
        for (const RunStream& stream : streams)
            parts_.push_back({stream, place, {}, 0, false});
    }

    Result<std::optional<RunLine>> next()
    {
        if (!started_)
            for (std::size_t part = 0; part < parts_.size(); ++part)
                TRY(push(part));
        started_ = true;
        if (heads_.empty())
            return std::optional<RunLine>{};
        std::ranges::pop_heap(heads_, {}, &Head::place);
        const std::size_t part = heads_.back().part;
        heads_.pop_back();
        RunLine line = std::move(parts_[part].lines[parts_[part].next++]);
        TRY(push(part));
        return std::optional(std::move(line));
    }

private:
    struct Part {
        RunStream stream;
        RunPlace place;
        std::vector<RunLine> lines;
        std::size_t next = 0;
        bool ended = false;
    };
    struct Head {
        RunPlace place;
        std::size_t part = 0;
    };

    // The part's next line takes its place among the heads, if there is one.
    Result<> push(std::size_t index)
    {
        Part& part = parts_[index];
        if (part.next == part.lines.size() && !part.ended) {
            part.lines = TRY(store::list_runs(session_, question_, part.stream, part.place, batch_));
            part.next = 0;
            part.ended = part.lines.size() < static_cast<std::size_t>(batch_);
            if (!part.lines.empty())
                part.place = part.lines.back().place();
        }
        if (part.next == part.lines.size())
            return {};
        heads_.push_back({part.lines[part.next].place(), index});
        std::ranges::push_heap(heads_, {}, &Head::place);
        return {};
    }

    db::Session& session_;
    const store::RunQuestion& question_;
    int batch_;
    std::vector<Part> parts_;
    std::vector<Head> heads_;
    bool started_ = false;
};

bool is_rare(const RunWish& wish)
{
    return (wish.cause && *wish.cause != RunCause::schedule) ||
           (!wish.statuses.empty() &&
            std::ranges::find(wish.statuses, RunStatus::success) == wish.statuses.end());
}

std::vector<RunStream> streams_over_all(const RunWish& wish)
{
    using Kind = RunStream::Kind;
    if (wish.cause && *wish.cause != RunCause::schedule)
        return {{.kind = Kind::unscheduled}};
    std::vector<RunStream> streams;
    // Most runs are a success: a walk over all meets one at once, and the others on its way.
    const bool all = wish.statuses.empty() || !is_rare(wish);
    for (const RunStatus status : all ? std::vector<RunStatus>{} : wish.statuses)
        streams.push_back({.kind = Kind::of_status, .status = status});
    if (streams.empty())
        streams.push_back({.kind = Kind::all});
    return streams;
}

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

Result<RunWalk> RunWalk::plan(const Reading& reading, const RunWish& wish)
{
    RunWalk walk;
    walk.wish_ = wish;
    walk.wish_.name_part = to_lower_ascii(wish.name_part);
    walk.hidden_ = reading.hidden;
    walk.question_ = {.workspace_id = reading.principal.workspace_id,
                      .from = wish.from.value_or(Instant::min()),
                      .statuses = wish.statuses,
                      .cause = wish.cause,
                      .leave_out_tests = wish.leave_out_tests};
    if (wish.to)
        walk.start_ = {*wish.to, 0};
    std::optional<std::vector<std::int64_t>> reports;
    const bool narrowed = !wish.dashboard_id.empty() || !wish.name_part.empty() || !reading.hidden.empty();
    if (wish.late) {
        walk.streams_ = {{.kind = RunStream::Kind::late}};
        walk.judges_rows_ = narrowed;
        return walk;
    }
    if (wish.report_id != 0) {
        TRY(require_report(reading.session, reading.principal, Action::read, wish.report_id));
        reports = {wish.report_id};
        walk.judges_rows_ = narrowed;
    } else if (narrowed) {
        reports = TRY(few_readable_reports(reading, {wish.dashboard_id, wish.name_part},
                                           is_rare(wish) ? kReportStreamsOfRare : kReportStreams));
        walk.judges_rows_ = !reports;
    }
    if (!reports) {
        walk.streams_ = streams_over_all(wish);
        return walk;
    }
    for (const std::int64_t id : *reports)
        walk.streams_.push_back({.kind = RunStream::Kind::of_report, .report_id = id});
    return walk;
}

bool RunWalk::keeps(const RunLine& line) const
{
    return !hidden_.contains(line.dashboard_id) &&
           (wish_.dashboard_id.empty() || line.dashboard_id == wish_.dashboard_id) &&
           (wish_.name_part.empty() || to_lower_ascii(line.report_name).contains(wish_.name_part));
}

Result<std::vector<RunLine>> RunWalk::read(db::Session& session, const RunPlace& place, int limit) const
{
    Merge merge(session, question_, streams_, std::min(place, start_), limit);
    std::vector<RunLine> lines;
    while (lines.size() < static_cast<std::size_t>(limit)) {
        auto line = TRY(merge.next());
        if (!line)
            break;
        if (!judges_rows_ || keeps(*line))
            lines.push_back(std::move(*line));
    }
    return lines;
}

Result<RowTotal> RunWalk::count(db::Session& session) const
{
    RowTotal total;
    if (judges_rows_) {
        Merge merge(session, question_, streams_, start_, kJudgedRows);
        for (int judged = 0; judged < kJudgedRows; ++judged) {
            const auto line = TRY(merge.next());
            if (!line)
                return total;
            total.counted += keeps(*line) ? 1 : 0;
        }
        total.more = true;
        return total;
    }
    for (const RunStream& stream : streams_) {
        const auto room = static_cast<int>(kCountedRows + 1 - total.counted);
        total.counted += TRY(store::count_runs(session, question_, stream, start_, room));
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
