// Webhooks and the keys they sign with. Secrets are sealed texts here; nothing in this file opens them.
#pragma once

#include "model/webhook.hpp"
#include "platform/db/database.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace presstime::store {

// What the texts of a webhook are sealed for; see platform/crypto/secret_box.hpp.
inline constexpr std::string_view kWebhookSecretPurpose = "webhook.secret";
inline constexpr std::string_view kWebhookHeaderPurpose = "webhook.header";
inline constexpr std::string_view kWebhookAuthorizationPurpose = "webhook.authorization";

Result<> insert_webhook(db::Session& session, Webhook& webhook, Instant now);
// Replaces what people set (url, authorization, filters, format, description, headers, properties, paused,
// owner, sign_ed25519, rate limit, resumed_at) and lifts or sets `disabled_*`; version + 1. conflict when it
// moved on.
Result<> update_webhook(db::Session& session, Webhook& webhook, Instant now);
// With its secrets, deliveries and replays; the audit keeps the fact.
Result<> delete_webhook(db::Session& session, std::int64_t workspace_id, std::int64_t id);
Result<Webhook> get_webhook(db::Session& session, std::int64_t id); // any workspace: for the loops
Result<Webhook> get_webhook_of(db::Session& session, std::int64_t workspace_id, std::int64_t id);

struct WebhookFilter {
    std::int64_t workspace_id = 1;
    std::optional<OwnerRef> owner; // only theirs
    std::int64_t after_id = 0;
    int limit = 10'001;
};
Result<std::vector<Webhook>> list_webhooks(db::Session& session, const WebhookFilter& filter); // by id

// How sending went, kept beside the webhook: what disables it and what its page shows.
struct WebhookHealth {
    std::optional<Instant> failing_since;
    std::optional<Instant> last_exhausted_at;
    int exhausted = 0;
};
Result<> set_webhook_health(db::Session& session, std::int64_t id, const WebhookHealth& health);
// Once only: false when it was disabled already.
Result<bool> disable_webhook(db::Session& session, std::int64_t id, const std::string& reason, Instant now);

Result<> insert_webhook_secret(db::Session& session, WebhookSecret& secret);
// Those that sign at `now`, newest first.
Result<std::vector<WebhookSecret>> signing_secrets(db::Session& session, std::int64_t webhook_id,
                                                   Instant now);
// Ends the secrets that have no end yet, except `keep_id`, at `expires_at`.
Result<> end_webhook_secrets(db::Session& session, std::int64_t webhook_id, std::int64_t keep_id,
                             Instant expires_at);
Result<std::int64_t> delete_ended_secrets(db::Session& session, Instant now);

} // namespace presstime::store
