// A run's period and its instants as headers and footers say them: in local time and in the words of the
// report's locale, as short as they can be without losing anything.
#pragma once

#include "calendar/zone.hpp"
#include "model/schedule.hpp"
#include "platform/text/locale.hpp"

#include <string>

namespace presstime::stage {

// "2025", "November 2026", "20 Nov 2026", "14 - 20 Nov 2026" (with an en dash), "20 Nov 2026, 08:00 - 09:00
// CET"; "März 2026", "3.–9. März 2026". Empty for a period without length.
std::string period_text(const Period& period, const Zone& zone, const Locale& locale);
// "21 Nov 2026, 09:00 CET", "21. Nov. 2026, 09:00 CET"; seconds only when there are any.
std::string instant_text(Instant instant, const Zone& zone, const Locale& locale);

} // namespace presstime::stage
