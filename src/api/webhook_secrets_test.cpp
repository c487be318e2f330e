// Secrets of webhooks and the server's own keys: made, shown once, rotated, and never in the clear.
#include "api/webhook_test_support.hpp"

#include "platform/crypto/webhook_signature.hpp"

#include <fmt/format.h>

namespace presstime::api {
namespace {

TEST(Webhooks, KeepNoSecretInTheClearOnDisk)
{
    WebhookWorld world;
    const Answer made = world.post("/v1/webhooks",
                                   R"({"url":"https://ann:open-sesame@hooks.example.com/in",
                                       "secret":"an-own-secret-of-more-than-32-characters",
                                       "headers":{"X-Token":"hush-hush"}})");
    ASSERT_EQ(made.status, 201) << json::serialize(made.body);
    EXPECT_EQ(made.text("url"), "https://hooks.example.com/in");
    EXPECT_EQ(made.text("authorization"), "***");
    for (const auto& entry : std::filesystem::recursive_directory_iterator(world.folder)) {
        if (!entry.is_regular_file())
            continue;
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(file), {}};
        for (const char* secret : {"open-sesame", "an-own-secret", "hush-hush", "YW5uOm9wZW4tc2VzYW1l"})
            EXPECT_EQ(bytes.find(secret), std::string::npos) << entry.path() << " " << secret;
    }
}

TEST(Webhooks, TakeASecretOfTheUsersOwnOrRefuseItByItsShape)
{
    WebhookWorld world;
    const auto give = [&](const std::string& secret) {
        return world.post("/v1/webhooks", json::serialize(json::object{
                                              {"url", "https://hooks.example.com/in"}, {"secret", secret}}));
    };
    EXPECT_EQ(give("0123456789abcdef0123456789abcdef").text("secret"), "0123456789abcdef0123456789abcdef");
    EXPECT_EQ(give("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").status, 201);
    for (const std::string bad :
         {"short", "whsec_AAAA", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa-_",
          "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS"}) {
        const Answer refused = give(bad);
        EXPECT_EQ(refused.status, 422) << bad;
        EXPECT_EQ(refused.text("field"), "secret") << bad;
        EXPECT_EQ(json::serialize(refused.body).find(bad), std::string::npos) << bad;
    }
    EXPECT_EQ(give(generate_webhook_signing_key()).status, 422);
    EXPECT_EQ(give(std::string(129, 'x')).status, 422);
}

