// The walls between workspaces: nothing of one is reached from another, by any route.
#include "api/access_world.hpp"
#include "api/route_walk.hpp"

namespace presstime::api {
namespace {

TEST(Workspace, IsNamedByAdminsAndSeenByAll)
{
    AccessWorld world;
    const Person bob = world.person("bob", Role::viewer);
    EXPECT_EQ(world.as(bob, "GET", "/v1/workspace").text("name"), "Presstime");
    EXPECT_EQ(world.as(bob, "PATCH", "/v1/workspace", R"({"name":"x"})").status, 403);
    EXPECT_EQ(world.patch("/v1/workspace", R"({"name":"Acme"})").text("name"), "Acme");
    EXPECT_EQ(world.patch("/v1/workspace", R"({"name":""})").text("field"), "name");
    EXPECT_EQ(world.post("/v1/workspaces", R"({"name":"Two"})").status, 403) << "for the operator alone";
}

TEST(Workspaces, KeepTheirThingsToThemselvesOnEveryRoute)
{
    AccessWorld world;
    const std::int64_t category = world.restrict_sales("[]");
    const Person ann = world.person("ann", Role::owner);
    const Answer group = world.post("/v1/groups", fmt::format(R"({{"name":"G","members":[{}]}})", ann.id));
    const auto id_of = [&](const std::string& path, const std::string& body) {
        const Answer made = world.post(path, body);
        EXPECT_EQ(made.status, 201) << path << " " << made.response.body;
        const json::value* id = made.body.is_object() ? made.body.get_object().if_contains("id") : nullptr;
        return !id ? std::string() : id->is_string() ? std::string(id->get_string()) : json::serialize(*id);
    };
    const std::string webhook = id_of("/v1/webhooks", R"({"url":"https://hooks.example.com/all"})");
    const std::string dataset =
        id_of("/v1/datasets", R"({"name":"sales","connection":"shop","table":"sales"})");
    const std::string embed = id_of("/v1/embed-sessions", R"({"dashboard_id":"dash_sales"})");
    const std::string token = id_of("/v1/tokens", R"({"name":"k","scope":"read"})");
    const Result<control::NewWorkspace> two =
        world.workspaces.create(control::local_operator(), R"({"name":"Two"})");
    ASSERT_TRUE(two) << two.error().message;
    EXPECT_EQ(two->workspace.id, 2);
    const Person stranger{0, "Bearer " + two->secret};
    EXPECT_EQ(world.as(stranger, "GET", "/v1/workspace").text("name"), "Two");

    const std::map<std::string, std::string> ids{
        {"dashboards", "dash_sales"},
        {"connections", "shop"},
        {"queries", fmt::format("{}", world.query_id)},
        {"reports", fmt::format("{}", world.report_id)},
        {"runs", fmt::format("{}", world.run_id)},
        {"webhook_deliveries", fmt::format("{}", world.delivery_id)},
        {"categories", fmt::format("{}", category)},
        {"groups", fmt::format("{}", group.number("id"))},
        {"users", fmt::format("{}", ann.id)},
        {"widgets", "w_bar"},
        {"webhooks", webhook},
        {"datasets", dataset},
        {"embed-sessions", embed},
        {"tokens", token},
    };
    int walked = 0;
    for (const Route& route : world.router.routes()) {
        const bool open = route.access == Access::open || route.pattern.starts_with("/v1/event-types") ||
                          route.pattern.starts_with("/v1/embed/");
        if (open || route.pattern.find("{}") == std::string::npos)
            continue;
        ++walked;
        const std::string body = route.pattern.ends_with("/send") ? R"({"event_id":"evt_1"})" : "{}";
        const Answer answer = world.as(stranger, route.method, fill_route(route.pattern, ids), body);
        // A name of one's own may be put where another workspace has the same: what the document or the file
        // lacks is said then.
        const bool may_name = route.method == "PUT";
        EXPECT_TRUE(answer.status == 404 || answer.status == 403 ||
                    (may_name && (answer.status == 422 || answer.status == 400)))
            << route.method << " " << route.pattern << " gave " << answer.status << " "
            << answer.response.body;
    }
    EXPECT_GT(walked, 40);
    for (const std::string list :
         {"dashboards", "reports", "queries", "connections", "categories", "groups", "webhooks",
          "webhook_deliveries", "users", "datasets", "embed-sessions", "events"})
        EXPECT_EQ(world.as(stranger, "GET", "/v1/" + list).response.body, "[]") << list;
    EXPECT_EQ(world.as(stranger, "GET", "/v1/audit?action=report.created").response.body, "[]");
    EXPECT_EQ(world.get(fmt::format("/v1/reports/{}", world.report_id)).status, 200) << "nothing was touched";
    EXPECT_EQ(world.get("/v1/dashboards/dash_sales").number("version"), 2);
}

} // namespace
} // namespace presstime::api
