// The store filters and sorts narrow lines; only the lines of the page become documents.
#include "control/report_list.hpp"

#include "base/text.hpp"
#include "calendar/schedule_text.hpp"
#include "control/access.hpp"
#include "control/readable_reports.hpp"
#include "store/ownership_store.hpp"
#include "store/report_store.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace presstime::control {
namespace {

using store::ReportLine;

// A caller who may read so few reports is answered from those alone.
constexpr int kFewReports = 2'000;
// Where some are left out, each reading is a walk over all: few large ones.
constexpr int kBatch = 5'000;

std::string cursor_of(const ReportLine& line)
{
    return line.text.empty() ? fmt::format("{}.{}", line.id, line.number)
                             : fmt::format("{}:{}", line.id, line.text);
}

Result<std::optional<ReportLine>> parse_place(const std::string& cursor, const store::ReportOrder& order)
{
    if (cursor.empty())
        return std::optional<ReportLine>{};
    const bool by_name = order.by == store::ReportSort::name;
    const std::size_t mark = cursor.find_first_of(".:");
    ReportLine line;
    const auto id = parse_int(std::string_view(cursor).substr(0, mark));
    bool fits = mark != std::string::npos && id && (cursor[mark] == ':') == by_name;
    if (fits && by_name)
        line.text = cursor.substr(mark + 1);
    if (fits && !by_name) {
        const auto number = parse_int(std::string_view(cursor).substr(mark + 1));
        fits = number.has_value();
        line.number = number.value_or(0);
    }
    if (!fits)
        return fail(Error::malformed("cursor must be one that an earlier page of this list gave"));
    line.id = *id;
    return std::optional(std::move(line));
}

class Listing {
public:
    Listing(db::Session& session, const Principal& principal, const ReportWish& wish,
            std::set<std::string> hidden)
        : session_(session), principal_(principal), wish_(wish), hidden_(std::move(hidden))
    {
    }

    Result<> open()
    {
        if (hidden_.empty())
            return {};
        const Reading reading{session_, principal_, hidden_};
        auto few = TRY(few_readable_reports(reading, {wish_.question.dashboard_id, wish_.question.name_part},
                                            kFewReports));
        if (!few)
            few = TRY(few_readable_reports(reading, {}, kFewReports)); // many have that, the caller few
        if (!few)
            return {};
        few_.emplace();
        for (const std::int64_t id : *few)
            if (auto line = TRY(store::find_report_line(session_, wish_.question, wish_.order, id)))
                few_->push_back(std::move(*line));
        std::ranges::sort(*few_, [&](const ReportLine& a, const ReportLine& b) {
            return store::stands_before(wish_.order, a, b);
        });
        return {};
    }

    Result<std::vector<ReportLine>> read(const std::optional<ReportLine>& place, int wanted)
    {
        if (few_)
            return slice(place, wanted);
        const auto fetch = [&](const std::optional<ReportLine>& after, int limit) {
            return store::list_report_lines(session_, wish_.question, wish_.order, after,
                                            hidden_.empty() ? limit : std::max(limit, kBatch));
        };
        if (hidden_.empty())
            return fetch(place, wanted);
        std::vector<ReportLine> kept;
        std::optional<ReportLine> after = place;
        while (true) {
            auto lines = TRY(fetch(after, kBatch));
            const bool ended = lines.size() < static_cast<std::size_t>(kBatch);
            if (!lines.empty())
                after = lines.back();
            for (ReportLine& line : lines)
                if (kept.size() < static_cast<std::size_t>(wanted) && !hidden_.contains(line.dashboard_id))
                    kept.push_back(std::move(line));
            if (ended || kept.size() == static_cast<std::size_t>(wanted))
                return kept;
        }
    }

    Result<RowTotal> count()
    {
        if (few_)
            return RowTotal{static_cast<std::int64_t>(few_->size()), false};
        if (hidden_.empty()) {
            const auto counted = TRY(store::count_reports(session_, wish_.question, kCountedRows + 1));
            return RowTotal{std::min<std::int64_t>(counted, kCountedRows), counted > kCountedRows};
        }
        // In the order of the index, whatever the page's: nothing is sorted to be counted.
        const auto lines = TRY(store::list_report_lines(session_, wish_.question, {}, {}, kCountedRows));
        RowTotal total{0, lines.size() == static_cast<std::size_t>(kCountedRows)};
        for (const ReportLine& line : lines)
            total.counted += hidden_.contains(line.dashboard_id) ? 0 : 1;
        return total;
    }

private:
    std::vector<ReportLine> slice(const std::optional<ReportLine>& place, int wanted) const
    {
        auto first = few_->begin();
        if (place)
            first = std::ranges::find_if(*few_, [&](const ReportLine& line) {
                return store::stands_before(wish_.order, *place, line);
            });
        const auto length = std::min<std::ptrdiff_t>(wanted, few_->end() - first);
        return {first, first + length};
    }

    db::Session& session_;
    const Principal& principal_;
    const ReportWish& wish_;
    std::set<std::string> hidden_;
    std::optional<std::vector<ReportLine>> few_; // all there are, in order
};

// One damaged document hides no other, and does not hide itself.
Result<> read_report(db::Session& session, const ReportLine& line, ReportRow& row)
{
    Result<Report> report = store::get_report(session, line.id);
    if (!report && report.error().kind != ErrorKind::give_up)
        return fail(report.error());
    if (!report) {
        row.report.id = line.id;
        row.report.name = fmt::format("Report {}", line.id);
        row.report.dashboard_id = line.dashboard_id;
        row.report.enabled = false;
        row.schedule_text = "This report's document is damaged and cannot be read";
        return {};
    }
    row.schedule_text = schedule_text(report->schedule);
    row.report = std::move(*report);
    return {};
}

Result<ReportRow> row_of(db::Session& session, const ReportLine& listed, Instant now)
{
    const std::int64_t report_id = listed.id;
    ReportRow row;
    TRY(read_report(session, listed, row));
    auto around = TRY(store::surroundings_of(session, report_id));
    row.dashboard_name = std::move(around.dashboard_name);
    row.category = std::move(around.category);
    row.recipients =
        static_cast<std::int64_t>(row.report.email_to.size() + row.report.cc.size() + row.report.bcc.size()) +
        (row.report.webhook_url.empty() ? 0 : 1);
    row.orphaned = TRY(store::is_orphan(session, report_id, now));
    if (auto line = TRY(store::find_run_line(session, around.last_run_id))) {
        std::vector<store::RunLine> lines;
        lines.push_back(std::move(*line));
        row.last_run = std::move(TRY(run_rows(session, std::move(lines), now)).front());
    }
    return row;
}

} // namespace

Result<FoundReports> ReportList::list(const Principal& principal, ReportWish wish, const PageRequest& page)
{
    wish.question.workspace_id = principal.workspace_id;
    const auto place = TRY(parse_place(page.cursor, wish.order));
    FoundReports found;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        Listing listing(session, principal, wish, TRY(hidden_dashboards(session, principal)));
        TRY(listing.open());
        auto lines = TRY(make_page(TRY(listing.read(place, rows_to_fetch(page))), page, cursor_of));
        found = {};
        found.page.next_cursor = std::move(lines.next_cursor);
        for (const ReportLine& line : lines.items)
            found.page.items.push_back(TRY(row_of(session, line, environment_.clock.now())));
        found.total = TRY(listing.count());
        found.total.counted =
            std::max(found.total.counted, static_cast<std::int64_t>(found.page.items.size()));
        return {};
    }));
    return found;
}

} // namespace presstime::control
