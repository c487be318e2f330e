// The outbox of events as rows. Grants of a deleted thing are JSON in the row, since the category they came
// from may be gone too.
#include "store/event_store.hpp"

#include "base/id.hpp"
#include "codec/grants_json.hpp"
#include "store/query.hpp"

#include <limits>

#define PRESSTIME_EVENT_COLUMNS                                                                              \
    "id, uuid, workspace_id, type, occurred_at, actor, resource, resource_id, category, deleted, "           \
    "tombstone_grants, run_id, data"

namespace presstime::store {
namespace {

constexpr std::size_t kUuidCharacters = 24;

constexpr db::Statement kInsert{"events.insert", R"sql(
    INSERT INTO events (uuid, workspace_id, type, occurred_at, actor, resource, resource_id, category,
                        deleted,
                        tombstone_grants, run_id, data)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
    RETURNING id
)sql"};
constexpr db::Statement kGet{"events.get", "SELECT " PRESSTIME_EVENT_COLUMNS R"sql(
    FROM events
    WHERE id = $1
)sql"};
constexpr db::Statement kFind{"events.find", "SELECT " PRESSTIME_EVENT_COLUMNS R"sql(
    FROM events
    WHERE uuid = $1 AND workspace_id = $2
)sql"};
// Without test sends, which are of the resource "webhook".
constexpr db::Statement kList{"events.list", "SELECT " PRESSTIME_EVENT_COLUMNS R"sql(
    FROM events
    WHERE workspace_id = $1
        AND id > $2
        AND occurred_at >= $3
        AND occurred_at < $4
        AND resource <> 'webhook'
    ORDER BY id
    LIMIT $5
)sql"};
constexpr db::Statement kListBack{"events.list_back", "SELECT " PRESSTIME_EVENT_COLUMNS R"sql(
    FROM events
    WHERE workspace_id = $1
        AND id < $2
        AND occurred_at >= $3
        AND resource <> 'webhook'
    ORDER BY id DESC
    LIMIT $4
)sql"};
constexpr db::Statement kListOfAll{"events.list_of_all", "SELECT " PRESSTIME_EVENT_COLUMNS R"sql(
    FROM events
    WHERE id > $1 AND resource <> 'webhook'
    ORDER BY id
    LIMIT $2
)sql"};
constexpr db::Statement kLastOfAll{"events.last_of_all", R"sql(
    SELECT MAX(id)
    FROM events
)sql"};
constexpr db::Statement kLast{"events.last", R"sql(
    SELECT MAX(id)
    FROM events
    WHERE workspace_id = $1
)sql"};
constexpr db::Statement kToFanOut{"events.to_fan_out", "SELECT " PRESSTIME_EVENT_COLUMNS ", fanned_up_to"
                                                       R"sql(
    FROM events
    WHERE fanned_out = 0
    ORDER BY id
    LIMIT $1
)sql"};
constexpr db::Statement kNoteFanOut{"events.note_fan_out", R"sql(
    UPDATE events
    SET fanned_up_to = $2, fanned_out = $3
    WHERE id = $1
)sql"};
// A delivery that is still open needs its event; deliveries that ended go with their own retention first.
constexpr db::Statement kDeleteOld{"events.delete_old", R"sql(
    DELETE FROM events
    WHERE id IN (
        SELECT old.id
        FROM events AS old
        WHERE old.fanned_out = 1
            AND old.occurred_at < $1
            AND NOT EXISTS (SELECT 1 FROM deliveries WHERE deliveries.event_id = old.id)
        ORDER BY old.occurred_at
        LIMIT $2
    )
)sql"};

Result<Event> read_columns(RowReader& reader)
{
    Event event;
    event.id = reader.integer();
    event.uuid = reader.text();
    event.workspace_id = reader.integer();
    event.type = reader.text();
    event.occurred_at = reader.instant();
    event.actor = reader.text();
    event.resource = reader.word<ResourceKind>();
    event.resource_id = reader.text();
    event.category = reader.text();
    event.deleted = reader.boolean();
    Result<std::vector<Grant>> grants = codec::grants_from_json(reader.text());
    event.run_id = reader.integer();
    event.data = reader.text();
    if (grants && reader.finish()) {
        event.tombstone_grants = std::move(*grants);
        return event;
    }
    // A damaged row must not stop the others; it is told to admins alone.
    event.deleted = true;
    event.tombstone_grants = {{GranteeKind::user, 0, Role::owner, GrantLevel::manage}};
    return event;
}

Result<Event> read_event(const db::Row& row)
{
    RowReader reader(row);
    return read_columns(reader);
}

} // namespace

Result<> insert_event(db::Session& session, Event& event)
{
    using db::param;
    if (event.uuid.empty())
        event.uuid = "evt_" + make_random_text(kUuidCharacters);
    const auto id = TRY(session.query_integer(
        kInsert, {param(event.uuid), param(event.workspace_id), param(event.type), param(event.occurred_at),
                  param(event.actor), word(event.resource), param(event.resource_id), param(event.category),
                  param(event.deleted), param(codec::grants_to_json(event.tombstone_grants)),
                  id_or_null(event.run_id), param(event.data)}));
    event.id = id.value_or(0);
    return {};
}

Result<Event> get_event(db::Session& session, std::int64_t id)
{
    auto event = TRY(query_first(session, kGet, {db::param(id)}, read_event));
    if (!event)
        return fail(Error::not_found(fmt::format("event {} does not exist", id)));
    return std::move(*event);
}

Result<std::optional<Event>> find_event(db::Session& session, std::int64_t workspace_id,
                                        const std::string& uuid)
{
    return query_first(session, kFind, {db::param(uuid), db::param(workspace_id)}, read_event);
}

Result<std::vector<Event>> list_events(db::Session& session, const EventFilter& filter)
{
    constexpr std::int64_t kEnd = std::numeric_limits<std::int64_t>::max();
    return query_all(session, kList,
                     {db::param(filter.workspace_id), db::param(filter.after_id),
                      db::param(filter.since ? to_micros(*filter.since) : -kEnd),
                      db::param(filter.until ? to_micros(*filter.until) : kEnd), db::param(filter.limit)},
                     read_event);
}

Result<std::vector<Event>> list_events_back(db::Session& session, const EventBackFilter& filter)
{
    constexpr std::int64_t kBegin = -std::numeric_limits<std::int64_t>::max();
    return query_all(session, kListBack,
                     {db::param(filter.workspace_id), db::param(filter.before_id),
                      db::param(filter.since ? to_micros(*filter.since) : kBegin), db::param(filter.limit)},
                     read_event);
}

Result<std::int64_t> last_event_id(db::Session& session, std::int64_t workspace_id)
{
    const auto id = TRY(session.query_integer(kLast, {db::param(workspace_id)}));
    return id.value_or(0);
}

Result<std::vector<Event>> list_events_of_all(db::Session& session, std::int64_t after_id, int limit)
{
    return query_all(session, kListOfAll, {db::param(after_id), db::param(limit)}, read_event);
}

Result<std::int64_t> last_event_id_of_all(db::Session& session)
{
    return TRY(session.query_integer(kLastOfAll, {})).value_or(0);
}

Result<std::vector<UnfannedEvent>> events_to_fan_out(db::Session& session, int limit)
{
    return query_all(session, kToFanOut, {db::param(limit)}, [](const db::Row& row) -> Result<UnfannedEvent> {
        RowReader reader(row);
        UnfannedEvent unfanned;
        unfanned.event = TRY(read_columns(reader));
        unfanned.up_to_webhook = reader.integer();
        return unfanned;
    });
}

Result<> note_fan_out(db::Session& session, std::int64_t event_id, std::int64_t up_to_webhook, bool finished)
{
    TRY(session.execute(kNoteFanOut, {db::param(event_id), db::param(up_to_webhook), db::param(finished)}));
    return {};
}

Result<std::int64_t> delete_old_events(db::Session& session, Instant before, int limit)
{
    return session.execute(kDeleteOld, {db::param(before), db::param(limit)});
}

} // namespace presstime::store
