// Rights as rows: an owner with its groups, and grants found through whatever lies in a category. Nothing is
// cached: a right taken away holds from the next statement on.
#include "store/access_store.hpp"

#include "base/text.hpp"
#include "codec/grants_json.hpp"
#include "store/query.hpp"
#include "store/webhook_store.hpp"

namespace presstime::store {
namespace {

constexpr db::Statement kOwnerUser{"access.owner_user", R"sql(
    SELECT name, email, role
    FROM users
    WHERE id = $1 AND workspace_id = $2 AND enabled = 1
)sql"};
constexpr db::Statement kOwnerToken{"access.owner_token", R"sql(
    SELECT name, scope, role
    FROM tokens
    WHERE id = $1 AND workspace_id = $2 AND user_id IS NULL AND (expires_at IS NULL OR expires_at > $3)
)sql"};
constexpr db::Statement kGroupsOfUser{"access.groups_of_user", R"sql(
    SELECT group_id
    FROM group_members
    WHERE user_id = $1
    ORDER BY group_id
)sql"};
constexpr db::Statement kGrantsOfCategory{"access.grants_of_category", R"sql(
    SELECT grants
    FROM categories
    WHERE workspace_id = $1 AND name = $2
)sql"};
constexpr db::Statement kGrantsOfCategoryId{"access.grants_of_category_id", R"sql(
    SELECT grants
    FROM categories
    WHERE workspace_id = $1 AND id = $2
)sql"};
constexpr db::Statement kGrantsOfDashboard{"access.grants_of_dashboard", R"sql(
    SELECT categories.grants
    FROM dashboards
    LEFT JOIN categories
        ON categories.workspace_id = dashboards.workspace_id AND categories.name = dashboards.category
    WHERE dashboards.workspace_id = $1 AND dashboards.id = $2
)sql"};
constexpr db::Statement kIsAnotherDashboard{"access.is_another_dashboard", R"sql(
    SELECT number
    FROM dashboards
    WHERE workspace_id = $1 AND id = $2 AND created_at > $3
)sql"};
constexpr db::Statement kGrantsOfQuery{"access.grants_of_query", R"sql(
    SELECT categories.grants
    FROM queries
    JOIN dashboards ON dashboards.workspace_id = queries.workspace_id AND dashboards.id = queries.dashboard_id
    LEFT JOIN categories
        ON categories.workspace_id = dashboards.workspace_id AND categories.name = dashboards.category
    WHERE queries.workspace_id = $1 AND queries.id = $2
)sql"};
constexpr db::Statement kGrantsOfReport{"access.grants_of_report", R"sql(
    SELECT categories.grants
    FROM reports
    JOIN dashboards ON dashboards.workspace_id = reports.workspace_id AND dashboards.id = reports.dashboard_id
    LEFT JOIN categories
        ON categories.workspace_id = dashboards.workspace_id AND categories.name = dashboards.category
    WHERE reports.workspace_id = $1 AND reports.id = $2
)sql"};
constexpr db::Statement kGrantsOfRun{"access.grants_of_run", R"sql(
    SELECT categories.grants
    FROM runs
    JOIN reports ON reports.id = runs.report_id
    JOIN dashboards ON dashboards.workspace_id = reports.workspace_id AND dashboards.id = reports.dashboard_id
    LEFT JOIN categories
        ON categories.workspace_id = dashboards.workspace_id AND categories.name = dashboards.category
    WHERE runs.workspace_id = $1 AND runs.id = $2
)sql"};

Result<std::vector<Grant>> read_grants(const std::string& document)
{
    if (document.empty())
        return std::vector<Grant>{};
    auto grants = codec::grants_from_json(document);
    if (!grants)
        return fail(Error::give_up("the stored grants of a category cannot be read")
                        .with_context(grants.error().message));
    return grants;
}

// Nothing when the statement finds no row: the thing is not there.
Result<std::optional<std::vector<Grant>>> find_grants(db::Session& session, const db::Statement& statement,
                                                      std::int64_t workspace_id, db::Parameter id)
{
    auto document = TRY(query_first(session, statement, {db::param(workspace_id), std::move(id)},
                                    [](const db::Row& row) -> Result<std::string> { return row.text(0); }));
    if (!document)
        return std::optional<std::vector<Grant>>{};
    return std::optional(TRY(read_grants(*document)));
}

const db::Statement* by_number(ResourceKind kind)
{
    switch (kind) {
    case ResourceKind::query:
        return &kGrantsOfQuery;
    case ResourceKind::report:
        return &kGrantsOfReport;
    case ResourceKind::run:
        return &kGrantsOfRun;
    case ResourceKind::category:
        return &kGrantsOfCategoryId;
    default:
        return nullptr;
    }
}

// Of an event's thing as it is now, wherever it has been moved meanwhile.
Result<std::optional<std::vector<Grant>>> grants_now(db::Session& session, const Event& event)
{
    const auto number = parse_int(event.resource_id);
    const db::Statement* statement = by_number(event.resource);
    if (statement != nullptr && number)
        return find_grants(session, *statement, event.workspace_id, db::param(*number));
    if (event.resource != ResourceKind::dashboard || event.deleted)
        return std::optional<std::vector<Grant>>{};
    // People choose these ids: one may have come back for another dashboard since.
    if (TRY(session.query_integer(
            kIsAnotherDashboard,
            {db::param(event.workspace_id), db::param(event.resource_id), db::param(event.occurred_at)})))
        return std::optional<std::vector<Grant>>{};
    return grants_of_dashboard(session, event.workspace_id, event.resource_id);
}

} // namespace

Result<std::vector<std::int64_t>> groups_of_user(db::Session& session, std::int64_t user_id)
{
    return query_ids(session, kGroupsOfUser, {db::param(user_id)});
}

Result<std::optional<Principal>> find_owner(db::Session& session, std::int64_t workspace_id,
                                            const OwnerRef& owner, Instant now)
{
    using db::param;
    Principal blank;
    blank.workspace_id = workspace_id;
    blank.user_id = owner.user_id;
    blank.token_id = owner.token_id;
    blank.kind = owner.user_id != 0 ? PrincipalKind::user : PrincipalKind::api_key;
    const auto read_user = [&](const db::Row& row) -> Result<Principal> {
        Principal principal = blank;
        RowReader reader(row);
        principal.name = reader.text();
        principal.email = reader.text();
        principal.role = reader.word<Role>();
        principal.scope = Scope::admin; // no key stands between a user and what is theirs
        TRY(reader.finish());
        return principal;
    };
    const auto read_token = [&](const db::Row& row) -> Result<Principal> {
        Principal principal = blank;
        RowReader reader(row);
        principal.name = reader.text();
        principal.scope = reader.word<Scope>();
        principal.role = reader.word<Role>();
        TRY(reader.finish());
        return principal;
    };
    if (owner.user_id == 0)
        return query_first(session, kOwnerToken, {param(owner.token_id), param(workspace_id), param(now)},
                           read_token);
    auto user = TRY(query_first(session, kOwnerUser, {param(owner.user_id), param(workspace_id)}, read_user));
    if (user)
        user->groups = TRY(groups_of_user(session, user->user_id));
    return user;
}

Result<std::vector<Grant>> grants_of_category(db::Session& session, std::int64_t workspace_id,
                                              const std::string& category)
{
    auto grants = TRY(find_grants(session, kGrantsOfCategory, workspace_id, db::param(category)));
    return std::move(grants).value_or(std::vector<Grant>{});
}

Result<std::optional<std::vector<Grant>>> grants_of_dashboard(db::Session& session, std::int64_t workspace_id,
                                                              const std::string& dashboard_id)
{
    return find_grants(session, kGrantsOfDashboard, workspace_id, db::param(dashboard_id));
}

Result<std::optional<std::vector<Grant>>> grants_of_report(db::Session& session, std::int64_t workspace_id,
                                                           std::int64_t report_id)
{
    return find_grants(session, kGrantsOfReport, workspace_id, db::param(report_id));
}

Result<std::optional<std::vector<Grant>>> grants_of_run(db::Session& session, std::int64_t workspace_id,
                                                        std::int64_t run_id)
{
    return find_grants(session, kGrantsOfRun, workspace_id, db::param(run_id));
}

Result<Resource> resource_of_event(db::Session& session, const Event& event)
{
    Resource resource{event.resource, event.workspace_id, {}, {}};
    if (event.resource == ResourceKind::webhook) { // a test send is its webhook's business alone
        const auto id = parse_int(event.resource_id);
        resource.owner = TRY(get_webhook_of(session, event.workspace_id, id.value_or(0))).owner;
        return resource;
    }
    if (auto now = TRY(grants_now(session, event))) {
        resource.grants = std::move(*now);
        return resource;
    }
    if (!event.tombstone_grants.empty() || event.category.empty()) {
        resource.grants = event.tombstone_grants;
        return resource;
    }
    auto category =
        TRY(find_grants(session, kGrantsOfCategory, event.workspace_id, db::param(event.category)));
    if (category)
        resource.grants = std::move(*category);
    else if (!event.deleted)
        // Nobody wrote down who might read it: admins, who always may, and no one else.
        resource.grants = {Grant{GranteeKind::role, 0, Role::admin, GrantLevel::read}};
    return resource;
}

} // namespace presstime::store
