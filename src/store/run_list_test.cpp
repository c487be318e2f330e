// Lists of runs and reports: what fits, in which order, from where on, and by which index.
#include "store/report_list.hpp"
#include "store/report_places.hpp"
#include "store/run_counts.hpp"
#include "store/run_list.hpp"
#include "store/test_store.hpp"
#include "store/today_store.hpp"

#include <fmt/format.h>

namespace presstime::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class RunLists : public StoreTest {
protected:
    // Of a stream; without one, of all of the workspace that together hold what fits, in the order of
    // streams.
    std::vector<std::int64_t> ids(const RunQuestion& question, const std::optional<RunStream>& stream = {},
                                  const RunPlace& place = {}, int limit = 10)
    {
        std::vector<RunStream> streams = streams_of_workspace(question);
        if (stream)
            streams = {*stream};
        std::vector<std::int64_t> found;
        for (const RunStream& each : streams)
            for (const RunSpot& spot :
                 read([&](db::Session& session) { return list_runs(session, question, each, place, limit); }))
                found.push_back(spot.place.id);
        return found;
    }
    std::vector<std::string> names(const ReportQuestion& question, const ReportOrder& order = {})
    {
        std::vector<std::string> found;
        for (const ReportLine& line :
             read([&](db::Session& session) { return list_report_lines(session, question, order, {}, 10); }))
            found.push_back(read([&](db::Session& session) { return get_report(session, line.id); }).name);
        return found;
    }
};

TEST_F(RunLists, GoNewestInstantFirstFromWhereverThePageBeforeEnded)
{
    const Report report = add_report("weekly");
    const auto old = add_run(report.id, at(0));
    const auto newest = add_run(report.id, at(20));
    const auto middle = add_run(report.id, at(10));
    EXPECT_THAT(ids({}), ElementsAre(newest, middle, old));
    EXPECT_THAT(ids({}, {}, {at(10), middle}), ElementsAre(old));
    EXPECT_THAT(ids({}, {}, {at(10), 0}), ElementsAre(old)); // before an instant, whatever runs it has
    EXPECT_THAT(ids({.from = at(10)}), ElementsAre(newest, middle));
    EXPECT_THAT(ids({.workspace_id = 2}), IsEmpty());
    EXPECT_THAT(ids({}, {}, {}, 2), ElementsAre(newest, middle));
}

TEST_F(RunLists, AreNarrowedByStatusCauseAndReport)
{
    const Report weekly = add_report("weekly");
    const Report daily = add_report("daily");
    const auto first = add_run(weekly.id, at(0));
    NewRun by_hand = make_run(daily.id, at(1));
    by_hand.run.cause = RunCause::manual;
    write([&](db::Session& session) { return insert_run(session, by_hand); });
    write([&](db::Session& session) { return cancel_run(session, first, "enough", at(2)); });
    const auto manual = by_hand.run.id;
    EXPECT_THAT(ids({.statuses = {RunStatus::cancelled}}), ElementsAre(first));
    EXPECT_THAT(ids({.cause = RunCause::manual}), ElementsAre(manual));
    EXPECT_THAT(ids({.cause = RunCause::schedule}), ElementsAre(first));
    EXPECT_THAT(ids({.statuses = {RunStatus::queued, RunStatus::running}}), ElementsAre(manual));
    const auto of_daily = [&](const RunQuestion& question) {
        std::vector<std::int64_t> found;
        for (const RunStream& stream : streams_of_report(question, daily.id))
            std::ranges::copy(ids(question, stream), std::back_inserter(found));
        return found;
    };
    EXPECT_THAT(of_daily({}), ElementsAre(manual));
    EXPECT_THAT(of_daily({.cause = RunCause::manual}), ElementsAre(manual));
    EXPECT_THAT(of_daily({.cause = RunCause::schedule}), IsEmpty());
    EXPECT_THAT(of_daily({.statuses = {RunStatus::queued}, .cause = RunCause::manual}), ElementsAre(manual));
    EXPECT_THAT(of_daily({.statuses = {RunStatus::success}, .cause = RunCause::manual}), IsEmpty());
    EXPECT_THAT(of_daily({.statuses = {RunStatus::queued}, .cause = RunCause::test}), IsEmpty());
}

TEST_F(RunLists, AreCountedNoFurtherThanAsked)
{
    const Report report = add_report("hourly");
    for (int n = 0; n < 5; ++n)
        add_run(report.id, at(n));
    const RunStream stream{.kind = RunStream::Kind::of_report, .report_id = report.id};
    for (const int limit : {1, 4, 10})
        EXPECT_EQ(read([&](db::Session& session) { return count_runs(session, {}, stream, {}, limit); }),
                  std::min(limit, 5));
}

