#include "base/clock.hpp"

namespace presstime {

Instant SystemClock::now() const
{
    return std::chrono::floor<Microseconds>(std::chrono::system_clock::now());
}

} // namespace presstime
