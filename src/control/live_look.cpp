// Everything is found by marks: of runs and deliveries under way how far they are, and of runs, tries,
// deliveries and events the highest id. So no writer has to tell anybody, and nothing is missed that begins
// and ends between two looks.
#include "control/live_look.hpp"

#include "model/access.hpp"
#include "store/access_store.hpp"
#include "store/event_store.hpp"
#include "store/run_list.hpp"
#include "store/run_plan_store.hpp"
#include "store/run_store.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace presstime::control {
namespace {

constexpr int kMostRuns = 500;         // under way that a look compares
constexpr int kMostDeliveries = 2'000; // of runs that deliver
constexpr std::size_t kMostRows = 200; // runs that a look tells of; the others are the next one's
constexpr int kMostEvents = 100;       // that a look tells one watcher of
constexpr std::int64_t kMostTries = 5'000;
constexpr int kMostWebhooks = 200;           // with news that a look tells of
constexpr std::size_t kMostText = 256 << 10; // bytes of events for one watcher a look

std::string id_of(const Event& event)
{
    return fmt::format("e{}", event.id);
}

// Something that may be told, and who may read it.
struct Message {
    Resource resource;
    std::string text;
    bool changed = true; // false: only for who does not know it yet
    std::int64_t event_id = 0;
};

class Look {
public:
    Look(db::Session& session, const LiveLens& lens, const std::optional<LiveSeen>& before)
        : session_(session), lens_(lens), before_(before)
    {
    }

    Result<LiveFinds> around(const std::vector<std::shared_ptr<LiveWatcher>>& watchers)
    {
        TRY(see());
        const LiveSeen& since = before_ ? *before_ : finds_.seen;
        TRY(find_events(since));
        TRY(find_deliveries(since));
        TRY(find_webhooks(since));
        TRY(find_runs(since, watchers));
        for (const auto& watcher : watchers)
            TRY(sort_out(since, watcher));
        return std::move(finds_);
    }

private:
    Result<> see()
    {
        LiveSeen& seen = finds_.seen;
        for (const store::RunMark& mark : TRY(store::runs_under_way(session_, kMostRuns))) {
            finds_.busy |= mark.status == RunStatus::running;
            seen.runs[mark.id] = mark;
        }
        if (finds_.busy)
            for (store::DeliveryMark& mark : TRY(store::deliveries_under_way(session_, kMostDeliveries)))
                seen.deliveries[mark.id] = std::move(mark);
        seen.event = TRY(store::last_event_id_of_all(session_));
        seen.attempt = TRY(store::last_attempt_id(session_));
        seen.delivery = TRY(store::last_delivery_id(session_));
        seen.run = TRY(store::last_run_id(session_));
        return {};
    }

    Result<> find_events(const LiveSeen& since)
    {
        if (since.event == finds_.seen.event)
            return {};
        const auto events = TRY(store::list_events_of_all(session_, since.event, kMostEvents));
        if (static_cast<int>(events.size()) == kMostEvents) {
            finds_.seen.event = events.back().id;
            finds_.more = true;
        }
        for (const Event& event : events) {
            events_.push_back(TRY(message_of(event)));
            if (event.run_id != 0)
                changed_.insert(event.run_id);
        }
        return {};
    }

    Result<Message> message_of(const Event& event)
    {
        return Message{TRY(store::resource_of_event(session_, event)), lens_.words.event(event, id_of(event)),
                       true, event.id};
    }

    Result<> find_deliveries(const LiveSeen& since)
    {
        std::map<std::int64_t, store::DeliveryMark> found;
        for (const auto& [id, mark] : finds_.seen.deliveries) {
            const auto known = since.deliveries.find(id);
            if (known == since.deliveries.end() || known->second != mark)
                found[id] = mark;
        }
        if (const std::int64_t last = finds_.seen.attempt; last > since.attempt)
            for (store::DeliveryMark& mark : TRY(store::deliveries_tried_after(
                     session_, std::max(since.attempt, last - kMostTries), kMostDeliveries)))
                found[mark.id] = std::move(mark);
        // What is neither under way any more nor was tried has been cancelled, or is gone.
        for (const auto& [id, mark] : since.deliveries)
            if (!finds_.seen.deliveries.contains(id) && !found.contains(id))
                if (auto left = TRY(store::find_delivery_mark(session_, id)); left && *left != mark)
                    found[id] = std::move(*left);
        for (const auto& [id, mark] : found) {
            changed_.insert(mark.run_id);
            if (const Resource* resource = TRY(resource_of_run(mark.workspace_id, mark.run_id)))
                messages_.push_back({*resource, lens_.words.delivery(mark)});
        }
        return {};
    }

    Result<> find_webhooks(const LiveSeen& since)
    {
        const LiveSeen& seen = finds_.seen;
        if (seen.attempt == since.attempt && seen.delivery == since.delivery)
            return {};
        const store::WebhookNews news{std::max(since.delivery, seen.delivery - kMostTries),
                                      std::max(since.attempt, seen.attempt - kMostTries), kMostWebhooks};
        for (const store::WebhookMark& mark : TRY(store::webhooks_with_news(session_, news))) {
            finds_.busy = true; // what was made is tried soon
            messages_.push_back(
                {{ResourceKind::webhook, mark.workspace_id, {}, mark.owner}, lens_.words.webhook(mark)});
        }
        return {};
    }

