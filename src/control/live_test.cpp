// The live stream's own thread among writers, pokes and watchers that come and go; what it tells whom is held
// against rights in src/api/stream_test.cpp.
#include "control/live.hpp"

#include "base/text.hpp"
#include "control/tokens.hpp"
#include "platform/db/test_database.hpp"
#include "store/event_store.hpp"
#include "store/store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>
#include <thread>

namespace presstime::control {
namespace {

using std::chrono::milliseconds;

class LiveTest : public testing::Test {
protected:
    void TearDown() override
    {
        live.stop();
        database->close();
    }
    void write_events(int how_many)
    {
        for (int n = 0; n < how_many; ++n) {
            Event event;
            event.type = "dashboard.updated";
            event.occurred_at = clock.now();
            event.resource_id = "dash_gone";
            event.data = "{}";
            ASSERT_TRUE(
                database->write([&](db::Session& session) { return store::insert_event(session, event); }));
            live.poke();
        }
    }
    static LiveWords words()
    {
        return {[](const LiveRun&) { return std::string(); },
                [](const store::DeliveryMark&) { return std::string(); },
                [](const Event&, const std::string& id) { return http::event_message("event", "{}", id); }};
    }
    // Takes what comes until `count` ids of events are there.
    static std::vector<std::int64_t> read_ids(http::EventStream& stream, Poke& woken, std::size_t count)
    {
        std::vector<std::int64_t> ids;
        while (ids.size() < count) {
            const std::string bytes = stream.take().bytes;
            for (std::string_view line : split(bytes, '\n'))
                if (line.starts_with("id: e"))
                    ids.push_back(parse_int(line.substr(5)).value_or(-1));
            if (ids.size() < count && !woken.wait_for(std::chrono::seconds(20)))
                break;
        }
        return ids;
    }

    ManualClock clock{*parse_rfc3339("2026-03-02T09:00:00Z")};
    db::TemporaryFolder folder;
    std::unique_ptr<db::Database> database = store::open(folder.path(), "", clock).value();
    std::unique_ptr<ObjectStore> objects = make_file_object_store(folder.path() / "objects");
    SecretBox secrets{KeyRing::load_or_create(folder.path() / "secret.key").value()};
    Environment environment{*database, *objects, clock, secrets, {}};
    Live live{environment, words(), {.idle = milliseconds(5), .rest = milliseconds(1)}};
};

TEST_F(LiveTest, TellsEachEventOnceAndInOrderWhoeverElseComesAndGoes)
{
    constexpr int kEvents = 300;
    Poke woken;
    const auto steady = live.watch(local_operator(), {}).value();
    steady->attach([&] { woken.poke(); });
    ASSERT_TRUE(live.run_once()) << "it begins before the first event";
    ASSERT_TRUE(live.start());
    std::thread writer([&] { write_events(kEvents); });
    std::thread visitor([&] {
        Principal caller = local_operator();
        for (int n = 0; n < 100; ++n) {
            caller.token_id = 1 + n % 5;
            const auto stream = live.watch(caller, n % 2 == 0 ? "e1" : "");
            if (stream)
                (*stream)->take();
            live.poke();
        }
    });
    const std::vector<std::int64_t> ids = read_ids(*steady, woken, kEvents);
    writer.join();
    visitor.join();
    steady->detach();
    ASSERT_EQ(ids.size(), static_cast<std::size_t>(kEvents));
    for (std::size_t n = 1; n < ids.size(); ++n)
        EXPECT_EQ(ids[n], ids[n - 1] + 1);
}

TEST_F(LiveTest, WhoIsFarBehindCatchesUpWithoutLosingOne)
{
    write_events(450);
    Poke woken;
    const auto stream = live.watch(local_operator(), "e7").value();
    stream->attach([&] { woken.poke(); });
    ASSERT_TRUE(live.start());
    const std::vector<std::int64_t> ids = read_ids(*stream, woken, 443);
    stream->detach();
    ASSERT_EQ(ids.size(), 443U);
    EXPECT_EQ(ids.front(), 8);
    EXPECT_EQ(ids.back(), 450);
    EXPECT_TRUE(std::ranges::is_sorted(ids));
}

TEST_F(LiveTest, StopsAtOnceAlsoWhileItRestsOrSleeps)
{
    Live sleepy{environment, words(), {.idle = std::chrono::hours(1), .rest = std::chrono::hours(1)}};
    const auto stream = sleepy.watch(local_operator(), {}).value();
    ASSERT_TRUE(sleepy.start());
    sleepy.stop();
    Live unwatched{environment, words(), {}};
    ASSERT_TRUE(unwatched.start());
    unwatched.stop();
    unwatched.stop();
}

} // namespace
} // namespace presstime::control
