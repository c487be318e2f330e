// What a person or key changed, written down in the transaction of the change: a row of the audit, and the
// event that webhooks are told of. Rolled back with it, there is neither.
#pragma once

#include "base/time.hpp"
#include "codec/event_data.hpp"
#include "model/principal.hpp"
#include "platform/db/database.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace presstime::control {

struct Change {
    std::string_view type;     // an event's type, or an action that only the audit knows ("theme.updated")
    std::string resource;      // for the audit: "report 17"
    std::string resource_id{}; // for the event: "17", "dash_sales"
    std::string category{};    // the event's: who may read of it
    codec::EventFacts facts{}; // workspace and author are filled here
    std::string detail{};      // for the audit; empty = the names of what changed
};

// A type that ends in ".deleted" keeps the grants of this moment: record it before the category goes. A type
// that is no event's makes the audit row alone.
Result<> record_change(db::Session& session, const Principal& principal, const Change& change, Instant now);

// The same, for the things that have events. `changes` names the members that differ (".updated" alone).
struct ReportChange {
    std::string_view type;
    const Report& report;
    std::vector<std::string> changes{};
};
Result<> record_change(db::Session& session, const Principal& principal, const ReportChange& change,
                       Instant now);
struct ConnectionChange {
    std::string_view type;
    const Connection& connection;
    std::vector<std::string> changes{};
};
Result<> record_change(db::Session& session, const Principal& principal, const ConnectionChange& change,
                       Instant now);
struct CategoryChange {
    std::string_view type;
    const Category& category;
    std::vector<std::string> changes{};
};
Result<> record_change(db::Session& session, const Principal& principal, const CategoryChange& change,
                       Instant now);

// A draft from what it was (nullptr: it is new) to what it is (nullptr: it is gone): the dashboard's event,
// and one for every query that was added, changed or removed. A change of queries alone is told by their
// events.
Result<> record_draft_change(db::Session& session, const Principal& principal, const Dashboard* before,
                             const Dashboard* after, Instant now);
Result<> record_publication(db::Session& session, const Principal& principal, const Dashboard& dashboard,
                            bool published, Instant now);

// Names of the top-level members in which two documents in JSON differ, but for those the server makes.
std::vector<std::string> changed_members(std::string_view before_json, std::string_view after_json);

// "ann@example.com", "key nightly", "local operator".
std::string actor_of(const Principal& principal);

} // namespace presstime::control
