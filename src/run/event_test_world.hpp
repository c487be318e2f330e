// A world for the tests of the fan-out and the event courier: a real state database, and a post engine whose
// answers the test gives.
#pragma once

#include "base/log.hpp"
#include "run/event_courier.hpp"
#include "run/fanout.hpp"
#include "run/test_world.hpp"
#include "store/delivery_store.hpp"
#include "store/event_store.hpp"
#include "store/token_store.hpp"
#include "store/webhook_store.hpp"

namespace presstime::run {

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

inline std::string header(const http::EngineRequest& request, std::string_view name)
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

} // namespace presstime::run
