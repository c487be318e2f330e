#include "run/courier.hpp"

#include "run/run_end.hpp"
#include "run/test_world.hpp"
#include "store/delivery_store.hpp"
#include "store/user_store.hpp"

#include <sstream>

using namespace presstime;
using namespace presstime::run;

namespace {

// A run that has been drawn and waits for its deliveries.
class CourierTest : public ::testing::Test {
protected:
    CourierTest()
    {
        std::filesystem::create_directories(world.folder / "outbox");
        report = world.add(World::daily_report(), "2026-03-03T09:00:00Z");
        world.write([&](db::Session& session) -> Result<> {
            store::NewRun row;
            row.run.uuid = make_uuid(world.clock.now());
            row.run.workspace_id = 1;
            row.run.report_id = report.id;
            row.run.nominal_at = world.clock.now();
            row.run.nominal_local = "2026-03-02T08:59:00+00:00[UTC]";
            row.run.queued_at = row.run.not_before = world.clock.now();
            TRY(store::insert_run(session, row));
            run_id = row.run.id;
            const auto claimed = TRY(store::claim_runs(session, "w", 1, world.clock.now(),
                                                       world.clock.now() + std::chrono::seconds(30)));
            TRY(store::hand_run_to_delivery(session, {run_id, claimed.at(0).attempt, "w"}, {.rows = 3}));
            return {};
        });
        EXPECT_TRUE(
            put_object(*world.objects, "runs/1/mail.eml", "Subject: hello\r\n\r\nbody\r\n").has_value());
    }

    std::int64_t add_delivery(const std::string& recipient)
    {
        Delivery delivery;
        delivery.workspace_id = 1;
        delivery.run_id = run_id;
        delivery.report_id = report.id;
        delivery.channel = "email";
        delivery.recipient = recipient;
        delivery.message_id = "m." + recipient;
        delivery.payload_key = "runs/1/mail.eml";
        delivery.max_attempts = 2;
        delivery.next_attempt_at = delivery.created_at = world.clock.now();
        world.write([&](db::Session& session) -> Result<> {
            TRY(store::insert_delivery(session, delivery));
            return {};
        });
        return delivery.id;
    }

    std::unique_ptr<Courier> make_courier(const std::string& outbox)
    {
        const Result<const ChannelPlugin*> plugin = find_channel_plugin("outbox", "channel");
        auto channel = (*plugin)->create({{"folder", (world.folder / outbox).string()}});
        EXPECT_TRUE(channel.has_value()) << channel.error().message;
        std::vector<CourierLane> lanes;
        lanes.push_back({.channel = "email", .sender = std::move(*channel)});
        return std::make_unique<Courier>(
            *world.database, *world.objects, secrets, world.clock,
            NoticeWriter(*world.database, *world.objects, "reports@example.com", ""), std::move(lanes),
            CourierConfig{.worker_id = "c"});
    }

    Delivery delivery(std::int64_t id)
    {
        Delivery loaded;
        EXPECT_TRUE(world.database
                        ->read([&](db::Session& session) -> Result<> {
                            loaded = TRY(store::get_delivery(session, id));
                            return {};
                        })
                        .has_value());
        return loaded;
    }

    presstime::Run the_run() { return world.runs_of(report).at(0); }

    int mails(const std::string& outbox = "outbox")
    {
        int count = 0;
        for (const auto& entry : std::filesystem::directory_iterator(world.folder / outbox))
            count += entry.path().extension() == ".eml" ? 1 : 0;
        return count;
    }

    World world;
    SecretBox secrets{KeyRing::load_or_create(world.folder / "secret.key").value()};
    Report report;
    std::int64_t run_id = 0;
};

} // namespace

TEST_F(CourierTest, ARunEndsWithItsLastFirstTry)
{
    add_delivery("a@example.com");
    const std::int64_t second = add_delivery("b@example.com");
    auto courier = make_courier("outbox");
    ASSERT_EQ(courier->run_once().value_or(-1), 2);
    EXPECT_EQ(delivery(second).state, DeliveryState::accepted);
    EXPECT_EQ(the_run().status, RunStatus::success);
    EXPECT_EQ(mails(), 2);
    EXPECT_EQ(courier->run_once().value_or(-1), 0) << "an accepted delivery must not be sent again";
}

TEST_F(CourierTest, WhatASenderDiedBeforeSendingIsSentOnce)
{
    const std::int64_t id = add_delivery("a@example.com");
    world.write([&](db::Session& session) -> Result<> {
        TRY(store::claim_deliveries(session, "dead", "email", 1, world.clock.now(),
                                    world.clock.now() + std::chrono::seconds(30)));
        return {};
    });
    auto courier = make_courier("outbox");
    EXPECT_EQ(courier->run_once().value_or(-1), 0) << "the dead sender's lease still holds";
    world.clock.advance(std::chrono::seconds(31));
    EXPECT_EQ(courier->run_once().value_or(-1), 1);
    EXPECT_EQ(delivery(id).state, DeliveryState::accepted);
    EXPECT_EQ(delivery(id).attempt, 1) << "a try that sent nothing does not count";
    EXPECT_EQ(mails(), 1);
}

