// Runs of reports that carry filters: every query of every run is composed with them, and a run without the
// rule it needs does not take place.
#include "run/pipeline.hpp"
#include "run/scheduler.hpp"
#include "run/test_world.hpp"
#include "run/worker.hpp"

using namespace presstime;
using namespace presstime::run;

namespace {

class FilteredRun : public ::testing::Test {
protected:
    presstime::Run run(Report wanted)
    {
        wanted.dashboard_id = "dash_orders";
        const Report report = world.add(wanted, "2026-03-02T09:00:00Z");
        world.clock.set(*parse_rfc3339("2026-03-02T09:00:01Z"));
        EXPECT_TRUE(scheduler.run_once().has_value());
        EXPECT_TRUE(worker.run_once().has_value());
        return world.runs_of(report).at(0);
    }

    std::string artifact(std::int64_t run_id)
    {
        std::vector<Artifact> artifacts;
        EXPECT_TRUE(world.database->read([&](db::Session& session) -> Result<> {
            artifacts = TRY(store::list_artifacts(session, run_id));
            return {};
        }));
        return artifacts.empty()
                   ? "no artifact"
                   : get_object(*world.objects, artifacts[0].object_key, 1 << 20).value_or("unreadable");
    }

    void publish(const std::string& sql)
    {
        Dashboard dashboard = World::sales_dashboard();
        dashboard.id = "dash_orders";
        dashboard.datasets = {{"", "orders", "shop", "sales", ""}};
        dashboard.queries[0].sql = sql;
        world.publish(dashboard);
    }

    static SecurityContext only(const std::string& region)
    {
        return {true, {}, {{"orders", {{{"region", FilterOp::equal, {region}}}}}}};
    }

    World world;
    SecretBox secrets{KeyRing::load_or_create(world.folder / "secret.key").value()};
    SourcePool sources{*world.database,
                       secrets,
                       {.data_folder = world.folder / "data",
                        .allowed_roots = {world.folder / "data"},
                        .temp_folder = world.folder / "tmp"}};
    Pipeline pipeline{*world.database, *world.objects, sources,
                      world.clock,     [] {},          {.mail_from = "r@example.com"}};
    Worker worker{*world.database, world.clock, pipeline, {.worker_id = "w"}};
    Scheduler scheduler{*world.database, world.clock, [] {}, {}};
};

TEST_F(FilteredRun, ShowsItsRowsAlone)
{
    publish("SELECT region, amount, sum(amount) OVER () AS total FROM orders");
    Report report = World::daily_report();
    report.data_access = only("South");
    const presstime::Run done = run(report);
    EXPECT_EQ(artifact(done.id), "region,amount,total\r\nSouth,20,20\r\n") << done.error;
}

TEST_F(FilteredRun, ReadsNoTableBesides)
{
    publish("SELECT region, amount FROM sales");
    Report report = World::daily_report();
    report.data_access = only("South");
    const presstime::Run done = run(report);
    EXPECT_EQ(done.status, RunStatus::failed);
    EXPECT_NE(done.error.find("sales is none"), std::string::npos) << done.error;
    EXPECT_EQ(artifact(done.id), "no artifact");
}

TEST_F(FilteredRun, AnErrorQuotesNoRowThatTheFilterDrops)
{
    Dashboard dashboard = World::sales_dashboard();
    dashboard.id = "dash_orders";
    dashboard.datasets = {
        {"", "orders", "shop", "",
         "SELECT region, amount, sum(CAST(CASE WHEN region = 'South' THEN '1' ELSE region END AS INTEGER)) "
         "OVER () AS of_all FROM sales"}};
    dashboard.queries[0].sql = "SELECT region, of_all FROM orders";
    world.publish(dashboard);
    Report report = World::daily_report();
    report.data_access = only("South");
    const presstime::Run done = run(report);
    EXPECT_EQ(done.status, RunStatus::failed);
    EXPECT_NE(done.error.find("Conversion Error"), std::string::npos) << done.error;
    EXPECT_EQ(done.error.find("North"), std::string::npos) << done.error;
}

TEST_F(FilteredRun, OfAViewerWithoutFiltersDoesNotTakePlace)
{
    publish("SELECT region, amount FROM orders");
    Report report = World::daily_report();
    report.run_as = RunAs::viewer;
    const presstime::Run done = run(report);
    EXPECT_EQ(done.status, RunStatus::failed);
    EXPECT_NE(done.error.find("run_as"), std::string::npos) << done.error;
}

TEST_F(FilteredRun, AFilterOfADataSetThatIsNotThereFailsIt)
{
    publish("SELECT region, amount FROM orders");
    Report report = World::daily_report();
    report.data_access = only("South");
    report.data_access->filters["ordres"] = {};
    EXPECT_EQ(run(report).status, RunStatus::failed);
}

TEST_F(FilteredRun, NoRowsAreAnEmptyReport)
{
    publish("SELECT region, amount FROM orders");
    Report report = World::daily_report();
    report.data_access = only("South");
    report.data_access->filters["orders"].clear();
    EXPECT_EQ(artifact(run(report).id), "region,amount\r\n");
}

} // namespace
