// Logging in, cookies and their CSRF token, the throttle, changed and forgotten passwords.
#include "api/people_world.hpp"

#include <algorithm>
#include <chrono>

namespace presstime::api {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class Sessions : public testing::Test {
protected:
    Sessions() { world.add_owner(); }

    PeopleWorld world;
};

TEST_F(Sessions, GiveACookieThatScriptsCannotRead)
{
    const Answer answer = world.try_log_in("Owner@Example.com");
    ASSERT_EQ(answer.status, 200);
    const std::string cookie = answer.header("Set-Cookie");
    EXPECT_TRUE(cookie.starts_with("presstime_session="));
    for (const char* part : {"; HttpOnly", "; SameSite=Lax", "; Path=/", "; Max-Age=2592000"})
        EXPECT_NE(cookie.find(part), std::string::npos) << cookie;
    EXPECT_EQ(cookie.find("Secure"), std::string::npos) << "on this machine alone";
    EXPECT_EQ(cookie.find("Domain"), std::string::npos);
    EXPECT_EQ(answer.header("Cache-Control"), "no-store");
    EXPECT_EQ(answer.body.at("user").at("role"), "owner");
    EXPECT_EQ(answer.response.body.find("argon2"), std::string::npos);
}

TEST_F(Sessions, AreSecureWherePeopleComeFromElsewhere)
{
    world.account_settings.secure_cookies = true;
    RouteTable table;
    add_session_routes(
        table, {world.tokens, world.users, world.sessions, world.one_time_links, world.account_settings});
    http::Request request;
    request.body = json::serialize(json::object{{"email", "owner@example.com"}, {"password", kPassword}});
    const Result<http::Response> answer =
        table.find("POST", "/v1/session").route->handler(Call{request, {}, {}});
    ASSERT_TRUE(answer);
    EXPECT_NE(World::read(*answer).header("Set-Cookie").find("; Secure"), std::string::npos);
}

TEST_F(Sessions, NeedTheirTokenForEveryChange)
{
    const Browser browser = world.log_in("owner@example.com");
    const Browser other = world.log_in("owner@example.com");
    EXPECT_EQ(world.send("GET", "/v1/reports", "", browser.reading()).status, 200);
    EXPECT_EQ(world.send("GET", "/v1/session", "", browser.reading()).text("csrf"), browser.csrf);
    auto change = [&](const std::string& csrf) {
        auto headers = browser.reading();
        if (!csrf.empty())
            headers["x-csrf-token"] = csrf;
        return world.send("POST", "/v1/users", R"({"email":"x@example.com"})", headers).status;
    };
    EXPECT_EQ(change(""), 403);
    EXPECT_EQ(change("wrong"), 403);
    EXPECT_EQ(change(other.csrf), 403) << "of another session";
    EXPECT_EQ(change(browser.csrf), 201);
    for (const char* method : {"PATCH", "PUT", "DELETE", "POST"})
        EXPECT_EQ(world.send(method, "/v1/reports/1", "", browser.reading()).status == 200, false) << method;
    EXPECT_EQ(world.send("DELETE", "/v1/session", "", browser.reading()).status, 403);
    const Answer refused = world.get("/v1/audit?action=access.refused&resource=DELETE /v1/session");
    ASSERT_EQ(refused.body.as_array().size(), 1u) << refused.response.body;
    EXPECT_EQ(refused.body.at(0).at("actor").as_string(), "owner@example.com") << "whose cookie it was";
}

TEST_F(Sessions, CannotBePlanted)
{
    const Browser planted = world.log_in("owner@example.com");
    const Answer answer = world.try_log_in("owner@example.com", kPassword, "203.0.113.7",
                                           {{"cookie", "presstime_session=" + planted.cookie}});
    ASSERT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("Set-Cookie").find(planted.cookie), std::string::npos);
    EXPECT_EQ(world.send("GET", "/v1/session", "", planted.reading()).status, 401)
        << "what the browser had before has ended";
    const Browser browser = world.log_in("owner@example.com");
    auto two = browser.reading();
    two["cookie"] = "presstime_session=" + std::string(52, 'a') + "; presstime_session=" + browser.cookie;
    EXPECT_EQ(world.send("GET", "/v1/session", "", two).status, 401) << "two cookies: one is not ours";
    for (const auto& [name, value] :
         std::vector<std::pair<std::string, std::string>>{{"sec-fetch-site", "cross-site"},
                                                          {"sec-fetch-site", "same-site"},
                                                          {"origin", "https://evil.example"},
                                                          {"origin", "null"}})
        EXPECT_EQ(world
                      .try_log_in("owner@example.com", kPassword, "203.0.113.7",
                                  {{name, value}, {"host", "127.0.0.1:8080"}})
                      .status,
                  403)
            << value;
    EXPECT_EQ(world
                  .try_log_in("owner@example.com", kPassword, "203.0.113.7",
                              {{"origin", "http://127.0.0.1:8080"}, {"host", "127.0.0.1:8080"}})
                  .status,
              200);
}

