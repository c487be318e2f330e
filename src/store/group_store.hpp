// Groups of users: what grants name so that people can come and go.
#pragma once

#include "model/principal.hpp"
#include "platform/db/database.hpp"

#include <string>
#include <vector>

namespace presstime::store {

inline constexpr int kMaxGroups = 1'000; // of a workspace

struct GroupRecord {
    Group group;
    std::int64_t version = 1; // the ETag
};

// Fills id and version 1. `conflict` when the name is taken or there are kMaxGroups; `invalid("members[n]")`
// for who is no user of the workspace.
Result<> insert_group(db::Session& session, GroupRecord& record);
// Replaces name and members, version + 1.
Result<> update_group(db::Session& session, GroupRecord& record);
Result<> delete_group(db::Session& session, std::int64_t workspace_id, std::int64_t id);
Result<GroupRecord> get_group(db::Session& session, std::int64_t workspace_id, std::int64_t id);
Result<std::vector<GroupRecord>> list_groups(db::Session& session, std::int64_t workspace_id); // by name

} // namespace presstime::store
