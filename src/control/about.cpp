#include "control/about.hpp"

#include "control/access.hpp"
#include "control/sample_data.hpp"
#include "store/server_facts.hpp"

namespace presstime::control {

Result<AboutAnswer> About::read(const Principal& principal)
{
    TRY(require(principal, Action::read, ResourceKind::workspace));
    AboutAnswer answer;
    answer.facts = facts_;
    answer.started_at = started_at_;
    answer.outbox = writes_outbox_ && writes_outbox_();
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        answer.workspace = TRY(store::get_workspace(session, principal.workspace_id));
        const auto sample = store::get_dashboard(session, principal.workspace_id, kSampleDashboard);
        answer.sample = sample.has_value();
        answer.first_start = TRY(store::is_empty_workspace(session, principal.workspace_id));
        return {};
    }));
    return answer;
}

} // namespace presstime::control
