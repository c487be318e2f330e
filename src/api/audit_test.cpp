// What is refused is written down, within bounds, for admins to read.
#include "api/access_world.hpp"

namespace presstime::api {
namespace {

TEST(Audit, HoldsRefusalsOnceAMinuteWithACount)
{
    AccessWorld world;
    const Person bob = world.person("bob", Role::editor);
    world.restrict_sales(R"([{"role":"admin","level":"read"}])");
    const std::string report = fmt::format("/v1/reports/{}", world.report_id);
    for (int i = 0; i < 3; ++i)
        world.as(bob, "GET", report);
    world.as(bob, "GET", "/v1/reports/999"); // nothing is hidden here
    world.as(bob, "GET", "/v1/audit");
    world.send("GET", "/v1/reports", "", {{"authorization", "Bearer pt_guessed"}});
    const Answer first = world.get("/v1/audit?action=access.refused");
    ASSERT_EQ(first.status, 200) << first.response.body;
    EXPECT_EQ(texts(first, "actor").size(), 3u) << first.response.body;
    const Answer hers = world.get("/v1/audit?action=access.refused&resource=GET " + report);
    ASSERT_EQ(hers.body.as_array().size(), 1u);
    EXPECT_EQ(hers.body.at(0).at("times").to_number<int>(), 3);
    EXPECT_EQ(hers.body.at(0).at("user_id").to_number<std::int64_t>(), bob.id);
    EXPECT_EQ(hers.body.at(0).at("detail").as_string(),
              fmt::format("hidden: report {} does not exist", world.report_id));
    world.as(bob, "GET", report);
    EXPECT_EQ(world.get("/v1/audit?resource=GET " + report).body.at(0).at("times").to_number<int>(), 4)
        << "still the same minute";
    world.clock.advance(std::chrono::minutes(2));
    world.as(bob, "GET", report);
    EXPECT_EQ(world.get("/v1/audit?resource=GET " + report).body.as_array().size(), 2u);
}

TEST(Audit, KeepsAFloodOfRefusalsWithinBounds)
{
    AccessWorld world;
    world.restrict_sales(R"([{"role":"admin","level":"read"}])");
    for (int i = 0; i < 3'000; ++i) {
        store::AuditRow row;
        row.action = "access.refused";
        row.resource = fmt::format("GET /v1/reports/{}", i);
        world.refusals.note(row);
    }
    const Answer rows = world.get("/v1/audit?action=access.refused");
    EXPECT_EQ(rows.body.as_array().size(), 1'001u);
    std::int64_t times = 0;
    for (const json::value& row : rows.body.as_array())
        times += row.at("times").to_number<std::int64_t>();
    EXPECT_EQ(times, 3'000);
}

TEST(Audit, IsForAdminsPagedFilteredAndExported)
{
    AccessWorld world;
    const Person bob = world.person("=bob", Role::editor);
    EXPECT_EQ(world.as(bob, "GET", "/v1/audit").status, 403);
    const Answer page = world.get("/v1/audit?limit=1");
    EXPECT_EQ(page.body.as_array().size(), 1u);
    EXPECT_NE(page.header("Link"), "");
    EXPECT_EQ(world.get("/v1/audit?since=yesterday").text("field"), "since");
    EXPECT_EQ(world.get("/v1/audit?since=2027-01-01T00:00:00Z").body.as_array().size(), 0u);
    EXPECT_EQ(world.get("/v1/audit?until=2026-01-01T00:00:00Z").body.as_array().size(), 0u);
    EXPECT_EQ(world.get("/v1/audit?action=report.created").body.as_array().size(), 1u);
    const Answer file = world.get("/v1/audit?format=csv&action=access.refused");
    EXPECT_EQ(file.response.content_type, "text/csv; charset=utf-8");
    EXPECT_TRUE(
        file.response.body.starts_with("id,at,actor,user_id,token_id,peer,action,resource,detail,times\r\n"))
        << file.response.body;
    EXPECT_NE(file.response.body.find("'=bob@example.com"), std::string::npos)
        << "no formula for a spreadsheet";
    EXPECT_EQ(world.get("/v1/audit?format=xml").text("field"), "format");
}

} // namespace
} // namespace presstime::api
