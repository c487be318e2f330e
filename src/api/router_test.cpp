#include "api/test_world.hpp"

namespace presstime::api {
namespace {

TEST(Router, AsksForAKey)
{
    World world;
    for (const std::string authorization :
         {"", "Bearer ", "Bearer pt_unknown", "Basic dXNlcjpwYXNz", "pt_x"}) {
        const Answer answer = world.send("GET", "/v1/reports", "", {{"authorization", authorization}});
        EXPECT_EQ(answer.status, 401) << authorization;
        EXPECT_EQ(answer.response.content_type, "application/problem+json");
        EXPECT_NE(answer.header("WWW-Authenticate"), "");
    }
    EXPECT_EQ(world.get("/v1/reports").status, 200);
    EXPECT_EQ(
        world.send("GET", "/v1/reports", "", {{"authorization", ""}, {"x-api-key", world.admin_key}}).status,
        200);
}

TEST(Router, ProblemsSayWhatAndWhere)
{
    World world;
    world.add_sales();
    json::object report = World::weekly_report();
    report["hour"] = 24;
    const Answer answer = world.post("/v1/reports", json::serialize(report));
    EXPECT_EQ(answer.status, 422);
    EXPECT_EQ(answer.text("field"), "hour");
    EXPECT_EQ(answer.text("title"), "Unprocessable Content");
    EXPECT_EQ(answer.text("code"), "invalid");
    EXPECT_EQ(answer.text("error"), answer.text("detail"));
    EXPECT_NE(answer.text("detail").find("from 0 to 23"), std::string::npos);
}

TEST(Router, KnowsAddressesAndMethods)
{
    World world;
    EXPECT_EQ(world.get("/v1/nothing").status, 404);
    EXPECT_EQ(world.get("/v1/reports/").status, 404);
    const Answer answer = world.send("DELETE", "/v1/reports");
    EXPECT_EQ(answer.status, 405);
    EXPECT_EQ(answer.header("Allow"), "GET, POST, PUT");
    for (const std::string id : {"0", "-1", "+1", "01", "1e3", "abc", "99999999999999999999", " 1"})
        EXPECT_EQ(world.get("/v1/reports/" + id).status, 404) << id;
}

TEST(Router, HealthNeedsNoKey)
{
    World world;
    EXPECT_EQ(world.send("GET", "/healthz", "", {{"authorization", ""}}).status, 200);
    EXPECT_EQ(world.send("GET", "/readyz", "", {{"authorization", ""}}).status, 200);
}

TEST(Tokens, AreShownOnceAndStopWorkingWhenDeleted)
{
    World world;
    const std::string key = world.make_key("read");
    EXPECT_TRUE(key.starts_with("pt_"));
    const Answer list = world.get("/v1/tokens");
    EXPECT_EQ(json::serialize(list.body).find(key), std::string::npos);
    ASSERT_EQ(list.body.as_array().size(), 2u);
    const std::int64_t id = list.body.at(1).at("id").to_number<std::int64_t>();
    EXPECT_EQ(world.send("GET", "/v1/reports", "", {{"authorization", "Bearer " + key}}).status, 200);
    EXPECT_EQ(world.send("DELETE", "/v1/tokens/" + std::to_string(id)).status, 204);
    EXPECT_EQ(world.send("GET", "/v1/reports", "", {{"authorization", "Bearer " + key}}).status, 401);
}

TEST(Tokens, AreNeverKeptForIdempotency)
{
    World world;
    const std::string body = R"({"name":"n","scope":"read"})";
    const std::map<std::string, std::string> headers{{"idempotency-key", "k1"}};
    const Answer first = world.send("POST", "/v1/tokens", body, headers);
    const Answer second = world.send("POST", "/v1/tokens", body, headers);
    EXPECT_NE(first.text("token"), second.text("token"));
}

TEST(Scopes, AreCheckedForEveryChange)
{
    World world;
    world.add_sales();
    const std::int64_t id = world.add_report();
    const std::string report = "/v1/reports/" + std::to_string(id);
    const std::string read = "Bearer " + world.make_key("read");
    const std::string write = "Bearer " + world.make_key("write");
    struct Case {
        std::string method, path, body;
        int as_read, as_write;
    };
    const std::vector<Case> cases{
        {"GET", report, "", 200, 200},
        {"GET", "/v1/connections", "", 200, 200},
        {"PATCH", report, R"({"hour":10})", 403, 200},
        {"POST", "/v1/reports", json::serialize(World::weekly_report()), 403, 201},
        {"PATCH", "/v1/connections/shop", "{}", 403, 200},
        {"DELETE", "/v1/connections/shop", "", 403, 409},
        {"PUT", "/v1/theme", "{}", 403, 403},
        {"GET", "/v1/tokens", "", 403, 403},
        {"POST", "/v1/tokens", R"({"name":"x","scope":"admin"})", 403, 403},
        {"PATCH", "/v1/dashboards/dash_sales", R"({"description":"d"})", 403, 200},
        {"POST", "/v1/dashboards/dash_sales/publish", "", 403, 200},
        {"POST", report + "/run", "", 403, 201},
        {"DELETE", report, "", 403, 204},
    };
    for (const Case& each : cases) {
        EXPECT_EQ(world.send(each.method, each.path, each.body, {{"authorization", read}}).status,
                  each.as_read)
            << each.method << " " << each.path;
        EXPECT_EQ(world.send(each.method, each.path, each.body, {{"authorization", write}}).status,
                  each.as_write)
            << each.method << " " << each.path;
    }
}

TEST(IdempotencyKey, AnswersTheSameRequestOnce)
{
    World world;
    world.add_sales();
    const std::string body = json::serialize(World::weekly_report());
    const std::map<std::string, std::string> headers{{"idempotency-key", "create-1"}};
    const Answer first = world.send("POST", "/v1/reports", body, headers);
    const Answer again = world.send("POST", "/v1/reports", body, headers);
    EXPECT_EQ(first.status, 201);
    EXPECT_EQ(again.status, 201);
    json::object masked = first.body.as_object();
    masked["webhook_secret"] = "***";
    EXPECT_EQ(json::serialize(again.body), json::serialize(masked)) << "a secret is shown once";
    EXPECT_EQ(again.header("Location"), first.header("Location"));
    EXPECT_EQ(again.header("Idempotency-Replayed"), "true");
    EXPECT_EQ(world.get("/v1/reports").body.as_array().size(), 1u);
    const Answer other = world.send("POST", "/v1/reports", R"({"name":"x"})", headers);
    EXPECT_EQ(other.status, 409);
    world.clock.advance(std::chrono::hours(25));
    EXPECT_EQ(world.send("POST", "/v1/reports", body, headers).number("id"), 2);
}

TEST(IdempotencyKey, DoesNotKeepRefusals)
{
    World world;
    world.add_sales();
    const std::map<std::string, std::string> headers{{"idempotency-key", "create-1"}};
    EXPECT_EQ(world.send("POST", "/v1/reports", "{", headers).status, 400);
    EXPECT_EQ(world.send("POST", "/v1/reports", json::serialize(World::weekly_report()), headers).status,
              201);
}

} // namespace
} // namespace presstime::api
