// The server's own key pairs as rows. The private halves are sealed texts here; nothing in this file opens
// them.
#pragma once

#include "base/time.hpp"
#include "platform/db/database.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace presstime::store {

// What a private key is sealed for; see platform/crypto/secret_box.hpp.
inline constexpr std::string_view kServerKeyPurpose = "server_keys.pem";

struct ServerKey {
    std::string kid;        // RFC 7638 thumbprint
    std::string public_jwk; // JSON
    std::string sealed_pem;
    Instant created_at{};
    std::optional<Instant> retired_at; // no longer signs; still in the key set for a while
};

Result<> insert_server_key(db::Session& session, const ServerKey& key);
// The newest that is not retired; nothing before the first start has made one.
Result<std::optional<ServerKey>> current_server_key(db::Session& session);
// Those that receivers may still need: the current one first, then retired ones until `kept_since`.
Result<std::vector<ServerKey>> published_server_keys(db::Session& session, Instant kept_since);
// Retires every key but `kid`.
Result<> retire_server_keys(db::Session& session, const std::string& kid, Instant now);
// Those retired before `before`; returns how many went.
Result<std::int64_t> delete_retired_server_keys(db::Session& session, Instant before);

} // namespace presstime::store
