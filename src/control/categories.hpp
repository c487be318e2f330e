// Categories for people and the API. Who may read one sees it; its grants are shown to those who may manage
// it.
#pragma once

#include "control/environment.hpp"
#include "model/access.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace presstime::control {

struct SeenCategory {
    Category category;
    GrantLevel level = GrantLevel::read; // what the caller may do with what lies in it
};

class Categories {
public:
    explicit Categories(Environment environment) : environment_(std::move(environment)) {}

    // Body {"name","description","grants":[{"user"|"group"|"role", "level"}]}. `conflict` for a name that is
    // taken, `invalid("grants[n].user")` for nobody.
    Result<SeenCategory> create(const Principal& principal, std::string_view json);
    // Changes what the document names. A new name moves the dashboards along.
    Result<SeenCategory> patch(const Principal& principal, std::int64_t id, std::string_view json,
                               ExpectedVersion expected);
    // conflict naming the dashboards in it.
    Result<> remove(const Principal& principal, std::int64_t id);
    Result<SeenCategory> get(const Principal& principal, std::int64_t id);
    Result<std::vector<SeenCategory>> list(const Principal& principal); // by name

private:
    Environment environment_;
};

// The most that the principal may do with what lies under these grants; nothing when it may not even read.
std::optional<GrantLevel> level_of(const Principal& principal, ResourceKind kind,
                                   const std::vector<Grant>& grants);

} // namespace presstime::control
