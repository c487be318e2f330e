// A table gives each action its least role and scope; a category's grants then decide for what lies in it.
#include "model/access.hpp"

#include "model/enum_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace presstime {
namespace {

struct Rule {
    Action action;
    std::string_view doing;
    Role role;
    Scope scope;
    GrantLevel level; // what a grant must give in a restricted category
};

constexpr std::array kRules{
    Rule{Action::read, "reading", Role::viewer, Scope::read, GrantLevel::read},
    Rule{Action::run, "running", Role::editor, Scope::write, GrantLevel::edit},
    Rule{Action::edit, "editing", Role::editor, Scope::write, GrantLevel::edit},
    Rule{Action::manage, "changing", Role::admin, Scope::write, GrantLevel::manage},
    Rule{Action::administer, "administering", Role::admin, Scope::admin, GrantLevel::manage},
};

const Rule& rule_of(Action action)
{
    return *std::ranges::find(kRules, action, &Rule::action);
}

bool owns(const Principal& principal, const OwnerRef& owner)
{
    if (owner.user_id != 0)
        return owner.user_id == principal.user_id;
    return owner.token_id != 0 && principal.user_id == 0 && owner.token_id == principal.token_id;
}

bool applies(const Grant& grant, const Principal& principal)
{
    switch (grant.kind) {
    case GranteeKind::user:
        return principal.user_id != 0 && grant.id == principal.user_id;
    case GranteeKind::group:
        return std::ranges::find(principal.groups, grant.id) != principal.groups.end();
    case GranteeKind::role:
        return principal.role >= grant.role;
    }
    return false;
}

bool granted(const Principal& principal, GrantLevel level, const std::vector<Grant>& grants)
{
    return std::ranges::any_of(
        grants, [&](const Grant& grant) { return grant.level >= level && applies(grant, principal); });
}

// A webhook or token is its owner's business; others see it as admins only.
bool is_personal(ResourceKind kind)
{
    return kind == ResourceKind::webhook || kind == ResourceKind::token;
}

// What stands in the way, as the end of a sentence; nothing when all is well.
std::optional<std::string> obstacle(const Principal& principal, Action action, const Resource& resource)
{
    const Rule& rule = rule_of(action);
    if (principal.workspace_id != resource.workspace_id)
        return "it belongs to another workspace";
    if (!principal.enabled)
        return "this user is disabled";
    if (principal.scope < rule.scope)
        return fmt::format("it needs a key of scope {}; this one has scope {}", to_text(rule.scope),
                           to_text(principal.scope));
    if (principal.role >= Role::admin)
        return std::nullopt;
    if (is_personal(resource.kind)) {
        if (owns(principal, resource.owner))
            return std::nullopt;
        return "it belongs to somebody else; its owner or an admin may";
    }
    if (!resource.grants.empty()) {
        if (granted(principal, rule.level, resource.grants))
            return std::nullopt;
        return fmt::format("its category grants you no {}; an admin can", to_text(rule.level));
    }
    if (principal.role < rule.role)
        return fmt::format("it needs the role {}; yours is {}", to_text(rule.role), to_text(principal.role));
    return std::nullopt;
}

} // namespace

bool can(const Principal& principal, Action action, const Resource& resource)
{
    return !obstacle(principal, action, resource);
}

Result<> check_access(const Principal& principal, Action action, const Resource& resource)
{
    if (std::optional<std::string> reason = obstacle(principal, action, resource))
        return fail(Error::forbidden(fmt::format("{} this {} is not allowed: {}", rule_of(action).doing,
                                                 to_text(resource.kind), *reason)));
    return {};
}

} // namespace presstime
