// A replay's row says all there is to do, so that stopping the server in the middle loses nothing.
#include "control/webhook_replays.hpp"

#include "codec/json_reader.hpp"
#include "control/changes.hpp"
#include "control/webhook_lookup.hpp"
#include "control/webhook_sends.hpp"
#include "model/event_filter.hpp"
#include "store/webhook_store.hpp"

#include <fmt/format.h>

namespace presstime::control {
namespace {

constexpr auto kMaxAge = std::chrono::days(90);
constexpr int kCountBatch = 1'000;
constexpr int kMaxCountBatches = 2'000; // two million events looked at

struct Wish {
    WebhookReplay replay;
    bool dry_run = false;
};

Result<Wish> read_wish(std::string_view json, Instant now)
{
    const boost::json::value document = TRY(codec::parse_json(json));
    codec::ObjectReader reader(document, "");
    std::optional<Instant> since, until = now;
    bool failed_only = true;
    Wish wish;
    reader.require("since");
    reader.instant("since", since);
    reader.instant("until", until);
    reader.boolean("failed_only", failed_only);
    reader.boolean("dry_run", wish.dry_run);
    TRY(reader.finish());
    wish.replay.since = *since;
    wish.replay.until = std::min(until.value_or(now), now);
    wish.replay.scope = failed_only ? ReplayScope::failed : ReplayScope::everything;
    if (wish.replay.since >= wish.replay.until)
        return fail(Error::invalid("since", "since must lie before until and before now"));
    if (wish.replay.since < now - kMaxAge)
        return fail(Error::invalid("since", "since may lie 90 days back at most"));
    return wish;
}

} // namespace

WebhookReplays::WebhookReplays(Environment environment, WebhookTools tools)
    : environment_(std::move(environment)), tools_(std::move(tools))
{
}

// In small reads, so that a long range holds no snapshot open.
Result<std::int64_t> WebhookReplays::count(const Webhook& webhook, WebhookReplay replay) const
{
    std::int64_t total = 0;
    for (int batch = 0; batch < kMaxCountBatches; ++batch) {
        std::vector<store::ReplayableEvent> events;
        TRY(environment_.database.read([&](db::Session& session) -> Result<> {
            events = TRY(store::events_to_replay(session, replay, 0, kCountBatch));
            return {};
        }));
        for (const store::ReplayableEvent& event : events) {
            replay.after_event = event.id;
            if (event_matches(webhook.filters, event.type) && tools_.carries(webhook.format, event.type))
                ++total;
        }
        if (total > kMaxReplayEvents)
            break;
        if (events.size() < static_cast<std::size_t>(kCountBatch))
            return total;
    }
    return fail(
        Error::invalid("since", "the range holds more than 10,000 events; replay it in shorter ranges"));
}

Result<ReplayRecord> WebhookReplays::create(const Principal& principal, std::int64_t webhook_id,
                                            std::string_view json)
{
    const Instant now = environment_.clock.now();
    Webhook webhook;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        webhook = TRY(find_webhook(session, principal, webhook_id, Action::run));
        return {};
    }));
    auto [replay, dry_run] = TRY(read_wish(json, now));
    replay.workspace_id = webhook.workspace_id;
    replay.webhook_id = webhook.id;
    replay.actor = principal.name;
    replay.created_at = now;
    replay.total = TRY(count(webhook, replay));
    if (dry_run)
        return ReplayRecord{replay, {}};
    TRY(check_sends_now(webhook));
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        TRY(find_webhook(session, principal, webhook_id, Action::run));
        if (TRY(store::has_running_replay(session, webhook_id)))
            return fail(Error::conflict(
                fmt::format("a replay of webhook {} is running; wait for its end or cancel it", webhook_id)));
        TRY(store::insert_webhook_replay(session, replay));
        return record_change(session, principal,
                             {.type = "webhook.replayed",
                              .resource = fmt::format("webhook {}", webhook_id),
                              .detail = fmt::format("{} events", replay.total)},
                             now);
    }));
    if (environment_.wake)
        environment_.wake();
    return ReplayRecord{replay, {}};
}

// Somebody else's is not there, like its webhook.
Result<ReplayRecord> WebhookReplays::find(db::Session& session, const Principal& principal, std::int64_t id,
                                          Action action) const
{
    ReplayRecord record;
    record.replay = TRY(store::get_webhook_replay(session, principal.workspace_id, id));
    const Result<Webhook> webhook = find_webhook(session, principal, record.replay.webhook_id, action);
    if (!webhook && webhook.error().kind == ErrorKind::not_found)
        return fail(Error::not_found(fmt::format("replay {} does not exist", id)));
    TRY(webhook);
    record.tally = TRY(store::tally_replay(session, record.replay));
    return record;
}

Result<ReplayRecord> WebhookReplays::cancel(const Principal& principal, std::int64_t id)
{
    ReplayRecord record;
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        const Instant now = environment_.clock.now();
        record = TRY(find(session, principal, id, Action::run));
        record.replay.state = ReplayState::cancelled;
        record.replay.finished_at = now;
        if (!TRY(store::note_replay_progress(session, record.replay)))
            return fail(Error::conflict(fmt::format("replay {} has ended already", id)));
        TRY(store::cancel_replay_deliveries(session, record.replay, "the replay was cancelled", now));
        TRY(record_change(session, principal,
                          {.type = "webhook.replay_cancelled",
                           .resource = fmt::format("webhook {}", record.replay.webhook_id)},
                          now));
        record.tally = TRY(store::tally_replay(session, record.replay));
        return {};
    }));
    return record;
}

Result<ReplayRecord> WebhookReplays::get(const Principal& principal, std::int64_t id)
{
    ReplayRecord record;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        record = TRY(find(session, principal, id, Action::read));
        return {};
    }));
    return record;
}

Result<Page<ReplayRecord>> WebhookReplays::list(const Principal& principal, std::int64_t webhook_id,
                                                const PageRequest& request)
{
    store::ReplayFilter filter{.workspace_id = principal.workspace_id, .webhook_id = webhook_id};
    filter.before_id = TRY(parse_cursor(request.cursor));
    filter.limit = rows_to_fetch(request);
    Page<ReplayRecord> answer;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        TRY(find_webhook(session, principal, webhook_id, Action::read));
        Page<WebhookReplay> page =
            TRY(make_page(TRY(store::list_webhook_replays(session, filter)), request,
                          [](const WebhookReplay& last) { return fmt::format("{}", last.id); }));
        answer = {{}, std::move(page.next_cursor)};
        for (WebhookReplay& replay : page.items) {
            const store::ReplayTally tally = TRY(store::tally_replay(session, replay));
            answer.items.push_back({std::move(replay), tally});
        }
        return {};
    }));
    return answer;
}

} // namespace presstime::control
