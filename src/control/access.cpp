// The store finds the grants, can() judges, and here it becomes an answer.
#include "control/access.hpp"

#include "store/access_store.hpp"
#include "store/category_store.hpp"

#include <fmt/format.h>

namespace presstime::control {
namespace {

Result<> require_found(const Principal& principal, Action action, ResourceKind kind,
                       std::optional<std::vector<Grant>> grants, Error missing)
{
    if (!grants)
        return fail(std::move(missing));
    return require(principal, action, {kind, principal.workspace_id, std::move(*grants), {}},
                   std::move(missing));
}

} // namespace

Result<> require(const Principal& principal, Action action, const Resource& resource, Error missing)
{
    if (!can(principal, Action::read, resource))
        return fail(std::move(missing).with_context(std::string(kHidden)));
    return check_access(principal, action, resource);
}

Result<> require(const Principal& principal, Action action, ResourceKind kind)
{
    return check_access(principal, action, {kind, principal.workspace_id, {}, {}});
}

Result<> require_scope(const Principal& principal, Action action, ResourceKind kind)
{
    const Grant everything{GranteeKind::role, 0, Role::viewer, GrantLevel::manage};
    return check_access(principal, action, {kind, principal.workspace_id, {everything}, {}});
}

Result<> require_server_admin(const Principal& principal)
{
    constexpr std::int64_t kFirstWorkspace = 1;
    TRY(require(principal, Action::administer, ResourceKind::workspace));
    if (principal.workspace_id == kFirstWorkspace)
        return {};
    return fail(Error::forbidden("this is shared by all workspaces of the server; ask an admin of the first "
                                 "workspace, or do it at the machine"));
}

Result<> require_dashboard(db::Session& session, const Principal& principal, Action action,
                           const std::string& dashboard_id)
{
    return require_found(principal, action, ResourceKind::dashboard,
                         TRY(store::grants_of_dashboard(session, principal.workspace_id, dashboard_id)),
                         missing_dashboard(dashboard_id));
}

Result<> require_report(db::Session& session, const Principal& principal, Action action,
                        std::int64_t report_id)
{
    return require_found(principal, action, ResourceKind::report,
                         TRY(store::grants_of_report(session, principal.workspace_id, report_id)),
                         missing_report(report_id));
}

Result<> require_run(db::Session& session, const Principal& principal, Action action, std::int64_t run_id)
{
    return require_found(principal, action, ResourceKind::run,
                         TRY(store::grants_of_run(session, principal.workspace_id, run_id)),
                         missing_run(run_id));
}

Error missing_dashboard(const std::string& id)
{
    return Error::not_found(fmt::format("dashboard {} does not exist", id));
}

Error missing_report(std::int64_t id)
{
    return Error::not_found(fmt::format("report {} does not exist", id));
}

Error missing_run(std::int64_t id)
{
    return Error::not_found(fmt::format("run {} does not exist", id));
}

Error missing_query(std::int64_t id)
{
    return Error::not_found(fmt::format("query {} does not exist", id));
}

OwnerRef owner_of(const Principal& principal)
{
    if (principal.user_id != 0)
        return {.user_id = principal.user_id};
    return {.token_id = principal.token_id};
}

Result<std::set<std::string>> hidden_dashboards(db::Session& session, const Principal& principal)
{
    constexpr int kAll = 1'000'000;
    std::set<std::string> hidden;
    for (const Category& category : TRY(store::list_categories(session, principal.workspace_id))) {
        const Resource resource{ResourceKind::dashboard, category.workspace_id, category.grants, {}};
        if (can(principal, Action::read, resource))
            continue;
        for (std::string& id :
             TRY(store::dashboards_in_category(session, principal.workspace_id, category.name, kAll)))
            hidden.insert(std::move(id));
    }
    return hidden;
}

} // namespace presstime::control
