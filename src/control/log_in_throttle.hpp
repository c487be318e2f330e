// Slows down the guessing of passwords: after some failures of one account, or many from one address, the
// next try must wait, longer each time. Kept in memory: a restart forgets it, which gives a guesser no more
// than a few tries.
#pragma once

#include "base/error.hpp"
#include "base/guarded.hpp"
#include "base/time.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <string>

namespace presstime::control {

class LogInThrottle {
public:
    static constexpr int kFreeFailuresOfAccount = 5;
    static constexpr int kFreeFailuresOfPeer = 30; // many people may share an address
    static constexpr std::chrono::seconds kLongestWait{15 * 60};
    static constexpr std::size_t kMaxEntries = 10'000;

    // Counts a try as failed before it is made, so that tries at once cannot slip by; how long to wait when
    // it must not be made now.
    std::optional<std::chrono::seconds> begin(const std::string& account, const std::string& peer,
                                              Instant now);
    // The try was right after all: the account starts anew.
    void succeeded(const std::string& account, const std::string& peer);
    // The try could not be made.
    void take_back(const std::string& account, const std::string& peer);

private:
    struct Entry {
        int failures = 0;
        Instant last{};
        Instant blocked_until{};
    };
    using Entries = std::map<std::string, Entry>;

    static void count_failure(Entries& entries, const std::string& key, int free_failures, Instant now);
    static void make_room(Entries& entries, Instant now);

    Guarded<Entries> entries_;
};

// `too_many` with the wait in words, and for the header Retry-After.
Error too_many_tries(std::chrono::seconds wait);
// The wait an Error carries; nothing when it carries none.
std::optional<std::chrono::seconds> retry_after_of(const Error& error);

} // namespace presstime::control
