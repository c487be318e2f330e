#include "run/pipeline.hpp"

#include "base/encoding.hpp"
#include "codec/document.hpp"
#include "platform/crypto/sha256.hpp"
#include "run/janitor.hpp"
#include "run/scheduler.hpp"
#include "run/test_world.hpp"
#include "run/worker.hpp"
#include "stage/render.hpp"
#include "stage/webhook_headers.hpp"
#include "store/delivery_store.hpp"
#include "store/sealed_values.hpp"
#include "store/theme_store.hpp"

#include <algorithm>
#include <sstream>

using namespace presstime;
using namespace presstime::run;

namespace {

class PipelineTest : public ::testing::Test {
protected:
    // Makes the report due, dispatches it and works on what was queued.
    presstime::Run run(const Report& wanted)
    {
        report = world.add(wanted, "2026-03-02T09:00:00Z");
        world.clock.set(*parse_rfc3339("2026-03-02T09:00:01Z"));
        EXPECT_TRUE(scheduler.run_once().has_value());
        EXPECT_TRUE(worker.run_once().has_value());
        return world.runs_of(report).at(0);
    }

    // Its stored results drawn again, by the newest run.
    void replay(const presstime::Run& original)
    {
        world.write([&](db::Session& session) -> Result<> {
            store::NewRun row;
            row.run.uuid = make_uuid(world.clock.now());
            row.run.workspace_id = 1;
            row.run.report_id = report.id;
            row.run.nominal_at = original.nominal_at;
            row.run.nominal_local = original.nominal_local;
            row.run.period = original.period;
            row.run.cause = RunCause::replay;
            row.run.replay_of = original.id;
            row.run.queued_at = row.run.not_before = world.clock.now();
            row.serial = false;
            TRY(store::insert_run(session, row));
            return {};
        });
        ASSERT_EQ(worker.run_once().value_or(-1), 1);
    }

    Artifact artifact(std::int64_t run_id, int n = 1)
    {
        std::vector<Artifact> artifacts;
        EXPECT_TRUE(world.database->read([&](db::Session& session) -> Result<> {
            artifacts = TRY(store::list_artifacts(session, run_id));
            return {};
        }));
        const auto found = std::ranges::find(artifacts, n, &Artifact::n);
        EXPECT_NE(found, artifacts.end());
        return found == artifacts.end() ? Artifact{} : *found;
    }

    std::optional<Instant> late_due_at(const presstime::Run& made)
    {
        const codec::Definition definition = codec::definition_from_json(made.definition).value();
        const stage::RunView view{made, definition.report, definition.dashboard, "", {}, {}};
        return stage::make_render_input(view, *world.objects)->late_due_at;
    }

    std::string artifact_text(std::int64_t run_id, int n = 1)
    {
        std::vector<Artifact> artifacts;
        EXPECT_TRUE(world.database
                        ->read([&](db::Session& session) -> Result<> {
                            artifacts = TRY(store::list_artifacts(session, run_id));
                            return {};
                        })
                        .has_value());
        for (const Artifact& artifact : artifacts)
            if (artifact.n == n)
                return get_object(*world.objects, artifact.object_key, 1 << 20).value_or("unreadable");
        return "no artifact";
    }

    std::vector<Delivery> deliveries(std::int64_t run_id)
    {
        std::vector<Delivery> found;
        EXPECT_TRUE(world.database
                        ->read([&](db::Session& session) -> Result<> {
                            found = TRY(store::list_run_deliveries(session, run_id));
                            return {};
                        })
                        .has_value());
        return found;
    }

    static Dashboard dashboard(const std::string& id, const std::string& sql)
    {
        Dashboard made = World::sales_dashboard();
        made.id = id;
        made.queries[0].sql = sql;
        return made;
    }

    World world;
    Report report;
    SecretBox secrets{KeyRing::load_or_create(world.folder / "secret.key").value()};
    SourcePool sources{*world.database,
                       secrets,
                       {.data_folder = world.folder / "data",
                        .allowed_roots = {world.folder / "data"},
                        .temp_folder = world.folder / "tmp"}};
    Pipeline pipeline{
        *world.database, *world.objects,
        sources,         world.clock,
        [] {},           {.mail_from = "reports@example.com", .public_url = "https://r.example.com"}};
    Worker worker{*world.database, world.clock, pipeline, {.worker_id = "w"}};
    Scheduler scheduler{*world.database, world.clock, [] {}, {}};
};

} // namespace

