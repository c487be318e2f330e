// Refusals on their way into the audit: counted together, bounded, and written by the service at the latest
// when it stops.
#include "control/refusals.hpp"

#include "platform/db/test_database.hpp"
#include "store/audit_list.hpp"
#include "store/store.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace presstime::control {
namespace {

class RefusalsTest : public testing::Test {
protected:
    void TearDown() override { database->close(); }
    static store::AuditRow refused(const std::string& resource)
    {
        store::AuditRow row;
        row.actor = "ann@example.com";
        row.action = "access.refused";
        row.resource = resource;
        return row;
    }
    std::vector<store::AuditRow> rows()
    {
        std::vector<store::AuditRow> found;
        EXPECT_TRUE(database->read([&](db::Session& session) -> Result<> {
            found = TRY(store::list_audit(session, {.limit = 10'000}));
            return {};
        }));
        return found;
    }

    ManualClock clock{*parse_rfc3339("2026-03-02T09:00:00Z")};
    db::TemporaryFolder folder;
    std::unique_ptr<db::Database> database = store::open(folder.path(), "", clock).value();
};

TEST_F(RefusalsTest, CountOnFromWhatIsWritten)
{
    Refusals refusals(*database, clock);
    for (int n = 0; n < 3; ++n) {
        refusals.note(refused("GET /v1/reports/1"));
        ASSERT_TRUE(refusals.write());
        ASSERT_TRUE(refusals.write()) << "nothing new";
    }
    refusals.note(refused("GET /v1/reports/2"));
    ASSERT_TRUE(refusals.write());
    const auto found = rows();
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].resource, "GET /v1/reports/2");
    EXPECT_EQ(found[0].times, 1);
    EXPECT_EQ(found[1].times, 3);
}

TEST_F(RefusalsTest, BeginANewRowWithTheNextMinute)
{
    Refusals refusals(*database, clock);
    refusals.note(refused("GET /v1/reports/1"));
    clock.advance(std::chrono::seconds(61));
    refusals.note(refused("GET /v1/reports/1"));
    ASSERT_TRUE(refusals.write());
    EXPECT_EQ(rows().size(), 2u);
}

TEST_F(RefusalsTest, StayWithinBoundsAndLoseNone)
{
    Refusals refusals(*database, clock, {.kinds = 10});
    for (int n = 0; n < 100; ++n)
        refusals.note(refused("GET /v1/reports/" + std::to_string(n)));
    ASSERT_TRUE(refusals.write());
    int times = 0;
    for (const store::AuditRow& row : rows())
        times += row.times;
    EXPECT_EQ(rows().size(), 11u);
    EXPECT_EQ(times, 100);
}

TEST_F(RefusalsTest, AreCutToWhatARowHolds)
{
    Refusals refusals(*database, clock);
    refusals.note(refused("GET /" + std::string(100'000, 'x')));
    ASSERT_TRUE(refusals.write());
    EXPECT_EQ(rows().at(0).resource.size(), 300u);
}

TEST_F(RefusalsTest, AreWrittenWhenTheServiceStops)
{
    Refusals refusals(*database, clock, {.write_every = std::chrono::hours(1)});
    ASSERT_TRUE(refusals.start());
    std::vector<std::thread> callers;
    for (int caller = 0; caller < 4; ++caller)
        callers.emplace_back([&] {
            for (int n = 0; n < 250; ++n)
                refusals.note(refused("GET /v1/reports/1"));
        });
    for (std::thread& caller : callers)
        caller.join();
    refusals.stop();
    ASSERT_EQ(rows().size(), 1u);
    EXPECT_EQ(rows().at(0).times, 1'000);
}

} // namespace
} // namespace presstime::control
