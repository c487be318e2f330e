// API keys, which act for the workspace with a role of their own, and personal tokens, which act for a user
// with that user's role as it is at the moment. Shown once, recognised by their hash alone.
#pragma once

#include "control/environment.hpp"
#include "control/use_notes.hpp"
#include "model/principal.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace presstime::control {

struct NewToken {
    Token token;
    std::string secret; // "pt_..."; nowhere stored
};

class Tokens {
public:
    // `notes` must outlive this.
    Tokens(Environment environment, UseNotes& notes) : environment_(std::move(environment)), notes_(notes) {}

    // API keys, for admins. Body {"name","scope","role"?,"expires_at"?|"expires_in_days"?}; the role is admin
    // for the scopes admin and write, viewer for read.
    Result<NewToken> create(const Principal& principal, std::string_view json);
    Result<std::vector<Token>> list(const Principal& principal);
    // Also any user's personal token.
    Result<> remove(const Principal& principal, std::int64_t id);

    // The caller's own tokens. Body {"name","scope","expires_at"|"expires_in_days"}, at most 366 days. With
    // a token in hand none is made that outlives it.
    Result<NewToken> create_personal(const Principal& principal, std::string_view json);
    Result<std::vector<Token>> list_personal(const Principal& principal);
    Result<> remove_personal(const Principal& principal, std::int64_t id);
    // Of any user, for admins.
    Result<std::vector<Token>> list_of(const Principal& principal, std::int64_t user_id);

    // Who holds this key; `unauthenticated` when nobody does. `from` is the address it was used from.
    Result<Principal> authenticate(std::string_view secret, const std::string& from);

private:
    Result<NewToken> insert(const Principal& principal, Token token);
    Result<> check_own_end(const Principal& principal, const Token& wanted);

    Environment environment_;
    UseNotes& notes_;
};

// The operator at the machine itself, over the data folder's socket.
Principal local_operator();

} // namespace presstime::control
