// Keeping the server: settings, the trial of the mail server, disk, outbox, and what everybody may know of
// it.
#include "api/access_world.hpp"
#include "api/route_walk.hpp"
#include "store/setting_store.hpp"

#include <gmock/gmock.h>

namespace presstime::api {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class House : public testing::Test {
protected:
    json::object setting(const Answer& answer, std::string_view key)
    {
        const json::value& list = answer.body.is_array() ? answer.body : answer.body.at("settings");
        for (const json::value& each : list.as_array())
            if (each.at("key").as_string() == key)
                return each.as_object();
        ADD_FAILURE() << "no " << key;
        return {};
    }
    std::vector<store::StoredSetting> rows()
    {
        std::vector<store::StoredSetting> found;
        world.write([&](db::Session& session) -> Result<> {
            found = TRY(store::list_settings(session));
            return {};
        });
        return found;
    }
    // As the channel names and writes it.
    void add_mail(const std::string& name, const std::string& recipient,
                  const std::string& message_id = "m@x")
    {
        fs::create_directories(world.folder / "outbox");
        std::ofstream(world.folder / "outbox" / name, std::ios::binary)
            << "X-Presstime-Envelope-To: " << recipient << "\r\nFrom: r@example.com\r\nTo: " << recipient
            << ", all@example.com\r\nSubject: =?UTF-8?B?w5xiZXI=?=\r\nMessage-ID: <" << message_id
            << ">\r\n\r\nthe body\r\n";
    }

