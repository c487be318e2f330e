// ES256: what receivers of the format jwt were written for.
#include "control/server_keys.hpp"

#include "control/access.hpp"
#include "control/changes.hpp"
#include "platform/crypto/signing_key.hpp"

namespace presstime::control {
namespace {

constexpr auto kKeepRetired = std::chrono::days(30);

} // namespace

store::ServerKey ServerKeys::make(Instant now) const
{
    const PrivateKey key = PrivateKey::generate_es256();
    return {key.public_key().kid(),
            key.public_key().to_jwk(),
            box_.seal(key.to_pem(), store::kServerKeyPurpose),
            now,
            {}};
}

Result<> ServerKeys::ensure()
{
    return environment_.database.write([&](db::Session& session) -> Result<> {
        if (TRY(store::current_server_key(session)))
            return {};
        return store::insert_server_key(session, make(environment_.clock.now()));
    });
}

Result<store::ServerKey> ServerKeys::rotate(const Principal& principal)
{
    TRY(require_server_admin(principal));
    store::ServerKey made;
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        const Instant now = environment_.clock.now();
        made = make(now);
        TRY(store::insert_server_key(session, made));
        TRY(store::retire_server_keys(session, made.kid, now));
        TRY(store::delete_retired_server_keys(session, now - kKeepRetired));
        return record_change(session, principal,
                             {.type = "server_key.rotated", .resource = "server key " + made.kid}, now);
    }));
    return made;
}

Result<std::string> ServerKeys::key_set() const
{
    std::string keys;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        keys.clear();
        for (const store::ServerKey& key :
             TRY(store::published_server_keys(session, environment_.clock.now() - kKeepRetired)))
            keys += (keys.empty() ? "" : ",") + key.public_jwk;
        return {};
    }));
    return "{\"keys\":[" + keys + "]}";
}

} // namespace presstime::control
