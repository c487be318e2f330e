// From an event to the posts it makes: over a real state database and a post engine whose answers the test
// gives.
#include "run/event_courier.hpp"

#include "base/log.hpp"
#include "platform/crypto/webhook_signature.hpp"
#include "run/fanout.hpp"
#include "run/test_world.hpp"
#include "store/delivery_store.hpp"
#include "store/event_store.hpp"
#include "store/token_store.hpp"
#include "store/webhook_store.hpp"

#include <boost/json.hpp>

#include <deque>

namespace presstime::run {
namespace {

namespace json = boost::json;
using std::chrono::hours;
using std::chrono::seconds;

// Answers each post as `answer` says; holds it back when that gives nothing.
class ScriptedEngine final : public http::PostEngine {
public:
    using Answer = std::function<std::optional<http::EngineOutcome>(const http::EngineRequest&)>;
    struct Held {
        http::EngineRequest request;
        std::function<void(http::EngineOutcome)> done;
    };

    Result<> submit(http::EngineRequest request, std::function<void(http::EngineOutcome)> done) override
    {
        posts.push_back(request);
        if (std::optional<http::EngineOutcome> outcome = answer(request))
            done(std::move(*outcome));
        else
            held.push_back({std::move(request), std::move(done)});
        return {};
    }
    void stop() override
    {
        http::EngineOutcome cancelled;
        cancelled.failure = http::PostFailure::cancelled;
        for (Held& each : std::exchange(held, {}))
            each.done(cancelled);
    }
    std::size_t in_flight() const override { return held.size(); }

    static http::EngineOutcome status(int code)
    {
        http::EngineOutcome outcome;
        outcome.status = code;
        outcome.peer = "203.0.113.9:443";
        return outcome;
    }

    Answer answer = [](const http::EngineRequest&) { return status(204); };
    std::vector<http::EngineRequest> posts;
    std::vector<Held> held;
};

std::string header(const http::EngineRequest& request, std::string_view name)
{
    for (const auto& [key, value] : request.headers)
        if (key == name)
            return value;
    return {};
}

class EventCourierTest : public testing::Test {
protected:
    using Run = presstime::Run;

    EventCourierTest()
    {
        set_log_level(LogLevel::off);
        owner = add_token("reader", Role::admin);
    }

    std::int64_t add_token(const std::string& name, Role role)
    {
        Token token;
        token.name = name;
        token.scope = Scope::admin;
        token.role = role;
        world.write([&](db::Session& session) {
            return store::insert_token(session, token, "hash of " + name, world.clock.now());
        });
        return token.id;
    }
    Webhook add_webhook(Webhook webhook = {})
    {
        if (webhook.url.empty())
            webhook.url = "https://hooks.example.com/a";
        if (webhook.owner == OwnerRef{})
            webhook.owner.token_id = owner;
        world.write([&](db::Session& session) -> Result<> {
            TRY(store::insert_webhook(session, webhook, world.clock.now()));
            return add_secret(session, webhook.id, secret);
        });
        return webhook;
    }
    Result<> add_secret(db::Session& session, std::int64_t webhook, const std::string& text)
    {
        WebhookSecret row;
        row.webhook_id = webhook;
        row.sealed = box.seal(text, store::kWebhookSecretPurpose);
        row.created_at = world.clock.now();
        return store::insert_webhook_secret(session, row);
    }
    void save(Webhook& webhook)
    {
        world.write(
            [&](db::Session& session) { return store::update_webhook(session, webhook, world.clock.now()); });
    }
    Webhook load(const Webhook& webhook)
    {
        Webhook loaded;
        world.write([&](db::Session& session) -> Result<> {
            loaded = TRY(store::get_webhook(session, webhook.id));
            return {};
        });
        return loaded;
    }
    Event emit(const std::string& type = "dashboard.updated", std::int64_t run = 0)
    {
        Event event;
        event.type = type;
        event.occurred_at = world.clock.now();
        event.resource = ResourceKind::dashboard;
        event.resource_id = "dash_sales";
        event.run_id = run;
        event.data =
            R"({"workspace":{"id":1,"name":"Acme"},"dashboard":{"id":"dash_sales","number":1,)"
            R"("name":"Sales","description":"","category":""},)"
            R"("report":{"id":1,"uuid":"r","name":"Daily"},"run":{"id":1,"uuid":"u","status":"success"}})";
        world.write([&](db::Session& session) { return store::insert_event(session, event); });
        return event;
    }
    // Fans out and sends until nothing more is due now.
    void deliver()
    {
        fan_out();
        for (int pass = 0; pass < 100; ++pass) {
            const Result<int> begun = courier->run_once();
            ASSERT_TRUE(begun.has_value()) << begun.error().message << " " << begun.error().context;
            const Result<int> recorded = courier->run_once();
            ASSERT_TRUE(recorded.has_value());
            if (*begun == 0 && *recorded == 0)
                return;
        }
    }
    Fanout::Pass fan_out()
    {
        Fanout::Pass sum;
        for (bool more = true; more;) {
            const Result<Fanout::Pass> pass = fanout.run_once();
            EXPECT_TRUE(pass.has_value()) << pass.error().message << " " << pass.error().context;
            if (!pass)
                break;
            sum.events += pass->events;
            sum.deliveries += pass->deliveries;
            sum.suppressed += pass->suppressed;
            more = pass->more;
        }
        return sum;
    }
    std::vector<Delivery> deliveries(const std::string& channel = "event")
    {
        std::vector<Delivery> found;
        world.write([&](db::Session& session) -> Result<> {
            found = TRY(store::list_deliveries(session, {.channel = channel}));
            return {};
        });
        return found;
    }
    std::vector<Attempt> attempts(const Delivery& delivery)
    {
        std::vector<Attempt> found;
        world.write([&](db::Session& session) -> Result<> {
            found = TRY(store::list_attempts(session, delivery.id));
            return {};
        });
        return found;
    }
    std::unique_ptr<EventCourier> make_courier(const std::string& worker)
    {
        EventCourierConfig config;
        config.worker_id = worker;
        config.public_url = "https://reports.example.com";
        config.in_flight = 64;
        return std::make_unique<EventCourier>(*world.database, engine, box, world.clock, config);
    }

    World world;
    SecretBox box{*KeyRing::load_or_create(world.folder / "secret.key")};
    std::string secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    std::int64_t owner = 0;
    ScriptedEngine engine;
    Fanout fanout{*world.database, world.clock, {}, {}};
    std::unique_ptr<EventCourier> courier = make_courier("e1");
};

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
