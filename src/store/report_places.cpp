// Names are searched in the narrow index of reports; the documents stay unread.
#include "store/report_places.hpp"

#include "base/text.hpp"
#include "store/query.hpp"

#include <algorithm>

namespace presstime::store {
namespace {

constexpr db::Statement kFindReports{"reports.find_places", R"sql(
    SELECT id, dashboard_id
    FROM reports
    WHERE workspace_id = $1
        AND (CAST($2 AS TEXT) = '' OR dashboard_id = $2)
        AND name_key LIKE $3 ESCAPE '\'
    ORDER BY name_key, id
    LIMIT $4
)sql"};
constexpr db::Statement kReportsOfDashboard{"reports.places_of_dashboard", R"sql(
    SELECT id, dashboard_id
    FROM reports
    WHERE workspace_id = $1 AND dashboard_id = $2
    ORDER BY id
    LIMIT $3
)sql"};
constexpr db::Statement kReportsInCategory{"reports.places_in_category", R"sql(
    SELECT reports.id, reports.dashboard_id
    FROM dashboards
    JOIN reports ON reports.workspace_id = dashboards.workspace_id AND reports.dashboard_id = dashboards.id
    WHERE dashboards.workspace_id = $1 AND dashboards.category = $2
    LIMIT $3
)sql"};

// Always so many, so that there is one statement: slots that are left over ask for report 0, which is none.
constexpr std::size_t kAtOnce = 30;
constexpr db::Statement kPlaces{"reports.places", R"sql(
    SELECT id, dashboard_id, name
    FROM reports
    WHERE id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
                 $21, $22, $23, $24, $25, $26, $27, $28, $29, $30)
)sql"};

Result<ReportPlace> read_place(const db::Row& row)
{
    return ReportPlace{row.integer(0), row.text(1), {}};
}

} // namespace

Result<std::vector<ReportPlace>> find_reports(db::Session& session, std::int64_t workspace_id,
                                              const std::string& dashboard_id, const std::string& name_part,
                                              int limit)
{
    using db::param;
    if (name_part.empty())
        return query_all(session, kReportsOfDashboard,
                         {param(workspace_id), param(dashboard_id), param(limit)}, read_place);
    return query_all(session, kFindReports,
                     {param(workspace_id), param(dashboard_id), param(like_pattern(name_part)), param(limit)},
                     read_place);
}

Result<std::vector<ReportPlace>> reports_in_category(db::Session& session, std::int64_t workspace_id,
                                                     const std::string& category, int limit)
{
    return query_all(session, kReportsInCategory,
                     {db::param(workspace_id), db::param(category), db::param(limit)}, read_place);
}

Result<std::vector<ReportPlace>> report_places(db::Session& session, std::span<const std::int64_t> report_ids)
{
    std::vector<ReportPlace> places;
    while (!report_ids.empty()) {
        db::Parameters parameters(kAtOnce, db::param(0));
        const auto taken = report_ids.first(std::min(kAtOnce, report_ids.size()));
        std::ranges::transform(taken, parameters.begin(), [](std::int64_t id) { return db::param(id); });
        report_ids = report_ids.subspan(taken.size());
        TRY(session.query(kPlaces, parameters, [&](const db::Row& row) -> Result<> {
            places.push_back({row.integer(0), row.text(1), row.text(2)});
            return {};
        }));
    }
    return places;
}

std::string like_pattern(const std::string& part)
{
    if (part.empty())
        return {};
    std::string pattern = "%";
    for (const char c : to_lower_ascii(part)) {
        if (c == '%' || c == '_' || c == '\\')
            pattern += '\\';
        pattern += c;
    }
    return pattern + "%";
}

} // namespace presstime::store