    Result<> find_runs(const LiveSeen& since, const std::vector<std::shared_ptr<LiveWatcher>>& watchers)
    {
        LiveSeen& seen = finds_.seen;
        changed_.insert(since.waiting.begin(), since.waiting.end());
        for (const auto& [id, mark] : seen.runs)
            if (const auto known = since.runs.find(id); known == since.runs.end() || known->second != mark)
                changed_.insert(id);
        for (const auto& [id, mark] : since.runs)
            if (!seen.runs.contains(id))
                changed_.insert(id);
        const auto added = since.run == seen.run
                               ? std::vector<std::int64_t>{}
                               : TRY(store::runs_added_after(session_, since.run, kMostRuns));
        changed_.insert(added.begin(), added.end());
        if (static_cast<int>(added.size()) == kMostRuns)
            seen.run = added.back();
        // Told too late, a state is still the last one: rows are read when they are told.
        while (changed_.size() > kMostRows)
            seen.waiting.insert(changed_.extract(std::prev(changed_.end())));
        finds_.more |= !seen.waiting.empty() || static_cast<int>(added.size()) == kMostRuns;
        for (const std::int64_t id : changed_)
            TRY(tell_of_run(id, true));
        if (std::ranges::all_of(watchers, [](const auto& watcher) { return watcher->knows_runs; }))
            return {};
        std::size_t told = 0;
        for (const auto& [id, mark] : seen.runs)
            if (mark.status == RunStatus::running && !changed_.contains(id) && ++told <= kMostRows)
                TRY(tell_of_run(id, false));
        return {};
    }

    Result<> tell_of_run(std::int64_t id, bool changed)
    {
        auto line = TRY(store::find_run_line(session_, id));
        if (!line)
            return {};
        const Resource* resource = TRY(resource_of_run(line->workspace_id, id));
        if (!resource)
            return {};
        std::vector<store::RunLine> lines;
        lines.push_back(std::move(*line));
        LiveRun run{std::move(TRY(run_rows(session_, std::move(lines), lens_.now)).front()), {}};
        if (const auto mark = finds_.seen.runs.find(id); mark != finds_.seen.runs.end())
            run.progress = TRY(progress(run.row.line, mark->second));
        messages_.push_back({*resource, lens_.words.run(run), changed});
        return {};
    }

    Result<RunProgress> progress(const store::RunLine& line, const store::RunMark& mark)
    {
        const RunPlan plan = TRY(store::get_run_plan(session_, line.id));
        const auto results = TRY(store::list_stored_results(session_, line.id));
        const auto artifacts = TRY(store::list_artifacts(session_, line.id));
        return progress_of({line.status, line.phase, line.started_at.value_or(line.queued_at), plan, results,
                            artifacts, mark.deliveries, mark.tried},
                           lens_.now);
    }

    // Its category's grants, asked once a look; nullptr when it is gone.
    Result<const Resource*> resource_of_run(std::int64_t workspace_id, std::int64_t run_id)
    {
        auto known = resources_.find(run_id);
        if (known == resources_.end()) {
            std::optional<Resource> resource;
            if (auto grants = TRY(store::grants_of_run(session_, workspace_id, run_id)))
                resource = Resource{ResourceKind::run, workspace_id, std::move(*grants), {}};
            known = resources_.emplace(run_id, std::move(resource)).first;
        }
        return known->second ? &*known->second : nullptr;
    }

    Result<> sort_out(const LiveSeen& since, const std::shared_ptr<LiveWatcher>& watcher)
    {
        LiveFinds::ForWatcher found;
        found.watcher = watcher;
        found.caller =
            TRY(store::caller_now(session_, watcher->caller, lens_.now, lens_.config.session_idle));
        if (found.caller) {
            for (const Message& message : messages_)
                if ((message.changed || !watcher->knows_runs) &&
                    can(*found.caller, Action::read, message.resource))
                    found.text += message.text;
            found.after_event = watcher->after_event.value_or(since.event);
            TRY(add_events(since, found));
        }
        finds_.found.push_back(std::move(found));
        return {};
    }

    // Who is behind reads on by itself, until what all are told has it.
    Result<> add_events(const LiveSeen& since, LiveFinds::ForWatcher& found)
    {
        std::vector<Message> own;
        const bool behind = found.after_event < since.event;
        bool all = true;
        if (behind) {
            const auto events = TRY(store::list_events(session_, {.workspace_id = found.caller->workspace_id,
                                                                  .after_id = found.after_event,
                                                                  .since = {},
                                                                  .until = {},
                                                                  .limit = kMostEvents}));
            for (const Event& event : events)
                own.push_back(TRY(message_of(event)));
            all = static_cast<int>(events.size()) < kMostEvents;
        }
        std::size_t bytes = 0;
        for (const Message& event : behind ? own : events_) {
            if (event.event_id <= found.after_event)
                continue;
            if (bytes > kMostText) {
                finds_.more = true;
                return {};
            }
            found.after_event = event.event_id;
            if (event.resource.workspace_id != found.caller->workspace_id ||
                !can(*found.caller, Action::read, event.resource))
                continue;
            found.text += event.text;
            bytes += event.text.size();
        }
        if (all)
            found.after_event = std::max(found.after_event, finds_.seen.event);
        finds_.more |= !all;
        return {};
    }

    db::Session& session_;
    const LiveLens& lens_;
    const std::optional<LiveSeen>& before_;
    LiveFinds finds_;
    std::set<std::int64_t> changed_;
    std::vector<Message> messages_;
    std::vector<Message> events_;
    std::map<std::int64_t, std::optional<Resource>> resources_;
};

} // namespace

Result<LiveFinds> look_around(db::Session& session, const LiveLens& lens,
                              const std::optional<LiveSeen>& before,
                              const std::vector<std::shared_ptr<LiveWatcher>>& watchers)
{
    return Look(session, lens, before).around(watchers);
}

} // namespace presstime::control
