// Rights are judged event by event, as webhooks' are; what may not be read is passed over and the cursor with
// it.
#include "control/events.hpp"

#include "base/text.hpp"
#include "control/access.hpp"
#include "model/event_filter.hpp"
#include "store/access_store.hpp"
#include "store/event_store.hpp"
#include "store/live_store.hpp"

#include <fmt/format.h>

#include <limits>

namespace presstime::control {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr int kBatch = 200;
constexpr int kMostLookedAt = 5'000; // events a call judges; the cursor goes on behind them
constexpr std::chrono::milliseconds kLookEvery{1'000};
constexpr std::chrono::days kAnyIdle{366}; // a session is in use while its reader waits
constexpr std::string_view kCursorMark = "e";
constexpr std::string_view kBackMark = "b"; // of pages that look back

std::string cursor_of(std::int64_t id)
{
    return fmt::format("{}{}", kCursorMark, id);
}

Error unknown_cursor()
{
    return Error::malformed(
        "cursor is none that this server gave, or its event is past its retention; start again "
        "without it, or with cursor=latest");
}

// Tests of webhooks are theirs alone.
Result<bool> may_read(db::Session& session, const Principal& principal, const Event& event)
{
    if (event.resource == ResourceKind::webhook)
        return false;
    return can(principal, Action::read, TRY(store::resource_of_event(session, event)));
}

} // namespace

Result<std::int64_t> Events::position(const Principal& principal, const std::string& cursor)
{
    if (cursor.empty())
        return 0;
    std::int64_t after_id = 0;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        if (cursor == "latest") {
            after_id = TRY(store::last_event_id(session, principal.workspace_id));
        } else if (cursor.starts_with("evt_")) {
            const auto event = TRY(store::find_event(session, principal.workspace_id, cursor));
            if (!event)
                return fail(unknown_cursor());
            after_id = event->id;
        } else {
            const auto id = cursor.starts_with(kCursorMark) ? parse_int(cursor.substr(kCursorMark.size()))
                                                            : std::optional<std::int64_t>();
            if (!id || *id < 0)
                return fail(unknown_cursor());
            after_id = *id;
        }
        return {};
    }));
    return after_id;
}

Result<EventsPage> Events::read(const Principal& principal, const EventsRequest& request,
                                std::int64_t after_id)
{
    EventsPage page;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        page = {};
        std::int64_t last = after_id;
        for (int looked_at = 0; looked_at < kMostLookedAt; looked_at += kBatch) {
            const std::vector<Event> events =
                TRY(store::list_events(session, {.workspace_id = principal.workspace_id,
                                                 .after_id = last,
                                                 .since = {},
                                                 .until = {},
                                                 .limit = kBatch}));
            for (const Event& event : events) {
                if (static_cast<int>(page.events.size()) == request.limit)
                    break;
                last = event.id;
                if (event_matches(request.types, event.type) && TRY(may_read(session, principal, event)))
                    page.events.push_back(event);
            }
            const bool ended = events.size() < static_cast<std::size_t>(kBatch);
            if (ended || static_cast<int>(page.events.size()) == request.limit)
                break;
        }
        page.cursor = cursor_of(last);
        return {};
    }));
    return page;
}

// Whoever waits may have logged out, been disabled or been given another role meanwhile, and the key may be
// deleted.
Result<EventsPage> Events::look_again(const Principal& principal, const EventsRequest& request,
                                      const std::string& cursor)
{
    std::optional<Principal> reader;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        reader = TRY(store::caller_now(session, principal, environment_.clock.now(), kAnyIdle));
        return {};
    }));
    if (!reader)
        return fail(
            {ErrorKind::unauthenticated, "this user or key is no longer there or is disabled", {}, {}});
    return read(*reader, request, TRY(position(*reader, cursor)));
}

Result<EventsPage> Events::wait(const Principal& principal, const EventsRequest& request, EventsPage page)
{
    const auto end = SteadyClock::now() + std::min(request.wait, kLongestWait);
    std::unique_lock lock(mutex_);
    if (waiting_ >= max_waiting_)
        return fail({ErrorKind::too_many,
                     fmt::format("{} readers wait for events already; ask without wait, or again in a while",
                                 max_waiting_),
                     "wait",
                     {}});
    ++waiting_;
    Result<EventsPage> found = std::move(page);
    while (found && found->events.empty() && !stopping_ && SteadyClock::now() < end) {
        const std::uint64_t seen = pokes_;
        changed_.wait_until(lock, std::min(end, SteadyClock::now() + kLookEvery),
                            [&] { return stopping_ || pokes_ != seen; });
        lock.unlock();
        found = look_again(principal, request, found->cursor);
        lock.lock();
    }
    --waiting_;
    return found;
}

Result<EventsPage> Events::list(const Principal& principal, const EventsRequest& request)
{
    EventsRequest checked = request;
    checked.types = TRY(check_event_filters(request.types, "types"));
    const std::int64_t after_id = TRY(position(principal, request.cursor));
    EventsPage page = TRY(read(principal, checked, after_id));
    if (!page.events.empty() || request.wait.count() == 0 || max_waiting_ == 0)
        return page;
    return wait(principal, checked, std::move(page));
}

Result<EventsPage> Events::list_back(const Principal& principal, const PastEventsRequest& request)
{
    const std::vector<std::string> types = TRY(check_event_filters(request.types, "types"));
    std::int64_t before_id = std::numeric_limits<std::int64_t>::max();
    if (!request.cursor.empty()) {
        const auto id = request.cursor.starts_with(kBackMark)
                            ? parse_int(request.cursor.substr(kBackMark.size()))
                            : std::optional<std::int64_t>();
        if (!id || *id < 1)
            return fail(unknown_cursor());
        before_id = *id;
    }
    EventsPage page;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        page = {};
        std::int64_t last = before_id;
        bool ended = false;
        for (int looked_at = 0; looked_at < kMostLookedAt && !ended; looked_at += kBatch) {
            const std::vector<Event> events =
                TRY(store::list_events_back(session, {.workspace_id = principal.workspace_id,
                                                      .before_id = last,
                                                      .since = request.since,
                                                      .limit = kBatch}));
            ended = events.size() < static_cast<std::size_t>(kBatch);
            for (const Event& event : events) {
                // One more than fits is looked for, so that a page that is the last one says so.
                if (!event_matches(types, event.type) || !TRY(may_read(session, principal, event))) {
                    last = event.id;
                } else if (static_cast<int>(page.events.size()) == request.limit) {
                    page.cursor = fmt::format("{}{}", kBackMark, last);
                    return {};
                } else {
                    last = event.id;
                    page.events.push_back(event);
                }
            }
        }
        if (!ended)
            page.cursor = fmt::format("{}{}", kBackMark, last);
        return {};
    }));
    return page;
}

void Events::poke()
{
    {
        std::lock_guard lock(mutex_);
        ++pokes_;
    }
    changed_.notify_all();
}

void Events::stop()
{
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
}

} // namespace presstime::control
