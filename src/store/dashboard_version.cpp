// Published versions of dashboards: copies of a draft that never change, and which of them is current.
#include "codec/document.hpp"
#include "store/dashboard_row.hpp"
#include "store/query.hpp"

namespace presstime::store {
namespace {

constexpr db::Statement kKeepVersion{"dashboard_versions.keep", R"sql(
    INSERT INTO dashboard_versions (
        workspace_id, dashboard_id, version, document, published_at, published_by, comment, changes
    )
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (workspace_id, dashboard_id, version) DO NOTHING
)sql"};
constexpr db::Statement kPublish{"dashboards.publish", R"sql(
    UPDATE dashboards
    SET published_version = version, updated_at = $4
    WHERE workspace_id = $1 AND id = $2 AND version = $3
)sql"};
constexpr db::Statement kUnpublish{"dashboards.unpublish", R"sql(
    UPDATE dashboards
    SET published_version = NULL, updated_at = $3
    WHERE workspace_id = $1 AND id = $2
)sql"};
constexpr db::Statement kListVersions{"dashboard_versions.list", R"sql(
    SELECT kept.version, kept.published_at,
        CASE WHEN dashboards.published_version = kept.version THEN 1 ELSE 0 END,
        kept.published_by, kept.comment, kept.changes
    FROM dashboard_versions AS kept
    JOIN dashboards ON dashboards.workspace_id = kept.workspace_id AND dashboards.id = kept.dashboard_id
    WHERE kept.workspace_id = $1 AND kept.dashboard_id = $2
    ORDER BY kept.version DESC
)sql"};
constexpr db::Statement kGetVersion{"dashboard_versions.get", R"sql(
    SELECT dashboards.number, dashboards.category, kept.document
    FROM dashboards
    LEFT JOIN dashboard_versions AS kept
        ON kept.workspace_id = dashboards.workspace_id
        AND kept.dashboard_id = dashboards.id
        AND kept.version = $3
    WHERE dashboards.workspace_id = $1 AND dashboards.id = $2
)sql"};
constexpr db::Statement kGetPublished{"dashboard_versions.published", R"sql(
    SELECT dashboards.number, dashboards.category, kept.document
    FROM dashboards
    LEFT JOIN dashboard_versions AS kept
        ON kept.workspace_id = dashboards.workspace_id
        AND kept.dashboard_id = dashboards.id
        AND kept.version = dashboards.published_version
    WHERE dashboards.workspace_id = $1 AND dashboards.id = $2
)sql"};

struct KeptPlace {
    std::int64_t workspace_id = 0;
    const std::string& dashboard_id;
    std::string missing; // said when there is no such document
};

// Number and category are the dashboard's of now, whatever the document says.
Result<Dashboard> read_kept(db::Session& session, const db::Statement& statement,
                            const db::Parameters& parameters, const KeptPlace& place)
{
    std::int64_t number = 0;
    std::string category;
    std::optional<std::string> document;
    TRY(session.query(statement, parameters, [&](const db::Row& row) -> Result<> {
        number = row.integer(0);
        category = row.text(1);
        if (!row.is_null(2))
            document = row.text(2);
        return {};
    }));
    if (number == 0)
        return fail(missing_dashboard(place.dashboard_id));
    if (!document)
        return fail(Error::not_found(place.missing));
    Dashboard dashboard =
        TRY(read_stored_dashboard(session, place.workspace_id, place.dashboard_id, *document));
    dashboard.number = number;
    dashboard.category = std::move(category);
    return dashboard;
}

} // namespace

Result<> publish_dashboard(db::Session& session, const DashboardRecord& record,
                           const Publication& publication)
{
    using db::param;
    const std::string& id = record.draft.id;
    DashboardRecord stored = TRY(get_dashboard(session, record.workspace_id, id));
    if (stored.version != record.version)
        return fail(Error::conflict(fmt::format(
            "dashboard {} was changed meanwhile: version {} is stored, version {} was to be published", id,
            stored.version, record.version)));
    // Written anew rather than copied: the document then
    // carries its queries' ids, also once the draft drops them.
    TRY(session.execute(kKeepVersion, {param(record.workspace_id), param(id), param(record.version),
                                       param(codec::dashboard_to_json(stored.draft)), param(publication.at),
                                       param(publication.published_by), param(publication.comment),
                                       publication.changes ? param(*publication.changes) : db::Parameter{}}));
    TRY(session.execute(
        kPublish, {param(record.workspace_id), param(id), param(record.version), param(publication.at)}));
    return {};
}

Result<> unpublish_dashboard(db::Session& session, std::int64_t workspace_id, const std::string& id,
                             Instant now)
{
    if (!TRY(changes_row(session, kUnpublish, {db::param(workspace_id), db::param(id), db::param(now)})))
        return fail(missing_dashboard(id));
    return {};
}

Result<std::vector<PublishedVersion>> list_versions(db::Session& session, std::int64_t workspace_id,
                                                    const std::string& id)
{
    return query_all(session, kListVersions, {db::param(workspace_id), db::param(id)},
                     [](const db::Row& row) -> Result<PublishedVersion> {
                         RowReader reader(row);
                         PublishedVersion version;
                         version.version = reader.integer();
                         version.published_at = reader.instant();
                         version.current = reader.boolean();
                         version.published_by = reader.text();
                         version.comment = reader.text();
                         version.changes = reader.optional_integer();
                         return version;
                     });
}

Result<Dashboard> get_version(db::Session& session, std::int64_t workspace_id, const std::string& id,
                              std::int64_t version)
{
    return read_kept(
        session, kGetVersion, {db::param(workspace_id), db::param(id), db::param(version)},
        {workspace_id, id, fmt::format("dashboard {} has no published version {}", id, version)});
}

Result<Dashboard> get_published(db::Session& session, std::int64_t workspace_id, const std::string& id)
{
    return read_kept(session, kGetPublished, {db::param(workspace_id), db::param(id)},
                     {workspace_id, id, fmt::format("dashboard {} is not published", id)});
}

} // namespace presstime::store
