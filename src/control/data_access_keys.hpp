// Whose signatures on data access tokens are believed: public keys of the workspace's hosts.
#pragma once

#include "control/environment.hpp"
#include "model/embed.hpp"
#include "model/principal.hpp"

#include <string_view>
#include <vector>

namespace presstime::control {

class DataAccessKeys {
public:
    explicit DataAccessKeys(Environment environment) : environment_(std::move(environment)) {}

    // Body {"name","public_key"}, the key as PEM text or as a JWK. `invalid("public_key")` for what is no key
    // of P-256, Ed25519 or RSA; `conflict` when the key or the name is taken, or there are 20 already.
    Result<DataAccessKey> create(const Principal& principal, std::string_view json);
    Result<std::vector<DataAccessKey>> list(const Principal& principal);
    Result<DataAccessKey> get(const Principal& principal, std::int64_t id);
    // Tokens signed with it are refused from now on.
    Result<> remove(const Principal& principal, std::int64_t id);

private:
    Environment environment_;
};

} // namespace presstime::control
