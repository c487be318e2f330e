// Permissions of embed sessions: what is read comes back as it was, and each mistake is named by its path.
#include "codec/embed_json.hpp"

#include "codec/json_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace presstime::codec {
namespace {

using testing::HasSubstr;

Result<EmbedPermissions> read(std::string_view text)
{
    return embed_permissions_from_json(parse_json(text).value(), "permissions");
}

TEST(EmbedPermissions, ComeBackAsTheyWere)
{
    const std::string text = R"({"allow_drill_down":false,"locked_filters":{"plan":"pro","year":2026,)"
                             R"("share":0.5,"active":true,"orders.region":["North","South"]},)"
                             R"("allowed_dimensions":["model"],"hidden_widgets":["w_notes"],)"
                             R"("allowed_periods":["24h","7d"],"max_date_range_days":30})";
    const auto permissions = read(text);
    ASSERT_TRUE(permissions) << permissions.error().message;
    EXPECT_EQ(boost::json::value(embed_permissions_to_json(*permissions)), parse_json(text).value());
    const LockedFilter& regions = permissions->locked_filters.back();
    EXPECT_EQ(regions.name, "orders.region");
    EXPECT_EQ(regions.values, (std::vector<Value>{std::string("North"), std::string("South")}));
}

TEST(EmbedPermissions, RestrictNothingWhenNothingIsSaid)
{
    const auto permissions = read("{}");
    ASSERT_TRUE(permissions);
    EXPECT_TRUE(permissions->allow_drill_down);
    EXPECT_TRUE(permissions->locked_filters.empty());
    EXPECT_EQ(permissions->max_date_range_days, 0);
}

TEST(EmbedPermissions, NameEachMistake)
{
    const std::pair<std::string_view, std::string_view> cases[] = {
        {R"({"locked_filter":{}})", "permissions.locked_filter"},
        {R"({"locked_filters":["plan"]})", "permissions.locked_filters"},
        {R"({"locked_filters":{"plan":null}})", "permissions.locked_filters.plan"},
        {R"({"locked_filters":{"plan":[]}})", "permissions.locked_filters.plan"},
        {R"({"locked_filters":{"plan":{"op":"="}}})", "permissions.locked_filters.plan"},
        {R"({"locked_filters":{"plan":["a",["b"]]}})", "permissions.locked_filters.plan"},
        {R"({"locked_filters":{"":1}})", "permissions.locked_filters."},
        {R"({"hidden_widgets":"w"})", "permissions.hidden_widgets"},
        {R"({"allowed_periods":["7d","month"]})", "permissions.allowed_periods[1]"},
        {R"({"max_date_range_days":-1})", "permissions.max_date_range_days"},
        {R"({"allow_drill_down":"yes"})", "permissions.allow_drill_down"},
    };
    for (const auto& [text, field] : cases) {
        const auto permissions = read(text);
        ASSERT_FALSE(permissions) << text;
        EXPECT_EQ(permissions.error().kind, ErrorKind::invalid) << text;
        EXPECT_EQ(permissions.error().field, field) << text;
    }
}

TEST(EmbedPermissions, ScheduleOptionsAndRecipientsReadBack)
{
    const char* text = R"({"schedule_options":[{"cron":"0 9 * * 1","description":"Every Monday"}],
                           "recipients":["ann@example.com"]})";
    const auto permissions = read(text);
    ASSERT_TRUE(permissions) << permissions.error().message;
    const boost::json::object written = embed_permissions_to_json(*permissions);
    EXPECT_EQ(boost::json::serialize(written.at("schedule_options")),
              R"([{"cron":"0 9 * * 1","description":"Every Monday"}])");
    EXPECT_EQ(boost::json::serialize(written.at("recipients")), R"(["ann@example.com"])");
    EXPECT_FALSE(embed_permissions_to_json({}).contains("schedule_options")) << "no list is not an empty one";
    for (const auto& [wrong, field] :
         {std::pair{R"({"schedule_options":"daily"})", "permissions.schedule_options"},
          std::pair{R"({"schedule_options":[{"description":"Daily"}]})",
                    "permissions.schedule_options[0].cron"},
          std::pair{R"({"schedule_options":[{"cron":"0 9 * * *","every":"day"}]})",
                    "permissions.schedule_options[0].every"}})
        EXPECT_EQ(read(wrong).error().field, field);
}

TEST(WidgetQuery, ReadsBackWhatItWrites)
{
    const WidgetQuery query{.dashboard_id = "dash_a",
                            .widget_id = "w_tab",
                            .parameters = {{"region", "EMEA"}},
                            .period_start = *parse_rfc3339("2026-03-01T00:00:00Z"),
                            .period_end = *parse_rfc3339("2026-03-02T00:00:00Z")};
    const std::string text = widget_query_to_json(query);
    const auto read_back = widget_query_from_json(boost::json::parse(text), "queries[0]");
    ASSERT_TRUE(read_back) << read_back.error().message;
    EXPECT_EQ(widget_query_to_json(*read_back), text);
    EXPECT_EQ(read_back->parameters.at("region"), "EMEA");
    EXPECT_EQ(read_back->limit, std::nullopt);
    const boost::json::value wrong{{"dashboardId", "dash_a"}, {"widgetId", "w"}, {"limit", -1}};
    EXPECT_EQ(widget_query_from_json(wrong, "queries[0]").error().field, "queries[0].limit");
}

TEST(EmbedPeriod, IsHoursOrDays)
{
    using std::chrono::hours;
    EXPECT_EQ(parse_embed_period("24h"), hours(24));
    EXPECT_EQ(parse_embed_period("7d"), hours(7 * 24));
    for (std::string_view text : {"", "d", "0d", "7", "7m", "60s", "-1d", "4000d", "7 days", "7dd"})
        EXPECT_EQ(parse_embed_period(text), std::nullopt) << text;
}

} // namespace
} // namespace presstime::codec
