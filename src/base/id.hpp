// Identifiers: UUID version 7 (RFC 9562 section 5.7) for what travels, random text for tokens and names.
#pragma once

#include "base/time.hpp"

#include <cstddef>
#include <span>
#include <string>

namespace presstime {

// Fills `bytes` from the operating system's random source; without one no identifier or key is safe, so the
// process ends.
void fill_random(std::span<unsigned char> bytes);
// Lower-case text form; sortable by `now`. Random bits come from the operating system.
std::string make_uuid(Instant now);
// `length` characters of [a-z0-9] from the operating system's random source.
std::string make_random_text(std::size_t length);

} // namespace presstime
