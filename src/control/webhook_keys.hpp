// The keys a webhook signs with: made, sealed, ended, and described without what they are.
#pragma once

#include "model/webhook.hpp"
#include "platform/crypto/secret_box.hpp"
#include "platform/db/database.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace presstime::control {

// At most so many keys of a kind sign at once.
inline constexpr int kMaxLiveKeys = 10;

// A key as people see it.
struct WebhookKeyView {
    std::int64_t id = 0;
    std::string kind;       // "hmac", "ed25519"; "unreadable" when the key file lacks what sealed it
    std::string public_key; // "whpk_..." of ed25519
    Instant created_at{};
    std::optional<Instant> expires_at;
};
// Those that sign at `now`, newest first.
Result<std::vector<WebhookKeyView>> webhook_keys(db::Session& session, const SecretBox& box,
                                                 std::int64_t webhook_id, Instant now);

// Inserts `text` ("whsec_...", "whsk_..." or a user's own) as the newest key.
Result<> add_webhook_key(db::Session& session, const SecretBox& box, std::int64_t webhook_id,
                         const std::string& text, Instant now);
// `conflict` that names when the next one ends, once as many keys of a kind sign as may.
Result<> check_room_for_key(const std::vector<WebhookKeyView>& keys);
// What rotate-secret is asked for: {"secret"?, "overlap_s"?}, a secret made when none is given.
struct KeyRotation {
    std::string secret;
    std::int64_t overlap_s = 86'400; // how long the keys before it go on, a week at most; 0 = they end now
};
Result<KeyRotation> read_key_rotation(std::string_view json);

bool has_ed25519(const std::vector<WebhookKeyView>& keys);

} // namespace presstime::control
