#include "api/test_world.hpp"

#include "store/delivery_store.hpp"
#include "store/run_store.hpp"

#include <fmt/format.h>

namespace presstime::api {
namespace {

class Runs : public testing::Test {
protected:
    void SetUp() override
    {
        world.add_sales();
        world.add_report();
    }

    // Takes the queued run to its end as the loops would: one artifact, then the given deliveries.
    void finish(std::int64_t run_id, const std::vector<Delivery>& deliveries)
    {
        const std::string key = fmt::format("runs/{}/1.csv", run_id);
        const Result<ObjectInfo> stored = put_object(*world.objects, key, "month,revenue\r\n");
        ASSERT_TRUE(stored.has_value());
        world.write([&](db::Session& session) -> Result<> {
            const Instant now = world.clock.now();
            const auto claimed =
                TRY(store::claim_runs(session, "worker", 10, now, now + std::chrono::minutes(1)));
            const store::RunFence fence{run_id, claimed.at(0).attempt, "worker"};
            TRY(store::put_stored_result(session,
                                         {.run_id = run_id, .query = "by_month", .object_key = "k"}));
            TRY(store::put_artifact(session, {.run_id = run_id,
                                              .n = 1,
                                              .format = "csv",
                                              .filename = "Umsätze.csv",
                                              .content_type = "text/csv",
                                              .object_key = key,
                                              .bytes = stored->bytes,
                                              .sha256 = stored->sha256}));
            TRY(store::hand_run_to_delivery(session, fence, {.rows = 2, .artifact_bytes = stored->bytes}));
            for (Delivery delivery : deliveries) {
                delivery.workspace_id = 1;
                delivery.run_id = run_id;
                delivery.report_id = 1;
                delivery.created_at = now;
                TRY(store::insert_delivery(session, delivery));
            }
            TRY(store::finish_delivered_run(session, run_id, RunStatus::partial, "", now));
            return {};
        });
    }
    std::vector<Delivery> three_recipients()
    {
        Delivery mail;
        mail.channel = "email";
        mail.message_id = "u-1.r0@example.com";
        mail.payload_key = "runs/1/mail.eml";
        mail.max_attempts = 5;
        std::vector<Delivery> all;
        for (const auto& [recipient, state] : {std::pair{"a@example.com", DeliveryState::accepted},
                                               std::pair{"b@example.com", DeliveryState::rejected},
                                               std::pair{"c@example.com", DeliveryState::unknown}}) {
            mail.recipient = recipient;
            mail.state = state;
            all.push_back(mail);
        }
        EXPECT_TRUE(
            put_object(
                *world.objects, "runs/1/mail.eml",
                "Subject: Weekly\r\nMessage-ID: <u-1.r0@example.com>\r\n\r\nHello <u-1.r0@example.com>")
                .has_value());
        return all;
    }

