// can() over everything it looks at: every role, scope, action and kind of resource, with every grant that
// could matter. What is right is written down here a second time, as a table a person can read.
#include "model/access.hpp"

#include "model/enum_text.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace presstime {
namespace {

// "*" = may. Columns: viewer, editor, admin, owner | keys of scope read, write, admin | grants read, edit,
// manage to an editor or viewer in a restricted category.
struct Line {
    Action action;
    std::string_view roles;
    std::string_view scopes;
    std::string_view grants;
};
constexpr Line kTable[] = {
    {Action::read, /*       */ "****", "***", "***"}, {Action::run, /*        */ " ***", " **", " **"},
    {Action::edit, /*       */ " ***", " **", " **"}, {Action::manage, /*     */ "  **", " **", "  *"},
    {Action::administer, /* */ "  **", "  *", "  *"},
};
constexpr Role kRoles[] = {Role::viewer, Role::editor, Role::admin, Role::owner};
constexpr Scope kScopes[] = {Scope::read, Scope::write, Scope::admin};
constexpr GrantLevel kLevels[] = {GrantLevel::read, GrantLevel::edit, GrantLevel::manage};

constexpr std::int64_t kMe = 7;
constexpr std::int64_t kSomebody = 8;
constexpr std::int64_t kMyGroup = 20;
constexpr std::int64_t kOtherGroup = 21;

bool starred(std::string_view cells, auto value)
{
    return cells.at(static_cast<std::size_t>(value)) == '*';
}

Principal person(Role role, Scope scope)
{
    Principal principal;
    principal.kind = PrincipalKind::user;
    principal.user_id = kMe;
    principal.role = role;
    principal.scope = scope;
    principal.groups = {3, kMyGroup};
    return principal;
}

Principal key(Role role, Scope scope)
{
    Principal principal;
    principal.token_id = kMe; // the same number as the user: it must not be taken for one
    principal.role = role;
    principal.scope = scope;
    return principal;
}

// A list of grants, and the highest level it gives a viewer or editor: -1 = none.
struct Restriction {
    std::string name;
    std::vector<Grant> grants;
    std::map<Role, int> to_person;
    std::map<Role, int> to_key;
};

std::vector<Restriction> restrictions()
{
    std::vector<Restriction> all;
    for (const GrantLevel level : kLevels) {
        const int given = static_cast<int>(level);
        const auto add = [&](std::string name, Grant grant, int person_viewer, int person_editor,
                             int key_viewer, int key_editor) {
            all.push_back({name + " " + std::string(to_text(level)),
                           {grant},
                           {{Role::viewer, person_viewer}, {Role::editor, person_editor}},
                           {{Role::viewer, key_viewer}, {Role::editor, key_editor}}});
        };
        add("me", {GranteeKind::user, kMe, Role::viewer, level}, given, given, -1, -1);
        add("somebody", {GranteeKind::user, kSomebody, Role::viewer, level}, -1, -1, -1, -1);
        add("my group", {GranteeKind::group, kMyGroup, Role::viewer, level}, given, given, -1, -1);
        add("another group", {GranteeKind::group, kOtherGroup, Role::viewer, level}, -1, -1, -1, -1);
        add("a user of my group's number", {GranteeKind::user, kMyGroup, Role::viewer, level}, -1, -1, -1,
            -1);
        add("viewers", {GranteeKind::role, 0, Role::viewer, level}, given, given, given, given);
        add("editors", {GranteeKind::role, 0, Role::editor, level}, -1, given, -1, given);
        add("admins", {GranteeKind::role, 0, Role::admin, level}, -1, -1, -1, -1);
    }
    // Of several the highest counts, in whichever order they stand.
    all.push_back({"group edit, role read",
                   {{GranteeKind::group, kMyGroup, Role::viewer, GrantLevel::edit},
                    {GranteeKind::role, 0, Role::viewer, GrantLevel::read}},
                   {{Role::viewer, 1}, {Role::editor, 1}},
                   {{Role::viewer, 0}, {Role::editor, 0}}});
    all.push_back({"somebody manage, me read",
                   {{GranteeKind::user, kSomebody, Role::viewer, GrantLevel::manage},
                    {GranteeKind::user, kMe, Role::viewer, GrantLevel::read}},
                   {{Role::viewer, 0}, {Role::editor, 0}},
                   {{Role::viewer, -1}, {Role::editor, -1}}});
    return all;
}

std::vector<ResourceKind> kinds()
{
    std::vector<ResourceKind> all;
    for (std::size_t index = 0; index < kEnumWords<ResourceKind>.size(); ++index)
        all.push_back(static_cast<ResourceKind>(index));
    return all;
}

bool is_owners_only(ResourceKind kind)
{
    return std::set{ResourceKind::webhook, ResourceKind::token}.contains(kind);
}

std::string named(const Principal& principal, Action action, const Resource& resource, std::string_view what)
{
    return std::string(principal.user_id != 0 ? "person " : "key ") + std::string(to_text(principal.role)) +
           "/" + std::string(to_text(principal.scope)) + " action " +
           std::to_string(static_cast<int>(action)) + " on " + std::string(to_text(resource.kind)) + " (" +
           std::string(what) + ")";
}

// Every (who, action, kind), `check(principal, line, kind)`.
void for_all(const std::function<void(const Principal&, const Line&, ResourceKind)>& check)
{
    for (const Line& line : kTable)
        for (const Role role : kRoles)
            for (const Scope scope : kScopes)
                for (const ResourceKind kind : kinds())
                    for (const Principal& principal : {person(role, scope), key(role, scope)})
                        check(principal, line, kind);
}

TEST(Can, FollowsRoleAndScopeWhereNothingIsRestricted)
{
    for_all([](const Principal& principal, const Line& line, ResourceKind kind) {
        if (is_owners_only(kind))
            return;
        const Resource resource{kind, 1, {}, {}};
        EXPECT_EQ(can(principal, line.action, resource),
                  starred(line.roles, principal.role) && starred(line.scopes, principal.scope))
            << named(principal, line.action, resource, "open");
    });
}

TEST(Can, FollowsTheGrantsOfARestrictedCategoryInsteadOfTheRole)
{
    for (const Restriction& restriction : restrictions())
        for_all([&](const Principal& principal, const Line& line, ResourceKind kind) {
            if (is_owners_only(kind))
                return;
            const Resource resource{kind, 1, restriction.grants, {}};
            bool right = starred(line.scopes, principal.scope);
            if (principal.role == Role::viewer || principal.role == Role::editor) {
                const auto& levels = principal.user_id != 0 ? restriction.to_person : restriction.to_key;
                const int level = levels.at(principal.role);
                right = right && level >= 0 && starred(line.grants, level);
            }
            EXPECT_EQ(can(principal, line.action, resource), right)
                << named(principal, line.action, resource, restriction.name);
        });
}

TEST(Can, LeavesWebhooksAndTokensToTheirOwnersAndAdmins)
{
    struct Owned {
        std::string_view name;
        OwnerRef owner;
        bool is_persons;
        bool is_keys;
    };
    const Owned owners[] = {{"nobody's", {}, false, false},
                            {"mine", {.user_id = kMe}, true, false},
                            {"another's", {.user_id = kSomebody}, false, false},
                            {"the key's", {.token_id = kMe}, false, true},
                            {"another key's", {.token_id = kSomebody}, false, false}};
    for (const Owned& owned : owners)
        for_all([&](const Principal& principal, const Line& line, ResourceKind kind) {
            if (!is_owners_only(kind))
                return;
            // A grant is no way around: these do not lie in categories.
            for (const std::vector<Grant>& grants :
                 {std::vector<Grant>{}, {{GranteeKind::user, kMe, Role::viewer, GrantLevel::manage}}}) {
                const Resource resource{kind, 1, grants, owned.owner};
                const bool is_admin = principal.role == Role::admin || principal.role == Role::owner;
                const bool owns = principal.user_id != 0 ? owned.is_persons : owned.is_keys;
                EXPECT_EQ(can(principal, line.action, resource),
                          starred(line.scopes, principal.scope) && (is_admin || owns))
                    << named(principal, line.action, resource, owned.name);
            }
        });
}

TEST(Can, NeverReachesIntoAnotherWorkspace)
{
    for_all([](const Principal& principal, const Line& line, ResourceKind kind) {
        const Resource resource{kind,
                                2,
                                {{GranteeKind::user, kMe, Role::viewer, GrantLevel::manage},
                                 {GranteeKind::role, 0, Role::viewer, GrantLevel::manage}},
                                principal.user_id != 0 ? OwnerRef{.user_id = kMe}
                                                       : OwnerRef{.token_id = kMe}};
        EXPECT_FALSE(can(principal, line.action, resource)) << named(principal, line.action, resource, "far");
    });
}

TEST(Can, GivesADisabledUserNothing)
{
    for_all([](Principal principal, const Line& line, ResourceKind kind) {
        principal.enabled = false;
        const Resource resource{kind, 1, {}, {.user_id = kMe}};
        EXPECT_FALSE(can(principal, line.action, resource))
            << named(principal, line.action, resource, "gone");
    });
}

TEST(CheckAccess, SaysWhatIsMissingAndAgreesWithCan)
{
    const Resource open{ResourceKind::report, 1, {}, {}};
    const auto reason = [](const Principal& principal, Action action, const Resource& resource) {
        const Result<> checked = check_access(principal, action, resource);
        EXPECT_EQ(checked.has_value(), can(principal, action, resource));
        EXPECT_TRUE(checked || checked.error().kind == ErrorKind::forbidden);
        return checked ? std::string{} : checked.error().message;
    };
    EXPECT_EQ(reason(person(Role::admin, Scope::write), Action::manage, open), "");
    EXPECT_EQ(reason(key(Role::admin, Scope::read), Action::manage, open),
              "changing this report is not allowed: it needs a key of scope write; this one has scope read");
    EXPECT_EQ(reason(person(Role::editor, Scope::admin), Action::manage, open),
              "changing this report is not allowed: it needs the role admin; yours is editor");
    const Resource closed{
        ResourceKind::dashboard, 1, {{GranteeKind::role, 0, Role::viewer, GrantLevel::read}}, {}};
    EXPECT_EQ(reason(person(Role::editor, Scope::admin), Action::edit, closed),
              "editing this dashboard is not allowed: its category grants you no edit; an admin can");
    EXPECT_EQ(reason(person(Role::viewer, Scope::admin), Action::read,
                     {ResourceKind::webhook, 1, {}, {.user_id = kSomebody}}),
              "reading this webhook is not allowed: it belongs to somebody else; its owner or an admin may");
}

} // namespace
} // namespace presstime
