// By name or dashboard where one is given, else through the categories that are open to the caller.
#include "control/readable_reports.hpp"

#include "control/access.hpp"
#include "store/category_store.hpp"
#include "store/report_places.hpp"

namespace presstime::control {
namespace {

Result<std::vector<store::ReportPlace>> in_readable_categories(db::Session& session,
                                                               const Principal& principal, int limit)
{
    std::vector<store::ReportPlace> places;
    for (const std::string& category : TRY(readable_categories(session, principal))) {
        const int room = limit - static_cast<int>(places.size());
        if (room <= 0)
            break;
        for (store::ReportPlace& place :
             TRY(store::reports_in_category(session, principal.workspace_id, category, room)))
            places.push_back(std::move(place));
    }
    return places;
}

} // namespace

Result<std::vector<std::string>> readable_categories(db::Session& session, const Principal& principal)
{
    std::vector<std::string> names{""};
    for (const Category& category : TRY(store::list_categories(session, principal.workspace_id)))
        if (can(principal, Action::read,
                {ResourceKind::dashboard, category.workspace_id, category.grants, {}}))
            names.push_back(category.name);
    return names;
}

Result<std::optional<std::vector<std::int64_t>>>
few_readable_reports(const Reading& reading, const ReportNarrowing& narrowing, int limit)
{
    const bool named = !narrowing.dashboard_id.empty() || !narrowing.name_part.empty();
    const std::vector<store::ReportPlace> places =
        named ? TRY(store::find_reports(reading.session, reading.principal.workspace_id,
                                        narrowing.dashboard_id, narrowing.name_part, limit + 1))
              : TRY(in_readable_categories(reading.session, reading.principal, limit + 1));
    if (places.size() > static_cast<std::size_t>(limit))
        return std::optional<std::vector<std::int64_t>>{};
    std::vector<std::int64_t> ids;
    for (const store::ReportPlace& place : places)
        if (!reading.hidden.contains(place.dashboard_id))
            ids.push_back(place.id);
    return std::optional(std::move(ids));
}

} // namespace presstime::control
