// An upgrade over a full queue: the ledger of a release that knew runs alone goes on where it stood.
#include "platform/db/test_database.hpp"
#include "store/delivery_store.hpp"
#include "store/migrate.hpp"
#include "store/report_list.hpp"
#include "store/run_counts.hpp"
#include "store/run_list.hpp"
#include "store/server_facts.hpp"
#include "store/token_store.hpp"

#include <gtest/gtest.h>

namespace presstime::store {
namespace {

constexpr int kBeforeEvents = 3;   // the last script of that release
constexpr int kBeforeTokenIds = 8; // keys had ids of deleted ones
constexpr int kBeforeWatching = 9; // nothing was counted as it ended

constexpr std::string_view kFullQueue = R"sql(
    INSERT INTO workspaces (id, uuid, name, owner_email, created_at) VALUES (1, 'w', 'W', 'o@example.com', 0);
    INSERT INTO dashboards (id, workspace_id, number, name, category, draft, version, created_at, updated_at)
    VALUES ('dash_a', 1, 1, 'A', 'Finance', '{}', 1, 0, 0);
    INSERT INTO reports (id, uuid, workspace_id, dashboard_id, name, enabled, document, version, created_at,
                         updated_at)
    VALUES (1, 'r', 1, 'dash_a', 'R', 1, '{}', 1, 0, 0);
    INSERT INTO runs (id, uuid, workspace_id, report_id, nominal_at, nominal_local, period_start, period_end,
                      cause, status, phase, serial, not_before, queued_at)
    VALUES (1, 'n', 1, 1, 0, '', 0, 0, 'schedule', 'running', 'deliver', 1, 0, 0);
    INSERT INTO deliveries (id, workspace_id, run_id, report_id, purpose, channel, recipient, role,
                            artifact_n,
                            revision, message_id, payload_key, state, attempt, max_attempts, next_attempt_at,
                            reason, created_at)
    VALUES (7, 1, 1, 1, 'report', 'email', 'a@example.com', 'to', 0, 0, 'm7', 'k', 'pending', 0, 5, 10, '',
            0),
           (8, 1, 1, 1, 'report', 'webhook', 'https://h', 'to', 1, 0, 'm8', 'k', 'retrying', 1, 9, 20,
            'late', 0),
           (9, 1, 1, 1, 'report', 'email', 'b@example.com', 'to', 0, 0, 'm9', 'k', 'accepted', 1, 5, NULL,
            '', 0),
           (50, 1, 1, 1, 'report', 'email', 'c@example.com', 'to', 0, 0, 'm', 'k', 'accepted', 1, 5, NULL,
            '', 0);
    DELETE FROM deliveries WHERE id = 50;
    INSERT INTO attempts (delivery_id, n, started_at, latency_us, outcome, status_code, response, peer,
                          bytes, error)
    VALUES (8, 1, 5, 6, 'deferred', 503, 'busy', '203.0.113.9:443', 10, 'webhook returned 503'),
           (9, 1, 5, 6, 'accepted', 250, 'ok', '203.0.113.9:25', 10, '');
)sql";

TEST(Upgrade, KeepsAFullQueueAndItsHistory)
{
    const db::TemporaryFolder folder;
    const auto database = db::open_sqlite({.file = folder.path() / "presstime.db"}).value();
    const auto all = builtin_migrations(db::Dialect::sqlite);
    ASSERT_TRUE(migrate(*database, all.first(kBeforeEvents), from_micros(1)));
    ASSERT_TRUE(database->write([](db::Session& session) { return session.execute_script(kFullQueue); }));
    const Result<> migrated = migrate(*database, all, from_micros(2));
    ASSERT_TRUE(migrated) << migrated.error().message << " " << migrated.error().context;
    EXPECT_EQ(db::check_integrity(*database), "ok");
    const Result<> gone_on = database->write([](db::Session& session) -> Result<> {
        const auto claimed = TRY(claim_deliveries(session, "w", "", 10, from_micros(100), from_micros(200)));
        EXPECT_EQ(claimed.size(), 2U);
        EXPECT_EQ(claimed.front().id, 7);
        EXPECT_EQ(claimed.back().attempt, 2);
        EXPECT_EQ(claimed.back().message_id, "m8");
        const auto attempts = TRY(list_attempts(session, 8));
        EXPECT_EQ(attempts.size(), 1U);
        EXPECT_EQ(attempts.front().response, "busy");
        EXPECT_EQ(attempts.front().cause, DeliveryCause::event);
        EXPECT_EQ(TRY(get_delivery(session, 9)).state, DeliveryState::accepted);
        Delivery next;
        next.workspace_id = 1;
        next.run_id = 1;
        next.report_id = 1;
        next.channel = "email";
        next.recipient = "d@example.com";
        next.created_at = from_micros(100);
        EXPECT_TRUE(TRY(insert_delivery(session, next)));
        EXPECT_GT(next.id, 50); // ids are never given twice
        return {};
    });
    EXPECT_TRUE(gone_on) << gone_on.error().message << " " << gone_on.error().context;
    database->close();
}

TEST(Upgrade, GivesNoKeyTheIdOfOneThatIsGone)
{
    const db::TemporaryFolder folder;
    const auto database = db::open_sqlite({.file = folder.path() / "presstime.db"}).value();
    const auto all = builtin_migrations(db::Dialect::sqlite);
    ASSERT_TRUE(migrate(*database, all.first(kBeforeTokenIds), from_micros(1)));
    ASSERT_TRUE(database->write([](db::Session& session) {
        return session.execute_script(R"sql(
            INSERT INTO workspaces (id, uuid, name, owner_email, created_at) VALUES (1, 'w', 'W', '', 0);
            INSERT INTO tokens (id, workspace_id, name, scope, prefix, hash, created_at, role)
            VALUES (3, 1, 'kept', 'write', 'pt_abcde', 'h', 5, 'editor');
            INSERT INTO audit (workspace_id, at, actor, actor_token_id, peer, action, resource, detail)
            VALUES (1, 0, 'key gone', 9, '', 'webhook.created', 'webhook 1', '');
        )sql");
    }));
    const Result<> migrated = migrate(*database, all, from_micros(2));
    ASSERT_TRUE(migrated) << migrated.error().message << " " << migrated.error().context;
    const Result<> gone_on = database->write([](db::Session& session) -> Result<> {
        const auto kept = TRY(find_token(session, "h"));
        EXPECT_TRUE(kept && kept->id == 3 && kept->role == Role::editor && kept->prefix == "pt_abcde");
        Token next;
        next.workspace_id = 1;
        next.name = "next";
        TRY(insert_token(session, next, "h2", from_micros(3)));
        EXPECT_EQ(next.id, 10);
        return {};
    });
    EXPECT_TRUE(gone_on) << gone_on.error().message << " " << gone_on.error().context;
    database->close();
}

// Two reports, one that waits an hour before it calls a run late, and how their runs ended.
constexpr std::string_view kHistory = R"sql(
    INSERT INTO workspaces (id, uuid, name, owner_email, created_at) VALUES (1, 'w', 'W', '', 0);
    INSERT INTO dashboards (id, workspace_id, number, name, category, draft, version, created_at, updated_at)
    VALUES ('dash_a', 1, 1, 'A', '', '{}', 1, 0, 0);
    INSERT INTO reports (id, uuid, workspace_id, dashboard_id, name, enabled, document, version, created_at,
                         updated_at)
    VALUES (1, 'r1', 1, 'dash_a', 'Quick', 1, '{"tags":["board","board","weekly"]}', 1, 0, 0),
           (2, 'r2', 1, 'dash_a', 'Patient', 1, '{"misfire_grace":3600}', 1, 0, 0),
           (3, 'r3', 1, 'dash_a', 'Damaged', 1, 'no json', 1, 0, 0);
    INSERT INTO runs (id, uuid, workspace_id, report_id, nominal_at, nominal_local, period_start, period_end,
                      cause, status, phase, serial, not_before, queued_at, finished_at, skipped_count)
    VALUES (1, 'a', 1, 1, 1000000, '', 0, 0, 'schedule', 'success', 'done', 1, 0, 0, 2000000, 0),
           (2, 'b', 1, 1, 2000000, '', 0, 0, 'schedule', 'success', 'done', 1, 0, 0, 400000000, 0),
           (3, 'c', 1, 1, 3000000, '', 0, 0, 'manual', 'failed', 'done', 1, 0, 0, 900000000, 0),
           (4, 'd', 1, 1, 4000000, '', 0, 0, 'test', 'success', 'done', 1, 0, 0, 4000000, 0),
           (5, 'e', 1, 2, 1000000, '', 0, 0, 'catch_up', 'success', 'done', 1, 0, 0, 400000000, 0),
           (6, 'f', 1, 2, 900000000, '', 0, 0, 'schedule', 'skipped', 'done', 1, 0, 0, 900000000, 3),
           (7, 'g', 1, 2, 901000000, '', 0, 0, 'schedule', 'cancelled', 'done', 1, 0, 0, 902000000, 0),
           (8, 'h', 1, 2, 902000000, '', 0, 0, 'schedule', 'running', 'query', 1, 0, 0, NULL, 0);
    INSERT INTO run_results (run_id, query, object_key, sha256, rows, bytes, cut, cut_reason, error,
                             elapsed_us)
    VALUES (1, 'q', 'k', 's', 1, 70, 0, '', '', 1), (2, 'q', 'k', 's', 1, 5, 0, '', '', 1);
    INSERT INTO artifacts (run_id, n, format, filename, content_type, object_key, bytes, sha256, rows,
                           complete, note, failed_widgets, elapsed_us)
    VALUES (1, 0, 'pdf', 'f', 't', 'k', 900, 's', 1, 1, '', 0, 1);
)sql";

