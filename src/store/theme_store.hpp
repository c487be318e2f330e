// Workspace themes, every version kept: a run names the version it was drawn in.
#pragma once

#include "model/workspace_theme.hpp"
#include "platform/db/database.hpp"

#include <optional>

namespace presstime::store {

struct ThemeRecord {
    WorkspaceTheme theme;
    std::int64_t version = 0;
    Instant updated_at{};
};

// The theme that holds now, or nothing.
Result<std::optional<ThemeRecord>> find_theme(db::Session& session, std::int64_t workspace_id);
// One of a run's time; version 0, and one that removed the theme, is the plain WorkspaceTheme.
Result<WorkspaceTheme> get_theme_version(db::Session& session, std::int64_t workspace_id,
                                         std::int64_t version);
// Appends `record.theme` and fills version and updated_at.
Result<> put_theme(db::Session& session, std::int64_t workspace_id, ThemeRecord& record, Instant now);
Result<> remove_theme(db::Session& session, std::int64_t workspace_id, Instant now);

} // namespace presstime::store
