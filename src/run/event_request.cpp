// Signatures are made over the very bytes that are posted, at the instant of the try.
#include "run/event_request.hpp"

#include "platform/crypto/jwt.hpp"
#include "platform/crypto/signing_key.hpp"
#include "platform/crypto/webhook_signature.hpp"
#include "stage/event_body.hpp"
#include "store/server_key_store.hpp"
#include "store/webhook_store.hpp"

namespace presstime::run {
namespace {

Result<std::vector<std::string>> open_secrets(const ClaimedEvent& claimed, const SecretBox& box)
{
    std::vector<std::string> opened;
    for (const WebhookSecret& secret : claimed.secrets)
        opened.push_back(TRY(box.open(secret.sealed, store::kWebhookSecretPurpose)));
    return opened;
}

// The text that ms-signature uses: the newest key that is no Ed25519 key.
const std::string* shared_secret(const std::vector<std::string>& secrets)
{
    for (const std::string& secret : secrets)
        if (!secret.starts_with("whsk_"))
            return &secret;
    return nullptr;
}

Result<stage::EventBody> write_body(const ClaimedEvent& claimed, const EventRequestContext& context)
{
    stage::EventBody body =
        TRY(stage::compose_event_body(claimed.event, claimed.webhook,
                                      {claimed.delivery.attempt, context.public_url, claimed.template_html}));
    if (claimed.webhook.format == PayloadFormat::jwt) {
        const std::string pem =
            TRY(context.secrets.open(claimed.sealed_server_key, store::kServerKeyPurpose));
        const PrivateKey key = TRY(PrivateKey::from_pem(pem));
        body.body = TRY(sign_jwt(key, body.body));
    }
    return body;
}

Result<> add_signatures(const ClaimedEvent& claimed, const EventRequestContext& context,
                        http::EngineRequest& request)
{
    const std::vector<std::string> secrets = TRY(open_secrets(claimed, context.secrets));
    std::vector<WebhookKey> keys;
    for (const std::string& secret : secrets)
        keys.push_back(TRY(WebhookKey::parse(secret)));
    const std::string& id = claimed.delivery.message_id;
    request.headers.emplace_back("webhook-id", id);
    request.headers.emplace_back("webhook-timestamp", webhook_timestamp(context.now));
    if (!keys.empty())
        request.headers.emplace_back("webhook-signature",
                                     TRY(sign_webhook(keys, {id, context.now}, request.body)));
    if (claimed.webhook.format == PayloadFormat::notifications)
        if (const std::string* secret = shared_secret(secrets))
            request.headers.emplace_back("ms-signature", ms_signature(*secret, request.body));
    return {};
}

Result<> add_own_headers(const ClaimedEvent& claimed, const SecretBox& box, http::EngineRequest& request)
{
    if (!claimed.webhook.authorization.empty())
        request.headers.emplace_back("Authorization", TRY(box.open(claimed.webhook.authorization,
                                                                   store::kWebhookAuthorizationPurpose)));
    for (const auto& [name, sealed] : claimed.webhook.headers)
        request.headers.emplace_back(name, TRY(box.open(sealed, store::kWebhookHeaderPurpose)));
    return {};
}

} // namespace

Result<http::EngineRequest> make_event_request(const ClaimedEvent& claimed,
                                               const EventRequestContext& context)
{
    stage::EventBody body = TRY(write_body(claimed, context));
    http::EngineRequest request;
    request.url = claimed.webhook.url;
    request.timeout = context.timeout;
    request.body = std::move(body.body);
    request.headers.emplace_back("Content-Type", std::move(body.content_type));
    TRY(add_signatures(claimed, context, request));
    TRY(add_own_headers(claimed, context.secrets, request));
    return request;
}

} // namespace presstime::run