    World world;
};

TEST_F(Runs, AManualRunIsQueuedForThePeriodBeforeNow)
{
    const Answer run = world.post("/v1/reports/1/run");
    ASSERT_EQ(run.status, 201) << json::serialize(run.body);
    EXPECT_EQ(run.header("Location"), "/v1/runs/1");
    EXPECT_EQ(run.text("status"), "queued");
    EXPECT_EQ(run.text("trigger"), "manual");
    EXPECT_EQ(run.text("nominal_at"), "2026-03-02T08:59:00Z");
    // The week before: Monday to Monday in New York.
    EXPECT_EQ(run.text("period_start"), "2026-02-23T05:00:00Z");
    EXPECT_EQ(run.text("period_end"), "2026-03-02T05:00:00Z");
    EXPECT_EQ(world.get("/v1/runs/1").response.body, run.response.body);
}

TEST_F(Runs, ShowOfTheirReportWhatListsOfRunsShow)
{
    const Answer run = world.post("/v1/reports/1/run");
    const json::value row = world.get("/v1/runs").body.at(0);
    EXPECT_EQ(row.at("report_name"), World::weekly_report().at("name"));
    for (const char* name :
         {"report_name", "dashboard_id", "dashboard_name", "format", "timezone", "cause", "late_s"})
        EXPECT_EQ(run.body.at(name), row.at(name)) << name;
}

TEST_F(Runs, TwoRequestsAtOneInstantAreTwoRuns)
{
    const std::int64_t first = world.post("/v1/reports/1/run").number("id");
    const std::int64_t second = world.post("/v1/reports/1/run").number("id");
    EXPECT_GT(second, first);
    const Answer list = world.get("/v1/reports/1/runs");
    ASSERT_EQ(list.body.as_array().size(), 2u);
    EXPECT_EQ(list.body.at(0).at("id").to_number<std::int64_t>(), second);
    EXPECT_EQ(world.get("/v1/reports/1/runs?limit=1").header("Link"),
              fmt::format("</v1/reports/1/runs?cursor={}&limit=1>; rel=\"next\"", second));
    EXPECT_EQ(world.get(fmt::format("/v1/reports/1/runs?limit=1&cursor={}", second))
                  .body.at(0)
                  .at("id")
                  .to_number<std::int64_t>(),
              first);
    EXPECT_EQ(world.get("/v1/reports/2/runs").status, 404);
}

TEST_F(Runs, ATestGoesToItsCallerAlone)
{
    EXPECT_EQ(world.post("/v1/reports/1/test").text("test_recipient"), "owner@example.com");
    EXPECT_EQ(world.post("/v1/reports/1/test", R"({"email":"me@example.com"})").text("test_recipient"),
              "me@example.com");
    EXPECT_EQ(world.post("/v1/reports/1/test", R"({"email":"me"})").text("field"), "email");
    EXPECT_EQ(world.post("/v1/reports/1/test", R"({"mail":"me@example.com"})").text("field"), "mail");
}

TEST_F(Runs, ACancelledRunStaysCancelled)
{
    world.post("/v1/reports/1/run");
    const Answer cancelled = world.post("/v1/runs/1/cancel");
    EXPECT_EQ(cancelled.status, 200);
    EXPECT_EQ(cancelled.text("status"), "cancelled");
    EXPECT_EQ(cancelled.text("reason"), "cancelled by test admin");
    EXPECT_EQ(world.post("/v1/runs/1/cancel").status, 409);
    EXPECT_EQ(world.post("/v1/runs/99/cancel").status, 404);
}

TEST_F(Runs, ArtifactsAreFilesWithTheirNameAndHash)
{
    world.post("/v1/reports/1/run");
    finish(1, {});
    const Answer run = world.get("/v1/runs/1");
    EXPECT_EQ(run.body.at("artifacts").at(0).at("url").as_string(), "/v1/runs/1/artifacts/1");
    const Answer file = world.get("/v1/runs/1/artifacts/1");
    ASSERT_EQ(file.status, 200);
    ASSERT_TRUE(file.response.file.has_value());
    EXPECT_TRUE(std::filesystem::exists(*file.response.file));
    EXPECT_EQ(file.response.content_type, "text/csv");
    EXPECT_EQ(file.header("Content-Disposition"),
              "attachment; filename=\"Ums__tze.csv\"; filename*=UTF-8''Ums%C3%A4tze.csv");
    const std::string tag = file.header("ETag");
    EXPECT_EQ(tag.size(), 66u);
    const Answer unchanged = world.send("GET", "/v1/runs/1/artifacts/1", "", {{"if-none-match", tag}});
    EXPECT_EQ(unchanged.status, 304);
    EXPECT_FALSE(unchanged.response.file.has_value());
    EXPECT_EQ(world.get("/v1/runs/1/artifacts/2").status, 404);
    EXPECT_EQ(world.get("/v1/runs/1/artifacts/x").status, 404);
    EXPECT_EQ(world.get("/v1/runs/1/artifacts").body.as_array().size(), 1u);
    EXPECT_EQ(world.get("/v1/runs/1/artifacts?format=docx").text("field"), "format");
}

TEST_F(Runs, ResendTakesWhatFailedAsTheNextRevision)
{
    world.post("/v1/reports/1/run");
    finish(1, three_recipients());
    EXPECT_EQ(world.get("/v1/runs/1").text("delivery_status"), "partial");
    const Answer answer = world.post("/v1/runs/1/resend");
    ASSERT_EQ(answer.status, 200) << json::serialize(answer.body);
    EXPECT_EQ(answer.text("delivery_status"), "pending");
    std::vector<std::string> again;
    for (const json::value& delivery : answer.body.at("deliveries").as_array())
        if (delivery.at("revision").to_number<int>() == 1) {
            again.emplace_back(delivery.at("recipient").as_string());
            EXPECT_EQ(delivery.at("message_id").as_string(), "u-1.r1@example.com");
            EXPECT_EQ(delivery.at("status").as_string(), "pending");
        }
    EXPECT_EQ(again, (std::vector<std::string>{"b@example.com", "c@example.com"}));
    // Nothing is final among the newest revisions but what was accepted.
    EXPECT_EQ(world.post("/v1/runs/1/resend").status, 409);
    EXPECT_EQ(answer.text("status"), "partial");
}

TEST_F(Runs, ResentMailHasAMessageIdOfItsOwn)
{
    world.post("/v1/reports/1/run");
    finish(1, three_recipients());
    world.post("/v1/runs/1/resend");
    std::vector<Delivery> deliveries;
    world.write([&](db::Session& session) -> Result<> {
        deliveries = TRY(store::list_run_deliveries(session, 1));
        return {};
    });
    int resent = 0;
    for (const Delivery& delivery : deliveries) {
        if (delivery.revision != 1)
            continue;
        ++resent;
        EXPECT_EQ(get_object(*world.objects, delivery.payload_key, 1000).value(),
                  "Subject: Weekly\r\nMessage-ID: <u-1.r1@example.com>\r\n\r\nHello <u-1.r0@example.com>");
        EXPECT_EQ(delivery.max_attempts, 5);
    }
    EXPECT_EQ(resent, 2);
}

TEST_F(Runs, ResendTakesChosenRecipientsOrAll)
{
    world.post("/v1/reports/1/run");
    finish(1, three_recipients());
    EXPECT_EQ(world.post("/v1/runs/1/resend", R"({"recipients":["z@example.com"]})").text("field"),
              "recipients[0]");
    const Answer one = world.post("/v1/runs/1/resend", R"({"recipients":["a@example.com"]})");
    EXPECT_EQ(one.body.at("deliveries").as_array().size(), 4u);
    const Answer all = world.post("/v1/runs/1/resend", R"({"all":true})");
    EXPECT_EQ(all.body.at("deliveries").as_array().size(), 6u); // a's second one is still open
}

TEST_F(Runs, ReplayDrawsTheStoredResultsOfTheSamePeriodAgain)
{
    world.post("/v1/reports/1/run");
    EXPECT_EQ(world.post("/v1/runs/1/replay").status, 409);
    finish(1, {});
    world.clock.advance(std::chrono::hours(48));
    const Answer replay = world.post("/v1/runs/1/replay");
    ASSERT_EQ(replay.status, 201) << json::serialize(replay.body);
    EXPECT_EQ(replay.text("trigger"), "replay");
    EXPECT_EQ(replay.number("replay_of"), 1);
    EXPECT_EQ(replay.text("nominal_at"), "2026-03-02T08:59:00Z");
    EXPECT_EQ(replay.text("period_start"), "2026-02-23T05:00:00Z");
    EXPECT_EQ(world.post("/v1/runs/1/replay").status, 201);
}

TEST_F(Runs, ReplayNeedsTheStoredResults)
{
    world.post("/v1/reports/1/run");
    finish(1, {});
    world.write([](db::Session& session) { return store::forget_stored_results(session, 1); });
    const Answer refused = world.post("/v1/runs/1/replay");
    EXPECT_EQ(refused.status, 409);
    EXPECT_NE(refused.text("detail").find("no longer stored"), std::string::npos);
}

TEST_F(Runs, APreviewIsTheFileWithoutARun)
{
    const Answer csv = world.get("/v1/reports/1/preview?format=csv");
    ASSERT_EQ(csv.status, 200) << csv.response.body;
    EXPECT_TRUE(csv.response.content_type.starts_with("text/csv"));
    EXPECT_NE(csv.response.body.find("2026-01,North,10"), std::string::npos) << csv.response.body;
    EXPECT_TRUE(csv.header("Content-Disposition").starts_with("inline; filename=\""));
    const Answer pdf = world.get("/v1/reports/1/preview");
    ASSERT_EQ(pdf.status, 200) << pdf.response.body;
    EXPECT_TRUE(pdf.response.body.starts_with("%PDF-"));
    EXPECT_EQ(world.get("/v1/reports/1/preview?format=docx").text("field"), "format");
    EXPECT_TRUE(world.get("/v1/reports/1/runs").body.as_array().empty());
}

TEST_F(Runs, DeliveriesAreListedWithTheirAttempts)
{
    world.post("/v1/reports/1/run");
    std::vector<Delivery> deliveries = three_recipients();
    Delivery webhook;
    webhook.channel = "webhook";
    webhook.recipient = "https://hooks.example.com/reports";
    webhook.artifact_n = 1;
    webhook.message_id = "msg_1_1";
    webhook.state = DeliveryState::rejected;
    deliveries.push_back(webhook);
    finish(1, deliveries);
    world.write([](db::Session& session) {
        return store::insert_attempt(session, {.delivery_id = 4,
                                               .latency_us = 1500,
                                               .outcome = AttemptOutcome::rejected,
                                               .status_code = 502,
                                               .response = "bad gateway",
                                               .error = "webhook returned 502"});
    });
    const Answer webhooks = world.get("/v1/webhook_deliveries?source=report");
    ASSERT_EQ(webhooks.body.as_array().size(), 1u);
    EXPECT_EQ(webhooks.body.at(0).at("url").as_string(), "https://hooks.example.com/reports");
    EXPECT_EQ(webhooks.body.at(0).at("source").as_string(), "report");
    EXPECT_EQ(webhooks.body.at(0).at("attempts").at(0).at("status_code").to_number<int>(), 502);
    EXPECT_EQ(webhooks.body.at(0).at("attempts").at(0).at("error").as_string(), "webhook returned 502");
    EXPECT_EQ(world.get("/v1/webhook_deliveries/4").status, 200);
    EXPECT_EQ(world.get("/v1/webhook_deliveries/1").status, 404);
    EXPECT_TRUE(world.get("/v1/webhook_deliveries?source=alert").body.as_array().empty());
    EXPECT_EQ(world.get("/v1/webhook_deliveries?source=x").text("field"), "source");
    EXPECT_EQ(world.get("/v1/deliveries").body.as_array().size(), 4u);
    EXPECT_EQ(world.get("/v1/deliveries?status=rejected").body.as_array().size(), 2u);
    EXPECT_EQ(world.get("/v1/deliveries?status=lost").text("field"), "status");
    EXPECT_EQ(world.get("/v1/deliveries?run_id=1&channel=email&limit=2").header("Link"),
              "</v1/deliveries?cursor=2&channel=email&limit=2&run_id=1>; rel=\"next\"");
    const Answer again = world.post("/v1/webhook_deliveries/4/redeliver");
    ASSERT_EQ(again.status, 201) << json::serialize(again.body);
    EXPECT_EQ(again.number("revision"), 1);
    EXPECT_EQ(again.number("artifact"), 1);
    EXPECT_EQ(again.text("source"), "report");
    EXPECT_EQ(again.text("status"), "pending");
    EXPECT_EQ(world.post("/v1/webhook_deliveries/4/redeliver").status, 409); // under way already
    EXPECT_EQ(world.post("/v1/webhook_deliveries/1/redeliver").status, 404); // a mail
}

} // namespace
} // namespace presstime::api