TEST(Webhooks, RotateWithAnOverlapAndCountDown)
{
    WebhookWorld world;
    const std::int64_t id = world.add_webhook(world.admin_key, R"(,"sign_ed25519":true)");
    const std::string path = fmt::format("/v1/webhooks/{}/rotate-secret", id);
    const Answer rotated = world.post(path, R"({"overlap_s":3600})");
    ASSERT_EQ(rotated.status, 200) << json::serialize(rotated.body);
    EXPECT_TRUE(rotated.text("secret").starts_with("whsec_"));
    EXPECT_TRUE(rotated.text("public_key").starts_with("whpk_"));
    const json::array& keys = rotated.body.at("secrets").as_array();
    ASSERT_EQ(keys.size(), 4U);
    EXPECT_EQ(keys[0].at("kind"), "hmac"); // the newest signs first
    EXPECT_TRUE(keys[0].at("expires_at").is_null());
    EXPECT_EQ(keys[3].at("expires_in_s").as_int64(), 3'600);
    world.clock.advance(std::chrono::seconds(3'600));
    EXPECT_EQ(world.get(fmt::format("/v1/webhooks/{}", id)).body.at("secrets").as_array().size(), 2U);
    EXPECT_EQ(world.post(path, R"({"overlap_s":0})").body.at("secrets").as_array().size(), 2U);
    EXPECT_EQ(world.post(path, R"({"overlap_s":604801})").status, 422);
    EXPECT_EQ(world.post(path, R"({"secret":"short"})").status, 422);
    EXPECT_EQ(
        world.patch(fmt::format("/v1/webhooks/{}", id), R"({"secret":"0123456789abcdef0123456789abcdef"})")
            .status,
        422);
}

TEST(Webhooks, RefuseTheEleventhKeyAndSayWhenTheNextEnds)
{
    WebhookWorld world;
    const std::int64_t id = world.add_webhook(world.admin_key);
    const std::string path = fmt::format("/v1/webhooks/{}/rotate-secret", id);
    for (int n = 0; n < 9; ++n)
        ASSERT_EQ(world.post(path).status, 200) << n;
    const Answer refused = world.post(path);
    EXPECT_EQ(refused.status, 409);
    EXPECT_NE(refused.text("detail").find("2026-03-03T08:59:00Z"), std::string::npos)
        << refused.text("detail");
    const Answer dropped =
        world.post(path, R"({"overlap_s":0})"); // a leaked key ends now, whatever there are
    EXPECT_EQ(dropped.status, 200);
    EXPECT_EQ(dropped.body.at("secrets").as_array().size(), 1U);
}

TEST(Webhooks, LoseTheirCredentialsWithTheirAddress)
{
    WebhookWorld world;
    const Answer made =
        world.post("/v1/webhooks", R"({"url":"https://ann:open-sesame@hooks.example.com/in"})");
    const std::string path = "/v1/webhooks/1";
    EXPECT_EQ(made.text("authorization"), "***");
    EXPECT_EQ(world.patch(path, R"({"headers":{"authorization":"Bearer x"}})").status, 422);
    EXPECT_EQ(world.patch(path, R"({"description":"x"})").text("authorization"), "***");
    const Answer moved = world.patch(path, R"({"url":"https://elsewhere.example.com/"})");
    EXPECT_FALSE(moved.body.as_object().contains("authorization"));
}

TEST(Webhooks, AreMadeOnceByOneIdempotencyKeyAndShowTheSecretOnce)
{
    WebhookWorld world;
    const std::string body = R"({"url":"https://hooks.example.com/in"})";
    const Answer first = world.send("POST", "/v1/webhooks", body, {{"idempotency-key", "k1"}});
    const Answer second = world.send("POST", "/v1/webhooks", body, {{"idempotency-key", "k1"}});
    EXPECT_EQ(first.number("id"), second.number("id"));
    EXPECT_TRUE(first.text("secret").starts_with("whsec_"));
    EXPECT_EQ(second.text("secret"), "***");
    EXPECT_EQ(world.get("/v1/webhooks").body.as_array().size(), 1U);
}

TEST(ServerKeys, ArePublishedAndStayForAMonthAfterTheirRotation)
{
    WebhookWorld world;
    ASSERT_TRUE(world.server_keys.ensure());
    ASSERT_TRUE(world.server_keys.ensure());
    http::Request open;
    open.method = "GET";
    open.path = "/.well-known/jwks.json";
    const auto set = [&] { return World::read(world.router.handle(open)); };
    const Answer before = set();
    ASSERT_EQ(before.status, 200);
    EXPECT_EQ(before.header("Cache-Control"), "public, max-age=300");
    const json::array first = before.body.at("keys").as_array();
    ASSERT_EQ(first.size(), 1U);
    EXPECT_EQ(first[0].at("alg"), "ES256");
    EXPECT_FALSE(first[0].as_object().contains("d"));
    const std::string editor = world.add_key(Role::editor);
    EXPECT_EQ(world.as(editor, "POST", "/v1/server-keys/rotate").status, 403);
    const Answer rotated = world.post("/v1/server-keys/rotate");
    ASSERT_EQ(rotated.status, 200) << json::serialize(rotated.body);
    const json::array both = set().body.at("keys").as_array();
    ASSERT_EQ(both.size(), 2U);
    EXPECT_EQ(json::value_to<std::string>(both[0].at("kid")), rotated.text("kid"));
    EXPECT_EQ(both[1].at("kid"), first[0].at("kid"));
    std::optional<store::ServerKey> signs;
    ASSERT_TRUE(world.database->read([&](db::Session& session) -> Result<> {
        signs = TRY(store::current_server_key(session));
        return {};
    }));
    EXPECT_EQ(signs->kid, rotated.text("kid"));
    world.clock.advance(std::chrono::hours(30 * 24 + 1));
    EXPECT_EQ(set().body.at("keys").as_array().size(), 1U);
}

} // namespace
} // namespace presstime::api
