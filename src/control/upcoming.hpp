// What a day still has before it.
#pragma once

#include "control/access.hpp"
#include "control/today.hpp"

namespace presstime::control {

struct Upcoming {
    std::vector<UpcomingRun> first;          // kMaxUpcoming at most, by time
    std::map<Instant, std::int64_t> buckets; // how many in each quarter of an hour
    std::int64_t total = 0;
};

// Instants in [from, to). Every one of them while no more than kExactReports reports have any; beyond that
// the next one of each report, which for what runs once a day is the same.
Result<Upcoming> find_upcoming(const Reading& reading, Instant from, Instant to);
inline constexpr int kExactReports = 300;

// Start of the quarter of an hour.
Instant bucket_of(Instant at);

} // namespace presstime::control
