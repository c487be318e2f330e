// The engine with servers that behave.
#include "platform/http/post_test_world.hpp"

#include "base/guarded.hpp"

#include <latch>

namespace presstime::http {
namespace {

class PostEngineTest : public PostWorld {};

// Answers every request on the connection until the client goes.
void serve(RawPeer& peer)
{
    while (!peer.read_request().empty())
        peer.ok();
}

TEST_F(PostEngineTest, SendsHeadAndBodyAndReadsTheAnswer)
{
    Guarded<std::string> seen;
    RawServer server([&](RawPeer& peer) {
        auto request = peer.read_request();
        seen.with([&](std::string& text) { text = request; });
        peer.send("HTTP/1.1 202 Accepted\r\nContent-Length: 5\r\nRetry-After: 7\r\nretry-after: 9\r\n"
                  "Webhook-Delivery: disable\r\n\r\nhello");
        peer.hold();
    });
    EngineRequest request{fmt::format("http://127.0.0.1:{}/hook?a=b", server.port()),
                          std::string("{\0}", 3),
                          {{"Webhook-Id", "msg_1"}, {"X-Empty", ""}},
                          milliseconds(10'000)};
    EngineOutcome outcome = start(request).get();
    EXPECT_EQ(outcome.failure, PostFailure::none);
    EXPECT_FALSE(outcome.error);
    EXPECT_EQ(outcome.status, 202);
    EXPECT_EQ(outcome.response, "hello");
    EXPECT_EQ(outcome.retry_after, "7, 9");
    EXPECT_EQ(outcome.delivery_wish, "disable");
    EXPECT_EQ(outcome.peer, fmt::format("127.0.0.1:{}", server.port()));
    EXPECT_TRUE(outcome.request_started);
    EXPECT_GT(outcome.latency.count(), 0);
    EXPECT_GE(outcome.latency, outcome.times.first_byte);
    EXPECT_GE(outcome.times.first_byte, outcome.times.opened);
    EXPECT_GE(outcome.times.opened, outcome.times.connected);
    std::string text = seen.with([](std::string& value) { return value; });
    EXPECT_EQ(text, fmt::format("POST /hook?a=b HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nWebhook-Id: msg_1\r\n"
                                "X-Empty: \r\nUser-Agent: Presstime\r\nAccept-Encoding: identity\r\n"
                                "Content-Length: 3\r\n\r\n",
                                server.port()) +
                        std::string("{\0}", 3));
    EXPECT_EQ(outcome.bytes_sent, static_cast<std::int64_t>(text.size()));
}

TEST_F(PostEngineTest, KeepsAConnectionForTheNextRequest)
{
    RawServer server(serve);
    for (int i = 0; i < 5; ++i) {
        EngineOutcome outcome = post(server);
        EXPECT_EQ(outcome.status, 200);
        EXPECT_FALSE(outcome.resent_on_fresh);
        EXPECT_EQ(outcome.times.connected.count() > 0, i == 0);
    }
    EXPECT_EQ(server.connections(), 1);
    engine_.reset();
}

TEST_F(PostEngineTest, OpensNoConnectionForLongerThanTheIdleTimeout)
{
    std::latch closed(1);
    RawServer server([&](RawPeer& peer) {
        peer.read_request();
        peer.ok();
        peer.hold();
        closed.count_down();
    });
    config_.idle_timeout = std::chrono::seconds(1);
    post(server);
    closed.wait(); // while the engine goes on
    EXPECT_EQ(engine().in_flight(), 0U);
}

TEST_F(PostEngineTest, KeepsNoMoreConnectionsThanAllowed)
{
    std::latch together(8);
    RawServer server([&](RawPeer& peer) {
        peer.read_request();
        together.arrive_and_wait();
        peer.ok();
        while (!peer.read_request().empty())
            peer.ok();
    });
    config_.kept_per_endpoint = 3;
    std::vector<std::future<EngineOutcome>> answers;
    EngineRequest request{fmt::format("http://127.0.0.1:{}/", server.port()), "x", {}, milliseconds(10'000)};
    for (int i = 0; i < 8; ++i)
        answers.push_back(start(request));
    for (auto& answer : answers)
        EXPECT_EQ(answer.get().status, 200);
    EXPECT_EQ(server.connections(), 8);
    for (int i = 0; i < 6; ++i)
        EXPECT_EQ(post(server).status, 200);
    EXPECT_EQ(server.connections(), 8);
    engine_.reset();
}

TEST_F(PostEngineTest, SendsThousandsAtOnceAndCallsBackOncePerRequest)
{
    RawServer server(serve);
    config_.io_threads = 2;
    config_.max_in_flight = 64;
    constexpr int kRequests = 5000;
    std::atomic<int> answered{0};
    std::atomic<int> good{0};
    std::latch done(kRequests);
    std::atomic<int> left{kRequests};
    auto one = [&](auto& self) -> void {
        if (left.fetch_sub(1) <= 0)
            return;
        EngineRequest request{
            fmt::format("http://127.0.0.1:{}/", server.port()), "x", {}, milliseconds(20'000)};
        auto sent = engine().submit(std::move(request), [&](EngineOutcome outcome) {
            ++answered;
            good += outcome.status == 200 ? 1 : 0;
            self(self);
            done.count_down();
        });
        ASSERT_TRUE(sent) << sent.error().message;
    };
    for (int i = 0; i < 64; ++i)
        one(one);
    done.wait();
    EXPECT_EQ(answered, kRequests);
    EXPECT_EQ(good, kRequests);
    EXPECT_LE(server.connections(), 64);
    engine_.reset();
}

TEST_F(PostEngineTest, RefusesMoreThanItsBoundAndEverythingAfterStop)
{
    RawServer server([](RawPeer& peer) { peer.hold(); });
    config_.max_in_flight = 2;
    EngineRequest request{fmt::format("http://127.0.0.1:{}/", server.port()), "x", {}, milliseconds(60'000)};
    auto first = start(request);
    auto second = start(request);
    auto third = engine().submit(request, [](EngineOutcome) { ADD_FAILURE(); });
    ASSERT_FALSE(third);
    EXPECT_EQ(third.error().kind, ErrorKind::too_many);
    EXPECT_EQ(engine().in_flight(), 2U);
    engine().stop();
    EXPECT_EQ(first.get().failure, PostFailure::cancelled);
    EXPECT_EQ(second.get().failure, PostFailure::cancelled);
    EXPECT_EQ(engine().in_flight(), 0U);
    auto late = engine().submit(request, [](EngineOutcome) { ADD_FAILURE(); });
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().kind, ErrorKind::give_up);
}

TEST_F(PostEngineTest, TellsOnStopWhetherBytesMayHaveLeft)
{
    std::latch arrived(1);
    RawServer server([&](RawPeer& peer) {
        peer.read_request();
        arrived.count_down();
        peer.hold();
    });
    EngineRequest request{fmt::format("http://127.0.0.1:{}/", server.port()), "x", {}, milliseconds(60'000)};
    auto sent = start(request);
    arrived.wait();
    engine().stop();
    EngineOutcome outcome = sent.get();
    EXPECT_EQ(outcome.failure, PostFailure::cancelled);
    EXPECT_TRUE(outcome.request_started);
}

TEST_F(PostEngineTest, RefusesHeadersAndUrlsThatCannotBeSent)
{
    struct Case {
        std::string url;
        std::pair<std::string, std::string> header;
    };
    const std::string url = "http://127.0.0.1:9/";
    for (const Case& test : std::vector<Case>{{url, {"X-A", "b\r\nHost: c"}},
                                              {url, {"X-A", std::string("b\0c", 3)}},
                                              {url, {"X A", "b"}},
                                              {url, {"X-A\r\n", "b"}},
                                              {url, {"", "b"}},
                                              {url, {"Host", "b"}},
                                              {url, {"content-LENGTH", "7"}},
                                              {url, {"Transfer-Encoding", "chunked"}},
                                              {url, {"Connection", "close"}},
                                              {"ftp://127.0.0.1/", {"X-A", "b"}},
                                              {"http://u:p@127.0.0.1/", {"X-A", "b"}},
                                              {"http://127.0.0.1/\r\nX: y", {"X-A", "b"}},
                                              {"nonsense", {"X-A", "b"}}}) {
        EngineOutcome outcome = start({test.url, "x", {test.header}, milliseconds(5000)}).get();
        EXPECT_EQ(outcome.failure, PostFailure::bad_request) << test.url << test.header.first;
        EXPECT_FALSE(outcome.request_started);
        ASSERT_TRUE(outcome.error);
        EXPECT_EQ(outcome.error->kind, ErrorKind::invalid);
    }
}

} // namespace
} // namespace presstime::http