// More than one statement asks for at once.
TEST_F(RunLists, SayOfManyReportsWhenTheyRanLast)
{
    std::vector<std::int64_t> reports;
    for (int n = 0; n < 150; ++n) {
        reports.push_back(add_report(fmt::format("report {}", n)).id);
        if (n % 3 != 0) {
            add_run(reports.back(), at(n));
            add_run(reports.back(), at(1'000 + n));
        }
    }
    const auto newest = [&](const RunQuestion& question, const RunPlace& place) {
        const RunStream stream = streams_of_report(question, 0).front();
        return read([&](db::Session& session) -> Result<std::pair<std::vector<ReportHead>, std::int64_t>> {
            return std::pair{TRY(newest_of_reports(session, question, stream, reports, place)),
                             TRY(count_of_reports(session, question, stream, reports, place, 160))};
        });
    };
    for (const RunQuestion& question : {RunQuestion{}, RunQuestion{.statuses = {RunStatus::queued}}}) {
        const auto [heads, counted] = newest(question, {});
        EXPECT_EQ(heads.size(), 100U);
        EXPECT_EQ(heads.front().nominal_at, at(1'001));
        EXPECT_EQ(counted, 160);
        const auto [before, counted_before] = newest(question, {at(1'000), 0});
        EXPECT_EQ(before.size(), 100U);
        EXPECT_EQ(before.back().nominal_at, at(149));
        EXPECT_EQ(counted_before, 100);
    }
    EXPECT_EQ(newest({.statuses = {RunStatus::failed}}, {}).second, 0);
    EXPECT_EQ(read([&](db::Session& session) { return report_places(session, reports); }).size(), 150U);
}

TEST_F(RunLists, FindReportsByAPartOfTheirName)
{
    add_report("Umsatz 100% Nord");
    add_report("umsatz 1000 süd");
    const auto found = [&](const std::string& part) { return names({.name_part = part}); };
    EXPECT_THAT(found("UMSATZ"), ElementsAre("Umsatz 100% Nord", "umsatz 1000 süd"));
    EXPECT_THAT(found("100%"), ElementsAre("Umsatz 100% Nord")); // a sign like any other
    EXPECT_THAT(found("100_"), IsEmpty());
    EXPECT_THAT(found("\\"), IsEmpty());
    EXPECT_THAT(found("süd"), ElementsAre("umsatz 1000 süd"));
}

TEST_F(RunLists, SortReportsWithWhatHasNoInstantLast)
{
    add_report("b", at(200));
    add_report("C", at(100));
    add_report("a");
    EXPECT_THAT(names({}), ElementsAre("a", "b", "C"));
    EXPECT_THAT(names({}, {ReportSort::name, SortOrder::descending}), ElementsAre("C", "b", "a"));
    EXPECT_THAT(names({}, {ReportSort::next_run_at}), ElementsAre("C", "b", "a"));
    EXPECT_THAT(names({}, {ReportSort::next_run_at, SortOrder::descending}), ElementsAre("b", "C", "a"));
}

TEST_F(RunLists, FilterReportsByTagOwnerAndState)
{
    Report tagged = make_report("tagged");
    tagged.tags = {"board", "weekly"};
    tagged.owned_by.user_id = 7;
    tagged.enabled = false;
    write([&](db::Session& session) { return insert_report(session, tagged, start_); });
    add_report("other");
    EXPECT_THAT(names({.tag = "board"}), ElementsAre("tagged"));
    EXPECT_THAT(names({.owner_user_id = 7}), ElementsAre("tagged"));
    EXPECT_THAT(names({.enabled = true}), ElementsAre("other"));
    EXPECT_THAT(names({.dashboard_id = "dash_other"}), IsEmpty());
    EXPECT_THAT(names({.last_statuses = {RunStatus::failed}}), IsEmpty());
    tagged.tags = {"yearly"};
    write([&](db::Session& session) { return update_report(session, tagged, start_); });
    EXPECT_THAT(names({.tag = "board"}), IsEmpty());
    EXPECT_EQ(read([](db::Session& session) { return count_reports(session, {.tag = "yearly"}, 10); }), 1);
}

TEST_F(RunLists, GoOnInEveryOrder)
{
    for (int n = 0; n < 7; ++n)
        add_report(n % 2 == 0 ? "same" : "Other", n < 4 ? std::optional(at(n / 2)) : std::nullopt);
    for (const ReportSort sort : {ReportSort::name, ReportSort::next_run_at, ReportSort::last_run_at})
        for (const SortOrder order : {SortOrder::ascending, SortOrder::descending}) {
            const auto list = [&](const std::optional<ReportLine>& place, int limit) {
                return read([&](db::Session& session) {
                    return list_report_lines(session, {}, {sort, order}, place, limit);
                });
            };
            std::vector<std::int64_t> whole;
            for (const ReportLine& line : list({}, 10))
                whole.push_back(line.id);
            std::vector<std::int64_t> paged;
            for (auto page = list({}, 2); !page.empty(); page = list(page.back(), 2))
                for (const ReportLine& line : page)
                    paged.push_back(line.id);
            EXPECT_EQ(paged, whole);
            EXPECT_EQ(whole.size(), 7U);
        }
}

TEST_F(RunLists, ReadByTheirIndexes)
{
    const Report report = add_report("weekly", at(0));
    const auto run_id = add_run(report.id, at(0));
    write([&](db::Session& session) -> Result<> {
        using Kind = RunStream::Kind;
        for (const Kind kind : {Kind::of_state, Kind::late, Kind::of_report, Kind::of_report_in_status,
                                Kind::of_report_by_cause}) {
            const bool of_report = kind != Kind::of_state && kind != Kind::late;
            const RunStream stream{kind, of_report ? report.id : 0, RunCause::manual, RunStatus::failed};
            TRY(list_runs(session, {}, stream, {}, 1));
            TRY(count_runs(session, {}, stream, {}, 1));
            if (!of_report)
                continue;
            TRY(newest_of_reports(session, {}, stream, std::vector{report.id}, {}));
            TRY(count_of_reports(session, {}, stream, std::vector{report.id}, {}, 1));
        }
        TRY(report_places(session, std::vector{report.id}));
        TRY(find_run_line(session, run_id));
        TRY(find_reports(session, 1, "", "week", 1));
        TRY(find_reports(session, 1, "dash_sales", "", 1));
        TRY(reports_in_category(session, 1, "", 1));
        TRY(count_next_runs(session, 1, at(0), at(1), CountBy::instant));
        TRY(count_next_runs(session, 1, at(0), at(1), CountBy::instant_and_dashboard));
        TRY(next_runs(session, 1, {}, at(1), 1));
        TRY(failing_reports(session, 1, at(0), 1));
        TRY(missed_recipients(session, 1, at(0), 1));
        TRY(orphaned_reports(session, 1, at(0), 1));
        TRY(disabled_webhooks(session, 1, 1));
        TRY(dashboard_name(session, 1, "dash_sales"));
        TRY(surroundings_of(session, report.id));
        for (const ReportSort sort : {ReportSort::name, ReportSort::next_run_at, ReportSort::last_run_at})
            for (const SortOrder order : {SortOrder::ascending, SortOrder::descending}) {
                TRY(list_report_lines(session, {}, {sort, order}, {}, 1));
                TRY(find_report_line(session, {}, {sort, order}, report.id));
            }
        TRY(count_reports(session, {}, 1));
        TRY(list_run_counts(session, {1, "", CountSpan::day, at(0), at(1)}));
        TRY(delete_old_run_counts(session, at(0)));
        TRY(forget_run_counts(session, 1, "dash_none"));
        return {};
    });
    const std::map<std::string, std::string> in_order{
        {"run_spots.of_state", "runs_by_state"},
        {"run_spots.count_of_state", "runs_by_state"},
        {"run_spots.late", "runs_late"},
        {"run_spots.of_report", "sqlite_autoindex_runs_2"},
        {"run_spots.of_report_in_status", "runs_of_report"},
        {"run_spots.of_report_by_cause", "runs_of_report_unscheduled"},
        {"run_spots.newest_of_reports", "sqlite_autoindex_runs_2"},
        {"run_spots.newest_in_status", "runs_of_report"},
        {"run_spots.newest_by_cause", "runs_of_report_unscheduled"},
        {"run_spots.count_in_status", "runs_of_report"},
        {"run_spots.count_by_cause", "runs_of_report_unscheduled"},
        {"reports.next_runs", "reports_next"},
        {"reports.count_next", "reports_next"},
        {"reports.count_next_of_dashboards", "reports_next"},
        {"reports.failing", "reports_failing"},
        {"deliveries.not_reached", "deliveries_not_reached"},
        {"report_lines.by_name", "reports_list"},
        {"report_lines.by_name_down", "reports_list"},
    };
    for (const auto& [name, index] : in_order) {
        const std::string& plan = observed().plans[name];
        EXPECT_THAT(plan, HasSubstr("INDEX " + index + " ")) << name;
        EXPECT_THAT(plan, Not(HasSubstr("TEMP B-TREE FOR ORDER BY"))) << name << ": it sorts";
    }
    // These sort, but nothing wider than the index.
    for (const std::string name :
         {"report_lines.by_next_run", "report_lines.by_next_run_down", "report_lines.by_last_run",
          "report_lines.by_last_run_down", "report_lines.count", "reports.find_places"})
        EXPECT_THAT(observed().plans[name], HasSubstr("COVERING INDEX reports_list")) << name;
}

} // namespace
} // namespace presstime::store
