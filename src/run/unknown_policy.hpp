// What a report wants done with mail whose outcome is unknown.
#pragma once

#include "model/delivery.hpp"
#include "model/report.hpp"
#include "platform/db/database.hpp"

namespace presstime::run {

// The report's choice; notices, and deliveries whose report is gone, are never sent twice.
Result<UnknownOutcome> unknown_policy(db::Session& session, const Delivery& delivery);

} // namespace presstime::run
