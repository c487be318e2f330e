// Who may do what: one pure function that the API, the fan-out of events and the couriers all ask. It looks
// at values only; the store loads principals and the grants of a category.
#pragma once

#include "base/result.hpp"
#include "model/principal.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace presstime {

// What a grant gives in its category, each including those before it.
enum class GrantLevel { read, edit, manage };
enum class GranteeKind { user, group, role };

struct Grant {
    GranteeKind kind = GranteeKind::role;
    std::int64_t id = 0;      // user or group
    Role role = Role::viewer; // kind role: this role and those above it
    GrantLevel level = GrantLevel::read;

    bool operator==(const Grant&) const = default;
};

struct Category {
    std::int64_t id = 0;
    std::int64_t workspace_id = 1;
    std::string name; // unique in the workspace; what dashboards say
    std::string description;
    std::vector<Grant> grants; // none = every member reads it
    std::int64_t version = 1;
};

enum class Action {
    read,
    run,        // run, test, resend, replay, cancel; run a query
    edit,       // drafts and publishing of dashboards, their queries and data sets
    manage,     // create, change, delete reports, alerts, connections, categories, webhooks
    administer, // users, groups, tokens, keys, settings, themes, audit
};

enum class ResourceKind {
    dashboard,
    query,
    report,
    run,
    alert,
    dataset,
    category,
    connection,
    webhook,
    user,
    token,
    workspace, // settings, themes, audit
};

// A thing as far as rights are concerned. Queries, reports, runs and alerts carry the category of their
// dashboard.
struct Resource {
    ResourceKind kind = ResourceKind::dashboard;
    std::int64_t workspace_id = 1;
    std::vector<Grant> grants; // of its category; none = not restricted
    OwnerRef owner;            // webhook, token, report: whose it is; nobody otherwise
};

bool can(const Principal& principal, Action action, const Resource& resource);

// `forbidden` with a sentence that says what is missing: the key's scope, the role, or the category's grant.
Result<> check_access(const Principal& principal, Action action, const Resource& resource);

} // namespace presstime
