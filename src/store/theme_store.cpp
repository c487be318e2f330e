// Versions count on from the last, so that a theme put back after a removal is a new one.
#include "store/theme_store.hpp"

#include "codec/document.hpp"
#include "store/query.hpp"

namespace presstime::store {
namespace {

constexpr db::Statement kInsert{"workspace_themes.insert", R"sql(
    INSERT INTO workspace_themes (workspace_id, version, document, updated_at)
    VALUES ($1, $2, $3, $4)
)sql"};
constexpr db::Statement kLast{"workspace_themes.last", R"sql(
    SELECT version, document, updated_at
    FROM workspace_themes
    WHERE workspace_id = $1
    ORDER BY version DESC
    LIMIT 1
)sql"};
constexpr db::Statement kGet{"workspace_themes.get", R"sql(
    SELECT version, document, updated_at
    FROM workspace_themes
    WHERE workspace_id = $1 AND version = $2
)sql"};

struct Row {
    std::int64_t version = 0;
    std::string document; // empty: the theme was removed
    Instant updated_at{};
};

Result<Row> read_row(const db::Row& row)
{
    return Row{row.integer(0), row.text(1), row.instant(2)};
}

Result<WorkspaceTheme> read_theme(const Row& row)
{
    if (row.document.empty())
        return WorkspaceTheme{};
    auto theme = codec::theme_from_json(row.document);
    if (!theme)
        return fail(Error::give_up(fmt::format("the stored theme, version {}, cannot be read", row.version))
                        .with_context(fmt::format("{}: {}", theme.error().field, theme.error().message)));
    return theme;
}

Result<std::int64_t> append(db::Session& session, std::int64_t workspace_id, std::string_view document,
                            Instant now)
{
    const auto last = TRY(query_first(session, kLast, {db::param(workspace_id)}, read_row));
    const std::int64_t version = last ? last->version + 1 : 1;
    TRY(session.execute(kInsert,
                        {db::param(workspace_id), db::param(version), db::param(document), db::param(now)}));
    return version;
}

} // namespace

Result<std::optional<ThemeRecord>> find_theme(db::Session& session, std::int64_t workspace_id)
{
    const auto last = TRY(query_first(session, kLast, {db::param(workspace_id)}, read_row));
    if (!last || last->document.empty())
        return std::optional<ThemeRecord>{};
    return std::optional(ThemeRecord{TRY(read_theme(*last)), last->version, last->updated_at});
}

Result<WorkspaceTheme> get_theme_version(db::Session& session, std::int64_t workspace_id,
                                         std::int64_t version)
{
    if (version == 0)
        return WorkspaceTheme{};
    const auto row = TRY(query_first(session, kGet, {db::param(workspace_id), db::param(version)}, read_row));
    if (!row)
        return fail(Error::not_found(fmt::format("version {} of the theme does not exist", version)));
    return read_theme(*row);
}

Result<> put_theme(db::Session& session, std::int64_t workspace_id, ThemeRecord& record, Instant now)
{
    record.version = TRY(append(session, workspace_id, codec::theme_to_json(record.theme), now));
    record.updated_at = now;
    return {};
}

Result<> remove_theme(db::Session& session, std::int64_t workspace_id, Instant now)
{
    TRY(append(session, workspace_id, "", now));
    return {};
}

} // namespace presstime::store
