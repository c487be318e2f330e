// Categories as rows, their grants as one JSON array: they are read and judged together.
#include "store/category_store.hpp"

#include "codec/grants_json.hpp"
#include "store/query.hpp"

namespace presstime::store {
namespace {

#define PRESSTIME_CATEGORY_COLUMNS "id, workspace_id, name, description, grants, version"

constexpr db::Statement kInsert{"categories.insert", R"sql(
    INSERT INTO categories (workspace_id, name, description, grants)
    VALUES ($1, $2, $3, $4)
    RETURNING id
)sql"};
constexpr db::Statement kCount{"categories.count", R"sql(
    SELECT COUNT(*)
    FROM categories
    WHERE workspace_id = $1
)sql"};
constexpr db::Statement kUpdate{"categories.update", R"sql(
    UPDATE categories
    SET name = $4, description = $5, grants = $6, version = version + 1
    WHERE id = $1 AND workspace_id = $2 AND version = $3
)sql"};
constexpr db::Statement kMoveDashboards{"categories.move_dashboards", R"sql(
    UPDATE dashboards
    SET category = $3
    WHERE workspace_id = $1 AND category = $2
)sql"};
constexpr db::Statement kDelete{"categories.delete", R"sql(
    DELETE FROM categories
    WHERE id = $1 AND workspace_id = $2
)sql"};
constexpr db::Statement kGet{"categories.get", "SELECT " PRESSTIME_CATEGORY_COLUMNS R"sql(
    FROM categories
    WHERE id = $1 AND workspace_id = $2
)sql"};
constexpr db::Statement kFind{"categories.find", "SELECT " PRESSTIME_CATEGORY_COLUMNS R"sql(
    FROM categories
    WHERE workspace_id = $1 AND name = $2
)sql"};
constexpr db::Statement kList{"categories.list", "SELECT " PRESSTIME_CATEGORY_COLUMNS R"sql(
    FROM categories
    WHERE workspace_id = $1
    ORDER BY name
)sql"};
constexpr db::Statement kDashboards{"categories.dashboards", R"sql(
    SELECT id
    FROM dashboards
    WHERE workspace_id = $1 AND category = $2
    ORDER BY id
    LIMIT $3
)sql"};
constexpr db::Statement kHasUser{"categories.has_user", R"sql(
    SELECT 1
    FROM users
    WHERE id = $1 AND workspace_id = $2
)sql"};
constexpr db::Statement kHasGroup{"categories.has_group", R"sql(
    SELECT 1
    FROM groups
    WHERE id = $1 AND workspace_id = $2
)sql"};

Result<Category> read_category(const db::Row& row)
{
    RowReader reader(row);
    Category category;
    category.id = reader.integer();
    category.workspace_id = reader.integer();
    category.name = reader.text();
    category.description = reader.text();
    auto grants = codec::grants_from_json(reader.text());
    if (!grants)
        return fail(
            Error::give_up(fmt::format("the stored grants of category {} cannot be read", category.name))
                .with_context(grants.error().message));
    category.grants = std::move(*grants);
    category.version = reader.integer();
    return category;
}

Error missing(std::int64_t id)
{
    return Error::not_found(fmt::format("category {} does not exist", id));
}

// A broken unique key can only be the name's.
Error name_taken(const Category& category, Error error)
{
    if (error.kind != ErrorKind::conflict)
        return error;
    return Error::conflict(fmt::format("a category named {} exists already", category.name));
}

} // namespace

Result<> insert_category(db::Session& session, Category& category)
{
    using db::param;
    if (TRY(session.query_integer(kCount, {param(category.workspace_id)})).value_or(0) >= kMaxCategories)
        return fail(Error::conflict(fmt::format(
            "a workspace holds {} categories at most; delete one that no dashboard names", kMaxCategories)));
    auto id = session.query_integer(kInsert, {param(category.workspace_id), param(category.name),
                                              param(category.description),
                                              param(codec::grants_to_json(category.grants))});
    if (!id)
        return fail(name_taken(category, std::move(id).error()));
    category.id = id->value_or(0);
    category.version = 1;
    return {};
}

Result<> update_category(db::Session& session, Category& category)
{
    using db::param;
    const Category stored = TRY(get_category(session, category.workspace_id, category.id));
    auto changed = changes_row(session, kUpdate,
                               {param(category.id), param(category.workspace_id), param(category.version),
                                param(category.name), param(category.description),
                                param(codec::grants_to_json(category.grants))});
    if (!changed)
        return fail(name_taken(category, std::move(changed).error()));
    if (!*changed)
        return fail(
            Error::conflict(fmt::format("category {} was changed meanwhile: version {} is stored, the "
                                        "change is for version {}; read it again",
                                        category.id, stored.version, category.version)));
    if (stored.name != category.name)
        TRY(session.execute(kMoveDashboards,
                            {param(category.workspace_id), param(stored.name), param(category.name)}));
    ++category.version;
    return {};
}

Result<> delete_category(db::Session& session, std::int64_t workspace_id, std::int64_t id)
{
    if (!TRY(changes_row(session, kDelete, {db::param(id), db::param(workspace_id)})))
        return fail(missing(id));
    return {};
}

Result<Category> get_category(db::Session& session, std::int64_t workspace_id, std::int64_t id)
{
    auto category = TRY(query_first(session, kGet, {db::param(id), db::param(workspace_id)}, read_category));
    if (!category)
        return fail(missing(id));
    return std::move(*category);
}

Result<std::optional<Category>> find_category(db::Session& session, std::int64_t workspace_id,
                                              const std::string& name)
{
    return query_first(session, kFind, {db::param(workspace_id), db::param(name)}, read_category);
}

Result<std::vector<Category>> list_categories(db::Session& session, std::int64_t workspace_id)
{
    return query_all(session, kList, {db::param(workspace_id)}, read_category);
}

Result<std::vector<std::string>> dashboards_in_category(db::Session& session, std::int64_t workspace_id,
                                                        const std::string& name, int limit)
{
    return query_all(session, kDashboards, {db::param(workspace_id), db::param(name), db::param(limit)},
                     [](const db::Row& row) -> Result<std::string> { return row.text(0); });
}

Result<bool> has_grantee(db::Session& session, std::int64_t workspace_id, const Grant& grant)
{
    if (grant.kind == GranteeKind::role)
        return true;
    const db::Statement& statement = grant.kind == GranteeKind::user ? kHasUser : kHasGroup;
    return TRY(session.query_integer(statement, {db::param(grant.id), db::param(workspace_id)})).has_value();
}

} // namespace presstime::store
