// What rights are judged by: principals of owners, and the grants of categories. Every function works inside
// the caller's transaction, so that a right is judged by the same state as the change or the send it allows.
#pragma once

#include "model/access.hpp"
#include "model/event.hpp"
#include "platform/db/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace presstime::store {

// The owner with role, groups and scope as they are now; nothing when there is none any more, or when it is
// disabled, deleted, or an expired key.
Result<std::optional<Principal>> find_owner(db::Session& session, std::int64_t workspace_id,
                                            const OwnerRef& owner, Instant now);

Result<std::vector<std::int64_t>> groups_of_user(db::Session& session, std::int64_t user_id);

// Grants of the category with that name; none when it is not restricted or not there.
Result<std::vector<Grant>> grants_of_category(db::Session& session, std::int64_t workspace_id,
                                              const std::string& category);

// Grants of the category that the dashboard lies in; nothing when there is no such dashboard.
Result<std::optional<std::vector<Grant>>> grants_of_dashboard(db::Session& session, std::int64_t workspace_id,
                                                              const std::string& dashboard_id);
// The same through a report or run.
Result<std::optional<std::vector<Grant>>> grants_of_report(db::Session& session, std::int64_t workspace_id,
                                                           std::int64_t report_id);
Result<std::optional<std::vector<Grant>>> grants_of_run(db::Session& session, std::int64_t workspace_id,
                                                        std::int64_t run_id);

// The resource an event is about, with its grants as they are now. Of what is gone those of its deletion
// hold; where none were written down, those of its category, or, without one, admins alone.
Result<Resource> resource_of_event(db::Session& session, const Event& event);

} // namespace presstime::store
