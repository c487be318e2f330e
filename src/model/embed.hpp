// Ways in for people who have no account here: keys whose holders sign data access tokens, and embed
// sessions, each of which opens one published dashboard for a while.
#pragma once

#include "base/time.hpp"
#include "model/principal.hpp"
#include "model/value.hpp"

#include <cstdint>
#include <map>
#include <optional>
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

// A frequency that a host offers its users for reports of their own.
struct ScheduleOption {
    std::string cron; // five fields, as given
    std::string description;
};

// What a session may see and do of its dashboard. Empty lists and 0 do not restrict, but for hidden_widgets
// and recipients.
struct EmbedPermissions {
    bool allow_drill_down = true;
    std::vector<LockedFilter> locked_filters;
    std::vector<std::string> allowed_dimensions; // parameters that a viewer may set
    std::vector<std::string> hidden_widgets;
    std::vector<std::string> allowed_periods; // "7d"
    int max_date_range_days = 0;
    std::optional<std::vector<ScheduleOption>> schedule_options; // nothing = any that is at most hourly
    std::vector<std::string> recipients;                         // addresses that a schedule may mail to
};

struct EmbedSession {
    std::int64_t id = 0;
    std::int64_t workspace_id = 1;
    std::string dashboard_id;
    std::string tenant_id;      // empty = of no tenant
    std::string user_reference; // the host's name for the person; empty = nobody in particular
    EmbedPermissions permissions;
    OwnerRef owner; // who made it; nobody = the local operator
    Instant created_at{};
    Instant expires_at{};
};

// The rows of one widget, asked for with a data access token.
struct WidgetQuery {
    std::string dashboard_id;
    std::string widget_id;
    std::map<std::string, std::string> parameters; // of the dashboard; literal or expression
    std::optional<Instant> period_start;           // with the end, or neither
    std::optional<Instant> period_end;
    std::optional<std::int64_t> limit;
    std::int64_t offset = 0;
};

// A person as a host names them: data access tokens have no tenant.
struct EmbedUser {
    std::int64_t workspace_id = 1;
    std::string tenant_id;
    std::string reference; // never empty

    bool operator==(const EmbedUser&) const = default;
};

// A report that such a person made from a widget; the report itself says when and in which format.
struct EmbedSchedule {
    std::int64_t report_id = 0;
    EmbedUser user;
    std::string widget_id;
    std::string description; // of the option that was chosen; empty = the cron expression stands for itself
};

} // namespace presstime
