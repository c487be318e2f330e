// Connections by name. Options are one JSON object of texts;
// what may be shown of them is decided by who shows it.
#include "store/connection_store.hpp"

#include "codec/document.hpp"
#include "store/dataset_store.hpp"
#include "store/query.hpp"

#include <boost/json.hpp>

namespace presstime::store {
namespace {

#define PRESSTIME_CONNECTION_COLUMNS "id, workspace_id, name, kind, options, version, created_at, updated_at"

constexpr db::Statement kInsert{"connections.insert", R"sql(
    INSERT INTO connections (workspace_id, name, kind, options, version, created_at, updated_at)
    VALUES ($1, $2, $3, $4, 1, $5, $5)
    RETURNING id
)sql"};
constexpr db::Statement kUpdate{"connections.update", R"sql(
    UPDATE connections
    SET name = $4, kind = $5, options = $6, updated_at = $7, version = version + 1
    WHERE id = $1 AND workspace_id = $2 AND version = $3
)sql"};
constexpr db::Statement kVersion{"connections.version", R"sql(
    SELECT version
    FROM connections
    WHERE id = $1 AND workspace_id = $2
)sql"};
constexpr db::Statement kDelete{"connections.delete", R"sql(
    DELETE FROM connections
    WHERE workspace_id = $1 AND name = $2
)sql"};
constexpr db::Statement kGet{"connections.get", "SELECT " PRESSTIME_CONNECTION_COLUMNS R"sql(
    FROM connections
    WHERE workspace_id = $1 AND name = $2
)sql"};
constexpr db::Statement kList{"connections.list", "SELECT " PRESSTIME_CONNECTION_COLUMNS R"sql(
    FROM connections
    WHERE workspace_id = $1
    ORDER BY name
)sql"};
constexpr db::Statement kQueryUsers{"connections.query_users", R"sql(
    SELECT dashboard_id, name
    FROM queries
    WHERE workspace_id = $1 AND connection = $2
    ORDER BY dashboard_id, name
)sql"};
// Dashboards whose published version is not the draft: what it reads is not in the queries table.
constexpr db::Statement kOlderPublished{"connections.older_published", R"sql(
    SELECT dashboards.id, kept.document
    FROM dashboards
    JOIN dashboard_versions AS kept
        ON kept.workspace_id = dashboards.workspace_id
        AND kept.dashboard_id = dashboards.id
        AND kept.version = dashboards.published_version
    WHERE dashboards.workspace_id = $1 AND dashboards.published_version <> dashboards.version
    ORDER BY dashboards.id
)sql"};

std::string options_to_json(const OptionValues& options)
{
    boost::json::object object;
    for (const auto& [name, value] : options)
        object[name] = value;
    return boost::json::serialize(object);
}

Result<OptionValues> options_from_json(const std::string& json)
{
    boost::system::error_code failed;
    boost::json::value value = boost::json::parse(json, failed);
    const boost::json::object* object = failed ? nullptr : value.if_object();
    if (object == nullptr)
        return fail(Error::give_up("the stored options of a connection cannot be read"));
    OptionValues options;
    for (const auto& [name, option] : *object)
        if (const boost::json::string* text = option.if_string())
            options.emplace(std::string(name), std::string(*text));
    return options;
}

Result<ConnectionRecord> read_connection(const db::Row& row)
{
    RowReader reader(row);
    ConnectionRecord record;
    record.connection.id = reader.integer();
    record.connection.workspace_id = reader.integer();
    record.connection.name = reader.text();
    record.connection.kind = reader.text();
    record.connection.options = TRY(options_from_json(reader.text()));
    record.version = reader.integer();
    record.created_at = reader.instant();
    record.updated_at = reader.instant();
    return record;
}

Error missing(const std::string& name)
{
    return Error::not_found(fmt::format("connection {} does not exist", name));
}

// A broken unique key here can only be the name.
Error name_taken(Error error, const std::string& name)
{
    if (error.kind == ErrorKind::conflict)
        error.message = fmt::format("there is a connection named {} already; choose another name", name);
    return error;
}

} // namespace

Result<> insert_connection(db::Session& session, ConnectionRecord& record, Instant now)
{
    using db::param;
    Connection& connection = record.connection;
    auto id = session.query_integer(kInsert, {param(connection.workspace_id), param(connection.name),
                                              param(connection.kind),
                                              param(options_to_json(connection.options)), param(now)});
    if (!id)
        return fail(name_taken(std::move(id).error(), connection.name));
    connection.id = id->value_or(0);
    record.version = 1;
    record.created_at = now;
    record.updated_at = now;
    return {};
}

Result<> update_connection(db::Session& session, ConnectionRecord& record, Instant now)
{
    using db::param;
    const Connection& connection = record.connection;
    auto changed = changes_row(session, kUpdate,
                               {param(connection.id), param(connection.workspace_id), param(record.version),
                                param(connection.name), param(connection.kind),
                                param(options_to_json(connection.options)), param(now)});
    if (!changed)
        return fail(name_taken(std::move(changed).error(), connection.name));
    if (!*changed) {
        auto stored =
            TRY(session.query_integer(kVersion, {param(connection.id), param(connection.workspace_id)}));
        if (!stored)
            return fail(missing(connection.name));
        return fail(Error::conflict(fmt::format("connection {} was changed meanwhile: version {} is stored, "
                                                "the change is for version {}; read it again",
                                                connection.name, *stored, record.version)));
    }
    ++record.version;
    record.updated_at = now;
    return {};
}

Result<> delete_connection(db::Session& session, std::int64_t workspace_id, const std::string& name)
{
    if (!TRY(changes_row(session, kDelete, {db::param(workspace_id), db::param(name)})))
        return fail(missing(name));
    return {};
}

Result<ConnectionRecord> get_connection(db::Session& session, std::int64_t workspace_id,
                                        const std::string& name)
{
    auto record =
        TRY(query_first(session, kGet, {db::param(workspace_id), db::param(name)}, read_connection));
    if (!record)
        return fail(missing(name));
    return std::move(*record);
}

Result<std::vector<ConnectionRecord>> list_connections(db::Session& session, std::int64_t workspace_id)
{
    return query_all(session, kList, {db::param(workspace_id)}, read_connection);
}

Result<std::vector<std::string>> connection_users(db::Session& session, std::int64_t workspace_id,
                                                  const std::string& name)
{
    auto users = TRY(query_all(session, kQueryUsers, {db::param(workspace_id), db::param(name)},
                               [](const db::Row& row) -> Result<std::string> {
                                   return fmt::format("{}: {}", row.text(0), row.text(1));
                               }));
    TRY(session.query(kOlderPublished, {db::param(workspace_id)}, [&](const db::Row& row) -> Result<> {
        Dashboard published = TRY(codec::dashboard_from_json(row.text(1)));
        for (const Query& query : published.queries)
            if (query.connection == name)
                users.push_back(fmt::format("{} (published): {}", row.text(0), query.name));
        return {};
    }));
    for (const DatasetRecord& record : TRY(list_datasets(session, workspace_id)))
        if (record.dataset.connection == name)
            users.push_back("data set " + record.dataset.name);
    return users;
}

} // namespace presstime::store