TEST_F(PipelineTest, DrawsTheRunsOwnPeriodAndPlansEachRecipient)
{
    Report wanted = World::daily_report();
    wanted.email_to = {"a@example.com", "b@example.com"};
    wanted.bcc = {"c@example.com", "A@example.com"};
    wanted.webhook_url = "https://hooks.example.com/x";
    const presstime::Run done = run(wanted);
    EXPECT_EQ(done.status, RunStatus::running) << done.error;
    EXPECT_EQ(done.phase, RunPhase::deliver);
    EXPECT_EQ(done.rows, 3);
    EXPECT_EQ(artifact_text(done.id), "region,amount,since\r\nNorth,10,2026-03-01T00:00:00Z\r\n"
                                      "South,20,2026-03-01T00:00:00Z\r\nEast,30,2026-03-01T00:00:00Z\r\n");
    const auto planned = deliveries(done.id);
    ASSERT_EQ(planned.size(), 4U) << "a, b, c (A is a again) and the webhook";
    EXPECT_EQ(planned[0].payload_key, planned[1].payload_key) << "together: the same bytes for all";
    EXPECT_EQ(planned[3].channel, "webhook");
}

TEST_F(PipelineTest, ALateRunShowsItsOwnPeriod)
{
    report = world.add(World::daily_report(), "2026-03-02T09:00:00Z");
    world.clock.set(*parse_rfc3339("2026-03-06T15:00:00Z"));
    ASSERT_TRUE(scheduler.run_once().has_value());
    ASSERT_TRUE(worker.run_once().has_value());
    for (const presstime::Run& run : world.runs_of(report))
        if (run.cause == RunCause::catch_up) {
            EXPECT_NE(artifact_text(run.id).find("North,10,2026-03-05T00:00:00Z"), std::string::npos)
                << artifact_text(run.id);
        }
}

TEST_F(PipelineTest, ARunIsNotChangedByAnEditAfterItsClaim)
{
    Report wanted = World::daily_report();
    report = world.add(wanted, "2026-03-02T09:00:00Z");
    world.clock.set(*parse_rfc3339("2026-03-02T09:00:01Z"));
    ASSERT_TRUE(scheduler.run_once().has_value());
    ASSERT_TRUE(worker.run_once().has_value());
    Report edited = world.reload(report);
    edited.formats = {"json"};
    world.write(
        [&](db::Session& session) { return store::update_report(session, edited, world.clock.now()); });
    EXPECT_NE(world.runs_of(report).at(0).definition.find("\"csv\""), std::string::npos);
}

TEST_F(PipelineTest, WhenEveryQueryFailsTheRunFailsAndOnlyTheOwnerIsTold)
{
    world.publish(dashboard("dash_broken", "SELECT nothing FROM sales"));
    Report wanted = World::daily_report();
    wanted.dashboard_id = "dash_broken";
    const presstime::Run done = run(wanted);
    EXPECT_EQ(done.status, RunStatus::failed);
    EXPECT_NE(done.error.find("by_region"), std::string::npos) << done.error;
    const auto planned = deliveries(done.id);
    ASSERT_EQ(planned.size(), 1U);
    EXPECT_EQ(planned[0].purpose, DeliveryPurpose::failure_notice);
    EXPECT_EQ(planned[0].recipient, "owner@example.com");
}

TEST_F(PipelineTest, OneFailedWidgetOfTwoMakesTheRunPartialButDrawn)
{
    Dashboard two = World::sales_dashboard();
    two.id = "dash_two";
    two.queries.push_back(two.queries[0]);
    two.queries[1].name = "broken";
    two.queries[1].sql = "SELECT nothing FROM sales";
    two.widgets.push_back(two.widgets[0]);
    two.widgets[1].id = "w_broken";
    two.widgets[1].query = "broken";
    two.widgets[1].grid.y = 4;
    world.publish(two);
    Report wanted = World::daily_report();
    wanted.dashboard_id = "dash_two";
    wanted.email_to.clear();
    wanted.formats = {"csv", "pdf"};
    const presstime::Run done = run(wanted);
    EXPECT_EQ(done.status, RunStatus::partial) << "without recipients the run ends with its artifacts";
    EXPECT_NE(done.error.find("broken"), std::string::npos) << done.error;
    EXPECT_EQ(artifact_text(done.id, 2).substr(0, 5), "%PDF-");
}

TEST_F(PipelineTest, ARunThatFailsForGoodGivesItsRoomBack)
{
    Report wanted = World::daily_report();
    wanted.formats = {"csv", "no such format"};
    const presstime::Run done = run(wanted);
    EXPECT_EQ(done.status, RunStatus::failed);
    EXPECT_EQ(artifact_text(done.id), "no artifact") << "the first of two artifacts is nothing to keep";
    const auto folder = world.folder / "objects" / "runs" / std::to_string(done.id);
    EXPECT_FALSE(std::filesystem::exists(folder / "artifact-1.csv"));
    EXPECT_TRUE(!std::filesystem::exists(folder) || std::filesystem::is_empty(folder))
        << "neither results nor artifacts stay";
}

