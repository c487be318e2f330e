// How often somebody may do something: a bounded table of names, each with a small allowance that refills
// evenly. Kept in memory: a restart forgets it.
#pragma once

#include "base/guarded.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

#include <chrono>
#include <map>
#include <string>
#include <string_view>

namespace presstime::control {

class RateLimit {
public:
    // `count` at once, and as many again within `per`.
    RateLimit(int count, std::chrono::seconds per) : count_(count), step_(Microseconds(per) / count) {}

    // Takes one; `too_many` saying how long to wait when `name` has none left.
    Result<> take(const std::string& name, std::string_view doing, Instant now);

private:
    int count_;
    Microseconds step_; // in which one comes back
    // When the whole allowance of a name is back.
    Guarded<std::map<std::string, Instant>> whole_again_;
};

} // namespace presstime::control
