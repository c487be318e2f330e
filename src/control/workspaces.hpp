// The caller's own workspace for everybody, and further workspaces for the operator of the machine alone.
#pragma once

#include "control/environment.hpp"
#include "control/tokens.hpp"
#include "store/store.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace presstime::control {

struct NewWorkspace {
    store::Workspace workspace;
    std::string secret; // its first key, of scope admin; nowhere stored
};

class Workspaces {
public:
    // `tokens` must outlive this.
    Workspaces(Environment environment, Tokens& tokens)
        : environment_(std::move(environment)), tokens_(tokens)
    {
    }

    Result<store::Workspace> get(const Principal& principal);
    // Body {"name"}; for admins.
    Result<store::Workspace> patch(const Principal& principal, std::string_view json);

    // Both `forbidden` but for the local operator. Body {"name","owner_email"?}.
    Result<NewWorkspace> create(const Principal& principal, std::string_view json);
    Result<std::vector<store::Workspace>> list(const Principal& principal);

private:
    Environment environment_;
    Tokens& tokens_;
};

} // namespace presstime::control
