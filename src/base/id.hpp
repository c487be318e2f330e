// Identifiers: UUID version 7 (RFC 9562 section 5.7) for what travels, random text for tokens and names.
#pragma once

#include "base/time.hpp"

#include <cstddef>
#include <string>

namespace presstime {

// Lower-case text form; sortable by `now`. Random bits come from the operating system.
std::string make_uuid(Instant now);
// `length` characters of [a-z0-9] from the operating system's random source.
std::string make_random_text(std::size_t length);

} // namespace presstime