TEST_F(Sessions, CountNowhereButInTheApiOfPeople)
{
    const Browser browser = world.log_in("owner@example.com");
    EXPECT_EQ(world.send("GET", "/v1/embed/dashboard", "", browser.reading()).status, 401);
    EXPECT_EQ(world.send("GET", "/api/reports/1/run/1", "", browser.reading()).status == 200, false);
    auto with_wrong_key = browser.reading();
    with_wrong_key["authorization"] = "Bearer pt_wrong";
    EXPECT_EQ(world.send("GET", "/v1/reports", "", with_wrong_key).status, 401);
}

TEST_F(Sessions, EndByLogOutByRestAndByAge)
{
    const Browser left = world.log_in("owner@example.com");
    const Answer out = world.send("DELETE", "/v1/session", "", left.changing());
    EXPECT_EQ(out.status, 204);
    EXPECT_NE(out.header("Set-Cookie").find("Max-Age=0"), std::string::npos);
    EXPECT_EQ(world.send("GET", "/v1/session", "", left.reading()).status, 401);

    const Browser resting = world.log_in("owner@example.com");
    world.clock.advance(hours(12));
    EXPECT_EQ(world.send("GET", "/v1/session", "", resting.reading()).status, 401);

    const Browser busy = world.log_in("owner@example.com");
    int days = 0;
    for (; days < 40; ++days) {
        for (int part = 0; part < 3; ++part) {
            world.clock.advance(hours(8));
            if (world.send("GET", "/v1/session", "", busy.reading()).status != 200)
                break;
            world.errands.run_waiting();
        }
        if (world.send("GET", "/v1/session", "", busy.reading()).status != 200)
            break;
    }
    EXPECT_EQ(days, 29) << "thirty days after the log-in it is over";
}

TEST_F(Sessions, OfAnotherWorkspaceSeeNothingOfOurs)
{
    world.write([&](db::Session& session) -> Result<> {
        static constexpr db::Statement kWorkspace{
            "test.workspace", "INSERT INTO workspaces (id, uuid, name, owner_email, created_at) "
                              "VALUES (2, 'second', 'Second', '', 0)"};
        static constexpr db::Statement kUser{
            "test.user", "INSERT INTO users (workspace_id, email, email_key, name, role, password_hash, "
                         "created_at) SELECT 2, 'eve@example.com', 'eve@example.com', 'Eve', 'owner', "
                         "password_hash, 0 FROM users WHERE email_key = 'owner@example.com'"};
        TRY(session.execute(kWorkspace, {}));
        TRY(session.execute(kUser, {}));
        return {};
    });
    EXPECT_EQ(world.try_log_in("eve@example.com").status, 401) << "not in the workspace of the call";
    const Answer answer = world.open_call(
        "/v1/session", {{"email", "eve@example.com"}, {"password", kPassword}, {"workspace_id", 2}});
    ASSERT_EQ(answer.status, 200) << answer.response.body;
    const std::string set = answer.header("Set-Cookie");
    const Browser eve{set.substr(18, set.find(';') - 18), answer.text("csrf")};
    const Answer users = world.send("GET", "/v1/users", "", eve.reading());
    ASSERT_EQ(users.body.as_array().size(), 1u);
    EXPECT_EQ(users.body.at(0).at("email"), "eve@example.com");
    EXPECT_EQ(world.send("GET", world.user_path(1), "", eve.reading()).status, 404);
    EXPECT_EQ(world.send("PATCH", world.user_path(1), R"({"role":"viewer"})", eve.changing()).status, 404);
    EXPECT_EQ(world.send("POST", world.user_path(2, "/hand-over"), R"({"to":1})", eve.changing()).status,
              422);
    EXPECT_EQ(world.send("GET", world.user_path(1, "/tokens"), "", eve.reading()).status, 404);
    EXPECT_EQ(world.send("DELETE", "/v1/tokens/1", "", eve.changing()).status, 404);
}

