// What a try is and what becomes of it: signatures, retries, rights, filters, pause, rotation.
#include "model/enum_text.hpp"
#include "platform/crypto/webhook_signature.hpp"
#include "run/event_test_world.hpp"
#include "store/user_store.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>

namespace presstime::run {
namespace {

namespace json = boost::json;

TEST_F(EventCourierTest, AnEventIsPostedOnceSignedOverItsVeryBytes)
{
    const Webhook webhook = add_webhook();
    const Event event = emit();
    deliver();
    ASSERT_EQ(engine.posts.size(), 1U);
    const http::EngineRequest& post = engine.posts[0];
    EXPECT_EQ(post.url, webhook.url);
    EXPECT_EQ(header(post, "webhook-id"), event.uuid);
    EXPECT_EQ(header(post, "Content-Type"), "application/json");
    EXPECT_EQ(json::parse(post.body).at("type").as_string(), "dashboard.updated");
    const std::vector<WebhookKey> keys{*WebhookKey::parse(secret)};
    EXPECT_EQ(header(post, "webhook-signature"),
              *sign_webhook(keys, {event.uuid, world.clock.now()}, post.body));
    const auto ledger = deliveries();
    ASSERT_EQ(ledger.size(), 1U);
    EXPECT_EQ(ledger[0].state, DeliveryState::accepted);
    const auto tries = attempts(ledger[0]);
    ASSERT_EQ(tries.size(), 1U);
    EXPECT_EQ(tries[0].status_code, 204);
    EXPECT_EQ(tries[0].peer, "203.0.113.9:443");
}

TEST_F(EventCourierTest, ARetryHasTheSameIdAndANewSignature)
{
    add_webhook();
    engine.answer = [](const auto&) { return ScriptedEngine::status(500); };
    emit();
    deliver();
    ASSERT_EQ(engine.posts.size(), 1U);
    EXPECT_EQ(deliveries()[0].state, DeliveryState::retrying);
    world.clock.advance(seconds(10));
    engine.answer = [](const auto&) { return ScriptedEngine::status(200); };
    deliver();
    ASSERT_EQ(engine.posts.size(), 2U);
    EXPECT_EQ(header(engine.posts[0], "webhook-id"), header(engine.posts[1], "webhook-id"));
    EXPECT_NE(header(engine.posts[0], "webhook-timestamp"), header(engine.posts[1], "webhook-timestamp"));
    EXPECT_NE(header(engine.posts[0], "webhook-signature"), header(engine.posts[1], "webhook-signature"));
    EXPECT_EQ(engine.posts[0].body, engine.posts[1].body);
    EXPECT_EQ(attempts(deliveries()[0]).back().cause, DeliveryCause::retry);
}

TEST_F(EventCourierTest, TenTriesAndNoMore)
{
    add_webhook();
    engine.answer = [](const auto&) { return ScriptedEngine::status(500); };
    emit();
    for (int day = 0; day < 30; ++day) {
        deliver();
        world.clock.advance(hours(30));
    }
    EXPECT_EQ(engine.posts.size(), 10U);
    EXPECT_EQ(deliveries()[0].state, DeliveryState::rejected);
    EXPECT_EQ(deliveries("email").size(), 1U) << "the owner is told once";
}

TEST_F(EventCourierTest, WhoMayNotReadIsToldNothingAndTheLedgerSaysSo)
{
    Webhook foreign;
    foreign.owner.token_id = 4711; // nobody
    add_webhook(foreign);
    emit();
    EXPECT_EQ(fan_out().suppressed, 1);
    deliver();
    EXPECT_TRUE(engine.posts.empty());
    EXPECT_EQ(deliveries()[0].state, DeliveryState::suppressed);
    EXPECT_NE(deliveries()[0].reason.find("permission"), std::string::npos);
}

TEST_F(EventCourierTest, ARightLostBetweenEventAndSendStopsTheSend)
{
    const std::int64_t leaver = add_token("leaver", Role::admin);
    Webhook webhook;
    webhook.owner.token_id = leaver;
    add_webhook(webhook);
    emit();
    EXPECT_EQ(fan_out().deliveries, 1);
    world.write([&](db::Session& session) { return store::delete_token(session, 1, leaver); });
    deliver();
    EXPECT_TRUE(engine.posts.empty());
    EXPECT_EQ(deliveries()[0].state, DeliveryState::suppressed);
}

TEST_F(EventCourierTest, ARightLostBetweenTwoTriesStopsTheSecond)
{
    const std::int64_t leaver = add_token("leaver", Role::admin);
    Webhook webhook;
    webhook.owner.token_id = leaver;
    add_webhook(webhook);
    engine.answer = [](const auto&) { return ScriptedEngine::status(503); };
    emit();
    deliver();
    world.write([&](db::Session& session) { return store::delete_token(session, 1, leaver); });
    world.clock.advance(hours(1));
    deliver();
    EXPECT_EQ(engine.posts.size(), 1U);
    EXPECT_EQ(deliveries()[0].state, DeliveryState::suppressed);
}

TEST_F(EventCourierTest, FiltersAndFormatsDecideWhoIsToldOfWhat)
{
    add_webhook({.filters = {"tasks"}});
    add_webhook({.filters = {"dashboard.*"}});
    add_webhook({.format = PayloadFormat::callback}); // knows of runs alone
    emit("dashboard.updated");
    EXPECT_EQ(fan_out().deliveries, 1);
}

TEST_F(EventCourierTest, GoneSwitchesOffAndKeepsTheQueue)
{
    const Webhook webhook = add_webhook();
    engine.answer = [](const auto&) { return ScriptedEngine::status(410); };
    emit();
    emit();
    deliver();
    EXPECT_EQ(engine.posts.size(), 1U);
    EXPECT_TRUE(load(webhook).disabled_at.has_value());
    EXPECT_EQ(deliveries()[0].state, DeliveryState::pending);
    EXPECT_EQ(deliveries()[1].state, DeliveryState::rejected);
    EXPECT_EQ(deliveries("email").size(), 1U);
    emit();
    EXPECT_EQ(fan_out().suppressed, 1) << "nothing new queues up for an endpoint that is switched off";
}

TEST_F(EventCourierTest, TheAdminsAreToldOfAKeysWebhookWhenTheWorkspaceNamesNobody)
{
    world.write([&](db::Session& session) -> Result<> {
        static constexpr db::Statement kNobody{"test.nobody", "UPDATE workspaces SET owner_email = ''"};
        TRY(session.execute(kNobody, {}));
        for (const Role role : {Role::owner, Role::admin, Role::editor}) {
            const std::string email = std::string(to_text(role)) + "@example.org";
            User user{.email = email, .name = email, .role = role};
            TRY(store::insert_user(session, user, world.clock.now()));
            TRY(store::set_password_hash(session, user.id, "hash"));
        }
        return {};
    });
    add_webhook();
    engine.answer = [](const auto&) { return ScriptedEngine::status(410); };
    emit();
    deliver();
    std::vector<std::string> told;
    for (const Delivery& notice : deliveries("email"))
        told.push_back(notice.recipient);
    EXPECT_THAT(told, testing::UnorderedElementsAre("owner@example.org", "admin@example.org"));
}

TEST_F(EventCourierTest, PauseKeepsTheQueueAndResumptionRampsUp)
{
    Webhook webhook = add_webhook();
    webhook.paused = true;
    save(webhook);
    for (int i = 0; i < 20; ++i)
        emit();
    deliver();
    EXPECT_TRUE(engine.posts.empty());
    EXPECT_EQ(deliveries().size(), 20U);
    webhook.paused = false;
    webhook.resumed_at = world.clock.now();
    save(webhook);
    engine.answer = [](const auto&) { return std::nullopt; };
    EXPECT_EQ(*courier->run_once(), 1) << "one at first";
    engine.held[0].done(ScriptedEngine::status(200));
    EXPECT_EQ(*courier->run_once(), 2);
    engine.answer = [](const auto&) { return ScriptedEngine::status(200); };
    engine.stop();
    deliver();
    world.clock.advance(seconds(1));
    deliver();
    for (const Delivery& each : deliveries())
        EXPECT_EQ(each.state, DeliveryState::accepted);
}

TEST_F(EventCourierTest, AnAddressChangedWhileATryWaitsHoldsForTheNext)
{
    Webhook webhook = add_webhook();
    engine.answer = [](const auto&) { return ScriptedEngine::status(500); };
    emit();
    deliver();
    webhook = load(webhook);
    webhook.url = "https://new.example.com/b";
    save(webhook);
    world.clock.advance(seconds(10));
    deliver();
    EXPECT_EQ(engine.posts.back().url, "https://new.example.com/b");
}

TEST_F(EventCourierTest, ARotatedSecretSignsBesideTheOldUntilItsEnd)
{
    const Webhook webhook = add_webhook();
    const std::string young = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    emit();
    fan_out();
    world.write([&](db::Session& session) -> Result<> {
        TRY(add_secret(session, webhook.id, young));
        return store::end_webhook_secrets(session, webhook.id, 2, world.clock.now() + hours(1));
    });
    deliver();
    const std::vector<WebhookKey> keys{*WebhookKey::parse(young), *WebhookKey::parse(secret)};
    const http::EngineRequest& post = engine.posts.at(0);
    EXPECT_EQ(header(post, "webhook-signature"),
              *sign_webhook(keys, {header(post, "webhook-id"), world.clock.now()}, post.body));
    world.clock.advance(hours(1));
    emit();
    deliver();
    EXPECT_EQ(header(engine.posts.at(1), "webhook-signature").find(' '), std::string::npos);
}

} // namespace
} // namespace presstime::run
