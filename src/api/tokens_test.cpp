// API keys with roles, personal tokens with an end, and when they were last used.
#include "api/people_world.hpp"

namespace presstime::api {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

TEST(ApiKeys, HaveARoleOfTheirOwn)
{
    PeopleWorld world;
    auto make = [&](const std::string& body) { return world.post("/v1/tokens", body); };
    EXPECT_EQ(make(R"({"name":"a","scope":"admin"})").text("role"), "admin");
    EXPECT_EQ(make(R"({"name":"w","scope":"write"})").text("role"), "admin");
    EXPECT_EQ(make(R"({"name":"r","scope":"read"})").text("role"), "viewer");
    const Answer editor = make(R"({"name":"e","scope":"write","role":"editor","expires_in_days":7})");
    EXPECT_EQ(editor.text("role"), "editor");
    EXPECT_EQ(editor.text("expires_at"), "2026-03-09T08:59:00Z");
    EXPECT_EQ(make(R"({"name":"o","scope":"admin","role":"owner"})").status, 403);
    EXPECT_EQ(world.with_key(editor.text("token"), "POST", "/v1/connections", "{}").status, 403);
    world.clock.advance(hours(7 * 24));
    const Answer expired = world.with_key(editor.text("token"), "GET", "/v1/reports");
    EXPECT_EQ(expired.status, 401);
    EXPECT_NE(expired.text("detail").find("expired"), std::string::npos);
    EXPECT_EQ(
        world.send("GET", "/v1/reports", "", {{"authorization", ""}, {"x-api-key", world.admin_key}}).status,
        200);
}

TEST(ApiKeys, NeverGetTheIdOfOneThatIsGone)
{
    PeopleWorld world;
    const Answer leaver = world.post("/v1/tokens", R"({"name":"leaver","scope":"admin"})");
    const std::string key = leaver.text("token");
    ASSERT_EQ(world.with_key(key, "POST", "/v1/webhooks", R"({"url":"https://hooks.example.com/a"})").status,
              201);
    ASSERT_EQ(world.send("DELETE", fmt::format("/v1/tokens/{}", leaver.number("id"))).status, 204);
    const Answer newcomer =
        world.post("/v1/tokens", R"({"name":"newcomer","scope":"write","role":"editor"})");
    EXPECT_GT(newcomer.number("id"), leaver.number("id"));
    const Answer theirs = world.with_key(newcomer.text("token"), "GET", "/v1/webhooks");
    EXPECT_EQ(theirs.response.body, "[]") << "what the other owned is not theirs";
}

TEST(PersonalTokens, EndAtATimeThatTheirOwnerChooses)
{
    PeopleWorld world;
    world.add_user("ann@example.com", "editor");
    const Browser browser = world.log_in("ann@example.com");
    auto make = [&](const std::string& body) {
        return world.send("POST", "/v1/users/me/tokens", body, browser.changing());
    };
    EXPECT_EQ(make(R"({"name":"n","scope":"read"})").text("field"), "expires_in_days");
    EXPECT_EQ(make(R"({"name":"n","scope":"read","expires_in_days":367})").status, 422);
    EXPECT_EQ(make(R"({"name":"n","scope":"read","expires_in_days":0})").status, 422);
    EXPECT_EQ(make(R"({"name":"n","scope":"read","expires_at":"2026-03-02T08:59:00Z"})").status, 422);
    EXPECT_EQ(make(R"({"name":"n","scope":"read","expires_at":"2027-03-04T00:00:00Z"})").status, 422);
    EXPECT_EQ(
        make(R"({"name":"n","scope":"read","expires_in_days":1,"expires_at":"2026-03-04T00:00:00Z"})").status,
        422);
    EXPECT_EQ(make(R"({"name":"n","scope":"read","expires_in_days":1,"role":"admin"})").status, 422);
    const Answer made = make(R"({"name":"n","scope":"read","expires_in_days":2})");
    ASSERT_EQ(made.status, 201) << made.response.body;
    EXPECT_EQ(made.header("Cache-Control"), "no-store");
    EXPECT_EQ(made.text("expires_at"), "2026-03-04T08:59:00Z");
    const Answer list = world.send("GET", "/v1/users/me/tokens", "", browser.reading());
    EXPECT_EQ(list.response.body.find(made.text("token")), std::string::npos);
    EXPECT_EQ(list.body.as_array().size(), 1u);
    EXPECT_EQ(world.with_key(made.text("token"), "GET", "/v1/reports").status, 200);
    world.clock.advance(hours(48));
    EXPECT_EQ(world.with_key(made.text("token"), "GET", "/v1/reports").status, 401);
}

TEST(PersonalTokens, CanDoNoMoreThanTheirUserNow)
{
    PeopleWorld world;
    world.add_owner();
    const std::int64_t ann = world.add_user("ann@example.com", "admin");
    const Browser browser = world.log_in("ann@example.com");
    const std::string token = world.personal_token(browser, "admin");
    const std::string reader = world.personal_token(browser, "read");
    EXPECT_EQ(world.with_key(token, "GET", "/v1/users").status, 200);
    EXPECT_EQ(world.with_key(reader, "GET", "/v1/users").status, 403) << "the scope is the least";
    EXPECT_EQ(world.patch(world.user_path(ann), R"({"role":"viewer"})").status, 200);
    EXPECT_EQ(world.with_key(token, "GET", "/v1/users").status, 403) << "and so is the role";
    EXPECT_EQ(world.with_key(token, "GET", "/v1/reports").status, 200);
}

TEST(PersonalTokens, CannotProlongThemselves)
{
    PeopleWorld world;
    world.add_user("ann@example.com", "editor");
    const Browser browser = world.log_in("ann@example.com");
    const std::string token = world.personal_token(browser, "admin", 10);
    const std::string writer = world.personal_token(browser, "write", 10);
    auto make = [&](const std::string& key, int days) {
        return world
            .with_key(
                key, "POST", "/v1/users/me/tokens",
                json::serialize(json::object{{"name", "n"}, {"scope", "read"}, {"expires_in_days", days}}))
            .status;
    };
    EXPECT_EQ(make(token, 10), 201);
    EXPECT_EQ(make(token, 11), 422);
    EXPECT_EQ(make(writer, 1), 403);
    EXPECT_EQ(make(world.admin_key, 1), 403) << "an API key belongs to nobody";
    EXPECT_EQ(world
                  .with_key(token, "POST", "/v1/users/me/password",
                            R"({"current_password":"correct horse battery","password":"another one here"})")
                  .status,
              403);
}

TEST(PersonalTokens, AreDeletedByTheirOwnerOrAnAdmin)
{
    PeopleWorld world;
    const std::int64_t ann = world.add_user("ann@example.com", "editor");
    world.add_user("bob@example.com", "editor");
    const Browser as_ann = world.log_in("ann@example.com");
    const Browser as_bob = world.log_in("bob@example.com");
    const std::string first = world.personal_token(as_ann, "read");
    const std::string second = world.personal_token(as_ann, "read");
    const Answer list = world.get(world.user_path(ann, "/tokens"));
    ASSERT_EQ(list.body.as_array().size(), 2u);
    auto id = [&](int index) { return list.body.at(index).at("id").to_number<std::int64_t>(); };
    const std::string own = fmt::format("/v1/users/me/tokens/{}", id(0));
    EXPECT_EQ(world.send("DELETE", own, "", as_bob.changing()).status, 404);
    EXPECT_EQ(world.send("GET", world.user_path(ann, "/tokens"), "", as_bob.reading()).status, 403);
    EXPECT_EQ(world.send("DELETE", own, "", as_ann.changing()).status, 204);
    EXPECT_EQ(world.with_key(first, "GET", "/v1/reports").status, 401);
    EXPECT_EQ(world.send("DELETE", fmt::format("/v1/tokens/{}", id(1))).status, 204);
    EXPECT_EQ(world.with_key(second, "GET", "/v1/reports").status, 401);
}

TEST(LastUse, IsNotedOnceAMinuteAndNotByTheCall)
{
    PeopleWorld world;
    world.errands.run_waiting();
    auto use = [&](const std::string& peer) {
        return world.from(peer, "GET", "/v1/reports", nullptr,
                          {{"authorization", "Bearer " + world.admin_key}});
    };
    auto noted = [&] { return world.locally("GET", "/v1/tokens").body.at(0); };
    EXPECT_TRUE(noted().at("last_used_at").is_null());
    const std::int64_t before = world.database->write_counts().works;
    for (int i = 0; i < 20; ++i)
        EXPECT_EQ(use("198.51.100.1").status, 200);
    EXPECT_EQ(world.database->write_counts().works, before) << "a read writes nothing";
    EXPECT_EQ(world.errands.run_waiting(), 1);
    EXPECT_EQ(noted().at("last_used_at"), "2026-03-02T08:59:00Z");
    EXPECT_EQ(noted().at("last_used_from"), "198.51.100.1");
    world.clock.advance(seconds(59));
    use("198.51.100.2");
    EXPECT_EQ(world.errands.run_waiting(), 0);
    world.clock.advance(seconds(1));
    use("198.51.100.2");
    EXPECT_EQ(world.errands.run_waiting(), 1);
    EXPECT_EQ(noted().at("last_used_from"), "198.51.100.2");
}

TEST(Errands, AreBounded)
{
    control::Errands errands;
    int done = 0;
    int refused = 0;
    for (int i = 0; i < 300; ++i)
        refused += errands.run_later([&] { ++done; }) ? 0 : 1;
    EXPECT_EQ(refused, 44);
    EXPECT_EQ(errands.run_waiting(), 256);
    EXPECT_EQ(done, 256);
    ASSERT_TRUE(errands.start());
    EXPECT_TRUE(errands.run_later([&] { ++done; }));
    errands.stop();
    EXPECT_EQ(done, 257) << "what waits is done before it stops";
}

TEST(IdempotencyKeys, GiveNobodyAnothersAnswer)
{
    PeopleWorld world;
    world.add_sales();
    const std::string body = json::serialize(World::weekly_report());
    const std::string other = world.make_key("write");
    EXPECT_EQ(world.send("POST", "/v1/reports", body, {{"idempotency-key", "k"}}).status, 201);
    EXPECT_EQ(world
                  .send("POST", "/v1/reports", body,
                        {{"idempotency-key", "k"}, {"authorization", "Bearer " + other}})
                  .status,
              409);
}

} // namespace
} // namespace presstime::api
