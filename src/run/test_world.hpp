// A world for the tests of this folder: a real state database and object store in a folder of their own, a
// clock that moves when told to, one published dashboard over a CSV file.
#pragma once

#include "base/clock.hpp"
#include "base/id.hpp"
#include "platform/objects/object_store.hpp"
#include "store/connection_store.hpp"
#include "store/dashboard_store.hpp"
#include "store/report_store.hpp"
#include "store/run_store.hpp"
#include "store/store.hpp"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <memory>
#include <string>

namespace presstime::run {

class World {
public:
    explicit World(const char* now = "2026-03-02T08:59:00Z") : clock(*parse_rfc3339(now))
    {
        folder = std::filesystem::temp_directory_path() / ("presstime-run-" + make_random_text(12));
        std::filesystem::create_directories(folder / "data");
        std::ofstream(folder / "data" / "sales.csv") << "region,amount\nNorth,10\nSouth,20\nEast,30\n";
        auto opened = store::open(folder, "owner@example.com", clock);
        EXPECT_TRUE(opened.has_value()) << opened.error().message;
        database = std::move(*opened);
        objects = make_file_object_store(folder / "objects");
        write([&](db::Session& session) -> Result<> {
            store::ConnectionRecord connection;
            connection.connection.workspace_id = 1;
            connection.connection.name = "shop";
            connection.connection.kind = "duckdb";
            connection.connection.options = {{"path", (folder / "data").string()}};
            return store::insert_connection(session, connection, clock.now());
        });
        publish(sales_dashboard());
    }
    ~World()
    {
        database->close();
        std::filesystem::remove_all(folder);
    }

    void write(const std::function<Result<>(db::Session&)>& work)
    {
        const Result<> done = database->write(work);
        ASSERT_TRUE(done.has_value()) << done.error().message << " " << done.error().context;
    }

    static Dashboard sales_dashboard()
    {
        Dashboard dashboard;
        dashboard.id = "dash_sales";
        dashboard.name = "Sales";
        dashboard.queries = {
            Query{.name = "by_region",
                  .connection = "shop",
                  .sql = "SELECT region, amount, $period_start AS since FROM sales ORDER BY amount"}};
        Widget table;
        table.id = "w_table";
        table.kind = WidgetKind::table;
        table.title = "By region";
        table.query = "by_region";
        dashboard.widgets = {table};
        return dashboard;
    }

    void publish(const Dashboard& dashboard)
    {
        write([&](db::Session& session) -> Result<> {
            store::DashboardRecord record;
            record.draft = dashboard;
            TRY(store::insert_dashboard(session, record, clock.now()));
            return store::publish_dashboard(session, record, {.at = clock.now()});
        });
    }

    static Report daily_report()
    {
        Report report;
        report.uuid = make_uuid(Instant{});
        report.workspace_id = 1;
        report.dashboard_id = "dash_sales";
        report.name = "Daily sales";
        report.formats = {"csv"};
        report.email_to = {"ops@example.com"};
        report.schedule.kind = ScheduleKind::daily;
        report.schedule.hour = 9;
        return report;
    }

    Report add(Report report, const char* next_run_at)
    {
        report.next_run_at = *parse_rfc3339(next_run_at);
        write([&](db::Session& session) { return store::insert_report(session, report, clock.now()); });
        return report;
    }

    std::vector<Run> runs_of(const Report& report)
    {
        std::vector<Run> runs;
        const Result<> done = database->read([&](db::Session& session) -> Result<> {
            runs = TRY(store::list_runs(session, {.report_id = report.id}));
            return {};
        });
        EXPECT_TRUE(done.has_value()) << done.error().message;
        return runs;
    }

    Report reload(const Report& report)
    {
        Report loaded;
        const Result<> done = database->read([&](db::Session& session) -> Result<> {
            loaded = TRY(store::get_report(session, report.id));
            return {};
        });
        EXPECT_TRUE(done.has_value()) << done.error().message;
        return loaded;
    }

    std::filesystem::path folder;
    ManualClock clock;
    std::unique_ptr<db::Database> database;
    std::unique_ptr<ObjectStore> objects;
};

} // namespace presstime::run
