// Both views walk a workspace once, within the limits of an unpaged list.
#include "control/access_views.hpp"

#include "control/access.hpp"
#include "control/categories.hpp"
#include "control/dashboard_lookup.hpp"
#include "store/access_store.hpp"
#include "store/category_store.hpp"
#include "store/report_store.hpp"
#include "store/token_store.hpp"
#include "store/user_store.hpp"

#include <fmt/format.h>
#include <map>

namespace presstime::control {
namespace {

using Levels = std::map<std::string, GrantLevel>; // by id of a dashboard

Result<Levels> add_dashboards(db::Session& session, const Principal& person, UserAccess& access)
{
    std::map<std::string, std::vector<Grant>> grants;
    for (Category& category : TRY(store::list_categories(session, person.workspace_id))) {
        if (const auto level = level_of(person, ResourceKind::category, category.grants))
            access.categories.push_back({fmt::format("{}", category.id), category.name, {}, *level});
        grants.emplace(std::move(category.name), std::move(category.grants));
    }
    Levels levels;
    for (const store::DashboardRecord& record :
         TRY(store::list_dashboards(session, person.workspace_id, "", kMaxUnlimited))) {
        const Dashboard& draft = record.draft;
        const auto level = level_of(person, ResourceKind::dashboard, grants[draft.category]);
        if (!level)
            continue;
        levels.emplace(draft.id, *level);
        access.dashboards.push_back({draft.id, draft.name, draft.category, *level});
    }
    return levels;
}

Result<> fill(db::Session& session, const Principal& person, UserAccess& access)
{
    access.unrestricted = level_of(person, ResourceKind::dashboard, {});
    const Levels levels = TRY(add_dashboards(session, person, access));
    for (const Report& report :
         TRY(store::list_reports(session, {.workspace_id = person.workspace_id, .limit = kMaxUnlimited})))
        if (const auto level = levels.find(report.dashboard_id); level != levels.end())
            access.reports.push_back(
                {fmt::format("{}", report.id), report.name, report.dashboard_id, level->second});
    return {};
}

} // namespace

Result<UserAccess> AccessViews::of_user(const Principal& principal, std::int64_t user_id)
{
    const bool own = principal.user_id != 0 && principal.user_id == user_id;
    if (!own)
        TRY(require(principal, Action::administer, ResourceKind::user));
    UserAccess access;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        access = {};
        access.user = TRY(store::get_user(session, principal.workspace_id, user_id));
        const auto person = TRY(store::find_owner(session, principal.workspace_id, {.user_id = user_id},
                                                  environment_.clock.now()));
        return person ? fill(session, *person, access) : Result<>{};
    }));
    return access;
}

Result<std::vector<Reader>> AccessViews::of_dashboard(const Principal& principal,
                                                      const std::string& dashboard)
{
    std::vector<Reader> readers;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        readers.clear();
        const Dashboard draft = TRY(find_dashboard(session, principal, Action::manage, dashboard)).draft;
        const std::vector<Grant> grants =
            TRY(store::grants_of_category(session, principal.workspace_id, draft.category));
        const auto add = [&](const OwnerRef& who) -> Result<> {
            auto found =
                TRY(store::find_owner(session, principal.workspace_id, who, environment_.clock.now()));
            if (!found)
                return {};
            if (const auto level = level_of(*found, ResourceKind::dashboard, grants))
                readers.push_back({std::move(*found), *level});
            return {};
        };
        for (const User& user : TRY(store::list_users(
                 session, {.workspace_id = principal.workspace_id, .limit = kMaxUnlimited})))
            TRY(add({.user_id = user.id}));
        for (const Token& key : TRY(store::list_tokens(session, principal.workspace_id)))
            TRY(add({.token_id = key.id}));
        return {};
    }));
    return readers;
}

} // namespace presstime::control
