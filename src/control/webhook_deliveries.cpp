// Reads rows; nothing here changes one.
#include "control/webhook_deliveries.hpp"

#include "control/access.hpp"
#include "control/webhook_lookup.hpp"
#include "store/access_store.hpp"
#include "store/delivery_store.hpp"
#include "store/event_store.hpp"
#include "store/report_store.hpp"
#include "store/webhook_store.hpp"

#include <fmt/format.h>

#include <map>

namespace presstime::control {
namespace {

// Judges each report and webhook once for a whole list.
class Visible {
public:
    Visible(db::Session& session, const Principal& principal) : session_(session), principal_(principal) {}

    Result<bool> operator()(const Delivery& delivery)
    {
        const std::pair key{delivery.report_id, delivery.webhook_id};
        if (const auto known = judged_.find(key); known != judged_.end())
            return known->second;
        const bool visible = can(principal_, Action::read, TRY(resource(delivery)));
        judged_.emplace(key, visible);
        return visible;
    }

private:
    Result<Resource> resource(const Delivery& delivery)
    {
        if (delivery.webhook_id != 0)
            return resource_of(TRY(store::get_webhook(session_, delivery.webhook_id)));
        auto grants = TRY(store::grants_of_report(session_, delivery.workspace_id, delivery.report_id));
        return Resource{ResourceKind::report,
                        delivery.workspace_id,
                        std::move(grants).value_or(std::vector<Grant>{}),
                        {}};
    }

    db::Session& session_;
    const Principal& principal_;
    std::map<std::pair<std::int64_t, std::int64_t>, bool> judged_;
};

// Who may see the row of an event need not be who may read the thing it tells of. Each is read once for a
// whole list.
class Subjects {
public:
    using Found = std::optional<codec::EventSubject>;

    Subjects(db::Session& session, const Principal& principal) : session_(session), principal_(principal) {}

    Result<Found> operator()(const Delivery& delivery)
    {
        const std::pair key{delivery.report_id, delivery.event_id};
        if (const auto known = found_.find(key); known != found_.end())
            return with_run(known->second, delivery);
        const Found found = delivery.event_id != 0 ? TRY(of_event(delivery)) : TRY(of_report(delivery));
        return with_run(found_.emplace(key, found).first->second, delivery);
    }

private:
    Result<Found> of_event(const Delivery& delivery)
    {
        Result<Event> found = store::get_event(session_, delivery.event_id);
        if (!found && found.error().kind == ErrorKind::not_found)
            return Found();
        const Event event = TRY(std::move(found));
        // A test send is of its webhook, which may be gone.
        const Result<Resource> resource = store::resource_of_event(session_, event);
        if (!resource && resource.error().kind == ErrorKind::not_found)
            return Found();
        if (!can(principal_, Action::read, TRY(resource)))
            return Found();
        return Found(codec::event_subject(event.type, event.data));
    }
    // Whoever sees the row may read the report; one that is damaged has no name.
    Result<Found> of_report(const Delivery& delivery)
    {
        const Result<Report> report =
            store::get_report_of(session_, delivery.workspace_id, delivery.report_id);
        if (!report)
            return report.error().kind == ErrorKind::retry ? Result<Found>(fail(report.error())) : Found();
        return Found({.title = report->name, .report_id = report->id});
    }
    static Found with_run(Found found, const Delivery& delivery)
    {
        if (found && delivery.event_id == 0)
            found->run_id = delivery.run_id;
        return found;
    }

    db::Session& session_;
    const Principal& principal_;
    std::map<std::pair<std::int64_t, std::int64_t>, Found> found_;
};

Result<WebhookDeliveryRecord> record_of(db::Session& session, Subjects& subjects, Delivery delivery)
{
    WebhookDeliveryRecord record;
    record.attempts = TRY(store::list_attempts(session, delivery.id));
    if (delivery.event_id != 0)
        record.event = TRY(store::find_event_label(session, delivery.event_id));
    record.subject = TRY(subjects(delivery));
    record.delivery = std::move(delivery);
    return record;
}

bool is_webhooks(const Delivery& delivery)
{
    return delivery.channel == "webhook" || delivery.channel == "event";
}

} // namespace

Result<Page<WebhookDeliveryRecord>> WebhookDeliveries::list(const Principal& principal,
                                                            const WebhookDeliveryQuestion& question,
                                                            const PageRequest& request)
{
    const std::int64_t before_id = TRY(parse_cursor(request.cursor));
    Page<WebhookDeliveryRecord> answer;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        const auto fetch = [&](std::int64_t before, int limit) {
            return store::list_webhook_deliveries(session, {.workspace_id = principal.workspace_id,
                                                            .channel = question.channel,
                                                            .state = question.state,
                                                            .webhook_id = question.webhook_id,
                                                            .event = question.event,
                                                            .since = question.since,
                                                            .before_id = before,
                                                            .limit = limit});
        };
        const auto id_of = [](const Delivery& delivery) { return delivery.id; };
        Page<Delivery> rows =
            TRY(make_page(TRY(collect<Delivery>(rows_to_fetch(request), before_id, fetch,
                                                Visible(session, principal), id_of)),
                          request, [](const Delivery& last) { return fmt::format("{}", last.id); }));
        answer = {{}, std::move(rows.next_cursor)};
        Subjects subjects(session, principal);
        for (Delivery& row : rows.items)
            answer.items.push_back(TRY(record_of(session, subjects, std::move(row))));
        return {};
    }));
    return answer;
}

Result<WebhookDeliveryDetails> WebhookDeliveries::get(const Principal& principal, std::int64_t id)
{
    WebhookDeliveryDetails details;
    const Error missing = Error::not_found(fmt::format("webhook delivery {} does not exist", id));
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        Result<Delivery> found = store::get_delivery(session, id);
        if (!found && found.error().kind == ErrorKind::not_found)
            return fail(missing);
        const Delivery delivery = TRY(std::move(found));
        if (delivery.workspace_id != principal.workspace_id || !is_webhooks(delivery) ||
            !TRY(Visible(session, principal)(delivery)))
            return fail(missing);
        Subjects subjects(session, principal);
        details.record = TRY(record_of(session, subjects, delivery));
        if (delivery.event_id == 0)
            return {};
        details.webhook = TRY(store::get_webhook(session, delivery.webhook_id));
        if (delivery.state == DeliveryState::suppressed)
            return {};
        Event event = TRY(store::get_event(session, delivery.event_id));
        if (can(principal, Action::read, TRY(store::resource_of_event(session, event))))
            details.event = std::move(event);
        return {};
    }));
    return details;
}

} // namespace presstime::control
