// What a run leaves beside its row: stored results and artifacts, found by name while they live and by age
// when they are to go.
#include "store/server_facts.hpp"
#include "store/test_store.hpp"

namespace presstime::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class RunOutputs : public StoreTest {
protected:
    std::int64_t run_id_ = add_run(add_report("Daily").id, at(0));

    void put_outputs()
    {
        write([&](db::Session& session) -> Result<> {
            TRY(put_stored_result(session, result_));
            return put_artifact(session, artifact_);
        });
    }
    void end_run(Instant at_instant)
    {
        claim("w1", 1, at(0));
        write([&](db::Session& session) { return fail_run(session, {run_id_, 1, "w1"}, "no", at_instant); });
    }
    std::vector<std::int64_t> with_old_results(Instant before)
    {
        return read([&](db::Session& session) { return runs_with_old_results(session, before, 100); });
    }
    std::vector<std::int64_t> with_old_artifacts(Instant before)
    {
        return read([&](db::Session& session) { return runs_with_old_artifacts(session, before, 100); });
    }

    StoredResult result_{.run_id = run_id_,
                         .query = "revenue",
                         .object_key = "runs/1/result-revenue",
                         .sha256 = "ab",
                         .rows = 3,
                         .bytes = 120,
                         .cut = true,
                         .cut_reason = "max_rows",
                         .started_at = at(1),
                         .elapsed_us = 900};
    Artifact artifact_{.run_id = run_id_,
                       .n = 1,
                       .format = "pdf",
                       .filename = "Sales.pdf",
                       .content_type = "application/pdf",
                       .object_key = "runs/1/1",
                       .bytes = 4'000,
                       .sha256 = "cd",
                       .rows = 3,
                       .complete = false,
                       .note = "cut",
                       .started_at = at(2),
                       .layout_us = 300,
                       .elapsed_us = 800};
};

TEST_F(RunOutputs, AreCountedTogether)
{
    auto bytes = [&] { return read([](db::Session& session) { return stored_sums(session); }).together(); };
    EXPECT_EQ(bytes(), 0);
    put_outputs();
    EXPECT_EQ(bytes(), 4'120);
    write([&](db::Session& session) { return forget_stored_results(session, run_id_); });
    EXPECT_EQ(bytes(), 4'000);
}

TEST_F(RunOutputs, SayWhenTheyWereBegun)
{
    put_outputs();
    const auto results = read([&](db::Session& session) { return list_stored_results(session, run_id_); });
    EXPECT_EQ(results.at(0).started_at, at(1));
    const auto artifacts = read([&](db::Session& session) { return list_artifacts(session, run_id_); });
    EXPECT_EQ(artifacts.at(0).started_at, at(2));
    EXPECT_EQ(artifacts.at(0).layout_us, 300);
    artifact_.layout_us.reset();
    put_outputs();
    EXPECT_FALSE(read([&](db::Session& session) { return list_artifacts(session, run_id_); }).at(0).layout_us)
        << "a format without pages";
}

TEST_F(RunOutputs, KeepsTheLastOfEachName)
{
    put_outputs();
    result_.rows = 4;
    put_outputs();

    auto results = read([&](db::Session& session) { return list_stored_results(session, run_id_); });
    ASSERT_THAT(results, SizeIs(1));
    EXPECT_EQ(results[0].query, "revenue");
    EXPECT_EQ(results[0].rows, 4);
    EXPECT_TRUE(results[0].cut);
    EXPECT_EQ(results[0].cut_reason, "max_rows");
    auto artifacts = read([&](db::Session& session) { return list_artifacts(session, run_id_); });
    ASSERT_THAT(artifacts, SizeIs(1));
    EXPECT_EQ(artifacts[0].filename, "Sales.pdf");
    EXPECT_FALSE(artifacts[0].complete);
}

TEST_F(RunOutputs, AreOldOnceTheirRunEndedLongAgo)
{
    put_outputs();
    EXPECT_THAT(with_old_results(at(1'000)), IsEmpty()) << "it has not ended";
    end_run(at(50));
    EXPECT_THAT(with_old_results(at(50)), IsEmpty());
    EXPECT_THAT(with_old_results(at(51)), ElementsAre(run_id_));
    EXPECT_THAT(with_old_artifacts(at(51)), ElementsAre(run_id_));
}

TEST_F(RunOutputs, AreForgottenEachAtItsOwnTime)
{
    put_outputs();
    end_run(at(50));
    write([&](db::Session& session) { return forget_stored_results(session, run_id_); });
    EXPECT_THAT(with_old_results(at(51)), IsEmpty());
    EXPECT_THAT(with_old_artifacts(at(51)), ElementsAre(run_id_));
    write([&](db::Session& session) { return forget_artifacts(session, run_id_); });
    EXPECT_THAT(with_old_artifacts(at(51)), IsEmpty());
    EXPECT_THAT(read([&](db::Session& session) { return list_artifacts(session, run_id_); }), IsEmpty());
}

TEST_F(RunOutputs, GoWithTheirRun)
{
    put_outputs();
    end_run(at(50));
    auto remove = [&](Instant before) {
        return write([&](db::Session& session) { return delete_old_runs(session, before, 10); });
    };
    EXPECT_THAT(remove(at(50)), IsEmpty());
    EXPECT_THAT(remove(at(51)), ElementsAre(run_id_));
    EXPECT_EQ(error_of([&](db::Session& session) { return get_run(session, run_id_); }).kind,
              ErrorKind::not_found);
    EXPECT_THAT(read([&](db::Session& session) { return list_artifacts(session, run_id_); }), IsEmpty());
}

TEST_F(RunOutputs, OfAReportWithItsOwnRetentionGoByThat)
{
    auto past = [&](Instant now) {
        return read([&](db::Session& session) { return runs_past_own_retention(session, now, 100); });
    };
    put_outputs();
    write([&](db::Session& session) { return set_run_retention(session, run_id_, 2); });
    EXPECT_THAT(past(at(0) + std::chrono::hours(1000)), IsEmpty()) << "it has not ended";
    end_run(at(0));
    EXPECT_THAT(past(at(0) + std::chrono::hours(47)), IsEmpty());
    EXPECT_THAT(past(at(0) + std::chrono::hours(48)), ElementsAre(run_id_));
    write([&](db::Session& session) { return forget_stored_results(session, run_id_); });
    EXPECT_THAT(past(at(0) + std::chrono::hours(48)), IsEmpty());
}

} // namespace
} // namespace presstime::store
