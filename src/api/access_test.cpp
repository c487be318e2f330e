// Who sees what over HTTP: categories and their grants, groups, and what is hidden.
#include "api/access_world.hpp"

namespace presstime::api {
namespace {

TEST(HiddenThings, AnswerLikeMissingOnes)
{
    AccessWorld world;
    const Person ann = world.person("ann", Role::editor);
    const Person outsider = world.person("bob", Role::editor);
    world.restrict_sales(fmt::format(R"([{{"user":{},"level":"manage"}}])", ann.id));
    for (const auto& [method, path, body] : world.ways()) {
        const Answer answer = world.as(outsider, method, path, body);
        EXPECT_EQ(answer.status, 404) << method << " " << path << " " << answer.response.body;
    }
    const auto detail = [&](const std::string& path) {
        return world.as(outsider, "GET", path).text("detail");
    };
    EXPECT_EQ(detail(fmt::format("/v1/reports/{}", world.report_id)),
              fmt::format("report {} does not exist", world.report_id));
    EXPECT_EQ(detail("/v1/reports/999"), "report 999 does not exist");
    EXPECT_EQ(detail("/v1/dashboards/dash_sales"), "dashboard dash_sales does not exist");
    EXPECT_EQ(detail(fmt::format("/v1/runs/{}", world.run_id)),
              fmt::format("run {} does not exist", world.run_id));
    EXPECT_EQ(world.get(fmt::format("/v1/reports/{}", world.report_id)).status, 200) << "admins see it all";
}

TEST(HiddenThings, AreInNoList)
{
    AccessWorld world;
    const Person ann = world.person("ann", Role::viewer);
    const Person bob = world.person("bob", Role::editor);
    world.restrict_sales(fmt::format(R"([{{"user":{},"level":"read"}}])", ann.id));
    const std::vector<std::string> both{"dash_open", "dash_sales"};
    EXPECT_EQ(texts(world.as(ann, "GET", "/v1/dashboards"), "id"), both);
    EXPECT_EQ(texts(world.as(bob, "GET", "/v1/dashboards"), "id"), std::vector<std::string>{"dash_open"});
    EXPECT_EQ(world.as(ann, "GET", "/v1/reports").body.as_array().size(), 1u);
    EXPECT_EQ(world.as(bob, "GET", "/v1/reports").body.as_array().size(), 0u);
    EXPECT_EQ(world.as(ann, "GET", "/v1/queries").body.as_array().size(), 2u);
    EXPECT_EQ(world.as(bob, "GET", "/v1/queries").body.as_array().size(), 1u);
    EXPECT_EQ(texts(world.as(ann, "GET", "/v1/categories"), "name"), std::vector<std::string>{"Finance"});
    EXPECT_EQ(world.as(bob, "GET", "/v1/categories").body.as_array().size(), 0u);
}

TEST(HiddenThings, LeavePagesFull)
{
    AccessWorld world;
    const Person bob = world.person("bob", Role::editor);
    world.restrict_sales(R"([{"role":"admin","level":"read"}])");
    json::object visible = World::weekly_report();
    visible["dashboard_id"] = "dash_open";
    std::vector<std::string> expected;
    for (int i = 0; i < 7; ++i) {
        world.add_report(); // hidden
        expected.push_back(fmt::format("{}", world.add_report(visible)));
        world.add_report();
    }
    std::vector<std::string> seen;
    std::string path = "/v1/reports?limit=3";
    for (int pages = 0; pages < 3; ++pages) {
        const Answer page = world.as(bob, "GET", path);
        EXPECT_EQ(page.body.as_array().size(), pages < 2 ? 3u : 1u);
        for (const std::string& id : texts(page, "id"))
            seen.push_back(id);
        const std::string link = page.header("Link");
        EXPECT_EQ(link.empty(), pages == 2) << link;
        if (!link.empty())
            path = link.substr(1, link.find('>') - 1);
    }
    EXPECT_EQ(seen, expected);
}

TEST(Grants, GiveWhatTheySayAndNoMore)
{
    AccessWorld world;
    const Person reader = world.person("reader", Role::editor);
    const Person editor = world.person("editor", Role::viewer);
    const Person manager = world.person("manager", Role::viewer);
    world.restrict_sales(fmt::format(
        R"([{{"user":{},"level":"read"}},{{"user":{},"level":"edit"}},{{"user":{},"level":"manage"}}])",
        reader.id, editor.id, manager.id));
    const std::string report = fmt::format("/v1/reports/{}", world.report_id);
    const std::string body = json::serialize(World::weekly_report());
    struct Case {
        std::string method, path, body;
        int as_reader, as_editor, as_manager;
    };
    const Case cases[] = {
        {"GET", report, "", 200, 200, 200},
        {"PATCH", "/v1/dashboards/dash_sales", R"({"description":"d"})", 403, 200, 200},
        {"POST", report + "/run", "", 403, 201, 201},
        {"PATCH", report, R"({"hour":4})", 403, 403, 200},
        {"POST", "/v1/reports", body, 403, 403, 201},
        {"DELETE", report, "", 403, 403, 204},
    };
    for (const Case& each : cases) {
        const auto status = [&](const Person& who) {
            return world.as(who, each.method, each.path, each.body).status;
        };
        EXPECT_EQ(status(reader), each.as_reader) << each.method << " " << each.path;
        EXPECT_EQ(status(editor), each.as_editor) << each.method << " " << each.path;
        EXPECT_EQ(status(manager), each.as_manager) << each.method << " " << each.path;
    }
    EXPECT_EQ(world.as(reader, "PATCH", "/v1/dashboards/dash_sales", R"({"name":"x"})").text("detail"),
              "editing this dashboard is not allowed: its category grants you no edit; an admin can");
}

TEST(Grants, HoldForGroupsFromTheMomentSomebodyJoins)
{
    AccessWorld world;
    const Person ann = world.person("ann", Role::viewer);
    const Answer group = world.post("/v1/groups", R"({"name":"Controllers"})");
    ASSERT_EQ(group.status, 201) << group.response.body;
    world.restrict_sales(fmt::format(R"([{{"group":{},"level":"read"}}])", group.number("id")));
    const auto status = [&] { return world.as(ann, "GET", "/v1/dashboards/dash_sales").status; };
    const std::string path = fmt::format("/v1/groups/{}", group.number("id"));
    EXPECT_EQ(status(), 404);
    EXPECT_EQ(world.patch(path, fmt::format(R"({{"members":[{}]}})", ann.id)).status, 200);
    EXPECT_EQ(status(), 200);
    EXPECT_EQ(world.patch(path, R"({"members":[]})").status, 200);
    EXPECT_EQ(status(), 404);
    EXPECT_EQ(world.patch(path, R"({"members":[999]})").text("field"), "members[0]");
    const Answer removed = world.send("DELETE", path);
    EXPECT_EQ(removed.status, 409);
    EXPECT_EQ(removed.text("detail"),
              "group Controllers is granted something by category Finance; change those first");
    EXPECT_EQ(world.as(ann, "PATCH", path, R"({"name":"x"})").status, 403);
}

TEST(Categories, AreNamedAndMoveTheirDashboardsWhenRenamed)
{
    AccessWorld world;
    const std::int64_t id = world.restrict_sales(R"([{"role":"viewer","level":"read"}])");
    const std::string path = fmt::format("/v1/categories/{}", id);
    EXPECT_EQ(world.get(path).header("ETag"), "\"1\"");
    EXPECT_EQ(world.send("PATCH", path, R"({"name":"Money"})", {{"if-match", "\"9\""}}).status, 412);
    const Answer renamed = world.patch(path, R"({"name":"Money"})");
    EXPECT_EQ(renamed.status, 200);
    EXPECT_EQ(renamed.number("version"), 2);
    EXPECT_EQ(world.get("/v1/audit?action=category.updated").body.at(0).at("detail").as_string(),
              R"(name; grants [{"role":"viewer","level":"read"}])");
    EXPECT_EQ(world.get("/v1/dashboards/dash_sales").text("category"), "Money");
    const Answer removed = world.send("DELETE", path);
    EXPECT_EQ(removed.status, 409);
    EXPECT_EQ(removed.text("detail"), "category Money holds dash_sales; put those elsewhere first");
    EXPECT_EQ(world.patch("/v1/dashboards/dash_sales", R"({"category":""})").status, 200);
    EXPECT_EQ(world.send("DELETE", path).status, 204);
    EXPECT_EQ(world.get(path).status, 404);
}

TEST(Categories, RefuseDoublesAndGrantsToNobody)
{
    AccessWorld world;
    world.restrict_sales("[]");
    EXPECT_EQ(world.post("/v1/categories", R"({"name":"Finance"})").status, 409);
    EXPECT_EQ(
        world.post("/v1/categories", R"({"name":"A","grants":[{"user":99,"level":"read"}]})").text("field"),
        "grants[0].user");
    EXPECT_EQ(
        world.post("/v1/categories", R"({"name":"A","grants":[{"group":99,"level":"read"}]})").text("field"),
        "grants[0].group");
    EXPECT_EQ(
        world.post("/v1/categories", R"({"name":"A","grants":[{"role":"boss","level":"read"}]})").status,
        422);
    const Person editor = world.person("ed", Role::editor);
    EXPECT_EQ(world.as(editor, "POST", "/v1/categories", R"({"name":"A"})").status, 403);
}

TEST(Categories, ComeIntoBeingByNameForAdminsAlone)
{
    AccessWorld world;
    world.restrict_sales(R"([{"role":"admin","level":"read"}])");
    EXPECT_EQ(world.patch("/v1/dashboards/dash_open", R"({"category":"Sales"})").status, 200);
    EXPECT_EQ(texts(world.get("/v1/categories"), "name"), (std::vector<std::string>{"Finance", "Sales"}));
    const Person editor = world.person("ed", Role::editor);
    const auto move_to = [&](const std::string& category) {
        return world.as(editor, "PATCH", "/v1/dashboards/dash_open", R"({"category":")" + category + "\"}");
    };
    EXPECT_EQ(move_to("Marketing").status, 422);
    EXPECT_EQ(move_to("Marketing").text("field"), "category");
    EXPECT_EQ(move_to("Marketing").text("detail"),
              "category names none that you may use: \"Marketing\"; choose Sales, leave it empty, or ask an "
              "admin to make it");
    EXPECT_EQ(move_to("Finance").text("detail"),
              "category names none that you may use: \"Finance\"; choose Sales, leave it empty, or ask an "
              "admin to make it")
        << "hidden is like missing";
    EXPECT_EQ(move_to("").status, 200);
    EXPECT_EQ(move_to("Sales").status, 200);
}

TEST(Reports, BelongToWhoMadeThem)
{
    AccessWorld world;
    const Person ann = world.person("ann", Role::admin);
    const Answer hers = world.as(ann, "POST", "/v1/reports", json::serialize(World::weekly_report()));
    EXPECT_EQ(hers.body.at("owned_by").at("user").to_number<std::int64_t>(), ann.id);
    EXPECT_TRUE(world.get(fmt::format("/v1/reports/{}", world.report_id))
                    .body.at("owned_by")
                    .as_object()
                    .contains("token"));
    const std::string path = fmt::format("/v1/reports/{}", hers.number("id"));
    const Answer changed = world.patch(path, R"({"hour":5})");
    EXPECT_EQ(changed.body.at("owned_by").at("user").to_number<std::int64_t>(), ann.id) << "an edit keeps it";
}

TEST(AccessViews, SayWhatSomebodySeesAndWhoSeesSomething)
{
    AccessWorld world;
    const Person ann = world.person("ann", Role::viewer);
    const Person bob = world.person("bob", Role::editor);
    world.restrict_sales(fmt::format(R"([{{"user":{},"level":"edit"}}])", ann.id));
    const Answer hers = world.get(fmt::format("/v1/users/{}/access", ann.id));
    ASSERT_EQ(hers.status, 200) << hers.response.body;
    EXPECT_EQ(hers.text("unrestricted"), "read");
    EXPECT_EQ(hers.body.at("categories").at(0).at("level").as_string(), "edit");
    EXPECT_EQ(hers.body.at("dashboards").as_array().size(), 2u);
    EXPECT_EQ(hers.body.at("reports").as_array().size(), 1u);
    const Answer his = world.as(bob, "GET", fmt::format("/v1/users/{}/access", bob.id));
    EXPECT_EQ(his.text("unrestricted"), "edit");
    EXPECT_EQ(his.body.at("dashboards").as_array().size(), 1u);
    EXPECT_EQ(his.body.at("reports").as_array().size(), 0u);
    EXPECT_EQ(world.as(bob, "GET", fmt::format("/v1/users/{}/access", ann.id)).status, 403);

    const Answer readers = world.get("/v1/access?dashboard=dash_sales");
    ASSERT_EQ(readers.status, 200);
    EXPECT_EQ(texts(readers, "name"), (std::vector<std::string>{"ann", "test admin"}));
    EXPECT_EQ(texts(readers, "level"), (std::vector<std::string>{"edit", "manage"}));
    EXPECT_EQ(world.as(bob, "GET", "/v1/access?dashboard=dash_sales").status, 404);
    EXPECT_EQ(world.as(bob, "GET", "/v1/access?dashboard=dash_open").status, 403);
    EXPECT_EQ(world.get("/v1/access").text("field"), "dashboard");
}

} // namespace
} // namespace presstime::api
