#include "cli/apply.hpp"

#include "api/test_world.hpp"

#include <fstream>
#include <sstream>

namespace presstime::cli {
namespace {

namespace fs = std::filesystem;

// The router itself, as the operator reaches it over the socket.
class InProcess final : public ApiTransport {
public:
    explicit InProcess(api::Router& router) : router_(router) {}
    Result<http::Response> call(const http::Request& request) override { return router_.handle(request); }

private:
    api::Router& router_;
};

std::string read_all(const fs::path& folder)
{
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file())
            files.push_back(entry.path());
    std::ranges::sort(files);
    std::ostringstream text;
    for (const fs::path& file : files)
        text << fs::relative(file, folder).string() << "\n" << std::ifstream(file).rdbuf();
    return text.str();
}

class Apply : public testing::Test {
protected:
    void SetUp() override
    {
        put("connections/shop.yaml", "kind: connection\nname: shop\nsource: duckdb\noptions:\n  path: " +
                                         (world.folder / "data").string() + "\n");
        put("dashboards/sales.yaml", kDashboard);
        put("reports/weekly.yaml", kReport);
    }
    void put(const std::string& name, const std::string& text)
    {
        fs::create_directories((files / name).parent_path());
        std::ofstream(files / name) << text;
    }
    std::string apply(const fs::path& from)
    {
        std::ostringstream progress;
        const Result<ApplySummary> done = apply_folder(transport, from, progress);
        return done ? progress.str() : "error: " + done.error().message;
    }

    static constexpr const char* kDashboard = R"(kind: dashboard
id: dash_sales
name: Sales
parameters: [{name: region, type: string, default: "007"}]
queries:
  - name: by_month
    connection: shop
    sql: |
      SELECT month, revenue
      FROM sales
      WHERE region <> $region
widgets:
  - {id: w_table, kind: table, query: by_month, grid: {x: 0, y: 0, w: 12, h: 6}}
)";
    static constexpr const char* kReport = R"(kind: report
name: "Weekly: sales"
dashboard_id: dash_sales
schedule_kind: weekly
hour: 9
day_of_week: 1
timezone: Europe/Berlin
format: [pdf, csv]
email_to: [ops@example.com]
parameters: {region: "12"}
)";
    api::World world;
    InProcess transport{world.router};
    fs::path files = world.folder / "files";
};

TEST_F(Apply, BringsConnectionsDashboardsAndReportsInThatOrder)
{
    EXPECT_EQ(apply(files),
              "connection shop created\ndashboard dash_sales created\nreport Weekly: sales created\n");
    EXPECT_EQ(world.get("/v1/dashboards/dash_sales").number("published_version"), 1);
    EXPECT_EQ(world.get("/v1/reports/1").text("next_run_at"), "2026-03-09T08:00:00Z");
}

TEST_F(Apply, TwiceChangesNothing)
{
    apply(files);
    EXPECT_EQ(apply(files),
              "connection shop unchanged\ndashboard dash_sales unchanged\nreport Weekly: sales unchanged\n");
    EXPECT_EQ(world.get("/v1/reports").body.as_array().size(), 1u);
}

TEST_F(Apply, OfAnExportChangesNothingAndExportsTheSameAgain)
{
    apply(files);
    std::ostringstream progress;
    ASSERT_TRUE(export_folder(transport, world.folder / "first", progress).has_value());
    EXPECT_EQ(apply(world.folder / "first"),
              "connection shop unchanged\ndashboard dash_sales unchanged\nreport Weekly: sales unchanged\n");
    ASSERT_TRUE(export_folder(transport, world.folder / "second", progress).has_value());
    EXPECT_EQ(read_all(world.folder / "first"), read_all(world.folder / "second"));
    EXPECT_NE(read_all(world.folder / "first").find("    sql: |\n      SELECT month, revenue\n"),
              std::string::npos)
        << read_all(world.folder / "first");
}

TEST_F(Apply, WhatAFileLeavesOutGoesBackToItsDefault)
{
    apply(files);
    world.patch("/v1/reports/1", R"({"subject":"changed by hand"})");
    EXPECT_NE(apply(files).find("report Weekly: sales updated"), std::string::npos);
    EXPECT_EQ(world.get("/v1/reports/1").text("subject"), "");
}

TEST_F(Apply, AWrongFileStopsBeforeAnythingIsApplied)
{
    put("reports/another.yaml",
        "kind: report\nname: A\ndashboard_id: dash_sales\nschedule_kind: daily\nhour: 24\n");
    const std::string said = apply(files);
    EXPECT_NE(said.find("another.yaml: hour"), std::string::npos) << said;
    EXPECT_TRUE(world.get("/v1/connections").body.as_array().empty());
}

TEST_F(Apply, WhatTheServerRefusesNamesFileAndField)
{
    put("reports/another.yaml",
        "kind: report\nname: A\ndashboard_id: dash_sale\nschedule_kind: daily\nhour: 9\n"
        "email_to: [a@example.com]\n");
    const std::string said = apply(files);
    EXPECT_NE(said.find("another.yaml: dashboard_id"), std::string::npos) << said;
}

} // namespace
} // namespace presstime::cli
