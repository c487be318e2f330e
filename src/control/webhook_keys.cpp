// A key is opened to learn its kind and public half; neither leaves with what was opened.
#include "control/webhook_keys.hpp"

#include "base/text.hpp"
#include "codec/json_reader.hpp"
#include "control/webhook_checks.hpp"
#include "platform/crypto/webhook_signature.hpp"
#include "store/webhook_store.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace presstime::control {
namespace {

constexpr std::int64_t kLongestOverlap_s = 7 * 86'400;

WebhookKeyView describe(const SecretBox& box, const WebhookSecret& secret)
{
    WebhookKeyView view{secret.id, "unreadable", "", secret.created_at, secret.expires_at};
    const Result<std::string> text = box.open(secret.sealed, store::kWebhookSecretPurpose);
    if (!text)
        return view;
    if (const Result<WebhookKey> key = WebhookKey::parse(*text)) {
        view.public_key = key->public_text();
        view.kind = view.public_key.empty() ? "hmac" : "ed25519";
    }
    return view;
}

} // namespace

Result<std::vector<WebhookKeyView>> webhook_keys(db::Session& session, const SecretBox& box,
                                                 std::int64_t webhook_id, Instant now)
{
    std::vector<WebhookKeyView> views;
    for (const WebhookSecret& secret : TRY(store::signing_secrets(session, webhook_id, now)))
        views.push_back(describe(box, secret));
    return views;
}

Result<> add_webhook_key(db::Session& session, const SecretBox& box, std::int64_t webhook_id,
                         const std::string& text, Instant now)
{
    WebhookSecret secret{0, webhook_id, box.seal(text, store::kWebhookSecretPurpose), now, {}};
    return store::insert_webhook_secret(session, secret);
}

Result<> check_room_for_key(const std::vector<WebhookKeyView>& keys)
{
    const auto of_ed25519 = std::ranges::count(keys, "ed25519", &WebhookKeyView::kind);
    const auto others = static_cast<std::ptrdiff_t>(keys.size()) - of_ed25519;
    if (std::max(of_ed25519, others) < kMaxLiveKeys)
        return {};
    std::optional<Instant> next;
    for (const WebhookKeyView& key : keys)
        if (key.expires_at && (!next || *key.expires_at < *next))
            next = key.expires_at;
    return fail(Error::conflict(fmt::format(
        "{} keys sign already, which is all there may be; the next ends at {}, or drop them with overlap_s 0",
        kMaxLiveKeys, next ? format_rfc3339(*next) : "no set time")));
}

Result<KeyRotation> read_key_rotation(std::string_view json)
{
    KeyRotation rotation;
    if (!trim(json).empty()) {
        const boost::json::value document = TRY(codec::parse_json(json));
        codec::ObjectReader reader(document, "");
        reader.text("secret", rotation.secret, {1, 1'000, codec::TextShape::line});
        reader.integer("overlap_s", rotation.overlap_s, {0, kLongestOverlap_s});
        TRY(reader.finish());
    }
    if (rotation.secret.empty())
        rotation.secret = generate_webhook_secret();
    TRY(check_webhook_secret(rotation.secret));
    return rotation;
}

bool has_ed25519(const std::vector<WebhookKeyView>& keys)
{
    return std::ranges::any_of(keys, [](const WebhookKeyView& key) { return key.kind == "ed25519"; });
}

} // namespace presstime::control
