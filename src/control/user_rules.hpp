// Who may do what to whom among the people of a workspace, beyond being an admin. Pure: what is decided here
// is done in users.cpp, tokens.cpp and one_time_links.cpp.
#pragma once

#include "base/result.hpp"
#include "model/principal.hpp"

namespace presstime::control {

// Nobody gives a role above their own: so only an owner makes owners. `forbidden` otherwise.
Result<> check_may_give_role(const Principal& principal, Role role);
// Nobody changes, disables, deletes or resets a user whose role is above theirs: so only owners touch owners.
// `forbidden` otherwise.
Result<> check_may_change_user(const Principal& principal, const User& user);
// `conflict` when `after` (nothing = deleted) would leave the workspace without an owner who can log in;
// `active_owners` counts those of now, `before` among them.
Result<> check_owner_remains(const User& before, const User* after, int active_owners);

// An enabled user with a password and the role owner.
bool is_active_owner(const User& user);

} // namespace presstime::control
