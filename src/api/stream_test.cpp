// What the live stream tells whom: looks are made by hand, and what waits in a stream is read as its client
// would.
#include "api/access_world.hpp"
#include "api/people_world.hpp"
#include "api/stream_reader.hpp"
#include "store/run_store.hpp"

#include <gmock/gmock.h>

namespace presstime::api {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class StreamApi : public testing::Test {
protected:
    Reader open(const Person& who) { return Reader(world.as(who, "GET", "/v1/stream")); }
    Reader open(std::map<std::string, std::string> headers = {})
    {
        return Reader(world.send("GET", "/v1/stream", "", std::move(headers)));
    }
    void look()
    {
        const auto pass = world.live.run_once();
        ASSERT_TRUE(pass) << pass.error().message << pass.error().context;
    }
    std::int64_t run_report()
    {
        return world.post(fmt::format("/v1/reports/{}/run", world.report_id)).number("id");
    }
    void claim(std::int64_t run_id)
    {
        world.write([&](db::Session& session) -> Result<> {
            const Instant now = world.clock.now();
            const auto claimed =
                TRY(store::claim_runs(session, "worker", 10, now, now + std::chrono::minutes(1)));
            EXPECT_TRUE(
                std::ranges::any_of(claimed, [&](const presstime::Run& run) { return run.id == run_id; }));
            return {};
        });
    }
    void fail_run(std::int64_t run_id)
    {
        world.write([&](db::Session& session) -> Result<> {
            TRY(store::fail_run(session, {run_id, 1, "worker"}, "the source is gone", world.clock.now()));
            return {};
        });
    }

    AccessWorld world;
};

TEST_F(StreamApi, IsAnAnswerThatGoesOn)
{
    const Answer answer = world.get("/v1/stream");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.response.content_type, "text/event-stream");
    EXPECT_EQ(answer.header("Cache-Control"), "no-store");
    ASSERT_TRUE(answer.response.stream);
    EXPECT_EQ(answer.response.stream->take().bytes, "retry: 2000\n\n");
}

TEST_F(StreamApi, TellsARunFromItsQueueToItsEnd)
{
    const Reader reader = open();
    look();
    reader.take();
    claim(world.run_id);
    look();
    std::vector<Message> messages = reader.take();
    ASSERT_EQ(messages.size(), 2U);
    EXPECT_EQ(messages[0].event, "run");
    EXPECT_EQ(messages[0].number("id"), world.run_id);
    EXPECT_EQ(messages[0].text("status"), "running");
    EXPECT_EQ(messages[0].text("report_name"), "Weekly usage summary");
    EXPECT_EQ(messages[0].data.at("progress").at("label").as_string(), "Starting");
    EXPECT_EQ(messages[1].event, "event");
    EXPECT_EQ(messages[1].text("type"), "report.run.started");
    EXPECT_THAT(messages[1].id, testing::StartsWith("e"));
    look();
    EXPECT_THAT(reader.take(), IsEmpty()) << "nothing has changed";
    fail_run(world.run_id);
    look();
    messages = reader.take();
    ASSERT_EQ(messages.size(), 2U);
    EXPECT_EQ(messages[0].text("status"), "failed");
    EXPECT_EQ(messages[0].text("error"), "the source is gone");
    EXPECT_FALSE(messages[0].data.as_object().contains("progress"));
}

TEST_F(StreamApi, TellsOfARunThatBeganAndEndedBetweenTwoLooks)
{
    claim(world.run_id);
    fail_run(world.run_id);
    const Reader reader = open();
    look();
    reader.take();
    const std::int64_t run_id = run_report();
    claim(run_id);
    fail_run(run_id);
    look();
    EXPECT_THAT(reader.told("run"), ElementsAre("failed"));
}

TEST_F(StreamApi, WhoComesLaterIsToldWhatIsUnderWay)
{
    const Reader early = open();
    look();
    claim(world.run_id);
    look();
    early.take();
    const Reader late = open();
    look();
    EXPECT_THAT(late.told("run"), ElementsAre("running"));
    EXPECT_THAT(early.take(), IsEmpty());
}

