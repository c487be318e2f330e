// 5 s after the last free failure, doubled by each further one.
#include "control/log_in_throttle.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace presstime::control {
namespace {

using std::chrono::seconds;

constexpr seconds kFirstWait{5};
constexpr auto kForgetAfter = std::chrono::hours(1); // longer than the longest wait
constexpr std::string_view kRetryAfter = "retry after s: ";

std::string account_key(const std::string& account)
{
    return "account " + account;
}
std::string peer_key(const std::string& peer)
{
    return "peer " + peer;
}

seconds wait_after(int failures, int free_failures)
{
    const int doublings = std::clamp(failures - free_failures, 0, 10);
    return std::min(LogInThrottle::kLongestWait, kFirstWait * (1 << doublings));
}

} // namespace

std::optional<seconds> LogInThrottle::begin(const std::string& account, const std::string& peer, Instant now)
{
    return entries_.with([&](Entries& entries) -> std::optional<seconds> {
        Instant blocked_until = now;
        for (const std::string& key : {account_key(account), peer_key(peer)})
            if (const auto found = entries.find(key); found != entries.end())
                blocked_until = std::max(blocked_until, found->second.blocked_until);
        if (blocked_until > now)
            return std::chrono::ceil<seconds>(blocked_until - now);
        count_failure(entries, account_key(account), kFreeFailuresOfAccount, now);
        count_failure(entries, peer_key(peer), kFreeFailuresOfPeer, now);
        return std::nullopt;
    });
}

void LogInThrottle::count_failure(Entries& entries, const std::string& key, int free_failures, Instant now)
{
    if (!entries.contains(key) && entries.size() >= kMaxEntries)
        make_room(entries, now);
    Entry& entry = entries[key];
    if (now - entry.last > kForgetAfter)
        entry.failures = 0;
    ++entry.failures;
    entry.last = now;
    if (entry.failures >= free_failures)
        entry.blocked_until = now + wait_after(entry.failures, free_failures);
}

// Forgets what is old, and if nothing is, the one that failed least (of those the oldest).
void LogInThrottle::make_room(Entries& entries, Instant now)
{
    std::erase_if(entries, [&](const auto& entry) { return now - entry.second.last > kForgetAfter; });
    if (entries.size() < kMaxEntries)
        return;
    entries.erase(std::ranges::min_element(
        entries, {}, [](const auto& entry) { return std::pair(entry.second.failures, entry.second.last); }));
}

void LogInThrottle::succeeded(const std::string& account, const std::string& peer)
{
    take_back(account, peer);
    entries_.with([&](Entries& entries) { entries.erase(account_key(account)); });
}

void LogInThrottle::take_back(const std::string& account, const std::string& peer)
{
    entries_.with([&](Entries& entries) {
        for (const std::string& key : {account_key(account), peer_key(peer)})
            if (const auto found = entries.find(key); found != entries.end()) {
                found->second.failures = std::max(0, found->second.failures - 1);
                found->second.blocked_until = {};
            }
    });
}

Error too_many_tries(seconds wait)
{
    return Error{ErrorKind::too_many,
                 fmt::format("too many tries; wait {} s and try again", wait.count()),
                 {},
                 fmt::format("{}{}", kRetryAfter, wait.count())};
}

std::optional<seconds> retry_after_of(const Error& error)
{
    if (error.kind != ErrorKind::too_many || !error.context.starts_with(kRetryAfter))
        return std::nullopt;
    const auto wait = parse_int(std::string_view(error.context).substr(kRetryAfter.size()));
    return wait ? std::optional(seconds(*wait)) : std::nullopt;
}

} // namespace presstime::control
