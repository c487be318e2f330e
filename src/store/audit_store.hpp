// The audit: one row for every change and every refused access. Rows are only added, and go by age alone.
#pragma once

#include "base/time.hpp"
#include "platform/db/database.hpp"

#include <cstdint>
#include <string>

namespace presstime::store {

struct AuditRow {
    std::int64_t id = 0;
    std::int64_t workspace_id = 1;
    Instant at{};
    std::string actor; // for people: "ann@example.com", "key nightly"
    std::int64_t actor_user_id = 0;
    std::int64_t actor_token_id = 0;
    std::string peer;     // address the request came from; empty when it is not known
    std::string action;   // "report.updated", "access.refused", "login.failed"
    std::string resource; // "report 17"
    std::string detail;   // what changed, never a secret
    int times = 1;        // how often, for identical refusals within a minute
};

// Fills id.
Result<> insert_audit(db::Session& session, AuditRow& row);

} // namespace presstime::store
