// Drafts of dashboards: documents as JSON, with a number of their own and ids for their queries that outlive
// edits. Published versions are in dashboard_version.cpp.
#include "store/dashboard_store.hpp"

#include "codec/document.hpp"
#include "store/dashboard_row.hpp"
#include "store/query.hpp"
#include "store/run_counts.hpp"

#include <algorithm>
#include <map>

namespace presstime::store {
namespace {

#define PRESSTIME_DASHBOARD_COLUMNS                                                                          \
    "workspace_id, id, number, category, draft, version, published_version, created_at, updated_at"

// A counter, so that the number of a deleted dashboard never comes back for another.
constexpr db::Statement kTakeNumber{"dashboards.take_number", R"sql(
    INSERT INTO meta (key, value)
    VALUES ($1, '1')
    ON CONFLICT (key) DO UPDATE
    SET value = CAST(CAST(meta.value AS BIGINT) + 1 AS TEXT)
    RETURNING CAST(value AS BIGINT)
)sql"};
constexpr db::Statement kInsert{"dashboards.insert", R"sql(
    INSERT INTO dashboards (
        workspace_id, id, number, name, category, draft, version, created_at, updated_at, summary
    )
    VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $7, $8)
)sql"};
constexpr db::Statement kUpdate{"dashboards.update", R"sql(
    UPDATE dashboards
    SET name = $4, category = $5, draft = $6, updated_at = $7, summary = $8, version = version + 1
    WHERE workspace_id = $1 AND id = $2 AND version = $3
)sql"};
constexpr db::Statement kDelete{"dashboards.delete", R"sql(
    DELETE FROM dashboards
    WHERE workspace_id = $1 AND id = $2
)sql"};
constexpr db::Statement kGet{"dashboards.get", "SELECT " PRESSTIME_DASHBOARD_COLUMNS R"sql(
    FROM dashboards
    WHERE workspace_id = $1 AND id = $2
)sql"};
constexpr db::Statement kList{"dashboards.list", "SELECT " PRESSTIME_DASHBOARD_COLUMNS R"sql(
    FROM dashboards
    WHERE workspace_id = $1 AND id > $2
    ORDER BY id
    LIMIT $3
)sql"};
constexpr db::Statement kListQueries{"queries.list", R"sql(
    SELECT name, id
    FROM queries
    WHERE workspace_id = $1 AND dashboard_id = $2
)sql"};
constexpr db::Statement kPutQuery{"queries.put", R"sql(
    INSERT INTO queries (workspace_id, dashboard_id, name, connection)
    VALUES ($1, $2, $3, $4)
    ON CONFLICT (workspace_id, dashboard_id, name) DO UPDATE
    SET connection = excluded.connection
    RETURNING id
)sql"};
constexpr db::Statement kDeleteQuery{"queries.delete", R"sql(
    DELETE FROM queries
    WHERE id = $1
)sql"};

using QueryIds = std::map<std::string, std::int64_t>;

Result<QueryIds> list_query_ids(db::Session& session, std::int64_t workspace_id,
                                const std::string& dashboard_id)
{
    QueryIds ids;
    TRY(session.query(kListQueries, {db::param(workspace_id), db::param(dashboard_id)},
                      [&](const db::Row& row) -> Result<> {
                          ids.emplace(row.text(0), row.integer(1));
                          return {};
                      }));
    return ids;
}

// Brings the queries table in line with the draft and the draft's query ids in line with the table.
Result<> store_queries(db::Session& session, std::int64_t workspace_id, Dashboard& draft)
{
    for (const auto& [name, id] : TRY(list_query_ids(session, workspace_id, draft.id)))
        if (draft.find_query(name) == nullptr)
            TRY(session.execute(kDeleteQuery, {db::param(id)}));
    for (Query& query : draft.queries)
        query.id = TRY(session.query_integer(kPutQuery, {db::param(workspace_id), db::param(draft.id),
                                                         db::param(query.name), db::param(query.connection)}))
                       .value_or(0);
    return {};
}

// The columns alone; the document goes to `document`, since it is parsed when the statement is done.
DashboardRecord read_columns(const db::Row& row, std::string& document)
{
    RowReader reader(row);
    DashboardRecord record;
    record.workspace_id = reader.integer();
    record.draft.id = reader.text();
    record.draft.number = reader.integer();
    record.draft.category = reader.text();
    document = reader.text();
    record.version = reader.integer();
    record.published_version = reader.optional_integer();
    record.created_at = reader.instant();
    record.updated_at = reader.instant();
    return record;
}

Result<std::vector<DashboardRecord>> query_dashboards(db::Session& session, const db::Statement& statement,
                                                      const db::Parameters& parameters)
{
    std::vector<DashboardRecord> records;
    std::vector<std::string> documents;
    TRY(session.query(statement, parameters, [&](const db::Row& row) -> Result<> {
        records.push_back(read_columns(row, documents.emplace_back()));
        return {};
    }));
    for (std::size_t index = 0; index < records.size(); ++index) {
        DashboardRecord& record = records[index];
        const std::int64_t number = record.draft.number;
        std::string category = std::move(record.draft.category);
        record.draft =
            TRY(read_stored_dashboard(session, record.workspace_id, record.draft.id, documents[index]));
        record.draft.number = number;
        record.draft.category = std::move(category);
    }
    return records;
}

} // namespace

