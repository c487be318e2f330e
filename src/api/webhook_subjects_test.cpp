// The ledger of webhooks names what each delivery was about, to those who may read it.
#include "api/webhook_test_support.hpp"

#include <fmt/format.h>

namespace presstime::api {
namespace {

const json::object& event_of(const Answer& list)
{
    return list.body.at(0).at("event").as_object();
}

TEST(WebhookSubjects, AreNamedInListsAndAlone)
{
    WebhookWorld world;
    const std::int64_t id = world.add_webhook(world.admin_key);
    const std::int64_t delivery = world.add_delivery(world.add_event("report.run"), id);
    const Answer list = world.get("/v1/webhook_deliveries");
    ASSERT_EQ(list.status, 200) << json::serialize(list.body);
    EXPECT_EQ(event_of(list).at("title"), "Weekly usage summary");
    EXPECT_EQ(event_of(list).at("run_id"), 512);
    EXPECT_EQ(event_of(list).at("report_id"), 17);
    const Answer shown = world.get(fmt::format("/v1/webhook_deliveries/{}", delivery));
    EXPECT_EQ(shown.body.at("event").at("title"), "Weekly usage summary");
    world.settle_due(id, DeliveryState::rejected);
    const Answer again = world.post(fmt::format("/v1/webhook_deliveries/{}/redeliver", delivery));
    EXPECT_EQ(again.body.at("event").at("title"), "Weekly usage summary") << json::serialize(again.body);
}

// Her webhook's row stays hers when the thing is no longer hers to read.
TEST(WebhookSubjects, AreNotNamedToWhoMayNotReadThem)
{
    WebhookWorld world;
    const std::string ann = world.add_key(Role::viewer);
    const std::int64_t id = world.add_webhook(ann);
    world.add_delivery(world.add_event("connection.updated"), id);
    EXPECT_EQ(event_of(world.as(ann, "GET", "/v1/webhook_deliveries")).at("title"), "shop");
    world.write([&](db::Session& session) -> Result<> {
        return session.execute_script(
            "INSERT INTO categories (workspace_id, name, description, grants) VALUES "
            "(1, 'Board', '', '[{\"role\":\"admin\",\"level\":\"read\"}]')");
    });
    world.add_delivery(world.add_event("dashboard.updated", "Board"), id);
    const Answer hers = world.as(ann, "GET", "/v1/webhook_deliveries");
    ASSERT_EQ(hers.status, 200);
    EXPECT_EQ(event_of(hers).at("type"), "dashboard.updated");
    EXPECT_EQ(json::serialize(hers.body).find("Sales overview"), std::string::npos);
    EXPECT_FALSE(event_of(hers).contains("dashboard_id"));
    EXPECT_EQ(event_of(world.get("/v1/webhook_deliveries")).at("title"), "Sales overview")
        << "an admin reads it";
}

} // namespace
} // namespace presstime::api
