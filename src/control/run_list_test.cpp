// Lists of runs against the plain way: every run, filtered and sorted by hand. Wishes are drawn at random and
// name their seed; the reports are so many, and so differently busy, that every way of reading has its turn.
#include "control/run_list.hpp"

#include "base/text.hpp"
#include "platform/db/test_database.hpp"
#include "store/query.hpp"
#include "store/store.hpp"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>
#include <random>

namespace presstime::control {
namespace {

using store::RunPlace;

// 4,000 reports on four dashboards, one of them closed to viewers. The first 100 are busy: they alone have
// the newest 9,000 runs. Every other report ran before them, the last five hundred only long ago; three
// never.
constexpr std::string_view kFilled = R"sql(
    INSERT INTO categories (workspace_id, name, description, grants)
    VALUES (1, 'Closed', '', '[{"role":"admin","level":"manage"}]');
    INSERT INTO dashboards (id, workspace_id, number, name, category, draft, version, created_at, updated_at)
    VALUES ('dash_0', 1, 1, 'A', '', '{}', 1, 0, 0), ('dash_1', 1, 2, 'B', 'Closed', '{}', 1, 0, 0),
           ('dash_2', 1, 3, 'C', '', '{}', 1, 0, 0), ('dash_3', 1, 4, 'D', '', '{}', 1, 0, 0);
    WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 4000)
    INSERT INTO reports (id, uuid, workspace_id, dashboard_id, name, name_key, enabled, document, version,
                         created_at, updated_at)
    SELECT n, 'report-' || n, 1, 'dash_' || CASE WHEN n % 50 = 0 THEN 3 ELSE n % 3 END,
        CASE WHEN n <= 100 THEN 'Busy ' WHEN n > 3500 THEN 'Old ' ELSE 'Calm ' END || n,
        CASE WHEN n <= 100 THEN 'busy ' WHEN n > 3500 THEN 'old ' ELSE 'calm ' END || n, 1, '{}', 1, 0, 0
    FROM numbers;
    WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 20000),
    drawn (n, report_id, dice) AS (
        SELECT n,
            CASE WHEN n > 11000 THEN 1 + n * 7 % 100 WHEN n <= 1000 THEN 3501 + n * 3 % 497
                 ELSE 101 + n * 7 % 3400 END,
            n * 7919 % 1009
        FROM numbers
    )
    INSERT INTO runs (id, uuid, workspace_id, report_id, nominal_at, nominal_local, period_start, period_end,
                      cause, burst_key, status, phase, serial, not_before, queued_at, finished_at, late)
    SELECT n, 'run-' || n, 1, report_id, 1000000 * (n / 20), '', 0, 0,
        CASE WHEN dice % 11 = 1 THEN 'manual' WHEN dice % 23 = 1 THEN 'test' WHEN dice = 5 THEN 'replay'
             ELSE 'schedule' END,
        n,
        CASE WHEN dice % 13 = 2 THEN 'failed' WHEN dice % 31 = 2 THEN 'partial'
             WHEN dice % 37 = 2 THEN 'skipped' WHEN dice = 700 THEN 'running' WHEN dice = 701 THEN 'queued'
             WHEN dice = 702 THEN 'cancelled'
             ELSE 'success' END,
        'done', 1, 0, 0, 0, dice % 17 = 3 AND dice % 11 <> 1 AND dice % 23 <> 1 AND dice <> 5
    FROM drawn;
)sql";

struct PlainRun {
    RunPlace place;
    std::int64_t report_id = 0;
    std::string name;
    std::string dashboard_id;
    RunStatus status{};
    RunCause cause{};
    bool late = false;
};

constexpr db::Statement kPlain{"test.plain_runs", R"sql(
    SELECT runs.nominal_at, runs.id, runs.report_id, reports.name, reports.dashboard_id, runs.status,
        runs.cause, runs.late
    FROM runs
    JOIN reports ON reports.id = runs.report_id
)sql"};

