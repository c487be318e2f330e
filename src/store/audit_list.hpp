// Reading the audit, counting identical refusals in one row, and retention.
#pragma once

#include "store/audit_store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace presstime::store {

struct AuditFilter {
    std::int64_t workspace_id = 1;
    std::string actor;            // "" = any; the others likewise
    std::string action;           // "report.updated"
    std::string resource;         // "report 17"
    std::optional<Instant> since; // half-open
    std::optional<Instant> until;
    std::int64_t before_id = 0; // cursor; 0 = from the newest
    int limit = 100;
};
Result<std::vector<AuditRow>> list_audit(db::Session& session, const AuditFilter& filter); // newest first

Result<> set_audit_times(db::Session& session, std::int64_t id, int times);

// At most `limit` rows older than `before`; returns how many went.
Result<std::int64_t> delete_old_audit(db::Session& session, Instant before, int limit);

} // namespace presstime::store