TEST_F(StreamApi, TellsOfEachStateOfADelivery)
{
    claim(world.run_id);
    world.write([&](db::Session& session) -> Result<> {
        TRY(store::hand_run_to_delivery(session, {world.run_id, 1, "worker"}, {}));
        return {};
    });
    const Reader reader = open();
    look();
    reader.take();
    const Instant now = world.clock.now();
    Delivery claimed;
    world.write([&](db::Session& session) -> Result<> {
        claimed =
            TRY(store::claim_deliveries(session, "courier", "email", 1, now, now + std::chrono::minutes(1)))
                .at(0);
        return {};
    });
    look();
    std::vector<Message> messages = reader.take();
    ASSERT_FALSE(messages.empty());
    EXPECT_EQ(messages[0].event, "delivery");
    EXPECT_EQ(messages[0].text("status"), "sending");
    EXPECT_EQ(messages[0].text("recipient"), "cto@example.com");
    EXPECT_EQ(messages[0].number("run_id"), world.run_id);
    world.write([&](db::Session& session) -> Result<> {
        TRY(store::settle_delivery(session, store::fence_of(claimed), {.state = DeliveryState::accepted},
                                   now));
        TRY(store::insert_attempt(session, {.delivery_id = claimed.id, .started_at = now}));
        TRY(store::finish_delivered_run(session, world.run_id, RunStatus::success, "", now));
        return {};
    });
    look();
    messages = reader.take();
    ASSERT_GE(messages.size(), 2U);
    EXPECT_EQ(messages[0].text("status"), "accepted") << "also with the run's end in the same moment";
    EXPECT_EQ(messages[1].text("status"), "success");
    EXPECT_EQ(messages[1].text("delivery_status"), "delivered");
}

TEST_F(StreamApi, ACancelledDeliveryIsToldToo)
{
    claim(world.run_id);
    world.write([&](db::Session& session) -> Result<> {
        TRY(store::hand_run_to_delivery(session, {world.run_id, 1, "worker"}, {}));
        return {};
    });
    const Reader reader = open();
    look();
    reader.take();
    ASSERT_EQ(world.post(fmt::format("/v1/runs/{}/cancel", world.run_id)).status, 200);
    look();
    EXPECT_THAT(reader.told("delivery"), ElementsAre("cancelled"));
}

TEST_F(StreamApi, NobodyIsToldWhatTheyMayNotRead)
{
    const Person outsider = world.person("outsider", Role::viewer);
    const Person insider = world.person("insider", Role::viewer);
    world.restrict_sales(fmt::format(R"([{{"user":{},"level":"read"}}])", insider.id));
    const Reader outside = open(outsider);
    const Reader inside = open(insider);
    look();
    inside.take();
    outside.take();
    claim(world.run_id);
    look();
    fail_run(world.run_id);
    look();
    EXPECT_THAT(inside.told("run"), ElementsAre("running", "failed"));
    EXPECT_THAT(outside.take(), IsEmpty());
}

TEST_F(StreamApi, ARightTakenAwayHoldsFromTheNextLookOn)
{
    const Person viewer = world.person("viewer", Role::viewer);
    const Reader reader = open(viewer);
    look();
    claim(world.run_id);
    look();
    EXPECT_THAT(reader.told("run"), Contains("running"));
    world.restrict_sales(R"([{"role":"admin","level":"read"}])");
    fail_run(world.run_id);
    look();
    EXPECT_THAT(reader.told("run"), IsEmpty());
}

TEST_F(StreamApi, EndsWhenTheKeyIsRevoked)
{
    const Answer made = world.post("/v1/tokens", R"({"name":"watcher","scope":"read"})");
    const Reader reader = open({{"authorization", "Bearer " + made.text("token")}});
    look();
    EXPECT_FALSE(reader.stream->ended());
    ASSERT_EQ(world.send("DELETE", fmt::format("/v1/tokens/{}", made.number("id"))).status, 204);
    look();
    EXPECT_TRUE(reader.stream->ended());
    EXPECT_THAT(reader.told("bye"), ElementsAre("session_ended"));
}

TEST_F(StreamApi, EndsWhenTheUserIsDisabled)
{
    const Person viewer = world.person("viewer", Role::viewer);
    const Reader reader = open(viewer);
    look();
    EXPECT_FALSE(reader.stream->ended());
    ASSERT_EQ(world.patch(fmt::format("/v1/users/{}", viewer.id), R"({"enabled":false})").status, 200);
    look();
    EXPECT_THAT(reader.told("bye"), ElementsAre("session_ended"));
}

TEST_F(StreamApi, GoesOnBehindTheLastEventThatWasRead)
{
    std::vector<Message> seen;
    {
        const Reader reader = open();
        look();
        reader.take();
        claim(world.run_id);
        look();
        for (Message& message : reader.take())
            if (message.event == "event")
                seen.push_back(std::move(message));
    }
    ASSERT_EQ(seen.size(), 1U);
    fail_run(world.run_id);
    for (int i = 0; i < 250; ++i)
        ASSERT_EQ(world.patch("/v1/dashboards/dash_open", fmt::format(R"({{"description":"{}"}})", i)).status,
                  200);
    const Reader back = open({{"last-event-id", seen[0].id}});
    std::vector<std::string> types;
    for (bool more = true; more;) {
        const auto pass = world.live.run_once();
        ASSERT_TRUE(pass);
        more = pass->more;
        for (const std::string& type : back.told("event"))
            types.push_back(type);
    }
    ASSERT_EQ(types.size(), 251U);
    EXPECT_EQ(types.front(), "report.run");
    EXPECT_EQ(types.back(), "dashboard.updated");
    look();
    EXPECT_THAT(back.take(), IsEmpty()) << "each once";
}

