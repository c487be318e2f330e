// What the page of a day says waits for a person, until somebody has mended it.
#include "api/watch_test_support.hpp"
#include "model/enum_text.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace presstime::api {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class Attentions : public Watch {
protected:
    std::vector<std::string> kinds(const Answer& today)
    {
        std::vector<std::string> out;
        for (const json::value& item : today.body.at("attention").as_array())
            out.emplace_back(item.at("kind").as_string());
        return out;
    }

    // What waits for a person when the disk is of that size.
    std::vector<control::Attention> attention_with(const Principal& principal, control::DiskPlaces places)
    {
        places.data_folder = world.folder;
        const control::DiskUse disk(world.environment, places);
        return control::TodayPage(world.environment, disk).show(principal, "", "").value().attention.items;
    }
};

TEST_F(Attentions, WaitsForAPersonUntilItIsMended)
{
    const std::int64_t report = add_report("Daily");
    const auto failed = ended(report, "2026-03-02T09:00:00Z", RunStatus::failed);
    Answer today = world.get("/v1/today");
    EXPECT_THAT(kinds(today), Contains("failed_run"));
    for (const json::value& item : today.body.at("attention").as_array())
        if (item.at("kind") == "failed_run") {
            EXPECT_EQ(item.at("run_id"), failed);
            EXPECT_EQ(item.at("action"), "run_again");
            EXPECT_EQ(item.at("detail"), "the source is away");
        }
    ended(report, "2026-03-02T10:00:00Z", RunStatus::success, kMinute, RunCause::manual);
    EXPECT_THAT(kinds(world.get("/v1/today")), testing::Not(Contains("failed_run")));
}

TEST_F(Attentions, ARecipientWaitsUntilSomebodySendsAgain)
{
    const std::int64_t report = add_report("Daily");
    const auto run = ended(report, "2026-03-02T09:00:00Z", RunStatus::partial);
    const auto first = add_delivery(run, report, "a@example.com", DeliveryState::rejected);
    EXPECT_EQ(world.get("/v1/today").body.at("attention").at(0).at("detail"),
              "a@example.com: 550 no such user");
    add_delivery(run, report, "b@example.com", DeliveryState::rejected);
    const Answer today = world.get("/v1/today");
    // One run is one item, and not told a second time as partial.
    EXPECT_THAT(kinds(today), testing::Not(Contains("partial_run")));
    ASSERT_THAT(kinds(today), Contains("failed_delivery"));
    for (const std::string recipient : {"a@example.com", "b@example.com"})
        add_delivery(run, report, recipient, DeliveryState::accepted, 1);
    EXPECT_THAT(kinds(world.get("/v1/today")), testing::Not(Contains("failed_delivery")));
    EXPECT_THAT(kinds(world.get("/v1/today")), Contains("partial_run"));
    EXPECT_GT(first, 0);
}

TEST_F(Attentions, WhatAPersonDealtWithWaitsNoMoreUntilItIsTakenBack)
{
    const std::int64_t weekly = add_report("Weekly");
    const auto partial = ended(weekly, "2026-03-02T08:00:00Z", RunStatus::partial);
    add_delivery(partial, weekly, "gone@example.com", DeliveryState::rejected);
    const std::int64_t daily = add_report("Daily");
    const auto failed = ended(daily, "2026-03-02T09:00:00Z", RunStatus::failed);
    const auto address = [](std::int64_t run) { return fmt::format("/v1/runs/{}/dealt-with", run); };
    EXPECT_THAT(kinds(world.get("/v1/today")), UnorderedElementsAre("failed_delivery", "failed_run"));

    EXPECT_EQ(world.send("PUT", address(partial)).status, 204);
    EXPECT_EQ(world.send("PUT", address(partial)).status, 204) << "twice is no error";
    EXPECT_THAT(kinds(world.get("/v1/today")), ElementsAre("failed_run"));
    EXPECT_EQ(world.send("PUT", address(failed)).status, 204);
    EXPECT_THAT(kinds(world.get("/v1/today")), IsEmpty());
    EXPECT_EQ(world.send("DELETE", address(partial)).status, 204);
    EXPECT_THAT(kinds(world.get("/v1/today")), ElementsAre("failed_delivery"));

    // The next failure of the same report is a matter of its own.
    ended(daily, "2026-03-02T10:00:00Z", RunStatus::failed);
    EXPECT_THAT(kinds(world.get("/v1/today")), UnorderedElementsAre("failed_delivery", "failed_run"));
}

TEST_F(Attentions, ARunUnderWayCannotBeDealtWith)
{
    std::int64_t open = 0;
    const std::int64_t report = add_report("Daily");
    world.write([&](db::Session& session) -> Result<> {
        store::NewRun row = queued(report, world.clock.now());
        TRY(store::insert_run(session, row));
        open = row.run.id;
        return {};
    });
    const Answer refused = world.send("PUT", fmt::format("/v1/runs/{}/dealt-with", open));
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(world.send("PUT", "/v1/runs/999/dealt-with").status, 404);
}

TEST_F(Attentions, ARunThatIsLateComesFirst)
{
    const std::int64_t report = add_report("Daily");
    world.write([&](db::Session& session) -> Result<> {
        store::NewRun row = queued(report, world.clock.now() - 20 * kMinute);
        TRY(store::insert_run(session, row));
        return {};
    });
    const Answer today = world.get("/v1/today");
    ASSERT_FALSE(kinds(today).empty());
    EXPECT_EQ(kinds(today).front(), "late_run");
    EXPECT_EQ(today.body.at("attention").at(0).at("detail"), "due 20 minutes ago and still waiting");
    EXPECT_EQ(today.body.at("counts").at("late"), 1);
}

TEST_F(Attentions, ADiskThatFillsUpWaitsForAnAdmin)
{
    const std::int64_t run = ended(add_report("Daily"), "2026-03-02T09:00:00Z", RunStatus::success);
    world.write(
        [&](db::Session& session) { return store::put_artifact(session, {.run_id = run, .bytes = 800}); });
    const Principal admin{.workspace_id = 1, .role = Role::admin, .scope = Scope::admin};
    const Principal editor{.workspace_id = 1, .role = Role::editor, .scope = Scope::write};
    constexpr std::int64_t kNobodyHasSoMuch = std::int64_t{1} << 62;
    EXPECT_THAT(attention_with(admin, {.quota_bytes = 1'100, .least_free_bytes = 0}), IsEmpty());
    const auto full = attention_with(admin, {.quota_bytes = 1'000, .least_free_bytes = 0});
    ASSERT_EQ(full.size(), 1U);
    EXPECT_EQ(to_text(full[0].kind), "disk");
    EXPECT_EQ(control::mend_of(full[0].kind), "open");
    EXPECT_THAT(full[0].detail, testing::HasSubstr("artifact_quota_gib"));
    const auto little = attention_with(admin, {.least_free_bytes = kNobodyHasSoMuch});
    ASSERT_EQ(little.size(), 1U);
    EXPECT_THAT(little[0].detail, testing::HasSubstr("free where the data folder is"));
    EXPECT_THAT(attention_with(editor, {.least_free_bytes = kNobodyHasSoMuch}), IsEmpty());
}

} // namespace
} // namespace presstime::api
