// API keys: made, shown once, recognised by their hash alone.
#pragma once

#include "control/environment.hpp"
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
    explicit Tokens(Environment environment) : environment_(std::move(environment)) {}

    // Body {"name","scope"}.
    Result<NewToken> create(const Principal& principal, std::string_view json);
    Result<std::vector<Token>> list(const Principal& principal);
    Result<> remove(const Principal& principal, std::int64_t id);

    // Who holds this key; `unauthenticated` when nobody does.
    Result<Principal> authenticate(std::string_view secret);

private:
    Environment environment_;
};

// The operator at the machine itself, over the data folder's socket.
Principal local_operator();

} // namespace presstime::control
