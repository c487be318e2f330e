// Events, webhooks, and what was sent to them.
#include "api/openapi.hpp"

namespace presstime::api {
namespace {

constexpr Operation kOperations[] = {
    {"GET", "/v1/events", "Events",
     "Lists events after a cursor, oldest first; waits for new ones if asked; or back from now",
     "limit cursor types wait since order", "", "Event[]"},
    {"GET", "/v1/event-types", "Events", "Lists the types of events with their schemas and examples", "", "",
     "EventType[]"},
    {"GET", "/v1/event-types/{type}", "Events", "Shows one type of event", "", "", "EventType"},
    {"GET", "/v1/webhooks", "Webhooks", "Lists your webhooks; admins see all", "limit cursor", "",
     "Webhook[]"},
    {"POST", "/v1/webhooks", "Webhooks", "Makes a webhook; its secret is shown once", "", "WebhookDocument",
     "Webhook", 201},
    {"GET", "/v1/webhooks/{webhook_id}", "Webhooks", "Shows a webhook", "", "", "Webhook"},
    {"PATCH", "/v1/webhooks/{webhook_id}", "Webhooks", "Changes what the document names", "",
     "WebhookDocument", "Webhook"},
    {"DELETE", "/v1/webhooks/{webhook_id}", "Webhooks", "Deletes a webhook with its deliveries", "", "", "",
     204},
    {"POST", "/v1/webhooks/{webhook_id}/pause", "Webhooks", "Keeps its queue and sends nothing", "", "",
     "Webhook"},
    {"POST", "/v1/webhooks/{webhook_id}/resume", "Webhooks", "Sends again, slowly at first", "", "",
     "Webhook"},
    {"POST", "/v1/webhooks/{webhook_id}/rotate-secret", "Webhooks", "Gives it a new secret, shown once", "",
     "SecretRotation", "Webhook"},
    {"POST", "/v1/webhooks/{webhook_id}/test", "Webhooks", "Sends an example event to it alone", "",
     "TestSend", "WebhookDelivery", 201},
    {"POST", "/v1/webhooks/{webhook_id}/send", "Webhooks", "Sends one event to it again", "", "SendEvent",
     "WebhookDelivery", 201},
    {"GET", "/v1/webhooks/{webhook_id}/replays", "Webhooks", "Lists its replays, newest first", "", "",
     "Replay[]"},
    {"POST", "/v1/webhooks/{webhook_id}/replays", "Webhooks", "Counts or sends a range of events again", "",
     "ReplayRequest", "Replay", 201},
    {"GET", "/v1/webhook-replays/{replay_id}", "Webhooks", "Shows how far a replay is", "", "", "Replay"},
    {"DELETE", "/v1/webhook-replays/{replay_id}", "Webhooks", "Cancels a replay", "", "", "Replay"},
    {"GET", "/v1/webhook_deliveries", "Deliveries", "Lists what was sent to webhooks, newest first",
     "limit cursor source status webhook_id event since", "", "WebhookDelivery[]"},
    {"GET", "/v1/webhook_deliveries/{delivery_id}", "Deliveries", "Shows a delivery with its payload", "", "",
     "WebhookDelivery"},
    {"POST", "/v1/webhook_deliveries/{delivery_id}/redeliver", "Deliveries", "Sends it again", "", "",
     "WebhookDelivery", 201},
    {"GET", "/v1/deliveries", "Deliveries", "Lists what reports sent, newest first",
     "limit cursor channel status run_id", "", "Delivery[]"},
    {"GET", "/v1/deliveries/{delivery_id}", "Deliveries", "Shows a delivery with its attempts", "", "",
     "Delivery"},
    {"GET", "/.well-known/jwks.json", "Keys", "The server's public keys", "", "", "KeySet"},
    {"POST", "/v1/server-keys/rotate", "Keys", "Makes a new key pair; the old one stays known for a while",
     "", "", "ServerKey"},
    {"POST", "/v1/secrets/rotate", "Keys", "Seals every secret at rest with a new key", "", "",
     "SecretsRotated"},
};

} // namespace

std::span<const Operation> webhook_operations()
{
    return kOperations;
}

} // namespace presstime::api
