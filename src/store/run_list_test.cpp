// Lists of runs and reports: what fits, in which order, from where on, and by which index.
#include "store/report_list.hpp"
#include "store/run_counts.hpp"
#include "store/run_list.hpp"
#include "store/test_store.hpp"
#include "store/today_store.hpp"

namespace presstime::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class RunLists : public StoreTest {
protected:
    std::vector<std::int64_t> ids(const RunQuestion& question, const RunStream& stream = {},
                                  const RunPlace& place = {}, int limit = 10)
    {
        std::vector<std::int64_t> found;
        for (const RunLine& line :
             read([&](db::Session& session) { return list_runs(session, question, stream, place, limit); }))
            found.push_back(line.id);
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
    using Kind = RunStream::Kind;
    EXPECT_THAT(ids({}, {.kind = Kind::of_status, .status = RunStatus::cancelled}), ElementsAre(first));
    EXPECT_THAT(ids({}, {.kind = Kind::of_report, .report_id = daily.id}), ElementsAre(by_hand.run.id));
    EXPECT_THAT(ids({}, {.kind = Kind::unscheduled}), ElementsAre(by_hand.run.id));
    EXPECT_THAT(ids({.cause = RunCause::schedule}), ElementsAre(first));
    EXPECT_THAT(ids({.statuses = {RunStatus::queued, RunStatus::running}}), ElementsAre(by_hand.run.id));
    EXPECT_EQ(read([](db::Session& session) { return count_runs(session, {}, {}, {}, 10); }), 2);
    EXPECT_EQ(read([](db::Session& session) { return count_runs(session, {}, {}, {}, 1); }), 1);
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
        for (const Kind kind : {Kind::all, Kind::of_status, Kind::unscheduled, Kind::late, Kind::of_report}) {
            const RunStream stream{kind, RunStatus::failed, report.id};
            TRY(list_runs(session, {}, stream, {}, 1));
            TRY(count_runs(session, {}, stream, {}, 1));
        }
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
        {"run_lines.all", "runs_by_time"},
        {"run_lines.of_status", "runs_by_status"},
        {"run_lines.unscheduled", "runs_unscheduled"},
        {"run_lines.late", "runs_late"},
        {"run_lines.of_report", "sqlite_autoindex_runs_2"},
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
        EXPECT_THAT(plan, HasSubstr("INDEX " + index)) << name;
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
