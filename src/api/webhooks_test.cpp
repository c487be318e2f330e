// /v1/webhooks: what may be said, who may say it, and what never comes out again.
#include "api/webhook_test_support.hpp"

#include <fmt/format.h>

namespace presstime::api {
namespace {

std::string with_headers(const std::string& headers)
{
    return R"({"url":"https://hooks.example.com/in","headers":)" + headers + "}";
}

TEST(Webhooks, AreCreatedWithASecretThatIsShownOnce)
{
    WebhookWorld world;
    const Answer made = world.post(
        "/v1/webhooks",
        R"({"url":"https://hooks.example.com/in","filters":["Report.Run","tasks"],"description":"Finance",
            "headers":{"X-Token":"hush-hush"},"properties":{"team":"Zürich"},"rate_limit_per_minute":60})");
    ASSERT_EQ(made.status, 201) << json::serialize(made.body);
    EXPECT_EQ(made.header("Location"), "/v1/webhooks/1");
    EXPECT_EQ(made.header("ETag"), "\"1\"");
    EXPECT_EQ(made.header("Cache-Control"), "no-store");
    EXPECT_TRUE(made.text("secret").starts_with("whsec_"));
    EXPECT_EQ(json::serialize(made.body.at("filters")), R"(["report.run","tasks"])");
    EXPECT_EQ(made.text("format"), "standard");
    EXPECT_EQ(made.text("status"), "active");
    const Answer again = world.get("/v1/webhooks/1");
    EXPECT_EQ(again.text("secret"), "***");
    EXPECT_EQ(json::serialize(again.body.at("headers")), R"({"X-Token":"***"})");
    EXPECT_EQ(again.body.at("secrets").as_array().size(), 1U);
    const std::string secret = made.text("secret").substr(6);
    for (const std::string path : {"/v1/webhooks", "/v1/webhooks/1"}) {
        const std::string shown = json::serialize(world.get(path).body);
        EXPECT_EQ(shown.find(secret), std::string::npos) << path;
        EXPECT_EQ(shown.find("hush-hush"), std::string::npos) << path;
    }
}

TEST(Webhooks, RefuseHeadersThatFrameSignOrIdentify)
{
    WebhookWorld world;
    for (const char* name : {"Host",
                             "content-length",
                             "Transfer-Encoding",
                             "Connection",
                             "Keep-Alive",
                             "TE",
                             "Trailer",
                             "Upgrade",
                             "Proxy-Authorization",
                             "Expect",
                             "webhook-id",
                             "Webhook-Signature",
                             "WEBHOOK-X",
                             "ms-signature",
                             "X-Presstime-Report-Id",
                             "x-presstime-digest-signature",
                             "Content-Type",
                             "Content-Digest",
                             "User-Agent",
                             "X-Forwarded-For",
                             "a b",
                             "a:b",
                             "",
                             "ü"}) {
        const Answer refused =
            world.post("/v1/webhooks", with_headers(json::serialize(json::object{{name, "x"}})));
        EXPECT_EQ(refused.status, 422) << name;
        EXPECT_TRUE(refused.text("field").starts_with("headers.")) << json::serialize(refused.body);
    }
    for (const char* value : {"a\r\nHost: evil", "a\nb", "a\rb"})
        EXPECT_EQ(
            world.post("/v1/webhooks", with_headers(json::serialize(json::object{{"X-A", value}}))).status,
            422);
    const std::string longest(4'096, 'v');
    const auto of_value = [](const std::string& value) {
        return with_headers(json::serialize(json::object{{"X-A", value}}));
    };
    EXPECT_EQ(world.post("/v1/webhooks", of_value(longest)).status, 201);
    EXPECT_EQ(world.post("/v1/webhooks", of_value(longest + "v")).status, 422);
    EXPECT_EQ(world.post("/v1/webhooks", with_headers(R"({"X-A":"1","x-a":"2"})")).status, 422);
    json::object many;
    for (int n = 0; n < 33; ++n)
        many[fmt::format("X-{}", n)] = "v";
    EXPECT_EQ(world.post("/v1/webhooks", with_headers(json::serialize(many))).status, 422);
    EXPECT_EQ(world.post("/v1/webhooks", with_headers(R"({"Authorization":"Bearer receiver","X-Team":"a"})"))
                  .status,
              201);
}

TEST(Webhooks, SendNoStoredHeaderToAnotherHostUnseen)
{
    WebhookWorld world;
    const Answer made =
        world.post("/v1/webhooks", with_headers(R"({"X-Key":"of the receiver","X-Team":"a"})"));
    ASSERT_EQ(made.status, 201) << json::serialize(made.body);
    const std::string address = "/v1/webhooks/" + std::to_string(made.number("id"));
    const Answer moved = world.patch(address, R"({"url":"https://elsewhere.example.org/hook"})");
    EXPECT_EQ(moved.status, 422);
    EXPECT_EQ(moved.text("field"), "headers.X-Key");
    EXPECT_EQ(world
                  .patch(address, R"({"url":"https://elsewhere.example.org/hook",
                                       "headers":{"X-Key":"***","X-Team":"a"}})")
                  .status,
              422);
    EXPECT_EQ(world
                  .patch(address, R"({"url":"https://elsewhere.example.org/hook",
                                       "headers":{"X-Key":"of the receiver","X-Team":null}})")
                  .status,
              200);
}

TEST(Webhooks, RefuseAddressesThatMayNotBeCalledAndSayNothingOfThem)
{
    WebhookWorld world;
    for (const char* url :
         {"http://127.0.0.1/x", "http://127.1/x", "http://2130706433/", "http://0x7f000001/",
          "http://localhost/", "http://LOCALHOST./", "http://10.0.0.7:6379/",
          "http://169.254.169.254/latest/meta-data/", "http://[::1]/", "http://[::ffff:7f00:1]/",
          "http://[fd00:ec2::254]/", "http://192.168.1.1/", "ftp://hooks.example.com/",
          "https://hooks.example.com/#part", "https://hooks.example.com:0/", "hooks.example.com",
          "https://db/", "https://a\\b/"}) {
        const Answer refused = world.post("/v1/webhooks", json::serialize(json::object{{"url", url}}));
        EXPECT_EQ(refused.status, 422) << url << json::serialize(refused.body);
        EXPECT_EQ(refused.text("field"), "url") << url;
    }
    const std::int64_t id = world.add_webhook(world.admin_key);
    const std::string path = fmt::format("/v1/webhooks/{}", id);
    EXPECT_EQ(world.patch(path, R"({"url":"http://127.0.0.1:8080/"})").status, 422);
    EXPECT_EQ(world.get(path).text("url"), "https://hooks.example.com/in");
    EXPECT_EQ(
        world.post("/v1/webhooks", R"({"url":"https://hooks.example.com/)" + std::string(70'000, 'a') + "\"}")
            .status,
        422);
}

TEST(Webhooks, RefuseUnknownFiltersFormatsAndMembers)
{
    WebhookWorld world;
    const auto refused_field = [&](const std::string& body) {
        const Answer answer = world.post("/v1/webhooks", body);
        EXPECT_EQ(answer.status, 422) << body;
        return answer.text("field");
    };
    EXPECT_EQ(refused_field(R"({"url":"https://h.example.com/","filters":["report.runs"]})"), "filters[0]");
    EXPECT_EQ(refused_field(R"({"url":"https://h.example.com/","format":"xml"})"), "format");
    EXPECT_EQ(refused_field(R"({"url":"https://h.example.com/","colour":"red"})"), "colour");
    EXPECT_EQ(refused_field(R"({"filters":[]})"), "url");
    EXPECT_EQ(refused_field(R"({"url":"https://h.example.com/","properties":{"a":1}})"), "properties.a");
    EXPECT_EQ(refused_field(R"({"url":"https://h.example.com/","rate_limit_per_minute":-1})"),
              "rate_limit_per_minute");
    EXPECT_EQ(refused_field(R"({"url":"https://h.example.com/","disabled":true})"), "disabled");
}

TEST(Webhooks, AreChangedInPartUnderTheirVersion)
{
    WebhookWorld world;
    const std::int64_t id =
        world.add_webhook(world.admin_key, R"(,"headers":{"X-A":"1","X-B":"2"},"properties":{"p":"q"})");
    const std::string path = fmt::format("/v1/webhooks/{}", id);
    const Answer changed =
        world.send("PATCH", path, R"({"description":"new","headers":{"X-A":"***","X-B":null}})",
                   {{"if-match", "\"1\""}});
    ASSERT_EQ(changed.status, 200) << json::serialize(changed.body);
    EXPECT_EQ(changed.number("version"), 2);
    EXPECT_EQ(json::serialize(changed.body.at("headers")), R"({"X-A":"***"})");
    EXPECT_EQ(json::serialize(changed.body.at("properties")), R"({"p":"q"})");
    EXPECT_EQ(world.send("PATCH", path, R"({"description":"x"})", {{"if-match", "\"1\""}}).status, 412);
    EXPECT_EQ(world.patch(path, R"({"headers":{"X-New":"***"}})").status, 422); // a mask of nothing
    // What was read can be sent back, and says nothing new.
    const Answer back = world.patch(path, json::serialize(world.get(path).body));
    EXPECT_EQ(back.status, 200) << json::serialize(back.body);
    EXPECT_EQ(back.number("version"), 2);
    EXPECT_EQ(world.send("DELETE", path).status, 204);
    EXPECT_EQ(world.get(path).status, 404);
}

TEST(Webhooks, PauseResumeAndAreEnabledAgainByAPerson)
{
    WebhookWorld world;
    const std::int64_t id = world.add_webhook(world.admin_key);
    const std::string path = fmt::format("/v1/webhooks/{}", id);
    EXPECT_EQ(world.post(path + "/pause").text("status"), "paused");
    EXPECT_EQ(world.post(path + "/test").status, 409);
    world.clock.advance(std::chrono::hours(8));
    EXPECT_EQ(world.post(path + "/resume").text("status"), "active");
    Webhook stored;
    const auto load = [&] {
        EXPECT_TRUE(world.database->read([&](db::Session& session) -> Result<> {
            stored = TRY(store::get_webhook(session, id));
            return {};
        }));
    };
    load();
    EXPECT_EQ(stored.resumed_at, world.clock.now());
    world.write([&](db::Session& session) -> Result<> {
        TRY(store::set_webhook_health(session, id, {world.clock.now(), world.clock.now(), 3}));
        TRY(store::disable_webhook(session, id, "answered 410", world.clock.now()));
        return {};
    });
    EXPECT_EQ(world.get(path).text("disabled_reason"), "answered 410");
    EXPECT_EQ(world.patch(path, R"({"description":"still off"})").text("status"), "disabled");
    EXPECT_EQ(world.patch(path, R"({"disabled":false})").text("status"), "active");
    load();
    EXPECT_EQ(stored.exhausted, 0);
    EXPECT_FALSE(stored.failing_since);
}

TEST(Webhooks, BelongToTheirMakerAndAreSeenByAdmins)
{
    WebhookWorld world;
    const std::string ann = world.add_key(Role::viewer);
    const std::string bob = world.add_key(Role::editor);
    const std::int64_t hers = world.add_webhook(ann);
    const std::int64_t his = world.add_webhook(bob);
    EXPECT_EQ(world.as(ann, "GET", "/v1/webhooks").body.as_array().size(), 1U);
    EXPECT_EQ(world.get("/v1/webhooks").body.as_array().size(), 2U);
    EXPECT_TRUE(world.get(fmt::format("/v1/webhooks/{}", hers)).body.at("owner").at("name").is_string());
    const Answer missing = world.as(ann, "GET", "/v1/webhooks/999");
    const std::vector<std::pair<std::string, std::string>> routes{
        {"GET", ""},         {"PATCH", ""},       {"DELETE", ""},    {"POST", "/pause"},
        {"POST", "/resume"}, {"POST", "/test"},   {"POST", "/send"}, {"POST", "/rotate-secret"},
        {"GET", "/replays"}, {"POST", "/replays"}};
    for (const auto& [method, tail] : routes) {
        std::string body = method == "PATCH" ? R"({"paused":true})" : "";
        if (tail == "/send")
            body = R"({"event_id":"evt_x"})";
        if (tail == "/replays" && method == "POST")
            body = R"({"since":"2026-03-01T00:00:00Z","dry_run":true})";
        const Answer hidden = world.as(ann, method, fmt::format("/v1/webhooks/{}{}", his, tail), body);
        EXPECT_EQ(hidden.status, 404) << method << tail;
        EXPECT_EQ(hidden.text("detail"), fmt::format("webhook {} does not exist", his)) << method << tail;
    }
    EXPECT_EQ(missing.text("detail"), "webhook 999 does not exist");
    EXPECT_EQ(world.get(fmt::format("/v1/webhooks/{}", his)).text("status"), "active");
}

TEST(Webhooks, GoToAnotherOwnerByAdminsAlone)
{
    WebhookWorld world;
    const std::string ann = world.add_key(Role::viewer);
    const std::int64_t hers = world.add_webhook(ann);
    const std::string path = fmt::format("/v1/webhooks/{}", hers);
    const std::int64_t own_id = world.get(path).body.at("owner").at("token_id").as_int64();
    EXPECT_EQ(world.as(ann, "PATCH", path, R"({"owner":{"token_id":1}})").status, 403);
    EXPECT_EQ(
        world.as(ann, "POST", "/v1/webhooks", R"({"url":"https://h.example.com/","owner":{"token_id":1}})")
            .status,
        403);
    EXPECT_EQ(world.patch(path, R"({"owner":{"token_id":1}})").status, 200);
    EXPECT_EQ(world.as(ann, "GET", path).status, 404);
    EXPECT_EQ(world.patch(path, R"({"owner":{"token_id":9999}})").status, 422);
    EXPECT_EQ(world.patch(path, R"({"owner":{}})").status, 422);
    EXPECT_EQ(world.patch(path, fmt::format(R"({{"owner":{{"token_id":{}}}}})", own_id)).status, 200);
    EXPECT_EQ(world.as(ann, "GET", path).status, 200);
}

TEST(Webhooks, AreOwnedInABoundedNumber)
{
    WebhookWorld world;
    const std::string ann = world.add_key(Role::viewer);
    const std::int64_t first = world.add_webhook(ann);
    world.write([&](db::Session& session) -> Result<> {
        Webhook webhook = TRY(store::get_webhook(session, first));
        for (int n = 0; n < 999; ++n)
            TRY(store::insert_webhook(session, webhook, world.clock.now()));
        return {};
    });
    const std::string body = R"({"url":"https://hooks.example.com/in"})";
    EXPECT_EQ(world.as(ann, "POST", "/v1/webhooks", body).status, 409);
    EXPECT_EQ(world.post("/v1/webhooks", body).status, 201);
}

TEST(Webhooks, AreReadOnlyForAKeyThatOnlyReads)
{
    WebhookWorld world;
    const std::string reader = world.add_key(Role::admin, Scope::read);
    const std::int64_t id = world.add_webhook(world.admin_key);
    EXPECT_EQ(world.as(reader, "GET", fmt::format("/v1/webhooks/{}", id)).status, 200);
    EXPECT_EQ(world.as(reader, "POST", "/v1/webhooks", R"({"url":"https://h.example.com/"})").status, 403);
    EXPECT_EQ(world.as(reader, "DELETE", fmt::format("/v1/webhooks/{}", id)).status, 403);
    EXPECT_EQ(world.as(reader, "POST", fmt::format("/v1/webhooks/{}/test", id)).status, 403);
}

TEST(Webhooks, OfNotificationsMustEchoTheRegistrationCheck)
{
    WebhookWorld world;
    const std::string body = R"({"url":"https://hooks.example.com/in?a=1","format":"notifications"})";
    // Refused, unreachable or forbidden: one sentence, and nothing of the inner network.
    const Answer unreachable = world.post("/v1/webhooks", body);
    EXPECT_EQ(unreachable.status, 422);
    EXPECT_EQ(json::serialize(unreachable.body).find("10.0.0.7"), std::string::npos);
    EXPECT_EQ(json::serialize(unreachable.body).find("refused"), std::string::npos);
    std::string asked;
    world.webhook_receiver = [&](const std::string& url) -> Result<http::Fetched> {
        asked = url;
        return http::Fetched{200, "text/plain", url.substr(url.find("echo=") + 5)};
    };
    EXPECT_EQ(world.post("/v1/webhooks", body).status, 201);
    EXPECT_TRUE(asked.starts_with("https://hooks.example.com/in?a=1&echo=")) << asked;
    EXPECT_EQ(asked.size() - (asked.find("echo=") + 5), 32U);
    asked.clear();
    EXPECT_EQ(world.patch("/v1/webhooks/1", R"({"description":"x"})").status, 200);
    EXPECT_EQ(asked, ""); // neither address nor format changed
    EXPECT_EQ(world.patch("/v1/webhooks/1", R"({"url":"https://hooks.example.com/other"})").status, 200);
    EXPECT_TRUE(asked.starts_with("https://hooks.example.com/other?echo="));
    world.webhook_receiver = [](const std::string&) -> Result<http::Fetched> {
        return http::Fetched{500, "text/html", "inner secrets"};
    };
    const Answer failed = world.post("/v1/webhooks", body);
    EXPECT_NE(failed.text("detail").find("status 500"), std::string::npos);
    EXPECT_EQ(failed.text("detail").find("inner"), std::string::npos);
    world.webhook_receiver = [](const std::string&) -> Result<http::Fetched> {
        return http::Fetched{200, "text/html", "something else"};
    };
    EXPECT_EQ(world.post("/v1/webhooks", body).status, 422);
    world.webhook_receiver = nullptr;
    EXPECT_EQ(world
                  .post("/v1/webhooks",
                        R"({"url":"https://hooks.example.com/in?NoEcho=1","format":"notifications"})")
                  .status,
              201);
}

TEST(Webhooks, CannotBeUsedToScanPortsByTheRegistrationCheck)
{
    WebhookWorld world;
    int asked = 0;
    world.webhook_receiver = [&](const std::string&) -> Result<http::Fetched> {
        ++asked;
        return fail(Error::retry("refused"));
    };
    const std::string body = R"({"url":"https://hooks.example.com/in","format":"notifications"})";
    for (int n = 0; n < 10; ++n)
        EXPECT_EQ(world.post("/v1/webhooks", body).status, 422);
    const Answer limited = world.post("/v1/webhooks", body);
    EXPECT_EQ(limited.status, 429);
    EXPECT_FALSE(limited.header("Retry-After").empty());
    EXPECT_EQ(asked, 10);
    world.clock.advance(std::chrono::minutes(1));
    EXPECT_EQ(world.post("/v1/webhooks", body).status, 422);
}

TEST(Webhooks, GiveAllTokensOfAUserOneAllowanceOfRegistrationChecks)
{
    WebhookWorld world;
    world.webhook_receiver = [](const std::string&) -> Result<http::Fetched> {
        return fail(Error::retry("refused"));
    };
    User user{.email = "ann@example.com", .name = "Ann", .role = Role::editor};
    world.write([&](db::Session& session) { return store::insert_user(session, user, world.clock.now()); });
    const std::string body = R"({"url":"https://hooks.example.com/in","format":"notifications"})";
    for (int n = 0; n < 11; ++n) {
        const std::string token = world.add_key(Role::editor, Scope::write, user.id);
        EXPECT_EQ(world.as(token, "POST", "/v1/webhooks", body).status, n < 10 ? 422 : 429) << n;
    }
}

TEST(Webhooks, AreTestedInTheNameOfTheirOwnWorkspace)
{
    WebhookWorld world;
    EXPECT_EQ(world.patch("/v1/workspace", R"({"name":"Initech"})").status, 200);
    const std::int64_t id = world.add_webhook(world.admin_key);
    const Answer made = world.post(fmt::format("/v1/webhooks/{}/test", id));
    const Answer shown = world.get(fmt::format("/v1/webhook_deliveries/{}", made.number("id")));
    EXPECT_NE(shown.text("payload").find(R"("workspace":{"id":1,"name":"Initech"})"), std::string::npos)
        << shown.text("payload");
}

TEST(Webhooks, SayWhatTheyAreToldOfAndWarnWhenItIsNothing)
{
    WebhookWorld world;
    const Answer all =
        world.post("/v1/webhooks", R"({"url":"https://h.example.com/","filters":["query.*"]})");
    EXPECT_EQ(json::serialize(all.body.at("matches")),
              R"(["query.created","query.updated","query.deleted","query.run"])");
    EXPECT_FALSE(all.body.as_object().contains("warnings"));
    const Answer nothing = world.post(
        "/v1/webhooks", R"({"url":"https://h.example.com/","filters":["categories"],"format":"callback"})");
    EXPECT_EQ(nothing.body.at("warnings").at(0).at("field"), "filters");
}

} // namespace
} // namespace presstime::api
