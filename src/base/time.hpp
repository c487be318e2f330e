// Instants: 64-bit microseconds since 1970-01-01T00:00:00Z, the only form of time that is stored. Local
// wall times belong to `calendar`; nothing here knows a time zone.
#pragma once

#include "base/result.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace presstime {

using Microseconds = std::chrono::microseconds;
using Instant = std::chrono::sys_time<Microseconds>;
// A calendar date without a zone.
using LocalDate = std::chrono::year_month_day;

inline std::int64_t to_micros(Instant instant)
{
    return instant.time_since_epoch().count();
}
inline Instant from_micros(std::int64_t micros)
{
    return Instant{Microseconds{micros}};
}

// "2025-03-09T07:30:00Z"; a fraction of a second is written only when there is one, without its trailing
// zeros.
std::string format_rfc3339(Instant instant);
// Reads RFC 3339 with any offset ("2025-03-09T07:30:00Z", "...+02:00"); `invalid` otherwise (field empty).
Result<Instant> parse_rfc3339(std::string_view text);
// "2025-03-09".
std::string format_date(LocalDate date);
Result<LocalDate> parse_date(std::string_view text);
// RFC 5322 section 3.3 date-time in UTC: "Sun, 09 Mar 2025 07:30:00 +0000".
std::string format_rfc5322(Instant instant);

} // namespace presstime
