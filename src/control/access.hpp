// Who may do what, in one place. Reading is for every key
// of the workspace; the rest needs the scope named here.
#pragma once

#include "base/result.hpp"
#include "model/principal.hpp"

#include <string_view>

namespace presstime::control {

enum class Action {
    read,
    edit_dashboards,    // drafts and publishing: write
    run_reports,        // run, test, resend, replay, cancel: write
    manage_reports,     // admin
    manage_connections, // admin
    manage_tokens,      // admin
    manage_theme,       // admin
};

// `forbidden`, saying which scope the key has and which it needs.
Result<> require(const Principal& principal, Action action);

} // namespace presstime::control
