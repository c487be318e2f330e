#include "control/schemas.hpp"

#include "base/text.hpp"
#include "control/access.hpp"
#include "control/dashboard_lookup.hpp"
#include "source/table_sql.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>

namespace presstime::control {
namespace {

constexpr std::size_t kTablesNamed = 5;

std::string summary_of(const SourceSchema& schema)
{
    if (schema.tables.empty())
        return "it can be opened and holds no tables";
    std::vector<std::string> names;
    for (const SchemaTable& table : schema.tables)
        if (names.size() < kTablesNamed)
            names.push_back(table.name);
    if (schema.tables.size() > kTablesNamed)
        names.emplace_back("...");
    return fmt::format("it holds {} {}: {}", format_count(static_cast<std::int64_t>(schema.tables.size())),
                       schema.tables.size() == 1 ? "table" : "tables", join(names, ", "));
}

} // namespace

Result<> require_author(db::Session& session, const Principal& principal, const std::string& dashboard_id)
{
    if (dashboard_id.empty())
        return require(principal, Action::run, ResourceKind::query);
    TRY(find_dashboard(session, principal, Action::edit, dashboard_id));
    return {};
}

const SchemaTable* find_table(const SourceSchema& schema, const std::string& name)
{
    const auto called = [&](const SchemaTable& table) {
        return table.name == name || fmt::format("{}.{}", table.schema, table.name) == name;
    };
    const auto found = std::ranges::find_if(schema.tables, called);
    return found == schema.tables.end() ? nullptr : &*found;
}

std::shared_ptr<const SourceSchema> Schemas::find_kept(const store::ConnectionRecord& record)
{
    const Instant now = environment_.clock.now();
    return kept_.with([&](std::list<Kept>& all) -> std::shared_ptr<const SourceSchema> {
        const auto found = std::ranges::find(all, record.connection.id, &Kept::connection_id);
        const bool good = found != all.end() && found->version == record.version && found->read_at <= now &&
                          now - found->read_at < kKeepFor;
        return good ? found->schema : nullptr;
    });
}

void Schemas::keep(const store::ConnectionRecord& record, std::shared_ptr<const SourceSchema> schema)
{
    kept_.with([&](std::list<Kept>& all) {
        std::erase_if(all, [&](const Kept& each) { return each.connection_id == record.connection.id; });
        all.push_front({record.connection.id, record.version, environment_.clock.now(), std::move(schema)});
        if (all.size() > kMostKept)
            all.pop_back();
    });
}

Result<std::shared_ptr<const SourceSchema>> Schemas::get(const Principal& principal,
                                                         const std::string& connection,
                                                         const std::string& dashboard_id, Freshness freshness)
{
    store::ConnectionRecord record;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        TRY(require_author(session, principal, dashboard_id));
        record = TRY(store::get_connection(session, principal.workspace_id, connection));
        return {};
    }));
    if (freshness == Freshness::kept)
        if (auto known = find_kept(record))
            return known;
    auto schema =
        std::make_shared<const SourceSchema>(TRY(reader_.schema(principal.workspace_id, connection)));
    keep(record, schema);
    return schema;
}

Result<SchemaTable> Schemas::table(const Principal& principal, const std::string& connection,
                                   const std::string& table, const std::string& dashboard_id)
{
    auto schema = TRY(get(principal, connection, dashboard_id, Freshness::kept));
    if (!find_table(*schema, table))
        schema = TRY(get(principal, connection, dashboard_id, Freshness::fresh));
    const SchemaTable* found = find_table(*schema, table);
    if (!found)
        return fail(Error::not_found(
            fmt::format("connection {} has no table {}", connection, clip_utf8(table, 100))));
    if (!found->problem.empty())
        return fail(Error::give_up(fmt::format("table {} cannot be read: {}", table, found->problem)));
    return *found;
}

Result<QueryAnswer> Schemas::sample(const Principal& principal, const std::string& connection,
                                    const std::string& table_name, const std::string& dashboard_id,
                                    std::int64_t limit)
{
    const SchemaTable found = TRY(table(principal, connection, table_name, dashboard_id));
    QueryRequest request;
    request.workspace_id = principal.workspace_id;
    request.query.name = "sample";
    request.query.connection = connection;
    request.query.sql = write_sql({.from = quoted_name(found), .selected = {}, .limit = limit});
    request.max_rows = limit;
    return interactive_.run_query(request);
}

Result<TriedConnection> Schemas::test(const Principal& principal, std::string_view json)
{
    const Connection connection = TRY(connections_.complete(principal, json));
    const auto started = std::chrono::steady_clock::now();
    const Result<SourceSchema> schema = reader_.schema_of(connection);
    if (!schema && schema.error().kind == ErrorKind::give_up)
        return fail(Error::invalid("options", schema.error().message));
    TriedConnection tried;
    tried.detail = summary_of(TRY(schema));
    tried.elapsed_us =
        std::chrono::duration_cast<Microseconds>(std::chrono::steady_clock::now() - started).count();
    return tried;
}

} // namespace presstime::control
