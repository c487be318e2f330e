// Small answers out of large tables: each statement reads an index that holds only what it asks for.
#include "store/today_store.hpp"

#include "store/ownership_store.hpp"
#include "store/query.hpp"

namespace presstime::store {
namespace {

constexpr db::Statement kDashboardName{"dashboards.name", R"sql(
    SELECT name
    FROM dashboards
    WHERE workspace_id = $1 AND id = $2
)sql"};
constexpr db::Statement kNextRuns{"reports.next_runs", R"sql(
    SELECT next_run_at, dashboard_id, id
    FROM reports
    WHERE workspace_id = $1
        AND next_run_at IS NOT NULL
        AND (next_run_at, dashboard_id, id) > ($2, $3, $4)
        AND next_run_at < $5
    ORDER BY next_run_at, dashboard_id, id
    LIMIT $6
)sql"};
constexpr db::Statement kCountNext{"reports.count_next", R"sql(
    SELECT next_run_at, '', COUNT(*)
    FROM reports
    WHERE workspace_id = $1 AND next_run_at IS NOT NULL AND next_run_at >= $2 AND next_run_at < $3
    GROUP BY next_run_at
    ORDER BY next_run_at
)sql"};
constexpr db::Statement kCountNextOfDashboards{"reports.count_next_of_dashboards", R"sql(
    SELECT next_run_at, dashboard_id, COUNT(*)
    FROM reports
    WHERE workspace_id = $1 AND next_run_at IS NOT NULL AND next_run_at >= $2 AND next_run_at < $3
    GROUP BY next_run_at, dashboard_id
    ORDER BY next_run_at, dashboard_id
)sql"};
constexpr db::Statement kFailing{"reports.failing", R"sql(
    SELECT id, name, dashboard_id, last_run_id, last_run_at, last_status
    FROM reports
    WHERE workspace_id = $1
        AND last_status IN ('partial', 'failed')
        AND last_run_at >= $2
        AND NOT EXISTS (SELECT 1 FROM dealt_with WHERE dealt_with.run_id = reports.last_run_id)
    ORDER BY last_run_at DESC, id DESC
    LIMIT $3
)sql"};
constexpr db::Statement kMissed{"deliveries.not_reached", R"sql(
    SELECT missed.id, missed.run_id, missed.report_id, reports.name, reports.dashboard_id, missed.recipient,
        missed.reason, missed.state, missed.finished_at
    FROM deliveries AS missed
    JOIN runs ON runs.id = missed.run_id
    JOIN reports ON reports.id = missed.report_id
    WHERE missed.workspace_id = $1
        AND missed.state IN ('rejected', 'unknown')
        AND missed.purpose = 'report'
        AND missed.finished_at >= $2
        AND runs.cause <> 'test'
        AND NOT EXISTS (SELECT 1 FROM dealt_with WHERE dealt_with.run_id = missed.run_id)
        AND NOT EXISTS (
            SELECT 1
            FROM deliveries AS newer
            WHERE newer.run_id = missed.run_id
                AND newer.purpose = missed.purpose
                AND newer.channel = missed.channel
                AND newer.recipient = missed.recipient
                AND newer.artifact_n = missed.artifact_n
                AND newer.revision > missed.revision
        )
    ORDER BY missed.finished_at DESC, missed.id DESC
    LIMIT $3
)sql"};
constexpr db::Statement kMarkDealtWith{"dealt_with.mark", R"sql(
    INSERT INTO dealt_with (run_id, at)
    VALUES ($1, $2)
    ON CONFLICT (run_id) DO NOTHING
)sql"};
constexpr db::Statement kUnmarkDealtWith{"dealt_with.unmark", R"sql(
    DELETE FROM dealt_with
    WHERE run_id = $1
)sql"};
// Owners are few beside reports: first who of them is gone, then what each left.
constexpr db::Statement kGoneOwners{"reports.gone_owners", R"sql(
    SELECT owners.user_id, owners.token_id
    FROM (
        SELECT DISTINCT COALESCE(owner_user_id, 0) AS user_id, COALESCE(owner_token_id, 0) AS token_id
        FROM reports
        WHERE workspace_id = $1
    ) AS owners
    WHERE (owners.user_id <> 0 OR owners.token_id <> 0)
        AND NOT EXISTS (SELECT 1 FROM users WHERE users.id = owners.user_id AND users.enabled = 1)
        AND NOT EXISTS (
            SELECT 1
            FROM tokens
            WHERE tokens.id = owners.token_id AND (tokens.expires_at IS NULL OR tokens.expires_at > $2)
        )
)sql"};
constexpr db::Statement kReportsOfOwner{"reports.of_any_owner", R"sql(
    SELECT id, name, owner_user_id, updated_at
    FROM reports
    WHERE workspace_id = $1
        AND COALESCE(owner_user_id, 0) = $2
        AND COALESCE(owner_token_id, 0) = $3
        AND NOT EXISTS (SELECT 1 FROM embed_schedules WHERE embed_schedules.report_id = reports.id)
    ORDER BY id
    LIMIT $4
)sql"};
constexpr db::Statement kDisabled{"webhooks.disabled", R"sql(
    SELECT id, CASE WHEN description = '' THEN url ELSE description END, disabled_reason, owner_user_id,
        owner_token_id, disabled_at
    FROM webhooks
    WHERE workspace_id = $1 AND disabled_at IS NOT NULL
    ORDER BY id
    LIMIT $2
)sql"};

} // namespace

Result<std::string> dashboard_name(db::Session& session, std::int64_t workspace_id, const std::string& id)
{
    auto name = TRY(query_first(session, kDashboardName, {db::param(workspace_id), db::param(id)},
                                [](const db::Row& row) -> Result<std::string> { return row.text(0); }));
    return std::move(name).value_or(id);
}

Result<std::vector<NextRun>> next_runs(db::Session& session, std::int64_t workspace_id, const NextRun& after,
                                       Instant to, int limit)
{
    using db::param;
    return query_all(session, kNextRuns,
                     {param(workspace_id), param(after.next_run_at), param(after.dashboard_id),
                      param(after.report_id), param(to), param(limit)},
                     [](const db::Row& row) -> Result<NextRun> {
                         return NextRun{row.instant(0), row.text(1), row.integer(2)};
                     });
}

Result<std::vector<NextCount>> count_next_runs(db::Session& session, std::int64_t workspace_id, Instant from,
                                               Instant to, CountBy by)
{
    return query_all(session, by == CountBy::instant ? kCountNext : kCountNextOfDashboards,
                     {db::param(workspace_id), db::param(from), db::param(to)},
                     [](const db::Row& row) -> Result<NextCount> {
                         return NextCount{row.instant(0), row.text(1), row.integer(2)};
                     });
}

Result<std::vector<FailingReport>> failing_reports(db::Session& session, std::int64_t workspace_id,
                                                   Instant since, int limit)
{
    return query_all(session, kFailing, {db::param(workspace_id), db::param(since), db::param(limit)},
                     [](const db::Row& row) -> Result<FailingReport> {
                         RowReader reader(row);
                         FailingReport report;
                         report.id = reader.integer();
                         report.name = reader.text();
                         report.dashboard_id = reader.text();
                         report.last_run_id = reader.integer();
                         report.last_run_at = reader.instant();
                         report.last_status = reader.word<RunStatus>();
                         TRY(reader.finish());
                         return report;
                     });
}

Result<std::vector<MissedRecipient>> missed_recipients(db::Session& session, std::int64_t workspace_id,
                                                       Instant since, int limit)
{
    return query_all(session, kMissed, {db::param(workspace_id), db::param(since), db::param(limit)},
                     [](const db::Row& row) -> Result<MissedRecipient> {
                         RowReader reader(row);
                         MissedRecipient missed;
                         missed.delivery_id = reader.integer();
                         missed.run_id = reader.integer();
                         missed.report_id = reader.integer();
                         missed.report_name = reader.text();
                         missed.dashboard_id = reader.text();
                         missed.recipient = reader.text();
                         missed.reason = reader.text();
                         missed.unknown = reader.word<DeliveryState>() == DeliveryState::unknown;
                         missed.at = reader.instant();
                         TRY(reader.finish());
                         return missed;
                     });
}

Result<> mark_dealt_with(db::Session& session, std::int64_t run_id, Instant now)
{
    TRY(session.execute(kMarkDealtWith, {db::param(run_id), db::param(now)}));
    return {};
}

Result<> unmark_dealt_with(db::Session& session, std::int64_t run_id)
{
    TRY(session.execute(kUnmarkDealtWith, {db::param(run_id)}));
    return {};
}

Result<std::vector<OrphanedReport>> orphaned_reports(db::Session& session, std::int64_t workspace_id,
                                                     Instant now, int limit)
{
    using db::param;
    const auto gone = TRY(query_all(
        session, kGoneOwners, {param(workspace_id), param(now)}, [](const db::Row& row) -> Result<OwnerRef> {
            return OwnerRef{.user_id = row.integer(0), .token_id = row.integer(1)};
        }));
    std::vector<OrphanedReport> orphans;
    const auto add = [&](const db::Row& row) -> Result<> {
        RowReader reader(row);
        OrphanedReport report;
        report.id = reader.integer();
        report.name = reader.text();
        report.owner_user_id = reader.integer();
        report.updated_at = reader.instant();
        orphans.push_back(std::move(report));
        return {};
    };
    for (const OwnerRef& owner : gone) {
        const int room = limit - static_cast<int>(orphans.size());
        if (room <= 0)
            break;
        TRY(session.query(kReportsOfOwner,
                          {param(workspace_id), param(owner.user_id), param(owner.token_id), param(room)},
                          add));
    }
    return orphans;
}

Result<std::vector<DisabledWebhook>> disabled_webhooks(db::Session& session, std::int64_t workspace_id,
                                                       int limit)
{
    return query_all(session, kDisabled, {db::param(workspace_id), db::param(limit)},
                     [](const db::Row& row) -> Result<DisabledWebhook> {
                         RowReader reader(row);
                         DisabledWebhook webhook;
                         webhook.id = reader.integer();
                         webhook.name = without_path(reader.text());
                         webhook.reason = reader.text();
                         webhook.owner.user_id = reader.integer();
                         webhook.owner.token_id = reader.integer();
                         webhook.disabled_at = reader.instant();
                         return webhook;
                     });
}

} // namespace presstime::store
