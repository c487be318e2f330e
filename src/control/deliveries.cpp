// Reads rows; nothing here changes one.
#include "control/deliveries.hpp"

#include "control/access.hpp"
#include "store/access_store.hpp"
#include "store/delivery_store.hpp"
#include "store/webhook_store.hpp"

#include <fmt/format.h>
#include <map>

namespace presstime::control {
namespace {

Error missing_delivery(std::int64_t id)
{
    return Error::not_found(fmt::format("delivery {} does not exist", id));
}

// A delivery is read by those who may read its report; one of an event by its webhook's owner and admins.
Result<Resource> resource_of(db::Session& session, const Delivery& delivery)
{
    Resource resource{ResourceKind::report, delivery.workspace_id, {}, {}};
    if (delivery.report_id != 0) {
        auto grants = TRY(store::grants_of_report(session, delivery.workspace_id, delivery.report_id));
        resource.grants = std::move(grants).value_or(std::vector<Grant>{});
        return resource;
    }
    resource.kind = ResourceKind::webhook;
    if (delivery.webhook_id != 0)
        resource.owner = TRY(store::get_webhook(session, delivery.webhook_id)).owner;
    return resource;
}

// Judges each report and webhook once for a whole list.
class ReadableDeliveries {
public:
    ReadableDeliveries(db::Session& session, const Principal& principal)
        : session_(session), principal_(principal)
    {
    }
    Result<bool> operator()(const Delivery& delivery)
    {
        const std::pair key{delivery.report_id, delivery.webhook_id};
        if (auto known = judged_.find(key); known != judged_.end())
            return known->second;
        const bool readable = can(principal_, Action::read, TRY(resource_of(session_, delivery)));
        judged_.emplace(key, readable);
        return readable;
    }

private:
    db::Session& session_;
    const Principal& principal_;
    std::map<std::pair<std::int64_t, std::int64_t>, bool> judged_;
};

} // namespace

Result<Page<DeliveryRecord>> Deliveries::list(const Principal& principal, const DeliveryQuestion& question,
                                              const PageRequest& page)
{
    const std::int64_t before_id = TRY(parse_cursor(page.cursor));
    Page<DeliveryRecord> answer;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        const auto fetch = [&](std::int64_t before, int limit) {
            return store::list_deliveries(session, {.workspace_id = principal.workspace_id,
                                                    .channel = question.channel,
                                                    .state = question.state,
                                                    .run_id = question.run_id,
                                                    .before_id = before,
                                                    .limit = limit});
        };
        std::vector<Delivery> readable = TRY(
            collect<Delivery>(rows_to_fetch(page), before_id, fetch, ReadableDeliveries(session, principal),
                              [](const Delivery& delivery) { return delivery.id; }));
        Page<Delivery> rows = TRY(make_page(std::move(readable), page,
                                            [](const Delivery& last) { return fmt::format("{}", last.id); }));
        answer = {{}, std::move(rows.next_cursor)};
        for (Delivery& row : rows.items) {
            DeliveryRecord record{std::move(row), {}};
            record.attempts = TRY(store::list_attempts(session, record.delivery.id));
            answer.items.push_back(std::move(record));
        }
        return {};
    }));
    return answer;
}

Result<DeliveryRecord> Deliveries::get(const Principal& principal, std::int64_t id)
{
    DeliveryRecord record;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        record.delivery = TRY(store::get_delivery(session, id));
        const Resource resource = TRY(resource_of(session, record.delivery));
        TRY(require(principal, Action::read, resource, missing_delivery(id)));
        record.attempts = TRY(store::list_attempts(session, id));
        return {};
    }));
    return record;
}

} // namespace presstime::control
