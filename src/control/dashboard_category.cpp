// What the caller cannot read is treated as what is not there.
#include "control/dashboard_category.hpp"

#include "base/text.hpp"
#include "control/access.hpp"
#include "control/changes.hpp"
#include "store/category_store.hpp"

#include <fmt/format.h>

namespace presstime::control {
namespace {

Resource resource_of(const Category& category)
{
    return {ResourceKind::dashboard, category.workspace_id, category.grants, {}};
}

Result<Error> unknown_category(db::Session& session, const Principal& principal, const std::string& given)
{
    constexpr std::size_t kNamed = 20;
    std::vector<std::string> names;
    for (const Category& category : TRY(store::list_categories(session, principal.workspace_id)))
        if (can(principal, Action::edit, resource_of(category)))
            names.push_back(category.name);
    std::string message = fmt::format("category names none that you may use: \"{}\"", given);
    if (std::optional<std::string> near = did_you_mean(given, names))
        message += fmt::format("; did you mean {}?", *near);
    else if (names.empty())
        message += "; leave it empty, or ask an admin to make it";
    else
        message +=
            fmt::format("; choose {}, leave it empty, or ask an admin to make it",
                        names.size() > kNamed ? fmt::format("one of {}", names.size()) : join(names, ", "));
    return Error::invalid("category", std::move(message));
}

} // namespace

Result<> enter_category(db::Session& session, const Principal& principal, const std::string& category,
                        Instant now)
{
    if (category.empty())
        return require(principal, Action::edit, ResourceKind::dashboard);
    const std::optional<Category> found =
        TRY(store::find_category(session, principal.workspace_id, category));
    if (found && can(principal, Action::read, resource_of(*found)))
        return check_access(principal, Action::edit, resource_of(*found));
    const Resource fresh{ResourceKind::category, principal.workspace_id, {}, {}};
    if (found || !can(principal, Action::manage, fresh))
        return fail(TRY(unknown_category(session, principal, category)));
    Category made;
    made.workspace_id = principal.workspace_id;
    made.name = category;
    TRY(store::insert_category(session, made));
    return record_change(session, principal, CategoryChange{"category.created", made}, now);
}

} // namespace presstime::control
