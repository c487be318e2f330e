// For the tests of webhooks: callers of every kind, events as changes write them, and the ledger moved on as
// a courier would.
#pragma once

#include "api/test_world.hpp"
#include "codec/event_schema.hpp"
#include "platform/crypto/sha256.hpp"
#include "store/event_delivery_store.hpp"
#include "store/event_store.hpp"
#include "store/token_store.hpp"
#include "store/user_store.hpp"
#include "store/webhook_store.hpp"

namespace presstime::api {

class WebhookWorld : public World {
public:
    // An API key of that role, whose webhooks are its own; or a token of that user.
    std::string add_key(Role role, Scope scope = Scope::write, std::int64_t user_id = 0)
    {
        const std::string secret = "pt_" + make_random_text(52);
        Token token;
        token.user_id = user_id;
        token.name = "key " + secret.substr(3, 6);
        token.scope = scope;
        token.role = role;
        token.prefix = secret.substr(0, 8);
        write([&](db::Session& session) {
            return store::insert_token(session, token, sha256_hex(secret), clock.now());
        });
        return secret;
    }
    Answer as(const std::string& key, const std::string& method, const std::string& path,
              const std::string& body = "")
    {
        return send(method, path, body, {{"authorization", "Bearer " + key}});
    }
    std::int64_t add_webhook(const std::string& key, const std::string& more = "")
    {
        const Answer made =
            as(key, "POST", "/v1/webhooks", R"({"url":"https://hooks.example.com/in")" + more + "}");
        EXPECT_EQ(made.status, 201) << json::serialize(made.body);
        return made.status == 201 ? made.number("id") : 0;
    }
    // About the connection "shop", which everybody reads; fanned out already.
    Event add_event(const std::string& type = "connection.created", const std::string& category = "")
    {
        Event event = codec::example_event(type);
        event.id = 0;
        event.uuid.clear();
        event.occurred_at = clock.now();
        event.resource = ResourceKind::connection;
        event.resource_id = "shop";
        event.category = category;
        write([&](db::Session& session) -> Result<> {
            TRY(store::insert_event(session, event));
            return store::note_fan_out(session, event.id, 0, true);
        });
        clock.advance(std::chrono::seconds(1));
        return event;
    }
    std::int64_t add_delivery(const Event& event, std::int64_t webhook)
    {
        Delivery delivery;
        delivery.workspace_id = 1;
        delivery.event_id = event.id;
        delivery.webhook_id = webhook;
        delivery.purpose = DeliveryPurpose::event;
        delivery.channel = "event";
        delivery.recipient = "https://hooks.example.com/in";
        delivery.message_id = event.uuid;
        delivery.max_attempts = 10;
        delivery.created_at = clock.now();
        write([&](db::Session& session) -> Result<> {
            EXPECT_TRUE(TRY(store::insert_delivery(session, delivery)));
            return {};
        });
        return delivery.id;
    }
    std::vector<Delivery> claim(std::int64_t webhook)
    {
        std::vector<Delivery> claimed;
        write([&](db::Session& session) -> Result<> {
            claimed = TRY(store::claim_event_deliveries(session, "w", webhook, 100, clock.now(),
                                                        clock.now() + std::chrono::seconds(30)));
            return {};
        });
        return claimed;
    }
    // Tries what is due and ends each so.
    int settle_due(std::int64_t webhook, DeliveryState state)
    {
        const std::vector<Delivery> claimed = claim(webhook);
        for (const Delivery& delivery : claimed)
            write([&](db::Session& session) -> Result<> {
                Attempt attempt;
                attempt.delivery_id = delivery.id;
                attempt.n = delivery.attempt;
                attempt.cause = delivery.cause;
                attempt.started_at = clock.now();
                attempt.latency_us = 12'345;
                attempt.status_code = state == DeliveryState::accepted ? 204 : 500;
                attempt.peer = "203.0.113.9:443";
                attempt.response = "<script>alert(1)</script>";
                TRY(store::insert_attempt(session, attempt));
                store::Settlement settlement;
                settlement.state = state;
                if (state == DeliveryState::retrying)
                    settlement.next_attempt_at = clock.now() + std::chrono::minutes(5);
                TRY(store::settle_delivery(session, {delivery.id, delivery.attempt, "w"}, settlement,
                                           clock.now()));
                return {};
            });
        return static_cast<int>(claimed.size());
    }
    Delivery delivery(std::int64_t id)
    {
        Delivery found;
        EXPECT_TRUE(database->read([&](db::Session& session) -> Result<> {
            found = TRY(store::get_delivery(session, id));
            return {};
        }));
        return found;
    }
};

} // namespace presstime::api
