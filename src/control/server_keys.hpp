// The server's own key pairs: made at the first start, published as a JWK set (RFC 7517 section 5), changed
// by an admin. What they sign is verified by anyone who reads the set.
#pragma once

#include "control/environment.hpp"
#include "model/principal.hpp"
#include "platform/crypto/secret_box.hpp"
#include "store/server_key_store.hpp"

#include <string>

namespace presstime::control {

class ServerKeys {
public:
    // `box` must outlive this.
    ServerKeys(Environment environment, const SecretBox& box)
        : environment_(std::move(environment)), box_(box)
    {
    }

    // Makes the first pair when there is none. At every start.
    Result<> ensure();
    // A new pair signs from now on; the old one stays in the set for 30 days. Admins alone.
    Result<store::ServerKey> rotate(const Principal& principal);
    // {"keys":[...]}, the one that signs first.
    Result<std::string> key_set() const;

private:
    store::ServerKey make(Instant now) const;

    Environment environment_;
    const SecretBox& box_;
};

} // namespace presstime::control
