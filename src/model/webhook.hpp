// A subscription to events: where they go, in which payload format, signed with what, and whose rights
// decide.
#pragma once

#include "base/time.hpp"
#include "model/principal.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace presstime {

enum class PayloadFormat { standard, flat, callback, notifications, jwt };

struct Webhook {
    std::int64_t id = 0;
    std::int64_t workspace_id = 1;
    OwnerRef owner; // its Read decides what may be sent
    std::string url;
    std::string authorization;        // sealed; "Basic ..." when the URL was given with a name and password
    std::vector<std::string> filters; // families, event types or globs; none = everything
    PayloadFormat format = PayloadFormat::standard;
    std::string description;
    std::map<std::string, std::string> headers;    // values sealed
    std::map<std::string, std::string> properties; // carried in the format notifications
    bool paused = false;
    bool sign_ed25519 = false;          // also a v1a signature
    int rate_limit_per_minute = 0;      // 0 = the server's setting
    std::optional<Instant> resumed_at;  // when it last left pause: sending ramps up from then
    std::optional<Instant> disabled_at; // by the server; a person enables it again
    std::string disabled_reason;
    // Sustained failure: since when nothing has succeeded, and how many deliveries were used up meanwhile.
    std::optional<Instant> failing_since;
    std::optional<Instant> last_exhausted_at;
    int exhausted = 0;
    std::int64_t version = 1;
    Instant created_at{};
    Instant updated_at{};
};

// A key that signs. The newest signs first; one with an end is still used until then.
struct WebhookSecret {
    std::int64_t id = 0;
    std::int64_t webhook_id = 0;
    std::string sealed; // "whsec_...", a text of 32-128 characters, or "whsk_..."
    Instant created_at{};
    std::optional<Instant> expires_at;
};

} // namespace presstime