TEST_F(PipelineTest, AnEmptyResultIsASuccess)
{
    world.publish(dashboard("dash_empty", "SELECT region, amount FROM sales WHERE amount > 1000"));
    Report wanted = World::daily_report();
    wanted.dashboard_id = "dash_empty";
    wanted.email_to.clear();
    const presstime::Run done = run(wanted);
    EXPECT_EQ(done.status, RunStatus::success) << done.error;
    EXPECT_EQ(artifact_text(done.id), "region,amount\r\n");
}

TEST_F(PipelineTest, AnUnpublishedDashboardFailsTheRunWithTheMend)
{
    world.write([&](db::Session& session) {
        return store::unpublish_dashboard(session, 1, "dash_sales", world.clock.now());
    });
    const presstime::Run done = run(World::daily_report());
    EXPECT_EQ(done.status, RunStatus::failed);
    EXPECT_NE(done.error.find("not published"), std::string::npos) << done.error;
}

TEST_F(PipelineTest, AZombiesWorkIsThrownAway)
{
    report = world.add(World::daily_report(), "2026-03-02T09:00:00Z");
    world.clock.set(*parse_rfc3339("2026-03-02T09:00:01Z"));
    ASSERT_TRUE(scheduler.run_once().has_value());
    std::vector<presstime::Run> claimed;
    world.write([&](db::Session& session) -> Result<> {
        claimed = TRY(store::claim_runs(session, "zombie", 1, world.clock.now(),
                                        world.clock.now() + std::chrono::seconds(30)));
        return {};
    });
    ASSERT_EQ(claimed.size(), 1U);
    world.clock.advance(std::chrono::seconds(31));
    Janitor janitor(*world.database, *world.objects, world.clock, [] {}, {});
    EXPECT_EQ(janitor.rescue(world.clock.now()).value_or(-1), 1);
    ASSERT_EQ(worker.run_once().value_or(-1), 1);
    const std::size_t before = deliveries(claimed[0].id).size();
    EXPECT_EQ(pipeline.process(claimed[0], CancelToken{}), RunOutcome::lost);
    EXPECT_EQ(deliveries(claimed[0].id).size(), before);
    EXPECT_EQ(world.runs_of(report).at(0).attempt, 2);
}

TEST_F(PipelineTest, ARunThatKillsEveryWorkerFailsInTheEnd)
{
    report = world.add(World::daily_report(), "2026-03-02T09:00:00Z");
    world.clock.set(*parse_rfc3339("2026-03-02T09:00:01Z"));
    ASSERT_TRUE(scheduler.run_once().has_value());
    Janitor janitor(*world.database, *world.objects, world.clock, [] {}, {.max_attempts = 2});
    for (int death = 0; death < 2; ++death) {
        world.write([&](db::Session& session) -> Result<> {
            TRY(store::claim_runs(session, "dies", 1, world.clock.now(),
                                  world.clock.now() + std::chrono::seconds(30)));
            return {};
        });
        world.clock.advance(std::chrono::seconds(31));
        EXPECT_EQ(janitor.rescue(world.clock.now()).value_or(-1), 1);
    }
    const presstime::Run done = world.runs_of(report).at(0);
    EXPECT_EQ(done.status, RunStatus::failed);
    EXPECT_EQ(deliveries(done.id).at(0).purpose, DeliveryPurpose::failure_notice);
}

TEST_F(PipelineTest, ResultsThatAReportDoesNotKeepGoWithTheEndOfTheRun)
{
    Report wanted = World::daily_report();
    wanted.retain_results_days = 0;
    const presstime::Run made = run(wanted);
    const auto stored = [&] {
        std::vector<StoredResult> found;
        EXPECT_TRUE(world.database
                        ->read([&](db::Session& session) -> Result<> {
                            found = TRY(store::list_stored_results(session, made.id));
                            return {};
                        })
                        .has_value());
        return found;
    };
    Janitor janitor(*world.database, *world.objects, world.clock, [] {}, {});
    EXPECT_EQ(janitor.forget_results_past_their_time().value_or(-1), 0) << "it is being delivered";
    ASSERT_EQ(stored().size(), 1U);
    const std::string key = stored()[0].object_key;
    world.write([&](db::Session& session) -> Result<> {
        TRY(store::finish_delivered_run(session, made.id, RunStatus::success, "", world.clock.now()));
        return {};
    });
    EXPECT_EQ(janitor.forget_results_past_their_time().value_or(-1), 1);
    EXPECT_TRUE(stored().empty());
    EXPECT_FALSE(get_object(*world.objects, key, 1 << 20).has_value());
    EXPECT_NE(artifact_text(made.id), "unreadable");
}