TEST_F(Sessions, TellNobodyWhetherAUserExists)
{
    const Answer wrong = world.try_log_in("owner@example.com", "wrong password");
    const Answer unknown = world.try_log_in("nobody@example.com", "wrong password");
    const Answer quoted = world.try_log_in("' OR '1'='1' --", "wrong password");
    EXPECT_EQ(wrong.status, 401);
    EXPECT_EQ(wrong.response.body, unknown.response.body);
    EXPECT_EQ(wrong.response.body, quoted.response.body);
    EXPECT_EQ(world.open_call("/v1/session", {{"email", "x@example.com"}}).status, 422);
    EXPECT_EQ(world.try_log_in("owner@example.com", std::string(5000, 'x')).status, 422);
}

// Both hash a password, so both take about as long; without the stand-in an unknown user would be answered
// some fifty times as fast. The margin is for busy machines.
TEST_F(Sessions, TakeTheSameTimeForAnUnknownUser)
{
    auto fastest = [&](const std::string& email) {
        auto best = std::chrono::steady_clock::duration::max();
        for (int i = 0; i < 5; ++i) {
            world.clock.advance(hours(2));
            const auto begin = std::chrono::steady_clock::now();
            EXPECT_EQ(world.try_log_in(email, "wrong password").status, 401);
            best = std::min(best, std::chrono::steady_clock::now() - begin);
        }
        return best;
    };
    const auto known = fastest("owner@example.com");
    const auto unknown = fastest("nobody@example.com");
    EXPECT_GT(unknown * 4, known);
    EXPECT_GT(known * 4, unknown);
}

TEST_F(Sessions, MakeGuessersWait)
{
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(world.try_log_in("owner@example.com", "wrong password").status, 401) << i;
    const Answer stopped = world.try_log_in("OWNER@example.com", kPassword, "198.51.100.1");
    EXPECT_EQ(stopped.status, 429) << "the account waits, whoever asks, even with the right password";
    EXPECT_EQ(stopped.header("Retry-After"), "5");
    EXPECT_EQ(world.try_log_in("nobody@example.com", "wrong password").status, 401) << "others do not";
    world.clock.advance(seconds(5));
    EXPECT_EQ(world.try_log_in("owner@example.com", "wrong password").status, 401);
    EXPECT_EQ(world.try_log_in("owner@example.com").header("Retry-After"), "10");
    world.clock.advance(seconds(10));
    EXPECT_EQ(world.try_log_in("owner@example.com").status, 200);
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(world.try_log_in("owner@example.com", "wrong password").status, 401)
            << "the right password starts the count anew: " << i;
}

