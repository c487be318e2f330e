// The addresses that events name: rows of a run's stored results, for those who may read them.
#include "api/test_world.hpp"
#include "codec/document.hpp"
#include "platform/objects/result_file.hpp"
#include "store/dashboard_store.hpp"
#include "store/report_store.hpp"
#include "store/run_store.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace presstime::api {
namespace {

using testing::HasSubstr;

class ResultsApi : public testing::Test {
protected:
    World world;
    std::int64_t run_id = 0;
    std::int64_t query_id = 0;

    void SetUp() override
    {
        world.add_sales();
        const std::int64_t report_id = world.add_report();
        query_id = world.get("/v1/queries").body.at(0).at("id").to_number<std::int64_t>();
        run_id = world.post(fmt::format("/v1/reports/{}/run", report_id)).number("id");
        store_result();
        end_run(RunStatus::success);
    }

    // Two columns, three rows, as the pipeline stores them.
    void store_result()
    {
        const std::string key = fmt::format("runs/{}/result-{}.ptr", run_id, query_id);
        const std::vector<Column> columns{{"month", ColumnType::text}, {"revenue", ColumnType::integer}};
        Batch batch;
        batch.rows = 3;
        batch.columns = {make_column_data(columns[0]), make_column_data(columns[1])};
        for (int row = 0; row < 3; ++row) {
            batch.columns[0].append_text(fmt::format("2026-0{}", row + 1));
            batch.columns[1].append_integer(row * 10);
        }
        auto object = world.objects->create(key).value();
        auto writer = make_result_writer(*object, columns).value();
        ASSERT_TRUE(writer->append(batch));
        ASSERT_TRUE(writer->finish({.rows_in_result = 3}));
        ASSERT_TRUE(object->commit());
        world.write([&](db::Session& session) {
            return store::put_stored_result(session,
                                            {.run_id = run_id, .query = "by_month", .object_key = key});
        });
    }
    void end_run(RunStatus status)
    {
        world.write([&](db::Session& session) -> Result<> {
            const std::vector<presstime::Run> claimed = TRY(store::claim_runs(
                session, "w1", 1, world.clock.now(), world.clock.now() + std::chrono::hours(1)));
            const store::RunFence fence{run_id, claimed.at(0).attempt, "w1"};
            const Report report = TRY(store::get_report(session, claimed.at(0).report_id));
            const Dashboard dashboard = TRY(store::get_published(session, 1, "dash_sales"));
            TRY(store::set_run_definition(session, fence, codec::definition_to_json({report, dashboard}),
                                          world.clock.now()));
            TRY(store::hand_run_to_delivery(session, fence, {}));
            TRY(store::finish_delivered_run(session, run_id, status, "", world.clock.now()));
            return {};
        });
    }
    std::string path(std::string_view what) const
    {
        return fmt::format("/api/reports/1/queries/{}/{}/{}", query_id, what, run_id);
    }
};

constexpr std::string_view kRows =
    R"({"columns":[{"name":"month","type":"text"},{"name":"revenue","type":"integer"}],)"
    R"("rows":[["2026-01",0],["2026-02",10],["2026-03",20]],"row_count":3,"complete":true})";

TEST_F(ResultsApi, AnswerByGetAndByPost)
{
    for (const char* method : {"GET", "POST"}) {
        const Answer rows = world.send(method, path("reportRun"));
        EXPECT_EQ(rows.status, 200);
        EXPECT_EQ(rows.response.body, kRows);
        const Answer outputs = world.send(method, fmt::format("/api/reports/1/run/{}", run_id));
        EXPECT_EQ(outputs.status, 200);
        EXPECT_EQ(outputs.response.body,
                  fmt::format(R"({{"run":{{"id":{},"status":"success","nominal_at":"2026-03-02T08:59:00Z"}},)"
                              R"("outputs":[{{"query_id":{},"query_name":"by_month","result":{}}}]}})",
                              run_id, query_id, kRows));
    }
}

TEST_F(ResultsApi, TheEventOfTheRunNamesTheAddressThatAnswers)
{
    const Answer events = world.get("/v1/events?types=report.run");
    ASSERT_EQ(events.status, 200);
    const json::value& data = events.body.at(0).at("data");
    EXPECT_EQ(events.body.at(0).at("type"), "report.run");
    const std::string host = "https://reports.example.com";
    const std::string result(data.at("results").at(0).at("query_result").as_string());
    ASSERT_TRUE(result.starts_with(host)) << result;
    EXPECT_EQ(world.get(result.substr(host.size())).response.body, kRows);
    const std::string outputs(data.at("report_notebook_outputs").as_string());
    EXPECT_EQ(world.get(outputs.substr(host.size())).status, 200);
}

TEST_F(ResultsApi, AKeyThatReadsIsEnoughAndNoneIsNot)
{
    const std::string reader = world.make_key("read");
    EXPECT_EQ(world.send("GET", path("reportRun"), "", {{"authorization", "Bearer " + reader}}).status, 200);
    EXPECT_EQ(world.send("GET", path("reportRun"), "", {{"authorization", "Bearer nothing"}}).status, 401);
}

TEST_F(ResultsApi, GiveRowsByPages)
{
    const Answer second = world.get(path("reportRun") + "?offset=1&limit=1");
    EXPECT_EQ(json::serialize(second.body.at("rows")), R"([["2026-02",10]])");
    EXPECT_EQ(second.body.at("complete"), false);
    EXPECT_EQ(second.text("note"), "limit 1; go on with offset=2");
    const Answer last = world.get(path("reportRun") + "?offset=2");
    EXPECT_EQ(json::serialize(last.body.at("rows")), R"([["2026-03",20]])");
    EXPECT_EQ(last.body.at("complete"), true);
    EXPECT_EQ(world.get(path("reportRun") + "?offset=-1").status, 422);
}

TEST_F(ResultsApi, WhatIsNotThereOrNotTheirsIs404)
{
    for (const std::string& missing :
         {fmt::format("/api/reports/1/run/{}", run_id + 1), fmt::format("/api/reports/2/run/{}", run_id),
          std::string("/api/reports/1/run/x"), fmt::format("/api/reports/1/queries/99/reportRun/{}", run_id)})
        EXPECT_EQ(world.get(missing).status, 404) << missing;
    world.write([](db::Session& session) -> Result<> {
        TRY(session.execute_script("UPDATE dashboards SET category = 'Board'"));
        return session.execute_script(
            "INSERT INTO categories (workspace_id, name, description, grants) VALUES (1, "
            "'Board', '', '[{\"role\":\"admin\",\"level\":\"read\"}]')");
    });
    const std::string reader = world.make_key("read");
    EXPECT_EQ(world.send("GET", path("reportRun"), "", {{"authorization", "Bearer " + reader}}).status, 404);
    EXPECT_EQ(world.get(path("reportRun")).status, 200);
}

TEST_F(ResultsApi, PastTheirRetentionTheyAreGone)
{
    world.write([&](db::Session& session) { return store::forget_stored_results(session, run_id); });
    for (const std::string& address : {path("reportRun"), fmt::format("/api/reports/1/run/{}", run_id)}) {
        const Answer gone = world.get(address);
        EXPECT_EQ(gone.status, 410);
        EXPECT_THAT(gone.text("detail"), HasSubstr("past their retention"));
    }
}

TEST_F(ResultsApi, AQueryRunAloneKeepsItsRowsAndIsTold)
{
    const Answer run = world.post(fmt::format("/v1/reports/1/queries/{}/run", query_id));
    ASSERT_EQ(run.status, 200) << json::serialize(run.body);
    const std::string address = run.text("query_result");
    EXPECT_EQ(address, fmt::format("/api/reports/1/queries/{}/run/{}", query_id, run.number("run_id")));
    for (const char* method : {"GET", "POST"}) {
        const Answer rows = world.send(method, address);
        EXPECT_EQ(rows.status, 200);
        EXPECT_EQ(rows.body.at("rows"), run.body.at("rows"));
        EXPECT_EQ(rows.body.at("row_count").to_number<int>(), 2);
    }
    const Answer events = world.get("/v1/events?types=query.run");
    ASSERT_EQ(events.body.as_array().size(), 1U);
    const json::value& data = events.body.at(0).at("data");
    EXPECT_EQ(data.at("query_result").as_string(), "https://reports.example.com" + address);
    EXPECT_EQ(data.at("query_run").at("cause"), "manual");
    EXPECT_EQ(world.get(fmt::format("/api/reports/1/queries/99/run/{}", run.number("run_id"))).status, 404);
    EXPECT_EQ(world.get(fmt::format("/api/reports/2/queries/{}/run/1", query_id)).status, 404);
}

TEST_F(ResultsApi, AQueryThatFailsIsRecordedAndTold)
{
    std::filesystem::remove(world.folder / "data" / "sales.csv");
    EXPECT_GE(world.post(fmt::format("/v1/reports/1/queries/{}/run", query_id)).status, 400);
    const Answer runs = world.get(fmt::format("/v1/queries/{}/runs", query_id));
    ASSERT_EQ(runs.status, 200);
    ASSERT_EQ(runs.body.as_array().size(), 1U);
    EXPECT_EQ(runs.body.at(0).at("status"), "failed");
    const std::int64_t id = runs.body.at(0).at("id").to_number<std::int64_t>();
    EXPECT_EQ(world.get(fmt::format("/api/reports/1/queries/{}/run/{}", query_id, id)).status, 409);
    EXPECT_EQ(world.get("/v1/events?types=query.run").body.as_array().size(), 1U);
}

TEST_F(ResultsApi, AQueryTakesTheScheduleOfAReport)
{
    const std::string address = fmt::format("/v1/queries/{}/schedule", query_id);
    EXPECT_EQ(world.get(address).status, 404);
    const std::string daily = R"({"schedule_kind":"daily","hour":9,"timezone":"America/New_York"})";
    const Answer made = world.send("PUT", address, daily);
    ASSERT_EQ(made.status, 201) << json::serialize(made.body);
    EXPECT_EQ(made.text("next_run_at"), "2026-03-02T14:00:00Z");
    EXPECT_EQ(made.header("ETag"), "\"1\"");
    EXPECT_EQ(world.send("PUT", address, daily).header("ETag"), "\"1\"");
    const Answer read = world.get(address);
    EXPECT_EQ(read.number("hour"), 9);
    EXPECT_EQ(world.send("PUT", address, json::serialize(read.body)).status, 200);
    const Answer paused = world.send("PUT", address, R"({"schedule_kind":"daily","hour":9,"enabled":false})",
                                     {{"if-match", "\"1\""}});
    EXPECT_EQ(paused.status, 200);
    EXPECT_TRUE(paused.body.at("next_run_at").is_null());
    EXPECT_EQ(world.send("PUT", address, daily, {{"if-match", "\"1\""}}).status, 412);
    EXPECT_EQ(world.send("DELETE", address).status, 204);
    EXPECT_EQ(world.send("DELETE", address).status, 404);
}

TEST_F(ResultsApi, AWrongScheduleOfAQueryIsRefused)
{
    const std::string address = fmt::format("/v1/queries/{}/schedule", query_id);
    const std::vector<std::pair<std::string, std::string>> wrong{
        {R"({})", "schedule_kind"},
        {R"({"schedule_kind":"daily"})", "hour"},
        {R"({"schedule_kind":"daily","hour":24})", "hour"},
        {R"({"schedule_kind":"trigger"})", "schedule_kind"},
        {R"({"schedule_kind":"daily","hour":9,"timezone":"Mars/Base","strict":true})", "timezone"},
        {R"({"schedule_kind":"daily","hour":9,"email_to":["a@example.com"]})", "email_to"}};
    for (const auto& [body, field] : wrong) {
        const Answer answer = world.send("PUT", address, body);
        EXPECT_EQ(answer.status, 422) << body;
        EXPECT_EQ(answer.text("field"), field) << body;
    }
    EXPECT_EQ(world.send("PUT", "/v1/queries/99/schedule", R"({"schedule_kind":"daily","hour":9})").status,
              404);
    const std::string reader = world.make_key("read");
    EXPECT_EQ(world
                  .send("PUT", address, R"({"schedule_kind":"daily","hour":9})",
                        {{"authorization", "Bearer " + reader}})
                  .status,
              403);
}

} // namespace
} // namespace presstime::api