TEST_F(PipelineTest, AProtectedPdfIsHashedAsDrawnAndSentAsEncrypted)
{
    Report wanted = World::daily_report();
    wanted.formats = {"pdf", "csv"};
    const presstime::Run plain = run(wanted);
    const std::string plain_hash = artifact(plain.id, 1).sha256;
    EXPECT_EQ(artifact(plain.id, 1).sent_sha256, "");

    Report changed = world.reload(report);
    changed.pdf_password = secrets.seal("opensesame", store::pdf_password_purpose(changed.uuid));
    world.write(
        [&](db::Session& session) { return store::update_report(session, changed, world.clock.now()); });
    replay(plain);
    const presstime::Run locked = world.runs_of(report).at(0);
    const Artifact pdf = artifact(locked.id, 1);
    EXPECT_EQ(pdf.sha256, plain_hash) << "what was drawn is the same";
    const std::string sent = artifact_text(locked.id, 1);
    EXPECT_NE(sent.find("/Encrypt"), std::string::npos);
    EXPECT_EQ(sha256_hex(sent), pdf.sent_sha256);
    EXPECT_EQ(static_cast<std::int64_t>(sent.size()), pdf.bytes);
    EXPECT_EQ(locked.definition.find("opensesame"), std::string::npos);
    EXPECT_EQ(locked.definition.find("sealed:"), std::string::npos);
    const auto mail_of = [&](const presstime::Run& made) {
        return get_object(*world.objects, deliveries(made.id).at(0).payload_key, 1 << 20).value();
    };
    EXPECT_NE(mail_of(plain).find("text/html"), std::string::npos);
    EXPECT_EQ(mail_of(locked).find("text/html"), std::string::npos) << "figures open beside a locked file";
    EXPECT_EQ(artifact(locked.id, 2).sent_sha256, "") << "a CSV file cannot be encrypted";

    const auto headers = stage::artifact_headers(locked, changed, pdf, "X-Presstime");
    const auto digest = std::ranges::find(headers, "Content-Digest", &Header::name);
    ASSERT_NE(digest, headers.end());
    const std::vector<unsigned char> hash = hex_decode(sha256_hex(sent)).value();
    EXPECT_EQ(digest->value, "sha-256=:" + base64_encode(hash) + ":");
}

TEST_F(PipelineTest, AReplayIsDrawnInTheThemeOfItsOriginal)
{
    Report wanted = World::daily_report();
    wanted.formats = {"pdf"};
    const auto put_theme = [&](Color accent) {
        world.write([&](db::Session& session) -> Result<> {
            store::ThemeRecord record;
            record.theme.light.ink = accent;
            return store::put_theme(session, 1, record, world.clock.now());
        });
    };
    put_theme(rgb(0x7A1FA2));
    const presstime::Run original = run(wanted);
    put_theme(rgb(0x00838F));
    replay(original);
    EXPECT_EQ(artifact_text(world.runs_of(report).at(0).id), artifact_text(original.id));
    EXPECT_EQ(codec::definition_from_json(original.definition)->theme_version, 1);
}

TEST_F(PipelineTest, ARunBeyondItsGraceSaysWhenItWasDue)
{
    Report wanted = World::daily_report();
    wanted.formats = {"pdf"};
    EXPECT_FALSE(late_due_at(run(wanted))) << "a second late is not late";
    wanted.name = "Held up";
    wanted.uuid = make_uuid(world.clock.now());
    report = world.add(wanted, "2026-03-02T09:00:00Z");
    world.clock.set(*parse_rfc3339("2026-03-02T09:05:01Z"));
    EXPECT_TRUE(scheduler.run_once().has_value());
    EXPECT_TRUE(worker.run_once().has_value());
    const presstime::Run late = world.runs_of(report).at(0);
    EXPECT_EQ(late_due_at(late), late.nominal_at);
    replay(late);
    EXPECT_EQ(artifact_text(world.runs_of(report).at(0).id), artifact_text(late.id));
}

TEST_F(PipelineTest, AReplayDrawsTheStoredRowsAgainToTheSameBytes)
{
    Report wanted = World::daily_report();
    wanted.formats = {"csv", "pdf"};
    const presstime::Run original = run(wanted);
    std::ofstream(world.folder / "data" / "sales.csv") << "region,amount\nChanged,1\n";
    world.clock.advance(std::chrono::hours(24 * 20));
    replay(original);
    const presstime::Run again = world.runs_of(report).at(0);
    ASSERT_EQ(again.cause, RunCause::replay);
    EXPECT_EQ(artifact_text(again.id, 1), artifact_text(original.id, 1));
    EXPECT_EQ(artifact_text(again.id, 2), artifact_text(original.id, 2));
    EXPECT_EQ(artifact_text(again.id, 2).substr(0, 5), "%PDF-");
}
