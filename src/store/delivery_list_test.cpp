// Lists of the ledger and of the audit: newest first whatever index they are read by, and by one that has
// nothing else where what is asked for is rare.
#include "store/audit_list.hpp"
#include "store/test_store.hpp"
#include "store/webhook_delivery_list.hpp"

#include <fmt/format.h>

namespace presstime::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class DeliveryLists : public StoreTest {
protected:
    std::int64_t add(const std::string& channel, DeliveryState state)
    {
        Delivery delivery;
        delivery.workspace_id = 1;
        delivery.run_id = run_id_;
        delivery.report_id = report_.id;
        delivery.channel = channel;
        delivery.recipient = fmt::format("{}-{}", channel, ++added_);
        delivery.state = state;
        delivery.created_at = at(added_);
        EXPECT_TRUE(write([&](db::Session& session) { return insert_delivery(session, delivery); }));
        return delivery.id;
    }
    static std::vector<std::int64_t> ids_of(const std::vector<Delivery>& deliveries)
    {
        std::vector<std::int64_t> ids;
        for (const Delivery& delivery : deliveries)
            ids.push_back(delivery.id);
        return ids;
    }
    std::vector<std::int64_t> all(const DeliveryFilter& filter)
    {
        return ids_of(read([&](db::Session& session) { return list_deliveries(session, filter); }));
    }
    std::vector<std::int64_t> of_webhooks(const WebhookDeliveryFilter& filter)
    {
        return ids_of(read([&](db::Session& session) { return list_webhook_deliveries(session, filter); }));
    }

    Report report_ = add_report("weekly");
    std::int64_t run_id_ = add_run(report_.id, at(0));
    int added_ = 0;
};

TEST_F(DeliveryLists, GoNewestFirstWhateverIsAskedFor)
{
    const auto mail = add("email", DeliveryState::accepted);
    const auto hook = add("webhook", DeliveryState::accepted);
    const auto event = add("event", DeliveryState::rejected);
    const auto refused = add("email", DeliveryState::rejected);
    const auto late_hook = add("webhook", DeliveryState::rejected);
    EXPECT_THAT(all({}), ElementsAre(late_hook, refused, event, hook, mail));
    EXPECT_THAT(all({.state = "rejected"}), ElementsAre(late_hook, refused, event));
    EXPECT_THAT(all({.state = "accepted"}), ElementsAre(hook, mail));
    EXPECT_THAT(all({.channel = "email"}), ElementsAre(refused, mail));
    EXPECT_THAT(all({.channel = "webhook", .state = "accepted"}), ElementsAre(hook));
    EXPECT_THAT(all({.channel = "email", .state = "rejected", .before_id = refused}), IsEmpty());
    EXPECT_THAT(of_webhooks({}), ElementsAre(late_hook, event, hook));
    EXPECT_THAT(of_webhooks({.limit = 2}), ElementsAre(late_hook, event));
    EXPECT_THAT(of_webhooks({.before_id = event, .limit = 2}), ElementsAre(hook));
    EXPECT_THAT(of_webhooks({.state = "rejected"}), ElementsAre(late_hook, event));
    EXPECT_THAT(of_webhooks({.channel = "event", .state = "rejected"}), ElementsAre(event));
    EXPECT_THAT(of_webhooks({.state = "rejected", .webhook_id = 4}), IsEmpty());
}

TEST_F(DeliveryLists, ReadWhatIsRareByItsIndex)
{
    read([](db::Session& session) -> Result<> {
        for (const std::string state : {"", "accepted", "rejected"}) {
            TRY(list_deliveries(session, {.state = state}));
            TRY(list_deliveries(session, {.channel = "webhook", .state = state}));
            TRY(list_webhook_deliveries(session, {.state = state}));
            TRY(list_webhook_deliveries(session, {.state = state, .webhook_id = 4}));
        }
        TRY(list_audit(session, {.actor = "Ann"}));
        TRY(list_audit(session, {.action = "report.updated"}));
        TRY(list_audit(session, {.resource = "report 1"}));
        return {};
    });
    const std::map<std::string, std::string> read_by{
        {"deliveries.list", "deliveries_by_workspace"},
        {"deliveries.list_in_state", "deliveries_by_state"},
        {"deliveries.list_of_channel", "deliveries_by_channel"},
        {"webhook_deliveries.list", "deliveries_by_channel"},
        {"webhook_deliveries.list_in_state", "deliveries_by_state"},
        {"webhook_deliveries.list_of_webhook", "deliveries_by_webhook"},
        {"webhook_deliveries.list_of_webhook_in_state", "deliveries_of_webhook_by_state"},
        {"audit.list_of_actor", "audit_by_actor"},
        {"audit.list_of_action", "audit_by_action"},
        {"audit.list_of_resource", "audit_by_resource"},
    };
    for (const auto& [name, index] : read_by) {
        const std::string& plan = observed().plans[name];
        EXPECT_THAT(plan, HasSubstr("INDEX " + index + " ")) << name;
        EXPECT_THAT(plan, Not(HasSubstr("TEMP B-TREE FOR ORDER BY"))) << name << ": it sorts";
    }
}

} // namespace
} // namespace presstime::store
