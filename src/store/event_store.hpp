// Events: written in the transaction of the change they tell of, fanned out once, listed by cursor.
#pragma once

#include "model/event.hpp"
#include "platform/db/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace presstime::store {

// Fills id and uuid.
Result<> insert_event(db::Session& session, Event& event);
Result<Event> get_event(db::Session& session, std::int64_t id);
Result<std::optional<Event>> find_event(db::Session& session, std::int64_t workspace_id,
                                        const std::string& uuid);

struct EventFilter {
    std::int64_t workspace_id = 1;
    std::int64_t after_id = 0;
    std::optional<Instant> since; // occurred_at, half-open
    std::optional<Instant> until;
    int limit = 100;
};
Result<std::vector<Event>> list_events(db::Session& session, const EventFilter& filter); // oldest first
// Newest first, those before `before_id` and since then; for people who look back.
struct EventBackFilter {
    std::int64_t workspace_id = 1;
    std::int64_t before_id = 0;
    std::optional<Instant> since;
    int limit = 100;
};
Result<std::vector<Event>> list_events_back(db::Session& session, const EventBackFilter& filter);
Result<std::int64_t> last_event_id(db::Session& session, std::int64_t workspace_id); // 0 = none yet
// The same over all workspaces, for who looks on behalf of many readers.
Result<std::vector<Event>> list_events_of_all(db::Session& session, std::int64_t after_id, int limit);
Result<std::int64_t> last_event_id_of_all(db::Session& session);

// Events whose webhooks do not all have their delivery yet, oldest first, each with how far it is.
struct UnfannedEvent {
    Event event;
    std::int64_t up_to_webhook = 0;
};
Result<std::vector<UnfannedEvent>> events_to_fan_out(db::Session& session, int limit);
Result<> note_fan_out(db::Session& session, std::int64_t event_id, std::int64_t up_to_webhook, bool finished);

// Fanned out events before `before` that no delivery still needs; returns how many went.
Result<std::int64_t> delete_old_events(db::Session& session, Instant before, int limit);

} // namespace presstime::store
