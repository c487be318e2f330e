// What happened, for those who ask instead of being told: receivers behind firewalls read events by cursor.
// The server keeps no account of readers; the cursor is theirs.
#pragma once

#include "control/environment.hpp"
#include "model/event.hpp"
#include "model/principal.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace presstime::control {

inline constexpr std::chrono::seconds kLongestWait{20};
inline constexpr int kMaxEventsAPage = 1'000;

struct EventsRequest {
    std::string cursor; // from the page before, or the id of an event ("evt_..."); empty = the oldest kept;
                        // "latest" = only what comes now
    std::vector<std::string> types; // as webhooks' filters
    int limit = 100;
    std::chrono::seconds wait{0}; // for the first event, when there is none
};
struct EventsPage {
    std::vector<Event> events; // oldest first; only those the caller may read
    std::string cursor;        // goes on from here, also when nothing was found
};

// Looking back: the newest first. The cursor is of these pages alone.
struct PastEventsRequest {
    std::string cursor; // from the page before; empty = from now
    std::vector<std::string> types;
    std::optional<Instant> since;
    int limit = 100;
};

class Events {
public:
    // A reader who waits blocks a thread of the server, so few may; the rest are told to come back. 0 =
    // nobody waits, and every answer comes at once.
    explicit Events(Environment environment, int max_waiting = 2)
        : environment_(std::move(environment)), max_waiting_(max_waiting)
    {
    }

    // `malformed` for a cursor that is none of ours or whose event is past its retention; `invalid`
    // "types[n]"; too_many when others wait already.
    Result<EventsPage> list(const Principal& principal, const EventsRequest& request);

    // `malformed` for a cursor that is none of ours; `invalid` "types[n]". An empty cursor = that was all.
    Result<EventsPage> list_back(const Principal& principal, const PastEventsRequest& request);

    // Something was written: those who wait look again. They look by themselves every second too.
    void poke();
    // Ends every wait, now and later; called before the server stops.
    void stop();

private:
    Result<std::int64_t> position(const Principal& principal, const std::string& cursor);
    Result<EventsPage> read(const Principal& principal, const EventsRequest& request, std::int64_t after_id);
    Result<EventsPage> look_again(const Principal& principal, const EventsRequest& request,
                                  const std::string& cursor);
    Result<EventsPage> wait(const Principal& principal, const EventsRequest& request, EventsPage empty);

    Environment environment_;
    int max_waiting_;
    std::mutex mutex_;
    std::condition_variable changed_;
    int waiting_ = 0;
    std::uint64_t pokes_ = 0;
    bool stopping_ = false;
};

} // namespace presstime::control