    AccessWorld world;
};

TEST_F(House, ChangesSettingsAndSaysWhetherTheyCount)
{
    const Answer before = world.get("/v1/settings");
    ASSERT_EQ(before.status, 200) << before.response.body;
    EXPECT_EQ(setting(before, "workers").at("value"), 2);
    EXPECT_EQ(setting(before, "workers").at("source"), "default");
    const Answer mail = world.patch("/v1/settings", R"({"smtp_host":"mail.example.com"})");
    ASSERT_EQ(mail.status, 200) << mail.response.body;
    EXPECT_EQ(mail.body.at("applied"), true);
    EXPECT_EQ(world.setting_book.in_force.at("smtp_host"), "mail.example.com");
    const Answer workers = world.patch("/v1/settings", R"({"workers":5})");
    EXPECT_EQ(workers.body.at("applied"), false);
    EXPECT_EQ(setting(workers, "workers").at("value"), 5);
    EXPECT_EQ(setting(workers, "workers").at("source"), "stored");
    EXPECT_EQ(setting(world.patch("/v1/settings", R"({"workers":null})"), "workers").at("source"), "default");
    EXPECT_EQ(rows().size(), 1U);
}

TEST_F(House, RefusesSettingsAndChangesNothing)
{
    world.setting_book.fixed = {"workers"};
    EXPECT_EQ(world.patch("/v1/settings", R"({"smtp_host":"a.example.com","workers":3})").status, 409);
    EXPECT_EQ(world.patch("/v1/settings", R"({"wokers":3})").text("field"), "wokers");
    EXPECT_EQ(world.patch("/v1/settings", R"({"smtp_host":{"a":1}})").text("field"), "smtp_host");
    EXPECT_EQ(world.patch("/v1/settings", R"({"smtp_host":["a,b"]})").status, 422);
    EXPECT_EQ(world.patch("/v1/settings", R"([1])").status, 400);
    EXPECT_EQ(rows().size(), 0U);
}

TEST_F(House, SealsSecretsAndNeverShowsThem)
{
    const Answer changed = world.patch("/v1/settings", R"({"smtp_password":"hunter2-7Q"})");
    ASSERT_EQ(changed.status, 200) << changed.response.body;
    EXPECT_EQ(setting(changed, "smtp_password").at("value"), "***");
    EXPECT_THAT(changed.response.body, Not(HasSubstr("hunter2")));
    ASSERT_EQ(rows().size(), 1U);
    EXPECT_TRUE(rows()[0].sealed);
    EXPECT_TRUE(is_sealed(rows()[0].value));
    EXPECT_EQ(world.secrets.open(rows()[0].value, store::setting_purpose("smtp_password")).value(),
              "hunter2-7Q");
    const std::string row = rows()[0].value;
    EXPECT_EQ(world.patch("/v1/settings", R"({"smtp_password":"***"})").status, 200)
        << "the mask means as it is";
    EXPECT_EQ(rows()[0].value, row);
    EXPECT_THAT(world.get("/v1/audit").response.body, Not(HasSubstr("hunter2")));
    // A new key of the server seals it anew.
    EXPECT_EQ(world.post("/v1/secrets/rotate").status, 200);
    EXPECT_NE(rows()[0].value, row);
    EXPECT_EQ(world.secrets.open(rows()[0].value, store::setting_purpose("smtp_password")).value(),
              "hunter2-7Q");
}

TEST_F(House, ShowsAStoredSecretWhoseKeyIsLost)
{
    world.write([&](db::Session& session) {
        return store::put_setting(session, {"smtp_password", "sealed:v1:gone:AAAA", true}, world.clock.now());
    });
    const Answer listed = world.get("/v1/settings");
    ASSERT_EQ(listed.status, 200) << listed.response.body;
    EXPECT_THAT(std::string(setting(listed, "smtp_password").at("fault").as_string()),
                HasSubstr("set it again"));
    EXPECT_EQ(world.patch("/v1/settings", R"({"smtp_password":"new-7Q"})").status, 200);
    EXPECT_FALSE(setting(world.get("/v1/settings"), "smtp_password").contains("fault"));
}

TEST_F(House, IsForThoseWhoAdministerTheServer)
{
    const Person viewer = world.person("vic", Role::viewer);
    const Person editor = world.person("edith", Role::editor);
    for (const Person& person : {viewer, editor}) {
        EXPECT_EQ(world.as(person, "GET", "/v1/settings").status, 403);
        EXPECT_EQ(world.as(person, "PATCH", "/v1/settings", R"({"workers":3})").status, 403);
        EXPECT_EQ(world.as(person, "POST", "/v1/settings/apply").status, 403);
        EXPECT_EQ(world.as(person, "POST", "/v1/settings/mail/test", R"({"to":"a@example.com"})").status,
                  403);
        EXPECT_EQ(world.as(person, "GET", "/v1/disk").status, 403);
        EXPECT_EQ(world.as(person, "GET", "/v1/about").status, 200);
    }
    EXPECT_EQ(world.restarts, 0);
    const Principal tenant{.workspace_id = 2, .role = Role::owner, .scope = Scope::admin};
    EXPECT_EQ(world.server_settings.list(tenant).error().kind, ErrorKind::forbidden);
    EXPECT_EQ(world.server_settings.apply(tenant).error().kind, ErrorKind::forbidden);
}

TEST_F(House, AsksForARestartOfItsParts)
{
    EXPECT_EQ(world.post("/v1/settings/apply").status, 202);
    EXPECT_EQ(world.restarts, 1);
}

TEST_F(House, WritesDownWhoChangedWhatFromWhere)
{
    http::Request request;
    request.method = "PATCH";
    request.path = "/v1/settings";
    request.peer = "127.0.0.1";
    request.headers = {{"authorization", "Bearer " + world.admin_key}, {"x-forwarded-for", "203.0.113.9"}};
    request.body = R"({"workers":3,"smtp_host":"mail.example.com"})";
    ASSERT_EQ(world.router.handle(request).status, 200);
    const Answer audit = world.get("/v1/audit?action=settings.updated");
    ASSERT_EQ(audit.body.as_array().size(), 1U);
    EXPECT_EQ(audit.body.at(0).at("detail"), "smtp_host, workers");
    EXPECT_EQ(audit.body.at(0).at("peer"), "203.0.113.9");
}

TEST_F(House, TriesAMailServerThatIsNotThere)
{
    const Answer unset = world.post("/v1/settings/mail/test", R"({"to":"ann@example.com"})");
    EXPECT_EQ(unset.status, 422);
    EXPECT_EQ(unset.text("field"), "smtp_host");
    EXPECT_EQ(world.post("/v1/settings/mail/test", R"({"to":"not an address"})").text("field"), "to");
    EXPECT_EQ(world.post("/v1/settings/mail/test", R"({})").text("field"), "to");
    EXPECT_EQ(
        world.post("/v1/settings/mail/test", R"({"to":"a@example.com","settings":{"workers":1}})").status,
        422);
    // The settings that are tried are not kept.
    world.setting_book.server.port = 1; // nobody listens there
    world.setting_book.server.security = mail::SmtpSecurity::none;
    const Answer tried = world.post("/v1/settings/mail/test",
                                    R"({"to":"ann@example.com","settings":{"smtp_host":"127.0.0.1"}})");
    ASSERT_EQ(tried.status, 200) << tried.response.body;
    EXPECT_EQ(tried.body.at("ok"), false);
    ASSERT_EQ(tried.body.at("steps").as_array().size(), 1U);
    EXPECT_EQ(tried.body.at("steps").at(0).at("step"), "connect");
    EXPECT_EQ(tried.body.at("steps").at(0).at("ok"), false);
    EXPECT_EQ(rows().size(), 0U);
    EXPECT_TRUE(fs::is_empty(world.folder / "objects" / "mail-tests")) << "nor is the mail";
}

TEST_F(House, ListsTheOutboxNewestFirstInPages)
{
    EXPECT_EQ(world.get("/v1/outbox").body.as_array().size(), 0U) << "before there is a folder";
    std::string uuid;
    uuid = world.get(fmt::format("/v1/runs/{}", world.run_id)).text("uuid");
    add_mail("20260301T090000Z-cto@example.com-0000000000000001.eml", "cto@example.com",
             uuid + ".r0@example.com");
    add_mail("20260302T090000Z-vic@example.com-0000000000000002.eml", "vic@example.com");
    add_mail("20260303T090000Z-vic@example.com-0000000000000003.eml", "eve@example.com");
    add_mail(".half.eml.1.tmp", "cto@example.com");
    add_mail("notes.txt", "cto@example.com");
    fs::create_symlink("/etc/passwd", world.folder / "outbox" / "20260304T090000Z-x-0000000000000004.eml");
    const Answer all = world.get("/v1/outbox");
    ASSERT_EQ(all.status, 200) << all.response.body;
    EXPECT_THAT(texts(all, "recipient"),
                ElementsAre("eve@example.com", "vic@example.com", "cto@example.com"));
    const json::object& oldest = all.body.at(2).as_object();
    EXPECT_EQ(oldest.at("subject"), "Über");
    EXPECT_EQ(oldest.at("run_id"), world.run_id);
    EXPECT_EQ(oldest.at("report_id"), world.report_id);
    EXPECT_EQ(json::serialize(oldest.at("to")), R"(["cto@example.com","all@example.com"])");
    const Answer first = world.get("/v1/outbox?limit=2");
    EXPECT_EQ(first.body.as_array().size(), 2U);
    EXPECT_THAT(first.header("Link"), HasSubstr("cursor="));
    const Answer rest =
        world.get("/v1/outbox?limit=2&cursor=20260302T090000Z-vic@example.com-0000000000000002.eml");
    EXPECT_THAT(texts(rest, "recipient"), ElementsAre("cto@example.com"));
}

TEST_F(House, ShowsPeopleTheirOwnMailAlone)
{
    const std::string mine = "20260302T090000Z-vic@example.com-0000000000000002.eml";
    const std::string other =
        "20260303T090000Z-vic@example.com-0000000000000003.eml"; // named so, sent to another
    add_mail(mine, "vic@example.com");
    add_mail(other, "eve@example.com");
    const Person viewer = world.person("vic", Role::viewer);
    EXPECT_THAT(texts(world.as(viewer, "GET", "/v1/outbox"), "name"), ElementsAre(mine));
    EXPECT_EQ(world.as(viewer, "GET", "/v1/outbox/" + mine).status, 200);
    EXPECT_EQ(world.as(viewer, "GET", "/v1/outbox/" + other).status, 404);
    EXPECT_EQ(world.as(viewer, "DELETE", "/v1/outbox/" + mine).status, 403);
    EXPECT_EQ(world.as(viewer, "DELETE", "/v1/outbox/" + other).status, 404);
    const Person owner = world.person("olga", Role::owner);
    const Person admin = world.person("adam", Role::admin);
    const std::string reset = "20260304T090000Z-olga@example.com-0000000000000004.eml";
    add_mail(reset, "olga@example.com");
    EXPECT_THAT(texts(world.as(admin, "GET", "/v1/outbox"), "name"), ElementsAre(other, mine))
        << "a link that sets the password of somebody above";
    EXPECT_EQ(world.as(admin, "GET", "/v1/outbox/" + reset).status, 404);
    EXPECT_EQ(world.as(admin, "DELETE", "/v1/outbox/" + reset).status, 404);
    EXPECT_EQ(world.as(owner, "GET", "/v1/outbox/" + reset).status, 200);
    const Principal tenant{
        .workspace_id = 2, .email = "owner@two.example", .role = Role::owner, .scope = Scope::admin};
    EXPECT_TRUE(world.outbox.list(tenant, {}).value().items.empty());
}

TEST_F(House, TakesNamesOfTheOutboxAndNoPaths)
{
    add_mail("20260302T090000Z-vic@example.com-0000000000000002.eml", "vic@example.com");
    std::ofstream(world.folder / "secret.eml") << "From: x\r\n\r\n";
    fs::create_symlink(world.folder / "secret.eml", world.folder / "outbox" / "link.eml");
    for (const std::string name :
         {"../secret.eml", "..%2fsecret.eml", "link.eml", ".eml", "x.eml", "secret.key"}) {
        EXPECT_EQ(world.get("/v1/outbox/" + name).status, 404) << name;
        EXPECT_EQ(world.send("DELETE", "/v1/outbox/" + name).status, 404) << name;
    }
    const Answer mail = world.get("/v1/outbox/20260302T090000Z-vic@example.com-0000000000000002.eml");
    EXPECT_EQ(mail.response.content_type, "message/rfc822");
    EXPECT_THAT(mail.header("Content-Disposition"), HasSubstr("attachment"));
    EXPECT_EQ(mail.header("X-Content-Type-Options"), "nosniff");
    ASSERT_TRUE(mail.response.file);
    EXPECT_EQ(world.send("DELETE", "/v1/outbox/20260302T090000Z-vic@example.com-0000000000000002.eml").status,
              204);
    EXPECT_FALSE(fs::exists(*mail.response.file));
}

TEST_F(House, TellsWhatIsKeptOnDisk)
{
    add_mail("20260302T090000Z-vic@example.com-0000000000000002.eml", "vic@example.com");
    const Answer disk = world.get("/v1/disk");
    ASSERT_EQ(disk.status, 200) << disk.response.body;
    EXPECT_GT(disk.number("state_bytes"), 0);
    EXPECT_GT(disk.number("free_bytes"), 0);
    EXPECT_GT(disk.number("outbox_bytes"), 100);
    EXPECT_EQ(disk.number("artifacts_bytes"), 0);
    EXPECT_TRUE(disk.body.at("oldest").at("runs_at").is_null()) << "none has ended";
}

TEST_F(House, TellsWhatServerThisIs)
{
    const Answer about = world.get("/v1/about");
    EXPECT_EQ(about.text("version"), "1.2.3");
    EXPECT_EQ(about.body.at("outbox"), true);
    EXPECT_EQ(about.body.at("first_start"), false);
    EXPECT_EQ(about.body.at("workspace").at("name"), "Presstime");
    World fresh;
    EXPECT_EQ(fresh.get("/v1/about").body.at("first_start"), true);
    EXPECT_EQ(fresh.send("GET", "/v1/about", "", {{"authorization", ""}}).status, 401);
}

TEST_F(House, GuardsEveryAnswerInBrowsers)
{
    EXPECT_EQ(world.get("/v1/reports").header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(world.get("/v1/nothing").header("X-Content-Type-Options"), "nosniff");
    for (const Route& route : world.router.routes()) {
        if (route.method != "GET")
            continue;
        const Answer answer = world.get(fill_route(route.pattern, {}));
        if (!answer.response.content_type.starts_with("text/html"))
            continue;
        EXPECT_THAT(answer.header("Content-Security-Policy"), HasSubstr("default-src 'none'"))
            << route.pattern;
        EXPECT_THAT(answer.header("Content-Security-Policy"), HasSubstr("frame-ancestors")) << route.pattern;
        EXPECT_NE(answer.header("Referrer-Policy"), "") << route.pattern;
        EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff") << route.pattern;
    }
}

} // namespace
} // namespace presstime::api
