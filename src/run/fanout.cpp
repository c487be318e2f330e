// One pass is one transaction: events in the order of their commits, webhooks in the order of their ids.
#include "run/fanout.hpp"

#include "base/fail_point.hpp"
#include "base/log.hpp"
#include "model/event_filter.hpp"
#include "stage/event_body.hpp"
#include "stage/event_settle.hpp"
#include "store/event_delivery_store.hpp"
#include "store/event_right.hpp"
#include "store/event_store.hpp"
#include "store/webhook_store.hpp"

#include <fmt/format.h>

#include <map>

namespace presstime::run {
namespace {

// The webhooks of a workspace, read page by page and kept for the events of one pass.
class WebhookPages {
public:
    WebhookPages(db::Session& session, int page_size) : session_(session), page_size_(page_size) {}

    // Those after `after`, in id order; fewer than a page's worth = the last.
    Result<const std::vector<Webhook>*> page(std::int64_t workspace_id, std::int64_t after)
    {
        auto [found, fresh] = pages_.try_emplace({workspace_id, after});
        if (fresh)
            found->second = TRY(store::list_webhooks(
                session_, {.workspace_id = workspace_id, .after_id = after, .limit = page_size_}));
        return &found->second;
    }

private:
    db::Session& session_;
    int page_size_;
    std::map<std::pair<std::int64_t, std::int64_t>, std::vector<Webhook>> pages_;
};

class FanoutPass {
public:
    FanoutPass(db::Session& session, const FanoutConfig& config, Instant now)
        : session_(session),
          config_(config),
          now_(now),
          pages_(session, config.webhooks_a_page),
          rights_(session, now)
    {
    }

    Result<Fanout::Pass> work()
    {
        const auto events = TRY(store::events_to_fan_out(session_, config_.events_a_pass));
        for (const store::UnfannedEvent& unfanned : events) {
            if (!room()) {
                pass_.more = true;
                return pass_;
            }
            TRY(fan_out(unfanned));
        }
        pass_.more |= static_cast<int>(events.size()) == config_.events_a_pass;
        return pass_;
    }

private:
    bool room() const { return pass_.deliveries + pass_.suppressed < config_.deliveries_a_pass; }

    Result<> fan_out(const store::UnfannedEvent& unfanned)
    {
        std::int64_t up_to = unfanned.up_to_webhook;
        for (;;) {
            const auto* page = TRY(pages_.page(unfanned.event.workspace_id, up_to));
            for (const Webhook& webhook : *page) {
                if (!room()) {
                    pass_.more = true;
                    return store::note_fan_out(session_, unfanned.event.id, up_to, false);
                }
                if (wants(webhook, unfanned.event))
                    TRY(address(unfanned.event, webhook));
                up_to = webhook.id;
            }
            if (static_cast<int>(page->size()) < config_.webhooks_a_page)
                break;
        }
        ++pass_.events;
        return store::note_fan_out(session_, unfanned.event.id, up_to, true);
    }

    // What happened before a webhook was made is none of its business.
    static bool wants(const Webhook& webhook, const Event& event)
    {
        return webhook.created_at <= event.occurred_at && event_matches(webhook.filters, event.type) &&
               stage::format_carries(webhook.format, event);
    }

    Result<> address(const Event& event, const Webhook& webhook)
    {
        Delivery delivery;
        delivery.workspace_id = event.workspace_id;
        delivery.event_id = event.id;
        delivery.webhook_id = webhook.id;
        delivery.purpose = DeliveryPurpose::event;
        delivery.channel = "event";
        delivery.recipient = webhook.url;
        delivery.message_id = event.uuid;
        delivery.max_attempts = stage::kEventMaxAttempts;
        delivery.next_attempt_at = now_;
        delivery.created_at = now_;
        delivery.reason = TRY(obstacle(event, webhook));
        if (!delivery.reason.empty()) {
            delivery.state = DeliveryState::suppressed;
            delivery.finished_at = now_;
        } else {
            TRY(wait_for_run_started(event, webhook, delivery));
        }
        if (TRY(store::insert_delivery(session_, delivery)))
            ++(delivery.state == DeliveryState::suppressed ? pass_.suppressed : pass_.deliveries);
        return {};
    }

    // Why nothing is sent; empty when it may be.
    Result<std::string> obstacle(const Event& event, const Webhook& webhook)
    {
        if (webhook.disabled_at)
            return "the webhook is switched off: " + webhook.disabled_reason;
        return rights_.obstacle(event, webhook);
    }

    // In the format callback what tells of a run's end comes after what told of its start.
    Result<> wait_for_run_started(const Event& event, const Webhook& webhook, Delivery& delivery)
    {
        if (webhook.format != PayloadFormat::callback || event.type != "report.run")
            return {};
        const auto before = TRY(store::find_run_started_delivery(session_, webhook.id, event.run_id));
        if (before && !is_final(before->state)) {
            delivery.waits_for = before->id;
            delivery.next_attempt_at.reset();
        }
        return {};
    }

    db::Session& session_;
    const FanoutConfig& config_;
    Instant now_;
    WebhookPages pages_;
    store::EventRights rights_;
    Fanout::Pass pass_;
};

} // namespace

Fanout::Fanout(db::Database& database, const Clock& clock, std::function<void()> wake_courier,
               FanoutConfig config)
    : database_(database), clock_(clock), wake_courier_(std::move(wake_courier)), config_(config)
{
}

Fanout::~Fanout()
{
    stop();
}

Result<> Fanout::start()
{
    thread_ = std::thread([this] { loop(); });
    return {};
}

void Fanout::stop()
{
    stopping_ = true;
    poke_.poke();
    if (thread_.joinable())
        thread_.join();
}

Result<Fanout::Pass> Fanout::run_once()
{
    Pass pass;
    TRY(database_.write([&](db::Session& session) -> Result<> {
        pass = TRY(FanoutPass(session, config_, clock_.now()).work());
        if (pass.events > 0)
            fail_point("fanout.before_commit");
        return {};
    }));
    if (pass.events > 0)
        fail_point("fanout.after_commit");
    if (pass.deliveries > 0 && wake_courier_)
        wake_courier_();
    return pass;
}

void Fanout::loop()
{
    while (!stopping_) {
        const Result<Pass> pass = run_once();
        if (!pass)
            log_error("fanout.pass_failed", pass.error());
        if (!pass || !pass->more)
            poke_.wait_for(config_.poll);
    }
}

} // namespace presstime::run