TEST_F(Sessions, MakeAGuessingAddressWait)
{
    auto guess = [&](int i, const std::string& peer, const std::string& forwarded = "") {
        std::map<std::string, std::string> headers;
        if (!forwarded.empty())
            headers["x-forwarded-for"] = forwarded;
        return world.try_log_in(fmt::format("user{}@example.com", i), "wrong password", peer, headers).status;
    };
    for (int i = 0; i < 30; ++i)
        EXPECT_EQ(guess(i, "198.51.100.1"), 401) << i;
    EXPECT_EQ(guess(30, "198.51.100.1"), 429);
    EXPECT_EQ(guess(31, "198.51.100.1", "192.0.2.1"), 429) << "only a proxy on this machine is believed";
    EXPECT_EQ(guess(32, "127.0.0.1", "6.6.6.6, 198.51.100.1"), 429);
    EXPECT_EQ(guess(33, "127.0.0.1", "198.51.100.1, 192.0.2.1"), 401);
}

TEST_F(Sessions, AChangedPasswordEndsTheOthers)
{
    const Browser here = world.log_in("owner@example.com");
    const Browser elsewhere = world.log_in("owner@example.com");
    auto change = [&](const std::string& current, const std::string& wanted) {
        return world.send("POST", "/v1/users/me/password",
                          json::serialize(json::object{{"current_password", current}, {"password", wanted}}),
                          here.changing());
    };
    EXPECT_EQ(change("wrong password", "a new password").text("field"), "current_password");
    EXPECT_EQ(change(kPassword, "owner@example.com").text("field"), "password");
    EXPECT_EQ(change(kPassword, "123456789").status, 422);
    EXPECT_EQ(change(kPassword, "a new password").status, 204);
    EXPECT_EQ(world.send("GET", "/v1/session", "", here.reading()).status, 200);
    EXPECT_EQ(world.send("GET", "/v1/session", "", elsewhere.reading()).status, 401);
    EXPECT_EQ(world.try_log_in("owner@example.com").status, 401);
    EXPECT_EQ(world.try_log_in("owner@example.com", "a new password").status, 200);
}

TEST_F(Sessions, AForgottenPasswordIsMailedALinkForAnHour)
{
    const Browser before = world.log_in("owner@example.com");
    const Answer known = world.open_call("/v1/password-reset", {{"email", "OWNER@example.com"}});
    const Answer unknown = world.open_call("/v1/password-reset", {{"email", "nobody@example.com"}});
    EXPECT_EQ(known.status, 202);
    EXPECT_EQ(unknown.status, 202);
    EXPECT_EQ(known.response.body, unknown.response.body);
    EXPECT_EQ(world.letters().size(), 0u) << "nobody has looked before the answer is given";
    EXPECT_EQ(world.errands.run_waiting(), 2);
    ASSERT_EQ(world.letters().size(), 1u);
    EXPECT_EQ(world.open_call("/v1/password-reset", {{"email", "owner@example.com"}}).status, 202);
    world.errands.run_waiting();
    EXPECT_EQ(world.letters().size(), 1u) << "one mail a minute";
    const std::string mail = world.letters().front().second;
    const std::size_t begin = mail.find("http://127.0.0.1:8080/reset#");
    ASSERT_NE(begin, std::string::npos) << mail;
    const std::string link = mail.substr(begin, mail.find("\r\n", begin) - begin);
    EXPECT_EQ(world.send("GET", "/v1/session", "", before.reading()).status, 200);
    EXPECT_EQ(world.accept(link, "a new password").status, 200);
    EXPECT_EQ(world.accept(link, "one more password").status, 404);
    EXPECT_EQ(world.send("GET", "/v1/session", "", before.reading()).status, 401);
    EXPECT_EQ(world.try_log_in("owner@example.com", "a new password").status, 200);

    world.clock.advance(hours(2));
    const Answer late = world.locally("POST", world.user_path(1, "/link"));
    world.clock.advance(minutes(60));
    EXPECT_EQ(world.accept(late.text("link")).status, 404);
}

