// The category a dashboard names: it must be one, and the caller must be allowed to put a dashboard there.
#pragma once

#include "model/access.hpp"
#include "platform/db/database.hpp"

#include <string>

namespace presstime::control {

// For a new dashboard, or one that moves into the category. A name that is none yet becomes one when the
// caller may manage categories; `invalid("category")` with the valid names otherwise, also for one that is
// hidden from the caller. "" is no category.
Result<> enter_category(db::Session& session, const Principal& principal, const std::string& category,
                        Instant now);

} // namespace presstime::control