Error missing_dashboard(const std::string& id)
{
    return Error::not_found(fmt::format("dashboard {} does not exist", id));
}

Result<Dashboard> read_stored_dashboard(db::Session& session, std::int64_t workspace_id,
                                        const std::string& id, const std::string& document)
{
    auto dashboard = codec::dashboard_from_json(document);
    if (!dashboard)
        return fail(
            Error::give_up(fmt::format("the stored document of dashboard {} cannot be read", id))
                .with_context(fmt::format("{}: {}", dashboard.error().field, dashboard.error().message)));
    dashboard->id = id;
    QueryIds ids = TRY(list_query_ids(session, workspace_id, id));
    for (Query& query : dashboard->queries)
        if (auto found = ids.find(query.name); found != ids.end())
            query.id = found->second;
    return dashboard;
}

Result<> insert_dashboard(db::Session& session, DashboardRecord& record, Instant now)
{
    using db::param;
    Dashboard& draft = record.draft;
    std::string counter = fmt::format("dashboards.last_number.{}", record.workspace_id);
    draft.number = TRY(session.query_integer(kTakeNumber, {param(counter)})).value_or(0);
    TRY(session.execute(kInsert,
                        {param(record.workspace_id), param(draft.id), param(draft.number), param(draft.name),
                         param(draft.category), param(codec::dashboard_to_json(draft)), param(now),
                         param(summary_of(draft))}));
    TRY(store_queries(session, record.workspace_id, draft));
    record.version = 1;
    record.published_version.reset();
    record.created_at = now;
    record.updated_at = now;
    return {};
}

Result<> update_dashboard(db::Session& session, DashboardRecord& record, Instant now)
{
    using db::param;
    Dashboard& draft = record.draft;
    bool changed =
        TRY(changes_row(session, kUpdate,
                        {param(record.workspace_id), param(draft.id), param(record.version),
                         param(draft.name), param(draft.category), param(codec::dashboard_to_json(draft)),
                         param(now), param(summary_of(draft))}));
    if (!changed) {
        DashboardRecord stored = TRY(get_dashboard(session, record.workspace_id, draft.id));
        return fail(Error::conflict(fmt::format("dashboard {} was changed meanwhile: version {} is stored, "
                                                "the change is for version {}; read it again",
                                                draft.id, stored.version, record.version)));
    }
    TRY(store_queries(session, record.workspace_id, draft));
    ++record.version;
    record.updated_at = now;
    return {};
}

Result<> delete_dashboard(db::Session& session, std::int64_t workspace_id, const std::string& id)
{
    if (!TRY(changes_row(session, kDelete, {db::param(workspace_id), db::param(id)})))
        return fail(missing_dashboard(id));
    // People choose ids: the next dashboard of this one must not inherit what was counted.
    return forget_run_counts(session, workspace_id, id);
}

Result<DashboardRecord> get_dashboard(db::Session& session, std::int64_t workspace_id, const std::string& id)
{
    auto records = TRY(query_dashboards(session, kGet, {db::param(workspace_id), db::param(id)}));
    if (records.empty())
        return fail(missing_dashboard(id));
    return std::move(records.front());
}

Result<std::vector<DashboardRecord>> list_dashboards(db::Session& session, std::int64_t workspace_id,
                                                     const std::string& after_id, int limit)
{
    return query_dashboards(session, kList, {db::param(workspace_id), db::param(after_id), db::param(limit)});
}

} // namespace presstime::store