TEST_F(Sessions, AreWrittenDown)
{
    world.try_log_in("owner@example.com", "wrong password", "198.51.100.9");
    world.log_in("owner@example.com");
    std::vector<std::string> rows;
    world.write([&](db::Session& session) -> Result<> {
        static constexpr db::Statement kAudit{
            "test.audit",
            "SELECT action, actor, peer, detail FROM audit WHERE resource = 'session' ORDER BY id"};
        return session.query(kAudit, {}, [&](const db::Row& row) -> Result<> {
            rows.push_back(fmt::format("{} {} {}", row.text(0), row.text(1), row.text(2)));
            return {};
        });
    });
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows.at(0), "login.failed owner@example.com 198.51.100.9");
    EXPECT_EQ(rows.at(1), "login.succeeded owner@example.com 203.0.113.7");
}

TEST_F(Sessions, AreListedAndEndedByTheirOwner)
{
    const auto log_in_with = [&](const char* agent) {
        const Answer answer =
            world.try_log_in("owner@example.com", kPassword, "203.0.113.7", {{"user-agent", agent}});
        const std::string set = answer.header("Set-Cookie");
        const std::size_t begin = set.find('=') + 1;
        return Browser{set.substr(begin, set.find(';') - begin), answer.text("csrf")};
    };
    const Browser old = log_in_with("resting");
    world.clock.advance(hours(11));
    const Browser phone = log_in_with("a phone");
    world.clock.advance(hours(2));
    const Browser laptop = log_in_with("a laptop");
    const Answer list = world.send("GET", "/v1/sessions", "", laptop.reading());
    ASSERT_EQ(list.status, 200) << list.response.body;
    const json::array& open = list.body.as_array();
    ASSERT_EQ(open.size(), 2U) << "one has idled away";
    EXPECT_EQ(open[0].at("browser").as_string(), "a laptop");
    EXPECT_TRUE(open[0].at("current").as_bool());
    EXPECT_EQ(open[1].at("browser").as_string(), "a phone");
    EXPECT_EQ(open[1].at("address").as_string(), "203.0.113.7");
    EXPECT_FALSE(open[1].at("current").as_bool());
    for (const std::string& secret : {laptop.csrf, laptop.cookie, phone.csrf})
        EXPECT_EQ(list.response.body.find(secret), std::string::npos);

    const std::string path = fmt::format("/v1/sessions/{}", open[1].at("id").to_number<std::int64_t>());
    EXPECT_EQ(world.send("DELETE", path, "", laptop.reading()).status, 403) << "without its token";
    EXPECT_EQ(world.send("DELETE", path, "", laptop.changing()).status, 204);
    EXPECT_EQ(world.send("GET", "/v1/session", "", phone.reading()).status, 401);
    EXPECT_EQ(world.send("DELETE", path, "", laptop.changing()).status, 404) << "it has ended";

    const Browser again = log_in_with("again");
    EXPECT_EQ(world.send("DELETE", "/v1/sessions", "", laptop.changing()).number("ended"), 2)
        << "that one, and the one that had idled away";
    EXPECT_EQ(world.send("GET", "/v1/session", "", again.reading()).status, 401);
    EXPECT_EQ(world.send("GET", "/v1/session", "", laptop.reading()).status, 200);
}

TEST_F(Sessions, OfOthersAreNobodysBusiness)
{
    world.add_user("vera@example.com", "viewer");
    const Browser owner = world.log_in("owner@example.com");
    const Browser vera = world.log_in("vera@example.com");
    const std::int64_t hers =
        world.send("GET", "/v1/sessions", "", vera.reading()).body.at(0).at("id").to_number<std::int64_t>();
    EXPECT_EQ(world.send("DELETE", fmt::format("/v1/sessions/{}", hers), "", owner.changing()).status, 404);
    EXPECT_EQ(world.get("/v1/sessions").status, 404) << "an API key is nobody";
    const std::string token = world.personal_token(owner, "read");
    EXPECT_EQ(world.with_key(token, "GET", "/v1/sessions").status, 200);
    EXPECT_EQ(world.with_key(token, "DELETE", "/v1/sessions").status, 403);
    EXPECT_EQ(world.send("GET", "/v1/session", "", vera.reading()).status, 200);
}

} // namespace
} // namespace presstime::api
