// Ways in for people who have no account here: keys whose holders sign data access tokens, and embed
// sessions, each of which opens one published dashboard for a while.
#pragma once

#include "base/time.hpp"
#include "model/principal.hpp"
#include "model/value.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace presstime {

// A public key of the host's; its private half signs data access tokens for this workspace.
struct DataAccessKey {
    std::int64_t id = 0;
    std::int64_t workspace_id = 1;
    std::string kid; // RFC 7638 thumbprint
    std::string name;
    std::string algorithm;  // "ES256", "EdDSA" or "RS256"; of the key, never of a token
    std::string public_key; // PEM
    Instant created_at{};
};

// One value is `=`, several are `in`.
struct LockedFilter {
    std::string name; // a parameter of the dashboard, a column of its data sets, or "data set.column"
    std::vector<Value> values;
};

// What a session may see and do of its dashboard. Empty lists and 0 do not restrict, but for hidden_widgets.
struct EmbedPermissions {
    bool allow_drill_down = true;
    std::vector<LockedFilter> locked_filters;
    std::vector<std::string> allowed_dimensions; // parameters that a viewer may set
    std::vector<std::string> hidden_widgets;
    std::vector<std::string> allowed_periods; // "7d"
    int max_date_range_days = 0;
};

struct EmbedSession {
    std::int64_t id = 0;
    std::int64_t workspace_id = 1;
    std::string dashboard_id;
    std::string tenant_id; // empty = of no tenant
    EmbedPermissions permissions;
    OwnerRef owner; // who made it; nobody = the local operator
    Instant created_at{};
    Instant expires_at{};
};

} // namespace presstime
