// What is stored as a whole, since when, and whether anybody has begun.
#include "store/server_facts.hpp"

#include "store/audit_store.hpp"
#include "store/test_store.hpp"

namespace presstime::store {
namespace {

class ServerFacts : public StoreTest {
protected:
    std::int64_t add_ended_run(Instant ended_at, std::int64_t bytes)
    {
        const std::int64_t id = add_run(add_report("Daily").id, at(0));
        claim("w1", 1, at(0));
        write([&](db::Session& session) -> Result<> {
            TRY(put_stored_result(session, {.run_id = id, .query = "q", .object_key = "k", .bytes = bytes}));
            TRY(put_artifact(session,
                             {.run_id = id, .format = "pdf", .object_key = "a", .bytes = 10 * bytes}));
            TRY(fail_run(session, {id, 1, "w1"}, "no", ended_at));
            return {};
        });
        return id;
    }
    OldestKept oldest()
    {
        return read([](db::Session& session) { return oldest_kept(session); });
    }
};

TEST_F(ServerFacts, SumWhatIsStored)
{
    const auto sums = [&] { return read([](db::Session& session) { return stored_sums(session); }); };
    EXPECT_EQ(sums().results_bytes, 0);
    const std::int64_t first = add_ended_run(at(10), 5);
    add_ended_run(at(20), 7);
    EXPECT_EQ(sums().results_bytes, 12);
    EXPECT_EQ(sums().artifacts_bytes, 120);
    write([&](db::Session& session) { return put_artifact(session, {.run_id = first, .bytes = 30}); });
    EXPECT_EQ(sums().artifacts_bytes, 100) << "the same one again, of another size";
    write([&](db::Session& session) -> Result<> {
        TRY(delete_old_runs(session, at(15), 10));
        return {};
    });
    EXPECT_EQ(sums().results_bytes, 7) << "they go with their run";
    EXPECT_EQ(sums().artifacts_bytes, 70);
}

TEST_F(ServerFacts, NameTheOldestOfEachKind)
{
    EXPECT_FALSE(oldest().runs);
    EXPECT_FALSE(oldest().audit);
    add_ended_run(at(20), 1);
    add_ended_run(at(10), 1);
    write([&](db::Session& session) -> Result<> {
        AuditRow row{.at = at(3), .actor = "me", .action = "x"};
        return insert_audit(session, row);
    });
    EXPECT_EQ(oldest().runs, at(10));
    EXPECT_EQ(oldest().results, at(10));
    EXPECT_EQ(oldest().artifacts, at(10));
    EXPECT_EQ(oldest().audit, at(3));
    EXPECT_FALSE(oldest().events) << "none has been given to every webhook";
}

TEST_F(ServerFacts, FindARunByItsUuid)
{
    const std::int64_t id = add_run(add_report("Daily").id, at(0));
    const auto find = [&](const std::string& uuid) {
        return read([&](db::Session& session) { return find_run_by_uuid(session, uuid); });
    };
    ASSERT_TRUE(find(run(id).uuid));
    EXPECT_EQ(find(run(id).uuid)->id, id);
    EXPECT_EQ(find(run(id).uuid)->report_id, run(id).report_id);
    EXPECT_FALSE(find("never"));
}

TEST_F(ServerFacts, TellAWorkspaceWithNothingInIt)
{
    const auto empty = [&](std::int64_t workspace_id) {
        return read([&](db::Session& session) { return is_empty_workspace(session, workspace_id); });
    };
    EXPECT_FALSE(empty(1)) << "it has a dashboard";
    EXPECT_TRUE(empty(2));
}

} // namespace
} // namespace presstime::store
