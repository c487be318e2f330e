// Groups of users for people and the API: everybody sees them, admins change them.
#pragma once

#include "control/environment.hpp"
#include "store/group_store.hpp"

#include <string_view>
#include <vector>

namespace presstime::control {

class Groups {
public:
    explicit Groups(Environment environment) : environment_(std::move(environment)) {}

    // Body {"name","members":[user ids]}.
    Result<store::GroupRecord> create(const Principal& principal, std::string_view json);
    Result<store::GroupRecord> patch(const Principal& principal, std::int64_t id, std::string_view json,
                                     ExpectedVersion expected);
    // conflict naming the categories that grant it something.
    Result<> remove(const Principal& principal, std::int64_t id);
    Result<store::GroupRecord> get(const Principal& principal, std::int64_t id);
    Result<std::vector<store::GroupRecord>> list(const Principal& principal); // by name

private:
    Environment environment_;
};

} // namespace presstime::control
