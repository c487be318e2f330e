// Many deliveries beside each other: order, isolation, crashes, two couriers, large fan-outs.
#include "run/event_test_world.hpp"

#include <boost/json.hpp>

#include <map>
#include <set>

namespace presstime::run {
namespace {

namespace json = boost::json;

TEST_F(EventCourierTest, WhatTellsOfARunsEndWaitsForWhatToldOfItsStart)
{
    const Report report = world.add(World::daily_report(), "2026-03-02T09:00:00Z");
    store::NewRun run;
    run.run.report_id = report.id;
    run.run.workspace_id = 1;
    run.run.uuid = "u";
    world.write([&](db::Session& session) -> Result<> {
        TRY(store::insert_run(session, run));
        return {};
    });
    add_webhook({.format = PayloadFormat::callback});
    engine.answer = [](const auto&) { return ScriptedEngine::status(500); };
    emit("report.run.started", run.run.id);
    emit("report.run", run.run.id);
    deliver();
    EXPECT_EQ(engine.posts.size(), 1U);
    world.clock.advance(seconds(10));
    engine.answer = [](const auto&) { return ScriptedEngine::status(200); };
    deliver();
    ASSERT_EQ(engine.posts.size(), 3U);
    EXPECT_EQ(json::parse(engine.posts[1].body).at("trigger").as_string(), "preReportTask");
    EXPECT_EQ(json::parse(engine.posts[2].body).at("trigger").as_string(), "postReportTask");
}

TEST_F(EventCourierTest, OneThatHangsHoldsItsOwnSlotsAndNoMore)
{
    add_webhook({.url = "https://slow.example.com/"});
    add_webhook({.url = "https://quick.example.com/"});
    engine.answer = [](const http::EngineRequest& request) -> std::optional<http::EngineOutcome> {
        if (request.url.starts_with("https://slow"))
            return std::nullopt;
        return ScriptedEngine::status(200);
    };
    for (int i = 0; i < 200; ++i)
        emit();
    for (int i = 0; i < 30; ++i) {
        fan_out();
        ASSERT_TRUE(courier->run_once().has_value());
    }
    std::map<std::string, int> posts;
    for (const http::EngineRequest& each : engine.posts)
        ++posts[each.url];
    EXPECT_EQ(posts["https://quick.example.com/"], 200);
    EXPECT_EQ(posts["https://slow.example.com/"], 1) << "its window never opened";
}

TEST_F(EventCourierTest, WhatACrashCutOffIsSentAgainWithTheSameId)
{
    add_webhook();
    const Event event = emit();
    engine.answer = [](const auto&) { return std::nullopt; };
    fan_out();
    EXPECT_EQ(*courier->run_once(), 1);
    // The process is gone: nobody records what the first courier began.
    auto next = make_courier("e2");
    EXPECT_EQ(*next->adopt_orphans(), 1);
    engine.answer = [](const auto&) { return ScriptedEngine::status(200); };
    EXPECT_EQ(*next->run_once(), 1);
    ASSERT_TRUE(next->run_once().has_value());
    ASSERT_EQ(engine.posts.size(), 2U);
    EXPECT_EQ(header(engine.posts[1], "webhook-id"), event.uuid);
    EXPECT_EQ(deliveries()[0].state, DeliveryState::accepted);
    // And if it was alive after all, its late word changes nothing.
    engine.held[0].done(ScriptedEngine::status(500));
    ASSERT_TRUE(courier->run_once().has_value());
    EXPECT_EQ(deliveries()[0].state, DeliveryState::accepted);
}

TEST_F(EventCourierTest, TwoCouriersNeverSendTheSameTryTwice)
{
    add_webhook();
    for (int i = 0; i < 40; ++i)
        emit();
    fan_out();
    auto other = make_courier("e2");
    for (int pass = 0; pass < 40; ++pass) {
        ASSERT_TRUE(courier->run_once().has_value());
        ASSERT_TRUE(other->run_once().has_value());
    }
    std::set<std::string> ids;
    for (const http::EngineRequest& each : engine.posts)
        EXPECT_TRUE(ids.insert(header(each, "webhook-id")).second);
    EXPECT_EQ(ids.size(), 40U);
}

TEST_F(EventCourierTest, AWebhookWhoseSecretCannotBeOpenedStopsNobodyElse)
{
    const Webhook lost = add_webhook();
    world.write([&](db::Session& session) -> Result<> {
        WebhookSecret row;
        row.webhook_id = lost.id;
        const SecretBox lost_box(*KeyRing::load_or_create(world.folder / "lost.key"));
        row.sealed = lost_box.seal(secret, store::kWebhookSecretPurpose);
        row.created_at = world.clock.now();
        return store::insert_webhook_secret(session, row);
    });
    add_webhook();
    emit();
    deliver();
    EXPECT_EQ(engine.posts.size(), 1U);
    EXPECT_EQ(deliveries()[1].state, DeliveryState::pending);
    EXPECT_NE(deliveries()[1].reason.find("key"), std::string::npos);
    EXPECT_EQ(deliveries()[0].state, DeliveryState::accepted);
}

TEST_F(EventCourierTest, ManyWebhooksAreAddressedInBoundedTransactions)
{
    world.write([&](db::Session& session) -> Result<> {
        for (int i = 0; i < 1'300; ++i) {
            Webhook webhook{.owner = {0, owner}, .url = "https://hooks.example.com/"};
            TRY(store::insert_webhook(session, webhook, world.clock.now()));
        }
        return {};
    });
    emit();
    const Result<Fanout::Pass> first = fanout.run_once();
    ASSERT_TRUE(first.has_value());
    EXPECT_EQ(first->deliveries, 1'000);
    EXPECT_TRUE(first->more);
    EXPECT_EQ(first->events, 0);
    const Fanout::Pass rest = fan_out();
    EXPECT_EQ(rest.deliveries, 300);
    EXPECT_EQ(rest.events, 1);
    EXPECT_EQ(fan_out().deliveries, 0);
}

} // namespace
} // namespace presstime::run
