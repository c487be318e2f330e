// Categories: who may do what with the dashboards that name one, and all that hangs on those. A dashboard's
// category column is the truth; what its stored documents say is replaced by it when they are read.
#pragma once

#include "model/access.hpp"
#include "platform/db/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace presstime::store {

inline constexpr int kMaxCategories = 1'000; // of a workspace

// Fills id and version 1. `conflict` when the name is taken, or when there are kMaxCategories already.
Result<> insert_category(db::Session& session, Category& category);
// Replaces name, description and grants, version + 1; a new name moves the dashboards along. `conflict` when
// the name is taken or `category.version` is no longer the stored one.
Result<> update_category(db::Session& session, Category& category);
Result<> delete_category(db::Session& session, std::int64_t workspace_id, std::int64_t id);
Result<Category> get_category(db::Session& session, std::int64_t workspace_id, std::int64_t id);
Result<std::optional<Category>> find_category(db::Session& session, std::int64_t workspace_id,
                                              const std::string& name);
Result<std::vector<Category>> list_categories(db::Session& session, std::int64_t workspace_id); // by name

// Ids of the dashboards that name the category, in order.
Result<std::vector<std::string>> dashboards_in_category(db::Session& session, std::int64_t workspace_id,
                                                        const std::string& name, int limit);

// Whether the user or group of a grant is there; a role always is.
Result<bool> has_grantee(db::Session& session, std::int64_t workspace_id, const Grant& grant);

} // namespace presstime::store
