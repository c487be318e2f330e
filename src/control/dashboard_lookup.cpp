// Digits alone are a number, anything else is an id.
#include "control/dashboard_lookup.hpp"

#include "base/text.hpp"
#include "control/access.hpp"
#include "store/access_store.hpp"

namespace presstime::control {
namespace {

Result<store::DashboardRecord> look_up(db::Session& session, std::int64_t workspace_id,
                                       const std::string& id_or_number)
{
    const std::optional<std::int64_t> number = parse_int(id_or_number);
    if (!number)
        return store::get_dashboard(session, workspace_id, id_or_number);
    for (store::DashboardRecord& record :
         TRY(store::list_dashboards(session, workspace_id, "", kMaxUnlimited)))
        if (record.draft.number == *number)
            return std::move(record);
    return fail(missing_dashboard(id_or_number));
}

} // namespace

Result<store::DashboardRecord> find_dashboard(db::Session& session, const Principal& principal, Action action,
                                              const std::string& id_or_number)
{
    store::DashboardRecord record = TRY(look_up(session, principal.workspace_id, id_or_number));
    Resource resource{ResourceKind::dashboard, record.workspace_id, {}, {}};
    resource.grants = TRY(store::grants_of_category(session, record.workspace_id, record.draft.category));
    TRY(require(principal, action, resource, missing_dashboard(id_or_number)));
    return record;
}

} // namespace presstime::control
