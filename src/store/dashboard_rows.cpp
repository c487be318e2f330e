// Dashboards as lists show them. A summary written beside the draft spares a list the reading of every
// document; a draft saved before there were summaries is read itself.
#include "codec/document.hpp"
#include "codec/json_reader.hpp"
#include "codec/json_write.hpp"
#include "store/dashboard_row.hpp"
#include "store/query.hpp"

#include <map>

namespace presstime::store {
namespace json = boost::json;
namespace {

constexpr db::Statement kListRows{"dashboards.list_rows", R"sql(
    SELECT id, number, name, category, version, published_version, updated_at, summary,
        CASE WHEN summary = '' THEN draft ELSE '' END
    FROM dashboards
    WHERE workspace_id = $1
    ORDER BY id
)sql"};
constexpr db::Statement kCountReports{"reports.count_by_dashboard", R"sql(
    SELECT dashboard_id, COUNT(*)
    FROM reports
    WHERE workspace_id = $1
    GROUP BY dashboard_id
)sql"};

std::string text_of(const json::object& object, std::string_view key)
{
    const json::value* value = object.if_contains(key);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

Result<> read_summary(const std::string& summary, DashboardRow& row)
{
    const json::value read = TRY(codec::parse_json(summary));
    const json::object* object = read.if_object();
    if (!object)
        return fail(Error::give_up(fmt::format("the stored summary of dashboard {} cannot be read", row.id)));
    row.description = text_of(*object, "description");
    row.theme = text_of(*object, "theme");
    if (const json::value* widgets = object->if_contains("widgets"); widgets && widgets->is_int64())
        row.widgets = widgets->get_int64();
    if (const json::value* tags = object->if_contains("tags"); tags && tags->is_array())
        for (const json::value& tag : tags->get_array())
            if (tag.is_string())
                row.tags.emplace_back(tag.get_string());
    return {};
}

// Of a dashboard that nobody has saved since summaries are kept.
Result<> read_draft(const std::string& document, DashboardRow& row)
{
    const Result<Dashboard> draft = codec::dashboard_from_json(document);
    if (!draft)
        return fail(Error::give_up(fmt::format("the stored document of dashboard {} cannot be read", row.id))
                        .with_context(fmt::format("{}: {}", draft.error().field, draft.error().message)));
    return read_summary(summary_of(*draft), row);
}

} // namespace

std::string summary_of(const Dashboard& draft)
{
    return codec::write_json(json::object{{"description", draft.description},
                                          {"tags", json::array(draft.tags.begin(), draft.tags.end())},
                                          {"theme", draft.theme},
                                          {"widgets", draft.widgets.size()}});
}

Result<std::vector<DashboardRow>> list_dashboard_rows(db::Session& session, std::int64_t workspace_id)
{
    std::map<std::string, std::int64_t> reports;
    TRY(session.query(kCountReports, {db::param(workspace_id)}, [&](const db::Row& row) -> Result<> {
        reports.emplace(row.text(0), row.integer(1));
        return {};
    }));
    return query_all(session, kListRows, {db::param(workspace_id)},
                     [&](const db::Row& row) -> Result<DashboardRow> {
                         RowReader reader(row);
                         DashboardRow found;
                         found.id = reader.text();
                         found.number = reader.integer();
                         found.name = reader.text();
                         found.category = reader.text();
                         found.version = reader.integer();
                         found.published_version = reader.optional_integer();
                         found.updated_at = reader.instant();
                         const std::string summary = reader.text();
                         const std::string draft = reader.text();
                         TRY(summary.empty() ? read_draft(draft, found) : read_summary(summary, found));
                         if (const auto counted = reports.find(found.id); counted != reports.end())
                             found.reports = counted->second;
                         return found;
                     });
}

} // namespace presstime::store
