// Retention of what is neither a run nor a file.
#include "run/janitor.hpp"

#include "run/test_world.hpp"
#include "store/audit_list.hpp"

#include <gtest/gtest.h>

namespace presstime::run {
namespace {

TEST(Janitor, RemovesTheAuditWhenItsTimeIsOver)
{
    World world;
    const auto add = [&](Instant at, const std::string& resource) {
        world.write([&](db::Session& session) {
            store::AuditRow row;
            row.at = at;
            row.resource = resource;
            return store::insert_audit(session, row);
        });
    };
    add(world.clock.now() - std::chrono::hours(24 * 401), "report 1");
    add(world.clock.now() - std::chrono::hours(24 * 399), "report 2");
    Janitor janitor(*world.database, *world.objects, world.clock, [] {}, {});
    ASSERT_TRUE(janitor.clean_once().has_value());
    world.write([&](db::Session& session) -> Result<> {
        const std::vector<store::AuditRow> kept = TRY(store::list_audit(session, {}));
        EXPECT_EQ(kept.size(), 1u);
        EXPECT_EQ(kept.at(0).resource, "report 2");
        return {};
    });
}

} // namespace
} // namespace presstime::run