TEST(Upgrade, CountsWhatRanBeforeAnythingWasCounted)
{
    const db::TemporaryFolder folder;
    const auto database = db::open_sqlite({.file = folder.path() / "presstime.db"}).value();
    const auto all = builtin_migrations(db::Dialect::sqlite);
    ASSERT_TRUE(migrate(*database, all.first(kBeforeWatching), from_micros(1)));
    ASSERT_TRUE(database->write([](db::Session& session) { return session.execute_script(kHistory); }));
    const Result<> migrated = migrate(*database, all, from_micros(2));
    ASSERT_TRUE(migrated) << migrated.error().message << " " << migrated.error().context;
    const Result<> read = database->read([](db::Session& session) -> Result<> {
        for (const std::string dashboard : {"", "dash_a"}) {
            const auto quarters = TRY(list_run_counts(
                session, {1, dashboard, CountSpan::quarter_hour, from_micros(0), Instant::max()}));
            EXPECT_EQ(quarters.size(), 2U);
            EXPECT_EQ(quarters.at(0).counts,
                      (RunCounts{.due = 3, .on_time = 2, .sent = 3, .late = 1, .failed = 1}));
            EXPECT_EQ(quarters.at(1).begins_at, from_micros(900'000'000));
            EXPECT_EQ(quarters.at(1).counts, (RunCounts{.due = 3, .skipped = 3, .cancelled = 1}));
            const auto days =
                TRY(list_run_counts(session, {1, dashboard, CountSpan::day, from_micros(0), Instant::max()}));
            EXPECT_EQ(days.size(), 1U);
            EXPECT_EQ(days.at(0).counts.due, 6);
        }
        const auto late = TRY(list_runs(session, {}, {.kind = RunStream::Kind::late}, {}, 10));
        EXPECT_EQ(late.size(), 1U);
        EXPECT_EQ(late.at(0).place.id, 2);
        EXPECT_EQ(TRY(surroundings_of(session, 1)).last_run_id, 3); // the test came later and does not count
        EXPECT_EQ(TRY(surroundings_of(session, 2)).last_run_id, 5);
        EXPECT_EQ(TRY(surroundings_of(session, 3)).last_run_id, 0);
        EXPECT_EQ(TRY(count_reports(session, {.tag = "board"}, 10)), 1);
        EXPECT_EQ(TRY(count_reports(session, {.last_statuses = {RunStatus::failed}}, 10)), 1);
        EXPECT_EQ(TRY(stored_sums(session)).results_bytes, 75);
        EXPECT_EQ(TRY(stored_sums(session)).artifacts_bytes, 900);
        return {};
    });
    EXPECT_TRUE(read) << read.error().message << " " << read.error().context;
    database->close();
}

} // namespace
} // namespace presstime::store