TEST_F(CourierTest, WhatMayHaveBeenSentIsUnknownAndHeldWhenTheReportSaysSo)
{
    Report held = world.reload(report);
    held.on_unknown = UnknownOutcome::hold;
    world.write([&](db::Session& session) { return store::update_report(session, held, world.clock.now()); });
    const std::int64_t id = add_delivery("a@example.com");
    world.write([&](db::Session& session) -> Result<> {
        const auto claimed = TRY(store::claim_deliveries(session, "dead", "email", 1, world.clock.now(),
                                                         world.clock.now() + std::chrono::seconds(30)));
        TRY(store::mark_payload_sent(session, {id, claimed.at(0).attempt, "dead"}, world.clock.now()));
        return {};
    });
    world.clock.advance(std::chrono::seconds(31));
    auto courier = make_courier("outbox");
    EXPECT_EQ(courier->run_once().value_or(-1), 1) << "only the notice to the owner is sent";
    EXPECT_EQ(delivery(id).state, DeliveryState::unknown);
    EXPECT_EQ(the_run().status, RunStatus::failed);
    EXPECT_EQ(mails(), 1);
}

TEST_F(CourierTest, WhatIsPastItsRetentionEndsItsDeliveryWithThatReason)
{
    const std::int64_t id = add_delivery("a@example.com");
    const std::string key = delivery(id).payload_key;
    ASSERT_FALSE(key.empty());
    const Result<> removed = world.objects->remove(key);
    ASSERT_TRUE(removed.has_value());
    auto courier = make_courier("outbox");
    EXPECT_EQ(courier->run_once().value_or(-1), 1);
    EXPECT_EQ(delivery(id).state, DeliveryState::rejected);
    EXPECT_NE(delivery(id).reason.find("retention"), std::string::npos) << delivery(id).reason;
}

TEST_F(CourierTest, TheOwnerIsToldOnceAfterTheLastTry)
{
    add_delivery("a@example.com");
    auto broken = make_courier("nowhere");
    std::filesystem::remove_all(world.folder / "nowhere");
    std::ofstream(world.folder / "nowhere") << "a file where a folder should be";
    EXPECT_EQ(broken->run_once().value_or(-1), 1);
    EXPECT_EQ(the_run().status, RunStatus::failed) << "no recipient was reached at the first try";
    auto courier = make_courier("outbox");
    EXPECT_EQ(courier->run_once().value_or(-1), 0) << "one try is left: nobody is told yet";
    world.clock.advance(std::chrono::minutes(2));
    EXPECT_EQ(broken->run_once().value_or(-1), 1);
    EXPECT_EQ(courier->run_once().value_or(-1), 1) << "now the notice goes out";
    EXPECT_EQ(courier->run_once().value_or(-1), 0);
    EXPECT_EQ(mails(), 1);
    for (const auto& entry : std::filesystem::directory_iterator(world.folder / "outbox")) {
        std::ifstream file(entry.path());
        std::stringstream text;
        text << file.rdbuf();
        EXPECT_NE(text.str().find("owner@example.com"), std::string::npos);
        EXPECT_NE(text.str().find("Report failed: Daily sales"), std::string::npos) << text.str();
    }
}

TEST_F(CourierTest, AdminsAreToldToo)
{
    world.write([&](db::Session& session) -> Result<> {
        const std::vector<std::pair<std::string, Role>> people{{"Owner@Example.com", Role::owner},
                                                               {"admin@example.com", Role::admin},
                                                               {"editor@example.com", Role::editor}};
        for (const auto& [email, role] : people) {
            User user{.email = email, .name = email, .role = role};
            TRY(store::insert_user(session, user, world.clock.now()));
            TRY(store::set_password_hash(session, user.id, "hash"));
        }
        User invited{.email = "invited@example.com", .name = "Invited", .role = Role::admin};
        return store::insert_user(session, invited, world.clock.now());
    });
    world.write([&](db::Session& session) -> Result<> {
        TRY(tell_owner(session, the_run(), world.clock.now()));
        return tell_owner(session, the_run(), world.clock.now());
    });
    std::vector<std::string> told;
    world.write([&](db::Session& session) -> Result<> {
        for (const Delivery& notice : TRY(store::list_run_deliveries(session, run_id)))
            told.push_back(notice.recipient);
        return {};
    });
    EXPECT_EQ(told, (std::vector<std::string>{"owner@example.com", "admin@example.com"}))
        << "each address once, and nobody who could not act";
    EXPECT_EQ(make_courier("outbox")->run_once().value_or(-1), 2);
    EXPECT_EQ(mails(), 2);
}

TEST_F(CourierTest, AMailOfAnAccountNeedsNoRun)
{
    ASSERT_TRUE(put_object(*world.objects, "accounts/x.eml", "Subject: link\r\n\r\nbody\r\n").has_value());
    Delivery letter;
    letter.workspace_id = 1;
    letter.purpose = DeliveryPurpose::account;
    letter.channel = "email";
    letter.recipient = "ann@example.com";
    letter.message_id = "x@example.com";
    letter.payload_key = "accounts/x.eml";
    letter.max_attempts = 2;
    letter.created_at = world.clock.now();
    world.write([&](db::Session& session) -> Result<> {
        TRY(store::insert_delivery(session, letter));
        const auto claimed = TRY(store::claim_deliveries(session, "dead", "email", 1, world.clock.now(),
                                                         world.clock.now() + std::chrono::seconds(30)));
        TRY(store::mark_payload_sent(session, {letter.id, claimed.at(0).attempt, "dead"}, world.clock.now()));
        return {};
    });
    auto courier = make_courier("outbox");
    world.clock.advance(std::chrono::seconds(31));
    EXPECT_EQ(courier->run_once().value_or(-1), 0);
    EXPECT_EQ(delivery(letter.id).state, DeliveryState::unknown) << "it may have been sent: not twice";
    letter.message_id = "y@example.com";
    world.write([&](db::Session& session) -> Result<> {
        TRY(store::insert_delivery(session, letter));
        return {};
    });
    EXPECT_EQ(courier->run_once().value_or(-1), 1);
    EXPECT_EQ(delivery(letter.id).state, DeliveryState::accepted);
}
