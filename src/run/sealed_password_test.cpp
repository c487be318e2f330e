// What a run and a source do with secrets that are sealed: opened when they are used, named when they cannot
// be.
#include "run/pipeline.hpp"
#include "run/scheduler.hpp"
#include "run/source_pool.hpp"
#include "run/test_world.hpp"
#include "run/worker.hpp"
#include "store/sealed_values.hpp"

#include <gmock/gmock.h>

namespace presstime::run {
namespace {

using testing::HasSubstr;
using testing::Not;

class SealedSecrets : public testing::Test {
protected:
    // The run of a report whose PDF password was sealed by `box`.
    presstime::Run run(const SecretBox& box, const std::string& format)
    {
        Report report = World::daily_report();
        report.formats = {format};
        report.uuid = "7f000000-0000-7000-8000-000000000001";
        report.pdf_password = box.seal("opensesame", store::pdf_password_purpose(report.uuid));
        report = world.add(report, "2026-03-02T09:00:00Z");
        world.clock.set(*parse_rfc3339("2026-03-02T09:00:01Z"));
        EXPECT_TRUE(scheduler.run_once());
        EXPECT_TRUE(worker.run_once());
        return world.runs_of(report).at(0);
    }

    World world;
    SecretBox secrets{KeyRing::load_or_create(world.folder / "secret.key").value()};
    SecretBox lost{KeyRing::load_or_create(world.folder / "lost.key").value()};
    SourcePool sources{*world.database,
                       secrets,
                       {.data_folder = world.folder / "data",
                        .allowed_roots = {world.folder / "data"},
                        .temp_folder = world.folder / "tmp"}};
    Pipeline pipeline{*world.database, *world.objects,
                      sources,         world.clock,
                      [] {},           {.max_attempts = 1, .mail_from = "reports@example.com"}};
    Worker worker{*world.database, world.clock, pipeline, {.worker_id = "w"}};
    Scheduler scheduler{*world.database, world.clock, [] {}, {}};
};

TEST_F(SealedSecrets, OfAReportAreOpenedToEncrypt)
{
    const presstime::Run done = run(secrets, "pdf");
    EXPECT_EQ(done.phase, RunPhase::deliver) << done.error;
    EXPECT_THAT(done.definition, Not(HasSubstr("sealed:")));
}

TEST_F(SealedSecrets, ThatCannotBeOpenedFailTheRunByName)
{
    const presstime::Run failed = run(lost, "pdf");
    EXPECT_EQ(failed.status, RunStatus::failed);
    EXPECT_THAT(failed.error, HasSubstr("pdf_password cannot be opened"));
    EXPECT_THAT(failed.error, HasSubstr((world.folder / "secret.key").string()));
}

TEST_F(SealedSecrets, ThatCannotBeOpenedDoNotStopFormatsWithoutThem)
{
    EXPECT_EQ(run(lost, "csv").phase, RunPhase::deliver);
}

// The plug-in's options may hold a secret anywhere; here its path stands for one.
TEST_F(SealedSecrets, OfAConnectionAreOpenedWithItsSource)
{
    const auto add = [&](const std::string& name, const SecretBox& box) {
        world.write([&](db::Session& session) -> Result<> {
            store::ConnectionRecord record;
            record.connection = {.workspace_id = 1, .name = name, .kind = "duckdb"};
            record.connection.options = {
                {"path", box.seal((world.folder / "data").string(), store::option_purpose(1, name, "path"))}};
            return store::insert_connection(session, record, world.clock.now());
        });
    };
    add("good", secrets);
    add("bad", lost);
    EXPECT_TRUE(sources.get(1, "good"));
    const auto refused = sources.get(1, "bad");
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, HasSubstr("options.path of connection bad cannot be opened"));
    EXPECT_TRUE(sources.get(1, "shop")) << "the others go on";
}

} // namespace
} // namespace presstime::run