class RunLists : public testing::Test {
protected:
    template <typename Work>
    auto database_read(Work&& work)
    {
        typename std::invoke_result_t<Work, db::Session&>::value_type value{};
        const Result<> done = database_->read([&](db::Session& session) -> Result<> {
            value = TRY(work(session));
            return {};
        });
        EXPECT_TRUE(done) << done.error().message << " " << done.error().context;
        return value;
    }
    RunLists()
    {
        const Result<> filled = database_->write([](db::Session& session) -> Result<> {
            TRY(session.execute_script(kFilled));
            return {};
        });
        EXPECT_TRUE(filled) << filled.error().context;
        runs_ = database_read([](db::Session& session) {
            return store::query_all(session, kPlain, {}, [](const db::Row& row) -> Result<PlainRun> {
                store::RowReader reader(row);
                PlainRun run;
                run.place = {reader.instant(), reader.integer()};
                run.report_id = reader.integer();
                run.name = reader.text();
                run.dashboard_id = reader.text();
                run.status = reader.word<RunStatus>();
                run.cause = reader.word<RunCause>();
                run.late = reader.boolean();
                TRY(reader.finish());
                return run;
            });
        });
        std::ranges::sort(runs_, std::greater{}, &PlainRun::place);
    }
    static bool fits(const RunWish& wish, bool sees_all, const PlainRun& run)
    {
        return (sees_all || run.dashboard_id != "dash_1") &&
               (!wish.from || run.place.nominal_at >= *wish.from) &&
               (!wish.to || run.place.nominal_at < *wish.to) &&
               (wish.statuses.empty() ||
                std::ranges::find(wish.statuses, run.status) != wish.statuses.end()) &&
               (!wish.cause || run.cause == *wish.cause) &&
               (!wish.leave_out_tests || run.cause != RunCause::test) && (!wish.late || run.late) &&
               (wish.report_id == 0 || run.report_id == wish.report_id) &&
               (wish.dashboard_id.empty() || run.dashboard_id == wish.dashboard_id) &&
               to_lower_ascii(run.name).contains(to_lower_ascii(wish.name_part));
    }
    std::vector<std::int64_t> plainly(const RunWish& wish, bool sees_all, const RunPlace& place)
    {
        std::vector<std::int64_t> ids;
        for (const PlainRun& run : runs_)
            if (run.place < place && fits(wish, sees_all, run))
                ids.push_back(run.place.id);
        return ids;
    }
    // A page's ids, and how many there are in all.
    std::pair<std::vector<std::int64_t>, RowTotal> listed(const RunWish& wish, bool sees_all,
                                                          const RunPlace& place, int limit)
    {
        Principal principal;
        principal.role = sees_all ? Role::admin : Role::viewer;
        principal.scope = Scope::admin;
        return database_read(
            [&](db::Session& session) -> Result<std::pair<std::vector<std::int64_t>, RowTotal>> {
                const std::set<std::string> hidden = TRY(hidden_dashboards(session, principal));
                EXPECT_EQ(hidden.empty(), sees_all);
                const RunWalk walk = TRY(RunWalk::plan({session, principal, hidden}, wish));
                std::vector<std::int64_t> ids;
                for (const store::RunLine& line : TRY(walk.read(session, place, limit)))
                    ids.push_back(line.id);
                return std::pair{std::move(ids), TRY(walk.count(session))};
            });
    }
    void expect_plain_page(const RunWish& wish, bool sees_all, const RunPlace& place, int limit)
    {
        const auto [ids, total] = listed(wish, sees_all, place, limit);
        auto page = plainly(wish, sees_all, place);
        page.resize(std::min(page.size(), static_cast<std::size_t>(limit)));
        EXPECT_EQ(ids, page);
        const auto all = static_cast<std::int64_t>(plainly(wish, sees_all, RunPlace{}).size());
        EXPECT_LE(total.counted, all);
        if (!total.more) {
            EXPECT_EQ(total.counted, all);
        }
    }

