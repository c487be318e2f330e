// The key is parsed before it is kept, and kept in one form: PEM.
#include "control/data_access_keys.hpp"

#include "codec/json_reader.hpp"
#include "control/access.hpp"
#include "control/changes.hpp"
#include "platform/crypto/signing_key.hpp"
#include "store/data_access_key_store.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace presstime::control {
namespace {

constexpr std::size_t kMaxKeys = 20;

Result<> may_administer(const Principal& principal)
{
    return require(principal, Action::administer, ResourceKind::workspace);
}

Result<PublicKey> read_key(const boost::json::value* given)
{
    if (given && given->is_string())
        return PublicKey::parse(given->get_string());
    if (given && given->is_object())
        return PublicKey::from_jwk(boost::json::serialize(*given));
    return fail(Error::invalid("public_key",
                               "public_key is required: PEM text (\"-----BEGIN PUBLIC KEY-----\") or "
                               "a JWK of P-256, Ed25519 or RSA"));
}

Result<> check_room(const std::vector<DataAccessKey>& keys, const DataAccessKey& wanted)
{
    for (const DataAccessKey& key : keys) {
        if (key.kid == wanted.kid)
            return fail(Error::conflict(fmt::format("this key is registered already, as {}", key.name)));
        if (key.name == wanted.name)
            return fail(Error::conflict(
                fmt::format("a key named {} is there already; choose another name", key.name)));
    }
    if (keys.size() >= kMaxKeys)
        return fail(Error::conflict(fmt::format(
            "a workspace has at most {} data access keys; delete one that is no longer used", kMaxKeys)));
    return {};
}

} // namespace

Result<DataAccessKey> DataAccessKeys::create(const Principal& principal, std::string_view json)
{
    TRY(may_administer(principal));
    const boost::json::value document = TRY(codec::parse_json(json));
    codec::ObjectReader reader(document, "");
    DataAccessKey key;
    reader.require("name");
    reader.text("name", key.name, codec::kNameRule);
    const boost::json::value* given = reader.take("public_key");
    TRY(reader.finish());
    const PublicKey parsed = TRY(read_key(given));
    key.workspace_id = principal.workspace_id;
    key.kid = parsed.kid();
    key.algorithm = jose_name(parsed.algorithm());
    key.public_key = parsed.to_pem();
    key.created_at = environment_.clock.now();
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        TRY(check_room(TRY(store::list_data_access_keys(session, principal.workspace_id)), key));
        if (TRY(store::find_data_access_key(session, key.kid)))
            return fail(Error::conflict("this key is registered for another workspace; make a fresh pair"));
        TRY(store::insert_data_access_key(session, key));
        return record_change(session, principal,
                             {.type = "data_access_key.created",
                              .resource = fmt::format("data access key {}", key.id),
                              .detail = key.name},
                             key.created_at);
    }));
    return key;
}

Result<std::vector<DataAccessKey>> DataAccessKeys::list(const Principal& principal)
{
    TRY(may_administer(principal));
    std::vector<DataAccessKey> keys;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        keys = TRY(store::list_data_access_keys(session, principal.workspace_id));
        return {};
    }));
    return keys;
}

Result<DataAccessKey> DataAccessKeys::get(const Principal& principal, std::int64_t id)
{
    TRY(may_administer(principal));
    DataAccessKey key;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        key = TRY(store::get_data_access_key(session, principal.workspace_id, id));
        return {};
    }));
    return key;
}

Result<> DataAccessKeys::remove(const Principal& principal, std::int64_t id)
{
    TRY(may_administer(principal));
    return environment_.database.write([&](db::Session& session) -> Result<> {
        const DataAccessKey key = TRY(store::get_data_access_key(session, principal.workspace_id, id));
        TRY(store::delete_data_access_key(session, principal.workspace_id, id));
        return record_change(session, principal,
                             {.type = "data_access_key.deleted",
                              .resource = fmt::format("data access key {}", id),
                              .detail = key.name},
                             environment_.clock.now());
    });
}

} // namespace presstime::control
