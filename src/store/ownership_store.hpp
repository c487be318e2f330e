// Whose things are, across their kinds: what a user owns, moving it to another, and what nobody owns.
#pragma once

#include "model/access.hpp"
#include "platform/db/database.hpp"

#include <string>
#include <vector>

namespace presstime::store {

struct OwnedThing {
    ResourceKind kind = ResourceKind::report; // report or webhook
    std::int64_t id = 0;
    std::string name; // of a webhook its description, or its address without what follows the host
    OwnerRef owner;   // who it still names, if anybody
};

// An address without what may carry a secret, its path and query; what is no address stays as it is.
std::string without_path(std::string name);

// By kind, then id; at most `limit` of each kind.
Result<std::vector<OwnedThing>> things_of_user(db::Session& session, std::int64_t workspace_id,
                                               std::int64_t user_id, int limit);
// What has no owner, or one that is gone, disabled, or an expired key. Reports that a host's user made for
// itself are that user's.
Result<std::vector<OwnedThing>> orphans(db::Session& session, std::int64_t workspace_id, Instant now,
                                        int limit);
// Whether that report is among them.
Result<bool> is_orphan(db::Session& session, std::int64_t report_id, Instant now);
// Gives the things to the user; their versions grow.
Result<> give_to_user(db::Session& session, std::int64_t workspace_id, const std::vector<OwnedThing>& things,
                      std::int64_t to_user_id, Instant now);

} // namespace presstime::store