TEST_F(StreamApi, ALastEventIdThatIsNoneOfOursBeginsWithThePresent)
{
    const Reader reader = open({{"last-event-id", "somewhere else"}});
    look();
    EXPECT_THAT(reader.told("event"), IsEmpty());
    claim(world.run_id);
    look();
    EXPECT_THAT(reader.told("event"), ElementsAre("report.run.started"));
}

TEST_F(StreamApi, OneKeyHasEightStreamsAtMostAndGetsTheirRoomBack)
{
    const Person viewer = world.person("viewer", Role::viewer);
    std::vector<Reader> readers;
    for (int i = 0; i < 8; ++i)
        readers.push_back(open(viewer));
    const Answer ninth = world.as(viewer, "GET", "/v1/stream");
    EXPECT_EQ(ninth.status, 429);
    EXPECT_THAT(std::string(ninth.body.at("detail").as_string()), HasSubstr("8 streams"));
    EXPECT_EQ(world.get("/v1/stream").status, 200) << "another key has its own";
    readers.pop_back();
    EXPECT_EQ(open(viewer).status, 200);
}

TEST_F(StreamApi, OnePersonLeavesStreamsForOthersHoweverOftenTheyLogIn)
{
    Person viewer = world.person("viewer", Role::viewer);
    std::vector<Reader> readers;
    for (int key = 0; key < 8; ++key) {
        for (int i = 0; i < 8; ++i)
            readers.push_back(open(viewer));
        viewer = world.another_key_of(viewer, fmt::format("key {}", key));
    }
    EXPECT_EQ(readers.back().status, 200);
    const Answer one_more = world.as(viewer, "GET", "/v1/stream");
    EXPECT_EQ(one_more.status, 429);
    EXPECT_THAT(std::string(one_more.body.at("detail").as_string()), HasSubstr("in all your sessions"));
    EXPECT_EQ(world.get("/v1/stream").status, 200);
}

TEST_F(StreamApi, TheServerHas256StreamsAtMost)
{
    std::vector<Reader> readers;
    for (int person = 0; person < 32; ++person) {
        const Person viewer = world.person(fmt::format("viewer{}", person), Role::viewer);
        for (int i = 0; i < 8; ++i)
            readers.push_back(open(viewer));
    }
    EXPECT_EQ(readers.back().status, 200);
    EXPECT_EQ(world.get("/v1/stream").status, 429);
    readers.clear();
    EXPECT_EQ(world.get("/v1/stream").status, 200);
}

TEST_F(StreamApi, NothingIsLookedAtWhileNobodyWatches)
{
    const auto pass = world.live.run_once();
    ASSERT_TRUE(pass);
    EXPECT_EQ(pass->watchers, 0U);
}

TEST_F(StreamApi, ItsThreadTellsWithoutBeingAsked)
{
    ASSERT_TRUE(world.live.start());
    const Reader reader = open();
    Poke told;
    reader.stream->attach([&] { told.poke(); });
    std::vector<std::string> runs;
    claim(world.run_id);
    world.live.poke();
    while (runs.empty() && told.wait_for(std::chrono::seconds(10)))
        runs = reader.told("run");
    EXPECT_THAT(runs, Contains("running"));
    world.live.stop();
    reader.stream->detach();
}

// A browser's EventSource sends its cookie and nothing of its own.
TEST(StreamOfABrowser, OpensByCookieAndEndsWithTheLogOut)
{
    PeopleWorld world;
    world.add_owner();
    const Browser browser = world.log_in("owner@example.com");
    auto headers = browser.reading();
    headers["accept"] = "text/event-stream";
    const Reader reader(world.send("GET", "/v1/stream", "", headers));
    ASSERT_EQ(reader.status, 200);
    ASSERT_TRUE(world.live.run_once());
    EXPECT_FALSE(reader.stream->ended());
    ASSERT_EQ(world.send("DELETE", "/v1/session", "", browser.changing()).status, 204);
    ASSERT_TRUE(world.live.run_once());
    EXPECT_THAT(reader.told("bye"), ElementsAre("session_ended"));
}

TEST(StreamOfABrowser, EndsWhenItsSessionHasIdledAway)
{
    PeopleWorld world;
    world.add_owner();
    const Browser browser = world.log_in("owner@example.com");
    const Reader reader(world.send("GET", "/v1/stream", "", browser.reading()));
    world.clock.advance(std::chrono::hours(13));
    ASSERT_TRUE(world.live.run_once());
    EXPECT_THAT(reader.told("bye"), ElementsAre("session_ended"));
}

} // namespace
} // namespace presstime::api
