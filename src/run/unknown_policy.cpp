// One look at the report as it stands now: the policy is not part of a run's snapshot.
#include "run/unknown_policy.hpp"

#include "store/report_store.hpp"

namespace presstime::run {

Result<UnknownOutcome> unknown_policy(db::Session& session, const Delivery& delivery)
{
    if (delivery.purpose != DeliveryPurpose::report)
        return UnknownOutcome::hold;
    return TRY(store::get_report(session, delivery.report_id)).on_unknown;
}

} // namespace presstime::run
