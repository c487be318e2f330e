// What the page of a day asks besides runs and their sums: what comes next, and what waits for a person.
#pragma once

#include "model/principal.hpp"
#include "model/run.hpp"
#include "model/webhook.hpp"
#include "platform/db/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace presstime::store {

Result<std::string> dashboard_name(db::Session& session, std::int64_t workspace_id, const std::string& id);

// Reports by their next instant in [from, to), after `place`.
struct NextRun {
    Instant next_run_at{};
    std::string dashboard_id;
    std::int64_t report_id = 0;
};
Result<std::vector<NextRun>> next_runs(db::Session& session, std::int64_t workspace_id, const NextRun& after,
                                       Instant to, int limit);
// How many reports have their next instant when.
struct NextCount {
    Instant next_run_at{};
    std::string dashboard_id; // "" where they are counted together
    std::int64_t reports = 0;
};
enum class CountBy { instant, instant_and_dashboard };
Result<std::vector<NextCount>> count_next_runs(db::Session& session, std::int64_t workspace_id, Instant from,
                                               Instant to, CountBy by);

// Reports whose last run since `since` failed or was partial, and is not dealt with; newest first.
struct FailingReport {
    std::int64_t id = 0;
    std::string name;
    std::string dashboard_id;
    std::int64_t last_run_id = 0;
    Instant last_run_at{};
    RunStatus last_status = RunStatus::failed;
};
Result<std::vector<FailingReport>> failing_reports(db::Session& session, std::int64_t workspace_id,
                                                   Instant since, int limit);

// Recipients of reports that nothing reached, or perhaps nothing, and to whom nobody has sent again; newest
// first, without those of runs that are dealt with.
struct MissedRecipient {
    std::int64_t delivery_id = 0;
    std::int64_t run_id = 0;
    std::int64_t report_id = 0;
    std::string report_name;
    std::string dashboard_id;
    std::string recipient;
    std::string reason;
    bool unknown = false; // it may have arrived
    Instant at{};
};
Result<std::vector<MissedRecipient>> missed_recipients(db::Session& session, std::int64_t workspace_id,
                                                       Instant since, int limit);

// That nothing is left to do about a run that went wrong, or that there is after all. Saying it twice is no
// error; whoever said it is in the audit.
Result<> mark_dealt_with(db::Session& session, std::int64_t run_id, Instant now);
Result<> unmark_dealt_with(db::Session& session, std::int64_t run_id);

// Of the orphans of ownership_store the reports that have lost their owner: it is gone, disabled or an
// expired key. One that never had one, such as the local operator's, misses nobody.
struct OrphanedReport {
    std::int64_t id = 0;
    std::string name;
    std::int64_t owner_user_id = 0; // whom it still names; 0 = no user
    Instant updated_at{};
};
Result<std::vector<OrphanedReport>> orphaned_reports(db::Session& session, std::int64_t workspace_id,
                                                     Instant now, int limit);

struct DisabledWebhook {
    std::int64_t id = 0;
    std::string name; // its description, or its address without what follows the host
    std::string reason;
    OwnerRef owner;
    Instant disabled_at{};
};
Result<std::vector<DisabledWebhook>> disabled_webhooks(db::Session& session, std::int64_t workspace_id,
                                                       int limit);

} // namespace presstime::store
