// A run's period as the subtitle says it: in local time, as short as it can be without losing anything.
#pragma once

#include "calendar/zone.hpp"
#include "model/schedule.hpp"

#include <string>

namespace presstime::stage {

// "2025", "November 2026", "20 Nov 2026", "14 - 20 Nov 2026" (with an en dash), "20 Nov 2026, 08:00 - 09:00
// CET". Empty for a period without length.
std::string period_text(const Period& period, const Zone& zone);

} // namespace presstime::stage