    db::TemporaryFolder folder_;
    ManualClock clock_{from_micros(1)};
    std::unique_ptr<db::Database> database_ =
        store::open(folder_.path(), "owner@example.com", clock_).value();
    std::vector<PlainRun> runs_;
};

TEST_F(RunLists, AreWhatAPlainWalkOverAllRunsFinds)
{
    const auto seed = std::random_device{}();
    SCOPED_TRACE(fmt::format("seed {}", seed));
    std::mt19937 random(seed);
    const auto one_of = [&](const auto& choices) { return choices[random() % std::size(choices)]; };
    const std::vector<std::vector<RunStatus>> statuses{{},
                                                       {},
                                                       {RunStatus::failed},
                                                       {RunStatus::success},
                                                       {RunStatus::failed, RunStatus::partial},
                                                       {RunStatus::running, RunStatus::queued},
                                                       {RunStatus::cancelled},
                                                       {RunStatus::success, RunStatus::skipped}};
    const std::vector<std::optional<RunCause>> causes{{},
                                                      {},
                                                      {},
                                                      RunCause::schedule,
                                                      RunCause::manual,
                                                      RunCause::test,
                                                      RunCause::replay,
                                                      RunCause::trigger};
    const std::vector<std::string> names{"",  "",   "",          "busy",    "OLD", "calm",
                                         "a", "99", "calm 1234", "nowhere", "%"};
    const std::vector<std::string> dashboards{"", "", "", "dash_0", "dash_1", "dash_3", "dash_none"};
    for (int n = 0; n < 150; ++n) {
        RunWish wish;
        wish.statuses = one_of(statuses);
        wish.cause = one_of(causes);
        wish.name_part = one_of(names);
        wish.dashboard_id = one_of(dashboards);
        wish.leave_out_tests = random() % 4 == 0;
        wish.late = random() % 8 == 0;
        if (random() % 3 == 0)
            wish.from = from_micros(1'000'000 * static_cast<std::int64_t>(random() % 1'100));
        if (random() % 3 == 0)
            wish.to = from_micros(1'000'000 * static_cast<std::int64_t>(random() % 1'100));
        const RunPlace place = random() % 2 == 0 ? RunPlace{} : runs_[random() % runs_.size()].place;
        SCOPED_TRACE(
            fmt::format("wish {}: q={} dashboard={} cause={} statuses={} from={} to={} late={} place={}", n,
                        wish.name_part, wish.dashboard_id, wish.cause ? to_text(*wish.cause) : "",
                        store::list_of(wish.statuses), wish.from ? to_micros(*wish.from) : -1,
                        wish.to ? to_micros(*wish.to) : -1, wish.late, place.id));
        expect_plain_page(wish, random() % 2 == 0, place, 1 + static_cast<int>(random() % 60));
        if (HasFailure())
            return;
    }
}

// "Old" and "Calm" reports are too many to ask one by one, and have none of the newest 9,000 runs.
TEST_F(RunLists, FindManyReportsThatHaveNotRunForLong)
{
    for (const bool sees_all : {true, false})
        for (const RunPlace& place :
             {RunPlace{}, RunPlace{from_micros(45'000'000), 0}, RunPlace{from_micros(2), 0}}) {
            RunWish wish;
            wish.name_part = "l";
            expect_plain_page(wish, sees_all, place, 50);
            wish.leave_out_tests = true;
            expect_plain_page(wish, sees_all, place, 50);
        }
}

TEST_F(RunLists, OfOneReportFollowItsDashboardAndName)
{
    RunWish wish;
    wish.report_id = 7;
    expect_plain_page(wish, true, {}, 60);
    wish.cause = RunCause::manual;
    expect_plain_page(wish, true, {}, 60);
    wish.statuses = {RunStatus::failed};
    expect_plain_page(wish, true, {}, 60);
    wish.name_part = "old";
    expect_plain_page(wish, true, {}, 60);
}

} // namespace
} // namespace presstime::control
