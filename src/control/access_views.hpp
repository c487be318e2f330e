// "What can this person see?" and "who can see this?": the same can() that guards every call, asked for all
// at once.
#pragma once

#include "control/environment.hpp"
#include "model/access.hpp"

#include <optional>
#include <string>
#include <vector>

namespace presstime::control {

struct ReachableThing {
    std::string id; // "3", "dash_sales"
    std::string name;
    std::string within; // of a dashboard its category, of a report its dashboard's id
    GrantLevel level = GrantLevel::read;
};

struct UserAccess {
    User user;
    std::optional<GrantLevel> unrestricted; // where no category restricts; nothing for a disabled user
    std::vector<ReachableThing> categories;
    std::vector<ReachableThing> dashboards;
    std::vector<ReachableThing> reports;
};

// A user or an API key that may read.
struct Reader {
    Principal principal;
    GrantLevel level = GrantLevel::read;
};

class AccessViews {
public:
    explicit AccessViews(Environment environment) : environment_(std::move(environment)) {}

    // For admins, and for the user itself.
    Result<UserAccess> of_user(const Principal& principal, std::int64_t user_id);
    // Users, then keys. For those who may manage what lies in the dashboard's category.
    Result<std::vector<Reader>> of_dashboard(const Principal& principal, const std::string& dashboard);

private:
    Environment environment_;
};

} // namespace presstime::control
