// Each action's least scope, and its words in a refusal.
#include "control/access.hpp"

#include "model/enum_text.hpp"

#include <fmt/format.h>

namespace presstime::control {
namespace {

struct Rule {
    std::string_view doing;
    Scope needed = Scope::read;
};

Rule rule_of(Action action)
{
    switch (action) {
    case Action::read:
        return {"reading", Scope::read};
    case Action::edit_dashboards:
        return {"editing dashboards", Scope::write};
    case Action::run_reports:
        return {"running reports", Scope::write};
    case Action::manage_reports:
        return {"changing reports", Scope::admin};
    case Action::manage_connections:
        return {"changing connections", Scope::admin};
    case Action::manage_tokens:
        return {"managing tokens", Scope::admin};
    case Action::manage_theme:
        return {"changing the theme", Scope::admin};
    }
    return {"this", Scope::admin};
}

} // namespace

Result<> require(const Principal& principal, Action action)
{
    const Rule rule = rule_of(action);
    if (static_cast<int>(principal.scope) >= static_cast<int>(rule.needed))
        return {};
    return fail(Error::forbidden(fmt::format("{} needs a key of scope {}; this one has scope {}", rule.doing,
                                             to_text(rule.needed), to_text(principal.scope))));
}

} // namespace presstime::control
