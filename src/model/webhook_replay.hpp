// A range of past events sent to one webhook again: what was asked, and how far it is.
#pragma once

#include "base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace presstime {

enum class ReplayState { running, done, cancelled };
// failed: events that no delivery brought there; everything: those that arrived too.
enum class ReplayScope { failed, everything };

struct WebhookReplay {
    std::int64_t id = 0;
    std::int64_t workspace_id = 1;
    std::int64_t webhook_id = 0;
    Instant since{}; // when the events occurred, half-open
    Instant until{};
    ReplayScope scope = ReplayScope::failed;
    ReplayState state = ReplayState::running;
    std::int64_t total = 0;       // events counted when it was asked for
    std::int64_t queued = 0;      // deliveries written so far
    std::int64_t after_event = 0; // events up to here have been looked at
    std::string actor;            // who asked, for people
    Instant created_at{};
    std::optional<Instant> finished_at;
};

} // namespace presstime
