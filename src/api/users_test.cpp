// People: the first start, invites, roles, disabling, handing over; and what must not work.
#include "api/people_world.hpp"

namespace presstime::api {
namespace {

TEST(FirstStart, MakesTheOwnerOnceByTheNewestLink)
{
    PeopleWorld world;
    const std::string first = **world.one_time_links.issue_first_start("http://127.0.0.1:8080");
    const std::string second = **world.one_time_links.issue_first_start("http://127.0.0.1:8080");
    EXPECT_TRUE(second.starts_with("http://127.0.0.1:8080/setup#")) << second;
    EXPECT_EQ(world.accept(first).status, 404) << "a new start ends the link before";
    const Answer shown =
        world.open_call("/v1/one-time-links/inspect", {{"token", PeopleWorld::secret_of(second)}});
    EXPECT_EQ(shown.text("email"), "owner@example.com");
    EXPECT_EQ(shown.text("purpose"), "setup");
    const Answer made = world.open_call(
        "/v1/one-time-links/accept",
        {{"token", PeopleWorld::secret_of(second)}, {"password", kPassword}, {"email", "Boss@Example.com"}});
    ASSERT_EQ(made.status, 200) << made.response.body;
    EXPECT_EQ(made.body.at("user").at("role"), "owner");
    EXPECT_EQ(world.accept(second).status, 404) << "a link works once";
    EXPECT_FALSE(*world.one_time_links.issue_first_start("http://127.0.0.1:8080"));
    EXPECT_EQ(world.try_log_in("boss@example.COM").status, 200);
}

TEST(Invites, AreMailedAndSetThePasswordOnce)
{
    PeopleWorld world;
    world.add_owner();
    const Browser owner = world.log_in("owner@example.com");
    const Answer invited = world.send(
        "POST", "/v1/users", R"({"email":"ann@example.com","name":"Ann \u00c5berg","role":"editor"})",
        owner.changing());
    ASSERT_EQ(invited.status, 201) << invited.response.body;
    EXPECT_EQ(invited.header("Location"), world.user_path(invited.number("id")));
    EXPECT_TRUE(invited.body.at("invited").as_bool());
    EXPECT_FALSE(invited.body.as_object().contains("link")) << "only the operator sees it";
    EXPECT_EQ(world.try_log_in("ann@example.com", "").status, 422);
    EXPECT_EQ(world.try_log_in("ann@example.com", "no password yet").status, 401);
    const auto letters = world.letters();
    ASSERT_EQ(letters.size(), 1u);
    EXPECT_EQ(letters.front().first, "ann@example.com");
    const std::string& mail = letters.front().second;
    const std::size_t begin = mail.find("http://127.0.0.1:8080/invite#");
    ASSERT_NE(begin, std::string::npos) << mail;
    const std::string link = mail.substr(begin, mail.find("\r\n", begin) - begin);
    EXPECT_EQ(world.accept(link, "short").status, 422);
    EXPECT_EQ(world.accept(link, "ANN@example.com").text("field"), "password");
    EXPECT_EQ(world.accept(link, std::string(1025, 'x')).status, 422);
    EXPECT_EQ(world.accept(link).status, 200) << "a refused password does not use the link up";
    EXPECT_EQ(world.accept(link, "another password").status, 404);
    EXPECT_EQ(world.try_log_in("ann@example.com").status, 200);
}

TEST(Invites, EndAfterAWeek)
{
    PeopleWorld world;
    const Answer invited = world.locally("POST", "/v1/users", {{"email", "ann@example.com"}});
    world.clock.advance(std::chrono::hours(7 * 24));
    EXPECT_EQ(world.accept(invited.text("link")).status, 404);
    const Answer again = world.locally("POST", world.user_path(invited.number("id"), "/link"));
    EXPECT_EQ(again.status, 202);
    EXPECT_NE(again.text("link").find("/invite#"), std::string::npos);
    EXPECT_EQ(world.accept(again.text("link")).status, 200);
}

TEST(Invites, RefuseWhatIsNoAddress)
{
    PeopleWorld world;
    for (const char* email :
         {"", "ann", "ann@", "J\xC3\xBCrgen@example.com", "ann@ex\xC3\xA4mple.com", "a@b.com, c@d.com",
          "Ann <ann@example.com>", "ann@example.com\r\nBcc: x@example.com"}) {
        const Answer refused = world.locally("POST", "/v1/users", {{"email", email}});
        EXPECT_EQ(refused.status, 422) << email;
        EXPECT_EQ(refused.text("field"), "email") << email;
    }
    EXPECT_EQ(world.locally("POST", "/v1/users", {{"email", std::string(5000, 'a') + "@example.com"}}).status,
              422);
    EXPECT_EQ(world.locally("POST", "/v1/users", {{"email", "ann@example.com"}}).status, 201);
    EXPECT_EQ(world.locally("POST", "/v1/users", {{"email", "ANN@Example.com"}}).status, 409);
    const Answer quoted = world.locally("POST", "/v1/users",
                                        {{"email", "bob@example.com"}, {"name", "'; DROP TABLE users; --"}});
    EXPECT_EQ(quoted.text("name"), "'; DROP TABLE users; --");
    EXPECT_EQ(world.get("/v1/users").body.as_array().size(), 2u);
}

TEST(Roles, AreNeverRaisedAboveOnesOwn)
{
    PeopleWorld world;
    const std::int64_t owner = world.add_owner();
    const std::int64_t admin = world.add_user("admin@example.com", "admin");
    const std::int64_t viewer = world.add_user("viewer@example.com", "viewer");
    const Browser as_admin = world.log_in("admin@example.com");
    const Browser as_viewer = world.log_in("viewer@example.com");
    struct Case {
        const Browser& who;
        std::string method, path, body;
        int status;
    };
    const std::vector<Case> cases{
        {as_viewer, "PATCH", world.user_path(viewer), R"({"role":"admin"})", 403},
        {as_viewer, "PATCH", "/v1/users/me", R"({"role":"admin"})", 422},
        {as_viewer, "POST", "/v1/users", R"({"email":"x@example.com"})", 403},
        {as_viewer, "POST", "/v1/tokens", R"({"name":"x","scope":"admin"})", 403},
        {as_viewer, "GET", "/v1/users", "", 403},
        {as_viewer, "GET", world.user_path(owner), "", 403},
        {as_viewer, "GET", "/v1/orphans", "", 403},
        {as_viewer, "POST", world.user_path(viewer, "/hand-over"), R"({"to":1})", 403},
        {as_admin, "PATCH", world.user_path(admin), R"({"role":"owner"})", 403},
        {as_admin, "PATCH", world.user_path(owner), R"({"role":"viewer"})", 403},
        {as_admin, "PATCH", world.user_path(owner), R"({"enabled":false})", 403},
        {as_admin, "DELETE", world.user_path(owner), "", 403},
        {as_admin, "POST", world.user_path(owner, "/link"), "", 403},
        {as_admin, "POST", "/v1/users", R"({"email":"x@example.com","role":"owner"})", 403},
        {as_admin, "POST", "/v1/tokens", R"({"name":"x","scope":"admin","role":"owner"})", 403},
        {as_admin, "PATCH", world.user_path(viewer), R"({"role":"admin"})", 200},
        {as_admin, "PATCH", world.user_path(viewer), R"({"role":"emperor"})", 422},
        {as_admin, "PATCH", world.user_path(viewer), R"({"has_password":true})", 422},
    };
    for (const Case& each : cases)
        EXPECT_EQ(world.send(each.method, each.path, each.body, each.who.changing()).status, each.status)
            << each.method << " " << each.path << " " << each.body;
    EXPECT_EQ(world.with_key(world.admin_key, "PATCH", world.user_path(admin), R"({"role":"owner"})").status,
              403)
        << "an API key is an admin";
}

TEST(Owners, OneAlwaysRemains)
{
    PeopleWorld world;
    const std::int64_t owner = world.add_owner();
    const Browser browser = world.log_in("owner@example.com");
    for (const char* body : {R"({"role":"admin"})", R"({"enabled":false})"})
        EXPECT_EQ(world.send("PATCH", world.user_path(owner), body, browser.changing()).status, 409) << body;
    EXPECT_EQ(world.locally("DELETE", world.user_path(owner)).status, 409);
    const Answer invited =
        world.locally("POST", "/v1/users", {{"email", "second@example.com"}, {"role", "owner"}});
    EXPECT_EQ(world.locally("DELETE", world.user_path(owner)).status, 409)
        << "an invited owner cannot log in yet";
    EXPECT_EQ(world.accept(invited.text("link")).status, 200);
    EXPECT_EQ(world.send("PATCH", world.user_path(owner), R"({"role":"editor"})", browser.changing()).status,
              200);
    EXPECT_EQ(world.send("GET", "/v1/users", "", browser.reading()).status, 403)
        << "the role holds from the next call on";
    EXPECT_EQ(world.locally("DELETE", world.user_path(owner)).status, 204);
    EXPECT_EQ(world.send("GET", "/v1/session", "", browser.reading()).status, 401);
}

TEST(DisabledUsers, LoseSessionsTokensAndLinksForGood)
{
    PeopleWorld world;
    const std::int64_t ann = world.add_user("ann@example.com", "editor");
    const Browser browser = world.log_in("ann@example.com");
    const std::string token = world.personal_token(browser, "read");
    const Answer link = world.locally("POST", world.user_path(ann, "/link"));
    EXPECT_NE(link.text("link").find("/reset#"), std::string::npos);
    EXPECT_EQ(world.with_key(token, "GET", "/v1/users/me").text("email"), "ann@example.com");
    EXPECT_EQ(world.patch(world.user_path(ann), R"({"enabled":false})").status, 200);
    auto is_out = [&] {
        EXPECT_EQ(world.with_key(token, "GET", "/v1/reports").status, 401);
        EXPECT_EQ(world.send("GET", "/v1/reports", "", browser.reading()).status, 401);
        EXPECT_EQ(world.accept(link.text("link")).status, 404);
    };
    is_out();
    EXPECT_EQ(world.try_log_in("ann@example.com").status, 401);
    EXPECT_EQ(world.locally("POST", world.user_path(ann, "/link")).status, 409);
    EXPECT_EQ(world.patch(world.user_path(ann), R"({"enabled":true})").status, 200);
    is_out();
    EXPECT_EQ(world.try_log_in("ann@example.com").status, 200);
}

TEST(HandOver, MovesEverythingInOneCall)
{
    PeopleWorld world;
    world.add_sales();
    const std::int64_t ann = world.add_user("ann@example.com", "admin");
    const std::int64_t bob = world.add_user("bob@example.com", "viewer");
    const Browser browser = world.log_in("ann@example.com");
    json::object report = World::weekly_report();
    const Answer made = world.send("POST", "/v1/reports", json::serialize(report), browser.changing());
    ASSERT_EQ(made.status, 201) << made.response.body;
    const Answer kept = world.send("DELETE", world.user_path(ann));
    EXPECT_EQ(kept.status, 409);
    EXPECT_NE(kept.text("detail").find("Weekly usage summary"), std::string::npos) << kept.text("detail");
    EXPECT_EQ(world.get("/v1/orphans").body.as_array().size(), 0u);
    EXPECT_EQ(world.patch(world.user_path(ann), R"({"enabled":false})").status, 200);
    EXPECT_EQ(world.get("/v1/orphans").body.as_array().size(), 1u);
    EXPECT_EQ(world.post(world.user_path(ann, "/hand-over"), R"({"to":"nobody@example.com"})").status, 422);
    EXPECT_EQ(world.post(world.user_path(ann, "/hand-over"), R"({"to":true})").status, 422);
    EXPECT_EQ(world.post(world.user_path(bob, "/hand-over"), R"({"to":"ann@example.com"})").status, 422)
        << "a disabled user takes nothing over";
    const Answer moved = world.post(world.user_path(ann, "/hand-over"), R"({"to":"bob@example.com"})");
    ASSERT_EQ(moved.status, 200) << moved.response.body;
    EXPECT_EQ(moved.body.at("moved").as_array().size(), 1u);
    EXPECT_EQ(moved.body.at("moved").at(0).at("kind"), "report");
    EXPECT_EQ(world.get("/v1/orphans").body.as_array().size(), 0u);
    EXPECT_EQ(world.send("DELETE", world.user_path(ann)).status, 204);
    EXPECT_EQ(world.get("/v1/reports/1").status, 200);
}

TEST(Orphans, AreListedAndGivenAway)
{
    PeopleWorld world;
    world.add_sales();
    const std::int64_t bob = world.add_user("bob@example.com", "editor");
    ASSERT_EQ(world.locally("POST", "/v1/reports", World::weekly_report()).status, 201);
    const Answer lost = world.get("/v1/orphans");
    ASSERT_EQ(lost.body.as_array().size(), 1u);
    EXPECT_EQ(lost.body.at(0).at("name"), "Weekly usage summary");
    const Answer given = world.post("/v1/orphans/hand-over", json::serialize(json::object{{"to", bob}}));
    EXPECT_EQ(given.body.at("moved").as_array().size(), 1u);
    EXPECT_EQ(world.get("/v1/orphans").body.as_array().size(), 0u);
}

TEST(Users, ChangeOnlyTheVersionThatWasRead)
{
    PeopleWorld world;
    const std::int64_t ann = world.add_user("ann@example.com", "viewer");
    const Answer read = world.get(world.user_path(ann));
    const std::string etag = read.header("ETag");
    auto patch = [&](const std::string& tag) {
        return world.send("PATCH", world.user_path(ann), R"({"name":"Ann"})", {{"if-match", tag}}).status;
    };
    EXPECT_EQ(patch("\"99\""), 412);
    EXPECT_EQ(patch(etag), 200);
    EXPECT_EQ(patch(etag), 412);
    EXPECT_EQ(world.get(world.user_path(ann + 1)).status, 404);
    EXPECT_EQ(world.get("/v1/users/me").status, 404) << "a key belongs to no user";
    const Browser browser = world.log_in("ann@example.com");
    EXPECT_EQ(world.send("PATCH", "/v1/users/me", R"({"name":"Anna"})", browser.changing()).text("name"),
              "Anna");
    const Answer page = world.get("/v1/users?limit=1");
    EXPECT_EQ(page.body.as_array().size(), 1u);
    EXPECT_EQ(page.header("Link"), "") << "one user, one page";
}

TEST(People, AreSearchedAndListedPageByPage)
{
    PeopleWorld world;
    world.add_owner();
    for (int i = 0; i < 5; ++i) {
        const json::object person{{"email", fmt::format("p{}@example.com", i)},
                                  {"name", i % 2 ? "Odd One" : "Even One"},
                                  {"role", i == 4 ? "editor" : "viewer"}};
        ASSERT_EQ(world.locally("POST", "/v1/users", person).status, 201);
    }
    const Answer all = world.get("/v1/users");
    EXPECT_EQ(all.body.as_array().size(), 6U);
    EXPECT_EQ(all.header("X-Total-Count"), "6");
    const Answer first = world.get("/v1/users?q=EVEN one&limit=2");
    ASSERT_EQ(first.body.as_array().size(), 2U) << first.response.body;
    EXPECT_EQ(first.header("X-Total-Count"), "3");
    const Answer second = world.get(fmt::format("/v1/users?q=even&limit=2&cursor={}",
                                                first.body.at(1).at("id").to_number<std::int64_t>()));
    ASSERT_EQ(second.body.as_array().size(), 1U);
    EXPECT_EQ(second.body.at(0).at("email"), "p4@example.com");
    EXPECT_EQ(second.header("X-Total-Count"), "3");
    EXPECT_EQ(second.header("Link"), "");
    EXPECT_EQ(world.get("/v1/users?q=editor").body.as_array().size(), 1U) << "a role";
    EXPECT_EQ(world.get("/v1/users?q=p1@").body.as_array().size(), 1U);
    EXPECT_EQ(world.get("/v1/users?q=nobody").body.as_array().size(), 0U);
}

TEST(Orphans, AreTheSameInEveryList)
{
    PeopleWorld world;
    world.add_sales();
    const std::int64_t ann = world.add_user("ann@example.com", "admin");
    const Browser browser = world.log_in("ann@example.com");
    json::object report = World::weekly_report();
    ASSERT_EQ(world.send("POST", "/v1/reports", json::serialize(report), browser.changing()).status, 201);
    report["name"] = "Of nobody";
    ASSERT_EQ(world.locally("POST", "/v1/reports", report).status, 201);
    const auto marked = [&] {
        std::size_t count = 0;
        const Answer rows = world.get("/v1/reports?view=rows");
        for (const json::value& row : rows.body.as_array())
            count += row.at("orphaned").as_bool() ? 1 : 0;
        return count;
    };
    EXPECT_EQ(marked(), 1U);
    EXPECT_EQ(world.get("/v1/orphans").body.as_array().size(), marked());
    EXPECT_EQ(world.patch(world.user_path(ann), R"({"enabled":false})").status, 200);
    EXPECT_EQ(marked(), 2U);
    EXPECT_EQ(world.get("/v1/orphans").body.as_array().size(), marked());
}

} // namespace
} // namespace presstime::api
