// Webhooks for people and the API: subscriptions to events, kept with their secrets sealed. Owners see and
// change their own, admins all. Sending belongs to webhook_sends.hpp.
#pragma once

#include "codec/webhook_json.hpp"
#include "control/environment.hpp"
#include "control/rate_limit.hpp"
#include "control/webhook_keys.hpp"
#include "model/principal.hpp"
#include "platform/http/fetch.hpp"
#include "store/event_delivery_store.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace presstime::control {

// What stands outside: one GET under the egress policy, bounded and with a deadline, for the registration
// check; and which types of events a payload format can tell of.
struct WebhookTools {
    std::function<Result<http::Fetched>(const std::string& url)> fetch;
    std::function<bool(PayloadFormat format, std::string_view type)> carries;
    int max_attempts = 10; // of a send that a person or a replay asks for
};

// A webhook as people see it: header values and authorization masked.
struct WebhookRecord {
    Webhook webhook;
    std::string owner_name; // empty when the owner is gone or disabled
    std::string owner_email;
    std::vector<WebhookKeyView> keys;
    std::vector<std::string> matches; // types of events it is told of
    store::QueueDepth queue;
};

struct SavedWebhook {
    WebhookRecord record;
    std::string secret; // shown this once; empty when none was made
    std::vector<Warning> warnings;
};

class Webhooks {
public:
    // `box` and `egress` must outlive this.
    Webhooks(Environment environment, const SecretBox& box, const http::EgressPolicy& egress,
             WebhookTools tools);

    Result<SavedWebhook> create(const Principal& principal, std::string_view json);
    // Partial: see codec/webhook_json.hpp. "paused": false resumes, "disabled": false enables again.
    Result<SavedWebhook> patch(const Principal& principal, std::int64_t id, std::string_view json,
                               ExpectedVersion expected);
    // Body {"secret"?, "overlap_s"?}: a new key signs first; those before it go on for `overlap_s` seconds
    // (a day; 0 = they end now; a week at most). `conflict` when too many sign already.
    Result<SavedWebhook> rotate_secret(const Principal& principal, std::int64_t id, std::string_view json);
    // With its deliveries and replays.
    Result<> remove(const Principal& principal, std::int64_t id);
    Result<WebhookRecord> get(const Principal& principal, std::int64_t id);
    Result<Page<WebhookRecord>> list(const Principal& principal, const PageRequest& page);

private:
    // Applies what the document says over `current` (nullptr: a new one) and checks what it changes.
    Result<Webhook> settle(const Principal& principal, const codec::WebhookDocument& document,
                           const Webhook* current) const;
    Result<> settle_address(Webhook& webhook, const Webhook* current) const;
    Result<> settle_headers(Webhook& webhook, const codec::WebhookDocument& document) const;
    Result<> settle_owner(db::Session& session, const Principal& principal, Webhook& webhook,
                          const std::optional<OwnerRef>& wanted) const;
    Result<> check_echo(const Principal& principal, const Webhook& webhook);
    Result<WebhookRecord> describe(db::Session& session, Webhook webhook) const;
    std::vector<Warning> warnings(const Webhook& webhook) const;
    void wake() const;

    Environment environment_;
    const SecretBox& box_;
    const http::EgressPolicy& egress_;
    WebhookTools tools_;
    RateLimit checks_{10, std::chrono::minutes(1)};
};

} // namespace presstime::control
