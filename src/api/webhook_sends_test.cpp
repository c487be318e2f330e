// Sending by hand, replays, and the ledger as people see it.
#include "api/webhook_test_support.hpp"

#include "run/fanout.hpp"
#include "run/replayer.hpp"

#include <fmt/format.h>

#include <thread>

namespace presstime::api {
namespace {

// A restricted category that nobody below admin reads.
void add_secret_category(World& world)
{
    world.write([&](db::Session& session) -> Result<> {
        return session.execute_script(
            "INSERT INTO categories (workspace_id, name, description, grants) VALUES "
            "(1, 'Board', '', '[{\"role\":\"admin\",\"level\":\"read\"}]')");
    });
}

TEST(WebhookTest, SendsAnExampleToThatWebhookAlone)
{
    WebhookWorld world;
    const std::int64_t id = world.add_webhook(world.admin_key);
    const std::int64_t other = world.add_webhook(world.admin_key);
    const Answer made = world.post(fmt::format("/v1/webhooks/{}/test", id));
    ASSERT_EQ(made.status, 201) << json::serialize(made.body);
    EXPECT_EQ(made.text("cause"), "test");
    EXPECT_EQ(made.number("max_attempts"), 1);
    EXPECT_EQ(world.get("/v1/audit?action=webhook.tested").body.as_array().size(), 1U);
    EXPECT_EQ(made.text("status"), "pending");
    run::Fanout fanout(*world.database, world.clock, {}, {});
    EXPECT_EQ(fanout.run_once().value().deliveries, 0);
    EXPECT_EQ(world.claim(other).size(), 0U);
    EXPECT_EQ(world.claim(id).size(), 1U);
    std::vector<Event> listed;
    EXPECT_TRUE(world.database->read([&](db::Session& session) -> Result<> {
        listed = TRY(store::list_events(session, {}));
        return {};
    }));
    EXPECT_TRUE(listed.empty());
}

TEST(WebhookTest, TakesATypeThatTheFormatTellsOf)
{
    WebhookWorld world;
    const std::int64_t id = world.add_webhook(world.admin_key, R"(,"format":"callback")");
    const std::string path = fmt::format("/v1/webhooks/{}/test", id);
    const Answer refused = world.post(path, R"({"type":"dashboard.created"})");
    EXPECT_EQ(refused.status, 422);
    EXPECT_NE(refused.text("detail").find("report.run"), std::string::npos);
    const Answer made = world.post(path, R"({"type":"report.run.started"})");
    ASSERT_EQ(made.status, 201) << json::serialize(made.body);
    const Answer shown = world.get(fmt::format("/v1/webhook_deliveries/{}", made.number("id")));
    EXPECT_EQ(shown.body.at("event").at("type"), "report.run.started");
    EXPECT_NE(shown.text("payload").find("preReportTask"), std::string::npos);
}

TEST(WebhookTest, CannotBePressedWithoutEnd)
{
    WebhookWorld world;
    const std::int64_t id = world.add_webhook(world.admin_key);
    for (int n = 0; n < 10; ++n)
        EXPECT_EQ(world.post(fmt::format("/v1/webhooks/{}/test", id)).status, 201);
    EXPECT_EQ(world.post(fmt::format("/v1/webhooks/{}/test", id)).status, 429);
    world.clock.advance(std::chrono::seconds(6));
    EXPECT_EQ(world.post(fmt::format("/v1/webhooks/{}/test", id)).status, 201);
}

TEST(WebhookTest, AsksForTheOwnersRightsLikeEverySend)
{
    WebhookWorld world;
    const std::string ann = world.add_key(Role::viewer);
    const std::int64_t id = world.add_webhook(ann);
    const Answer own = world.as(ann, "POST", fmt::format("/v1/webhooks/{}/test", id));
    EXPECT_EQ(own.text("status"), "pending") << json::serialize(own.body);
    world.write([&](db::Session& session) { return store::delete_token(session, 1, 2); });
    const Answer gone = world.post(fmt::format("/v1/webhooks/{}/test", id));
    EXPECT_EQ(gone.text("status"), "suppressed");
    EXPECT_TRUE(gone.text("reason").starts_with("permission")) << gone.text("reason");
}

TEST(Redelivery, IsANewRevisionUnderTheSameWebhookId)
{
    WebhookWorld world;
    const std::int64_t id = world.add_webhook(world.admin_key);
    const Event event = world.add_event();
    const std::int64_t first = world.add_delivery(event, id);
    ASSERT_EQ(world.settle_due(id, DeliveryState::accepted), 1);
    const Answer again = world.post(fmt::format("/v1/webhook_deliveries/{}/redeliver", first));
    ASSERT_EQ(again.status, 201) << json::serialize(again.body);
    EXPECT_EQ(again.text("cause"), "redeliver");
    EXPECT_EQ(again.number("revision"), 1);
    EXPECT_EQ(again.text("message_id"), event.uuid);
    const std::vector<Delivery> claimed = world.claim(id);
    ASSERT_EQ(claimed.size(), 1U);
    EXPECT_EQ(claimed[0].message_id, event.uuid);
    const Answer row = world.get("/v1/audit?action=webhook.sent");
    EXPECT_EQ(row.body.at(0).at("detail").as_string(), event.type + " " + event.uuid) << "and written down";
}

TEST(Redelivery, ReplacesAPendingRetry)
{
    WebhookWorld world;
    const std::int64_t id = world.add_webhook(world.admin_key);
    const std::int64_t first = world.add_delivery(world.add_event(), id);
    ASSERT_EQ(world.settle_due(id, DeliveryState::retrying), 1);
    ASSERT_EQ(world.post(fmt::format("/v1/webhook_deliveries/{}/redeliver", first)).status, 201);
    EXPECT_EQ(world.delivery(first).state, DeliveryState::cancelled);
    EXPECT_EQ(world.claim(id).size(), 1U);
    world.clock.advance(std::chrono::hours(100));
    EXPECT_EQ(world.claim(id).size(), 0U); // the retry is gone
}

TEST(Redelivery, OfADoubleClickIsOneSend)
{
    WebhookWorld world;
    const std::int64_t id = world.add_webhook(world.admin_key);
    const std::int64_t first = world.add_delivery(world.add_event(), id);
    ASSERT_EQ(world.settle_due(id, DeliveryState::retrying), 1);
    const std::string path = fmt::format("/v1/webhook_deliveries/{}/redeliver", first);
    std::vector<std::thread> clicks;
    std::atomic<int> made{0};
    for (int n = 0; n < 8; ++n)
        clicks.emplace_back([&] { made += world.post(path).status == 201; });
    for (std::thread& click : clicks)
        click.join();
    EXPECT_EQ(made, 8);
    EXPECT_EQ(world.claim(id).size(), 1U);
    const Answer under_way = world.post(path);
    EXPECT_EQ(under_way.status, 409); // being sent this moment
}

TEST(Redelivery, IsSuppressedWhenTheOwnerMayNoLongerRead)
{
    WebhookWorld world;
    const std::string ann = world.add_key(Role::viewer);
    const std::int64_t id = world.add_webhook(ann);
    const Event event = world.add_event("dashboard.updated", "Board");
    const std::int64_t first = world.add_delivery(event, id);
    ASSERT_EQ(world.settle_due(id, DeliveryState::rejected), 1);
    add_secret_category(world);
    const Answer again = world.as(ann, "POST", fmt::format("/v1/webhook_deliveries/{}/redeliver", first));
    EXPECT_EQ(again.text("status"), "suppressed") << json::serialize(again.body);
    EXPECT_TRUE(again.text("reason").starts_with("permission"));
    const Answer shown = world.get(fmt::format("/v1/webhook_deliveries/{}", again.number("id")));
    EXPECT_FALSE(shown.body.as_object().contains("payload"));
    // Nor does the old row show a payload to somebody who may not read it.
    const Answer old = world.as(ann, "GET", fmt::format("/v1/webhook_deliveries/{}", first));
    EXPECT_EQ(old.status, 200);
    EXPECT_FALSE(old.body.as_object().contains("payload"));
}

TEST(ManualSend, TakesAnEventByItsIdAndNothingElse)
{
    WebhookWorld world;
    const std::int64_t id = world.add_webhook(world.admin_key, R"(,"filters":["alerts"])");
    const Event event = world.add_event();
    const std::string path = fmt::format("/v1/webhooks/{}/send", id);
    const auto body = [](const std::string& event_id) { return R"({"event_id":")" + event_id + "\"}"; };
    const Answer made = world.post(path, body(event.uuid));
    ASSERT_EQ(made.status, 201) << json::serialize(made.body);
    EXPECT_EQ(made.number("revision"), 0);
    EXPECT_EQ(world.post(path, body("evt_none")).status, 404);
    EXPECT_EQ(world.post(path, "{}").status, 422);
    const Answer test = world.post(fmt::format("/v1/webhooks/{}/test", id));
    const Answer label = world.get(fmt::format("/v1/webhook_deliveries/{}", test.number("id")));
    const std::string example = json::value_to<std::string>(label.body.at("event").at("id"));
    EXPECT_EQ(world.post(path, body(example)).status, 404); // an example is no event
    const std::string ann = world.add_key(Role::viewer);
    add_secret_category(world);
    const Event board = world.add_event("dashboard.updated", "Board");
    const std::int64_t hers = world.add_webhook(ann);
    EXPECT_EQ(world.as(ann, "POST", fmt::format("/v1/webhooks/{}/send", hers), body(board.uuid)).status, 404);
}

TEST(WebhookDeliveries, ShowAttemptsHeadersAndPayloadWithoutSecrets)
{
    WebhookWorld world;
    const std::int64_t id = world.add_webhook(
        world.admin_key,
        R"(,"headers":{"X-Token":"hush-hush"},"secret":"an-own-secret-of-more-than-32-characters")");
    const Event event = world.add_event();
    const std::int64_t first = world.add_delivery(event, id);
    world.settle_due(id, DeliveryState::retrying);
    const Answer shown = world.get(fmt::format("/v1/webhook_deliveries/{}", first));
    ASSERT_EQ(shown.status, 200) << json::serialize(shown.body);
    EXPECT_EQ(shown.text("source"), "event");
    EXPECT_EQ(shown.body.at("event").at("type"), "connection.created");
    const json::value& attempt = shown.body.at("attempts").at(0);
    EXPECT_EQ(attempt.at("n"), 1);
    EXPECT_EQ(attempt.at("cause"), "event");
    EXPECT_EQ(attempt.at("status_code"), 500);
    EXPECT_EQ(attempt.at("peer"), "203.0.113.9:443");
    EXPECT_DOUBLE_EQ(attempt.at("latency_ms").as_double(), 12.3);
    const json::object& headers = shown.body.at("request_headers").as_object();
    EXPECT_EQ(headers.at("X-Token"), "***");
    EXPECT_EQ(headers.at("webhook-signature"), "***");
    EXPECT_EQ(json::value_to<std::string>(headers.at("webhook-id")), event.uuid);
    EXPECT_NE(shown.text("payload").find(R"("type":"connection.created")"), std::string::npos);
    const std::string all = json::serialize(shown.body);
    for (const char* secret : {"hush-hush", "an-own-secret"})
        EXPECT_EQ(all.find(secret), std::string::npos) << secret;
}

TEST(WebhookDeliveries, AreFilteredAndPagedStablyUnderInserts)
{
    WebhookWorld world;
    const std::int64_t one = world.add_webhook(world.admin_key);
    const std::int64_t two = world.add_webhook(world.admin_key);
    std::vector<std::int64_t> ids;
    for (int n = 0; n < 6; ++n)
        ids.push_back(world.add_delivery(
            world.add_event(n % 2 == 0 ? "connection.created" : "connection.deleted"), n < 4 ? one : two));
    world.settle_due(two, DeliveryState::accepted);
    const auto count = [&](const std::string& query) {
        const Answer answer = world.get("/v1/webhook_deliveries" + query);
        EXPECT_EQ(answer.status, 200) << query << json::serialize(answer.body);
        return answer.body.as_array().size();
    };
    EXPECT_EQ(count(""), 6U);
    EXPECT_EQ(count("?source=event"), 6U);
    EXPECT_EQ(count("?source=report"), 0U);
    EXPECT_EQ(count("?source=alert"), 0U);
    EXPECT_EQ(count(fmt::format("?webhook_id={}", one)), 4U);
    EXPECT_EQ(count("?status=accepted"), 2U);
    EXPECT_EQ(count("?event=connection.deleted"), 3U);
    EXPECT_EQ(count("?since=2030-01-01T00:00:00Z"), 0U);
    EXPECT_EQ(world.get("/v1/webhook_deliveries?source=mail").status, 422);
    EXPECT_EQ(world.get("/v1/webhook_deliveries?status=done").status, 422);
    const Answer page = world.get("/v1/webhook_deliveries?limit=4");
    EXPECT_EQ(page.body.as_array().size(), 4U);
    EXPECT_EQ(page.body.at(0).at("id").as_int64(), ids[5]);
    const std::string link = page.header("Link");
    const std::string next = link.substr(1, link.find('>') - 1);
    world.add_delivery(world.add_event(), one); // does not shift what follows
    const Answer rest = world.get(next);
    ASSERT_EQ(rest.body.as_array().size(), 2U);
    EXPECT_EQ(rest.body.at(0).at("id").as_int64(), ids[1]);
}

TEST(WebhookDeliveries, AreTheirWebhooksOwnersToSee)
{
    WebhookWorld world;
    const std::string ann = world.add_key(Role::viewer);
    const std::string bob = world.add_key(Role::editor);
    const std::int64_t hers = world.add_webhook(ann);
    const std::int64_t his = world.add_webhook(bob);
    for (int n = 0; n < 3; ++n) {
        world.add_delivery(world.add_event(), hers);
        world.add_delivery(world.add_event(), his);
    }
    const std::int64_t last_of_his = 6;
    EXPECT_EQ(world.as(ann, "GET", "/v1/webhook_deliveries").body.as_array().size(), 3U);
    EXPECT_EQ(world.as(ann, "GET", "/v1/webhook_deliveries?limit=2").body.as_array().size(), 2U);
    EXPECT_EQ(
        world.as(ann, "GET", fmt::format("/v1/webhook_deliveries?webhook_id={}", his)).body.as_array().size(),
        0U);
    EXPECT_EQ(world.get("/v1/webhook_deliveries").body.as_array().size(), 6U);
    const std::string path = fmt::format("/v1/webhook_deliveries/{}", last_of_his);
    EXPECT_EQ(world.as(ann, "GET", path).status, 404);
    EXPECT_EQ(world.as(ann, "POST", path + "/redeliver").status, 404);
    EXPECT_EQ(world.as(bob, "GET", path).status, 200);
}

TEST(Replays, CountFirstThenQueueEachFailedEventOnce)
{
    WebhookWorld world;
    const std::int64_t id = world.add_webhook(world.admin_key, R"(,"filters":["connections"])");
    const std::string path = fmt::format("/v1/webhooks/{}/replays", id);
    for (int n = 0; n < 5; ++n) {
        world.add_delivery(world.add_event(), id);
        world.settle_due(id, n < 3 ? DeliveryState::rejected : DeliveryState::accepted);
    }
    world.add_event();                 // never sent there
    world.add_event("report.run", ""); // not what the filters let through
    const Answer failed = world.post(path, R"({"since":"2026-03-01T00:00:00Z","dry_run":true})");
    ASSERT_EQ(failed.status, 200) << json::serialize(failed.body);
    EXPECT_EQ(failed.number("total"), 3);
    EXPECT_EQ(world.post(path, R"({"since":"2026-03-01T00:00:00Z","failed_only":false,"dry_run":true})")
                  .number("total"),
              6);
    EXPECT_EQ(world.get(path).body.as_array().size(), 0U);
    const Answer started = world.post(path, R"({"since":"2026-03-01T00:00:00Z"})");
    ASSERT_EQ(started.status, 201) << json::serialize(started.body);
    EXPECT_EQ(world.post(path, R"({"since":"2026-03-01T00:00:00Z"})").status, 409); // one at a time
    run::Replayer replayer(*world.database, world.clock, [] {}, {.batch = 2});
    int queued = 0;
    for (int pass = 0; pass < 5; ++pass)
        queued += replayer.run_once().value();
    EXPECT_EQ(queued, 3);
    EXPECT_EQ(world.settle_due(id, DeliveryState::accepted), 3);
    const Answer done = world.get(started.header("Location"));
    EXPECT_EQ(done.text("state"), "done");
    EXPECT_EQ(done.number("queued"), 3);
    EXPECT_EQ(done.number("accepted"), 3);
    // Once more finds nothing: all have arrived since.
    EXPECT_EQ(world.post(path, R"({"since":"2026-03-01T00:00:00Z","dry_run":true})").number("total"), 0);
}

TEST(Replays, GoOnAfterARestartAndStopWhenCancelled)
{
    WebhookWorld world;
    const std::int64_t id = world.add_webhook(world.admin_key);
    for (int n = 0; n < 10; ++n)
        world.add_event();
    const Answer started = world.post(fmt::format("/v1/webhooks/{}/replays", id),
                                      R"({"since":"2026-03-01T00:00:00Z","failed_only":false})");
    EXPECT_EQ(started.number("total"), 10);
    run::Replayer(*world.database, world.clock, [] {}, {.batch = 3}).run_once().value();
    run::Replayer(*world.database, world.clock, [] {}, {.batch = 3}).run_once().value();
    const std::string path = started.header("Location");
    EXPECT_EQ(world.get(path).number("queued"), 6);
    EXPECT_EQ(world.claim(id).size(), 6U); // on their way: these end as they end
    run::Replayer(*world.database, world.clock, [] {}, {.batch = 3}).run_once().value();
    const Answer cancelled = world.send("DELETE", path);
    EXPECT_EQ(cancelled.text("state"), "cancelled") << json::serialize(cancelled.body);
    EXPECT_EQ(cancelled.number("open"), 6);
    EXPECT_EQ(cancelled.number("failed"), 3); // queued and never tried
    EXPECT_EQ(run::Replayer(*world.database, world.clock, [] {}, {}).run_once().value(), 0);
    EXPECT_EQ(world.send("DELETE", path).status, 409);
}

TEST(Replays, GiveAnEndpointNoMoreThanItSwallows)
{
    WebhookWorld world;
    const std::int64_t id = world.add_webhook(world.admin_key);
    for (int n = 0; n < 12; ++n)
        world.add_event();
    ASSERT_EQ(world
                  .post(fmt::format("/v1/webhooks/{}/replays", id),
                        R"({"since":"2026-03-01T00:00:00Z","failed_only":false})")
                  .status,
              201);
    run::Replayer replayer(*world.database, world.clock, [] {}, {.batch = 10, .window = 5});
    EXPECT_EQ(replayer.run_once().value(), 5);
    EXPECT_EQ(replayer.run_once().value(), 0);
    world.settle_due(id, DeliveryState::accepted);
    EXPECT_EQ(replayer.run_once().value(), 5);
    world.settle_due(id, DeliveryState::accepted);
    world.post(fmt::format("/v1/webhooks/{}/pause", id));
    EXPECT_EQ(replayer.run_once().value(), 0);
    world.post(fmt::format("/v1/webhooks/{}/resume", id));
    EXPECT_EQ(replayer.run_once().value(), 2);
}

TEST(Replays, AskForTheOwnersRightsOfEveryEvent)
{
    WebhookWorld world;
    const std::string ann = world.add_key(Role::viewer);
    const std::int64_t id = world.add_webhook(ann);
    world.add_event();
    add_secret_category(world);
    world.add_event("dashboard.updated", "Board");
    const Answer started = world.as(ann, "POST", fmt::format("/v1/webhooks/{}/replays", id),
                                    R"({"since":"2026-03-01T00:00:00Z","failed_only":false})");
    ASSERT_EQ(started.status, 201) << json::serialize(started.body);
    EXPECT_TRUE(run::Replayer(*world.database, world.clock, [] {}, {}).run_once());
    const Answer done = world.as(ann, "GET", started.header("Location"));
    EXPECT_EQ(done.number("suppressed"), 1);
    EXPECT_EQ(done.number("open"), 1);
    const std::string bob = world.add_key(Role::editor);
    EXPECT_EQ(world.as(bob, "GET", started.header("Location")).status, 404);
    EXPECT_EQ(world.as(bob, "DELETE", started.header("Location")).status, 404);
}

TEST(Replays, RefuseRangesThatAreTooLongTooOldOrTheWrongWayRound)
{
    WebhookWorld world;
    const std::int64_t id = world.add_webhook(world.admin_key);
    const std::string path = fmt::format("/v1/webhooks/{}/replays", id);
    for (const char* body :
         {R"({})", R"({"since":"2025-11-01T00:00:00Z"})", R"({"since":"2026-03-03T00:00:00Z"})",
          R"({"since":"2026-03-01T00:00:00Z","until":"2026-02-28T00:00:00Z"})", R"({"since":"yesterday"})"}) {
        const Answer refused = world.post(path, body);
        EXPECT_EQ(refused.status, 422) << body;
        EXPECT_EQ(refused.text("field"), "since") << body;
    }
    world.write([&](db::Session& session) -> Result<> {
        for (int n = 0; n < 10'001; ++n) {
            Event event;
            event.type = "connection.created";
            event.occurred_at = world.clock.now() - std::chrono::hours(1);
            event.resource = ResourceKind::connection;
            event.data = "{}";
            TRY(store::insert_event(session, event));
        }
        return {};
    });
    EXPECT_EQ(
        world.post(path, R"({"since":"2026-03-01T00:00:00Z","failed_only":false,"dry_run":true})").status,
        422);
}

} // namespace
} // namespace presstime::api
