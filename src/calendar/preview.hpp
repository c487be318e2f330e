// The next occurrences as a person reads them: UTC, local time, and a sentence wherever a change of the
// clocks moves, drops or doubles one.
#pragma once

#include "calendar/occurrences.hpp"

#include <string>
#include <vector>

namespace presstime {

struct PreviewItem {
    Instant at{};            // when it runs; for one that does not, the moment of the change that drops it
    bool runs = true;        // false: dropped by a change of the clocks, `note` says which wall time
    std::string local;       // "2025-03-09T03:30:00-04:00[America/New_York]"
    std::string local_short; // "9 Mar 2025, 03:30 EDT"
    std::string note;        // empty when nothing is special
};

// Up to `count` occurrences strictly after `after`, with the dropped ones in between (they do not count).
std::vector<PreviewItem> preview(const Recurrence& recurrence, Instant after, std::size_t count);

} // namespace presstime
