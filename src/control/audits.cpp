// Reading writes what is still counted in memory first, so that what was refused a moment ago is there.
#include "control/audits.hpp"

#include "control/access.hpp"
#include "store/audit_list.hpp"

#include <fmt/format.h>

namespace presstime::control {

Result<Page<store::AuditRow>> Audits::list(const Principal& principal, const AuditQuestion& question,
                                           const PageRequest& page)
{
    TRY(require(principal, Action::administer, ResourceKind::workspace));
    store::AuditFilter filter;
    filter.workspace_id = principal.workspace_id;
    filter.actor = question.actor;
    filter.action = question.action;
    filter.resource = question.resource;
    filter.since = question.since;
    filter.until = question.until;
    filter.before_id = TRY(parse_cursor(page.cursor));
    filter.limit = rows_to_fetch(page);
    TRY(refusals_.write());
    std::vector<store::AuditRow> rows;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        rows = TRY(store::list_audit(session, filter));
        return {};
    }));
    return make_page(std::move(rows), page,
                     [](const store::AuditRow& last) { return fmt::format("{}", last.id); });
}

} // namespace presstime::control
