// Digits alone are a number, anything else is an id.
#include "control/dashboard_lookup.hpp"

#include "base/text.hpp"
#include "control/environment.hpp"

#include <fmt/format.h>

namespace presstime::control {

Result<store::DashboardRecord> find_dashboard(db::Session& session, std::int64_t workspace_id,
                                              const std::string& id_or_number)
{
    const std::optional<std::int64_t> number = parse_int(id_or_number);
    if (!number)
        return store::get_dashboard(session, workspace_id, id_or_number);
    for (store::DashboardRecord& record :
         TRY(store::list_dashboards(session, workspace_id, "", kMaxUnlimited)))
        if (record.draft.number == *number)
            return std::move(record);
    return fail(Error::not_found(fmt::format("dashboard {} does not exist", id_or_number)));
}

} // namespace presstime::control
