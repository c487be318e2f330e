// Every role against every role: who may give it, and who may change whom.
#include "control/user_rules.hpp"

#include <gtest/gtest.h>

#include <array>

namespace presstime::control {
namespace {

constexpr std::array kRoles{Role::viewer, Role::editor, Role::admin, Role::owner};

User user_of(Role role)
{
    return {.id = 7, .email = "ann@example.com", .role = role, .has_password = true};
}

TEST(UserRules, ReachUpToOnesOwnRole)
{
    for (const Role own : kRoles)
        for (const Role other : kRoles) {
            const Principal principal{.kind = PrincipalKind::user, .role = own};
            const bool within = static_cast<int>(other) <= static_cast<int>(own);
            EXPECT_EQ(check_may_give_role(principal, other).has_value(), within);
            EXPECT_EQ(check_may_change_user(principal, user_of(other)).has_value(), within);
        }
}

TEST(UserRules, AnOwnerWhoCanLogInRemains)
{
    const User owner = user_of(Role::owner);
    User demoted = owner;
    demoted.role = Role::admin;
    User disabled = owner;
    disabled.enabled = false;
    User renamed = owner;
    renamed.name = "Anna";
    for (const User* after : {static_cast<const User*>(nullptr), static_cast<const User*>(&demoted),
                              static_cast<const User*>(&disabled)}) {
        const Result<> last = check_owner_remains(owner, after, 1);
        ASSERT_FALSE(last);
        EXPECT_EQ(last.error().kind, ErrorKind::conflict);
        EXPECT_TRUE(check_owner_remains(owner, after, 2));
    }
    EXPECT_TRUE(check_owner_remains(owner, &renamed, 1));
    User invited = owner;
    invited.has_password = false;
    EXPECT_TRUE(check_owner_remains(invited, nullptr, 1)) << "who never logged in is no loss";
    EXPECT_TRUE(check_owner_remains(user_of(Role::admin), nullptr, 1));
}

} // namespace
} // namespace presstime::control
