// A fact about a change, written in the transaction of that change: what webhooks are told of and what
// GET /v1/events lists. `data` holds all that any payload format needs, so a body is a function of the event
// alone.
#pragma once

#include "base/time.hpp"
#include "model/access.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace presstime {

struct Event {
    std::int64_t id = 0; // in the order of commits; the cursor of GET /v1/events
    std::string uuid;    // "evt_..." without a full stop; the webhook-id of every delivery of it
    std::int64_t workspace_id = 1;
    std::string type; // "report.run"; the list is model/event_type.hpp
    Instant occurred_at{};
    std::string actor; // who caused it, for people: "ann@example.com", "key nightly", "schedule"
    // What Read is asked for. Grants are looked up by category as they are now; when the thing or its
    // category is gone, `tombstone_grants` of the moment of deletion hold.
    ResourceKind resource = ResourceKind::dashboard;
    std::string resource_id;
    std::string category;
    bool deleted = false;
    std::vector<Grant> tombstone_grants;
    std::int64_t run_id = 0; // report.run.started and report.run: pairs them for the format callback
    std::string data;        // JSON object, the `data` of the format standard
};

} // namespace presstime
