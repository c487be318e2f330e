// Who asks, or on whose behalf something is done: a user (by session or personal token), an API key, or the
// operator of this machine over the data folder's socket. What each may do is model/access.hpp.
#pragma once

#include "base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace presstime {

// In rising order: each may what those before it may.
enum class Role { viewer, editor, admin, owner };
// What a key may be used for at most, whatever the role behind it.
enum class Scope { read, write, admin };
enum class PrincipalKind { local_operator, api_key, user };

struct Principal {
    std::int64_t workspace_id = 1;
    PrincipalKind kind = PrincipalKind::api_key;
    std::int64_t token_id = 0;   // API key or personal token; 0 = a session or the local operator
    std::int64_t session_id = 0; // 0 = not a browser session
    std::int64_t user_id = 0;    // 0 = an API key or the local operator
    std::string name;            // of the user or key, for the audit
    std::string email;           // of the user; empty otherwise
    Role role = Role::viewer;
    Scope scope = Scope::read;
    bool enabled = true; // a disabled user may nothing
    std::vector<std::int64_t> groups;
    std::string peer{}; // address the call came from, for the audit; empty when it is not known
};

// Who something belongs to: at most one of the two is set; neither = nobody, it is orphaned.
struct OwnerRef {
    std::int64_t user_id = 0;
    std::int64_t token_id = 0;

    bool operator==(const OwnerRef&) const = default;
};

// An API key (user_id 0) or a user's personal token.
struct Token {
    std::int64_t id = 0;
    std::int64_t workspace_id = 1;
    std::int64_t user_id = 0;
    std::string name;
    Scope scope = Scope::read;
    Role role = Role::viewer; // of an API key; a personal token has its user's
    std::string prefix;       // first characters, to recognise it by
    Instant created_at{};
    std::optional<Instant> expires_at;
    std::optional<Instant> last_used_at;
    std::string last_used_from; // peer address
};

struct User {
    std::int64_t id = 0;
    std::int64_t workspace_id = 1;
    std::string email; // unique in the workspace, compared without case
    std::string name;
    Role role = Role::viewer;
    bool enabled = true;
    bool has_password = false; // false until an invite or reset link has been used
    std::int64_t version = 1;
    Instant created_at{};
    std::optional<Instant> last_seen_at;
};

struct Group {
    std::int64_t id = 0;
    std::int64_t workspace_id = 1;
    std::string name;                  // unique in the workspace
    std::vector<std::int64_t> members; // user ids
};

} // namespace presstime
