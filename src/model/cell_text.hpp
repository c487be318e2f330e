// Cells as plain, locale-free text, written into a caller's buffer: the one place that decides how a number,
// a date or an instant looks in a file. Each function returns the end of what it wrote and needs kMaxCellText
// bytes of room. Text cells are not handled here.
#pragma once

#include <cstddef>
#include <cstdint>

namespace presstime {

// Enough for any number (a fixed double below 1e17 has at most 17 digits, a point and leading zeros) and any
// instant.
inline constexpr std::size_t kMaxCellText = 64;

char* write_integer(char* out, std::int64_t value);
// Shortest digits that read back as the same double. Whole values below 2^53 have no fraction ("12", not
// "12.0"); an exponent appears only below 1e-5 or from 1e17 on. NaN, Infinity, -Infinity.
char* write_real(char* out, double value);
// `unscaled` with `scale` (0-18) digits after the point: 1250, 2 -> 12.50.
char* write_decimal(char* out, std::int64_t unscaled, int scale);
// "2026-04-21"; years outside 0-9999 carry a sign (ISO 8601 expanded form).
char* write_date(char* out, std::int64_t days);
// "2026-04-21T13:00:00Z", with a fraction of 1-6 digits only when there is one.
char* write_timestamp(char* out, std::int64_t micros);

} // namespace presstime
