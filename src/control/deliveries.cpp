// Reads rows; nothing here changes one.
#include "control/deliveries.hpp"

#include "control/access.hpp"
#include "store/delivery_store.hpp"

#include <fmt/format.h>

namespace presstime::control {

Result<Page<DeliveryRecord>> Deliveries::list(const Principal& principal, const DeliveryQuestion& question,
                                              const PageRequest& page)
{
    TRY(require(principal, Action::read));
    const std::int64_t before_id = TRY(parse_cursor(page.cursor));
    Page<DeliveryRecord> answer;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        Page<Delivery> rows =
            TRY(make_page(TRY(store::list_deliveries(session, {.workspace_id = principal.workspace_id,
                                                               .channel = question.channel,
                                                               .state = question.state,
                                                               .run_id = question.run_id,
                                                               .before_id = before_id,
                                                               .limit = rows_to_fetch(page)})),
                          page, [](const Delivery& last) { return fmt::format("{}", last.id); }));
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
    TRY(require(principal, Action::read));
    DeliveryRecord record;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        record.delivery = TRY(store::get_delivery(session, id));
        if (record.delivery.workspace_id != principal.workspace_id)
            return fail(Error::not_found(fmt::format("delivery {} does not exist", id)));
        record.attempts = TRY(store::list_attempts(session, id));
        return {};
    }));
    return record;
}

} // namespace presstime::control
