// Each rule with the sentence that says why.
#include "control/user_rules.hpp"

#include "model/enum_text.hpp"

#include <fmt/format.h>

namespace presstime::control {

bool is_active_owner(const User& user)
{
    return user.role == Role::owner && user.enabled && user.has_password;
}

Result<> check_may_give_role(const Principal& principal, Role role)
{
    if (role <= principal.role)
        return {};
    return fail(
        Error::forbidden(fmt::format("nobody gives a role above their own: yours is {}, {} was asked for",
                                     to_text(principal.role), to_text(role))));
}

Result<> check_may_change_user(const Principal& principal, const User& user)
{
    if (user.role <= principal.role)
        return {};
    return fail(
        Error::forbidden(fmt::format("{} has the role {}, yours is {}: only the same role or one above "
                                     "may change them",
                                     user.email, to_text(user.role), to_text(principal.role))));
}

Result<> check_owner_remains(const User& before, const User* after, int active_owners)
{
    const bool stays = after != nullptr && is_active_owner(*after);
    if (!is_active_owner(before) || stays || active_owners > 1)
        return {};
    return fail(
        Error::conflict(fmt::format("{} is the last owner; make another user owner first", before.email)));
}

} // namespace presstime::control
