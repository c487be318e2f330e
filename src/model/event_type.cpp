// The table, and the families stated by prefix so that a type of a later release falls into its family.
#include "model/event_type.hpp"

#include <algorithm>

namespace presstime {
namespace {

constexpr std::array kTypes{
    EventType{"dashboard.created", ResourceKind::dashboard, "A dashboard was made."},
    EventType{"dashboard.updated", ResourceKind::dashboard,
              "A dashboard's draft was changed, or it was unpublished."},
    EventType{"dashboard.deleted", ResourceKind::dashboard, "A dashboard was deleted."},
    EventType{"dashboard.published", ResourceKind::dashboard,
              "A dashboard's draft became what reports show."},
    EventType{"query.created", ResourceKind::query, "A query was added to a dashboard."},
    EventType{"query.updated", ResourceKind::query, "A query of a dashboard was changed."},
    EventType{"query.deleted", ResourceKind::query, "A query was removed from a dashboard."},
    EventType{
        "query.run", ResourceKind::query,
        "A query run alone has ended, by hand or on its own schedule; not sent for the queries of a report's "
        "run."},
    EventType{"report.created", ResourceKind::report, "A report was made."},
    EventType{"report.updated", ResourceKind::report, "A report was changed, paused or resumed."},
    EventType{"report.deleted", ResourceKind::report, "A report was deleted."},
    EventType{"report.run.started", ResourceKind::run, "A run of a report was begun."},
    EventType{"report.run", ResourceKind::run, "A run of a report has ended; run.status says how."},
    EventType{"report.scheduled", ResourceKind::run,
              "A run that a schedule asked for has ended and its results can be fetched."},
    EventType{"category.created", ResourceKind::category, "A category was made."},
    EventType{"category.updated", ResourceKind::category,
              "A category was renamed, described or granted anew."},
    EventType{"category.deleted", ResourceKind::category, "A category was deleted."},
    EventType{"connection.created", ResourceKind::connection, "A connection was made."},
    EventType{"connection.updated", ResourceKind::connection, "A connection's options were changed."},
    EventType{"connection.deleted", ResourceKind::connection, "A connection was deleted."},
    EventType{"alert.created", ResourceKind::alert, "An alert was made."},
    EventType{"alert.updated", ResourceKind::alert, "An alert was changed, paused or resumed."},
    EventType{"alert.deleted", ResourceKind::alert, "An alert was deleted."},
    EventType{"alert.fired", ResourceKind::alert, "An alert's condition became true."},
    EventType{"alert.recovered", ResourceKind::alert, "An alert's condition is no longer true."},
    EventType{"delivery.failed", ResourceKind::run,
              "A recipient of a report was not reached, or it is not known whether."},
};

constexpr std::array<std::string_view, 3> kReportChanges{"report.created", "report.updated",
                                                         "report.deleted"};

} // namespace

std::span<const EventType> event_types()
{
    return kTypes;
}

const EventType* find_event_type(std::string_view name)
{
    const auto found = std::ranges::find(kTypes, name, &EventType::name);
    return found == kTypes.end() ? nullptr : &*found;
}

bool is_in_family(std::string_view family, std::string_view type)
{
    if (family == "reports")
        return type.starts_with("dashboard.") || type.starts_with("query.") ||
               std::ranges::find(kReportChanges, type) != kReportChanges.end();
    if (family == "tasks")
        return type.starts_with("report.");
    if (family == "categories")
        return type.starts_with("category.");
    if (family == "connections")
        return type.starts_with("connection.");
    return family == "alerts" && type.starts_with("alert.");
}

std::vector<std::string> families_of(std::string_view type)
{
    std::vector<std::string> families;
    for (std::string_view family : kEventFamilies)
        if (is_in_family(family, type))
            families.emplace_back(family);
    return families;
}

} // namespace presstime
