// The engine with servers and networks that misbehave, one script a case: what becomes of the try, and that
// it ends when it should.
#include "platform/http/client.hpp"
#include "platform/http/post_fault.hpp"
#include "platform/http/post_test_world.hpp"

#include <cerrno>
#include <sys/resource.h>

namespace presstime::http {
namespace {

class PostFaultTest : public PostWorld {
protected:
    static constexpr milliseconds kShort{300};

    void expect(const EngineOutcome& outcome, PostFailure failure, int status)
    {
        EXPECT_EQ(static_cast<int>(outcome.failure), static_cast<int>(failure));
        EXPECT_EQ(outcome.status, status);
        EXPECT_EQ(outcome.error.has_value(), failure != PostFailure::none);
        EXPECT_FALSE(outcome.local_fault);
    }
};

TEST_F(PostFaultTest, EndsAtTheDeadlineWhereverTheServerStalls)
{
    const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n";
    expect(post_to([](RawPeer& peer) { peer.hold(); }, kShort), PostFailure::timeout, 0);
    expect(post_to([](RawPeer& peer) { peer.read_request(), peer.hold(); }, kShort), PostFailure::timeout, 0);
    expect(answered("HTTP/1.1 200 OK\r\n", kShort), PostFailure::timeout, 0);
    expect(answered(head, kShort), PostFailure::timeout, 200);
    expect(post_to([&](RawPeer& peer) { peer.read_request(), peer.drip(head); }, kShort),
           PostFailure::timeout, 0);
    EngineOutcome drip = post_to(
        [&](RawPeer& peer) {
            peer.read_request();
            peer.send(head);
            peer.drip(std::string(500, 'd'));
        },
        kShort);
    expect(drip, PostFailure::timeout, 200);
    EXPECT_GE(drip.latency, kShort);
    EXPECT_LT(drip.latency, kShort + std::chrono::seconds(2));
    EXPECT_FALSE(drip.response.empty());
    EXPECT_EQ(drip.error->message, "127.0.0.1 did not answer in time");
}

TEST_F(PostFaultTest, EndsAtTheDeadlineWhenTheServerTakesNoMoreBytes)
{
    RawServer server([](RawPeer& peer) { peer.hold(); });
    EngineOutcome outcome = post(fmt::format("http://127.0.0.1:{}/", server.port()), milliseconds(1000),
                                 std::string(64 << 20, 'x'));
    expect(outcome, PostFailure::timeout, 0);
    EXPECT_TRUE(outcome.request_started);
    EXPECT_GT(outcome.bytes_sent, 0);
    EXPECT_LT(outcome.bytes_sent, 64 << 20);
    engine_.reset();
}

TEST_F(PostFaultTest, ReportsAConnectionLostBeforeTheAnswerWasWhole)
{
    const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
    for (std::string_view bytes : {"", "HTTP/1.1 2", "HTTP/1.1 200 OK\r\nContent-"}) {
        auto then = [&](bool reset) {
            return post_to([&](RawPeer& peer) {
                peer.read_request();
                peer.send(bytes);
                if (reset)
                    peer.reset();
            });
        };
        expect(then(false), PostFailure::reset, 0);
        expect(then(true), PostFailure::reset, 0);
    }
    expect(post_to([&](RawPeer& peer) { peer.read_request(), peer.send(head + "hell"); }), PostFailure::reset,
           200);
    EngineOutcome outcome = post_to([](RawPeer&) {});
    expect(outcome, PostFailure::reset, 0);
    EXPECT_FALSE(outcome.resent_on_fresh);
    EXPECT_EQ(outcome.error->message, "127.0.0.1 closed the connection before its answer was complete");
}

TEST_F(PostFaultTest, CallsAResetWhileConnectingByEitherName)
{
    EngineOutcome outcome = post_to([](RawPeer& peer) { peer.reset(); });
    EXPECT_TRUE(outcome.failure == PostFailure::reset || outcome.failure == PostFailure::connect);
    EXPECT_EQ(outcome.status, 0);
    EXPECT_FALSE(outcome.local_fault);
}

TEST_F(PostFaultTest, TakesEveryStatusAsAnAnswerAndFollowsNone)
{
    for (int status : {200, 201, 202, 204, 299, 300, 301, 302, 303, 304, 307, 308, 400,
                       401, 404, 410, 413, 422, 429, 500, 502, 503, 504, 599, 999}) {
        EngineOutcome outcome = answered(fmt::format(
            "HTTP/1.1 {} x\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n", status));
        expect(outcome, PostFailure::none, status);
    }
}

TEST_F(PostFaultTest, StopsReadingAtItsLimitsWithoutFailing)
{
    EngineOutcome large =
        answered("HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n" + std::string(300'000, 'x'));
    expect(large, PostFailure::none, 200);
    EXPECT_EQ(large.response, std::string(kResponseKeepLimit, 'x'));
    auto endless = [](RawPeer& peer) {
        peer.read_request();
        peer.send("HTTP/1.1 200 OK\r\n\r\n");
        while (peer.send(std::string(65'536, 'y'))) {
        }
    };
    expect(post_to(endless), PostFailure::none, 200);
    expect(answered("HTTP/1.1 200 OK\r\nX: " + std::string(1 << 20, 'x') + "\r\n\r\n"),
           PostFailure::bad_answer, 200);
    std::string fields;
    for (int i = 0; i < 100'000; ++i)
        fields += "A: b\r\n";
    expect(answered("HTTP/1.1 200 OK\r\n" + fields + "\r\n"), PostFailure::bad_answer, 200);
}

TEST_F(PostFaultTest, RefusesAnswersThatCannotBeRead)
{
    expect(answered("SSH-2.0-OpenSSH_9.2p1\r\n\r\n"), PostFailure::bad_answer, 0);
    expect(answered("HTTP/1.1 101 Switching Protocols\r\n\r\n"), PostFailure::bad_answer, 101);
    expect(answered("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n"),
           PostFailure::bad_answer, 200);
    std::string interim;
    for (int i = 0; i < 1000; ++i)
        interim += "HTTP/1.1 100 Continue\r\n\r\n";
    expect(answered(interim), PostFailure::bad_answer, 0);
    expect(answered("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
           PostFailure::none, 200);
    expect(post_to([](RawPeer& peer) { peer.read_request(), peer.send("HTTP/1.0 200 OK\r\n\r\nold"); }),
           PostFailure::none, 200);
    expect(answered(std::string("HTTP/1.1 200 OK\r\nX: a\0b\r\nContent-Length: 0\r\n\r\n", 46)),
           PostFailure::none, 200);
}

TEST_F(PostFaultTest, ReadsAnAnswerThatComesBeforeTheRequestIsTaken)
{
    RawServer server([](RawPeer& peer) {
        peer.send("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        peer.hold();
    });
    EngineOutcome outcome = post(fmt::format("http://127.0.0.1:{}/", server.port()), milliseconds(10'000),
                                 std::string(64 << 20, 'x'));
    expect(outcome, PostFailure::none, 413);
    EXPECT_LT(outcome.bytes_sent, 64 << 20);
}

TEST_F(PostFaultTest, SendsOnceMoreOnAFreshConnectionWhenAKeptOneWasClosed)
{
    for (bool reset : {false, true}) {
        std::atomic<int> requests{0};
        // Answers one request, then closes at the next without an answer.
        RawServer server([&](RawPeer& peer) {
            peer.read_request();
            ++requests;
            peer.ok();
            std::string second = peer.read_request();
            if (second.empty())
                return;
            ++requests;
            if (reset)
                peer.reset();
        });
        EXPECT_FALSE(post(server).resent_on_fresh);
        EngineOutcome second = post(server);
        expect(second, PostFailure::none, 200);
        EXPECT_TRUE(second.resent_on_fresh);
        EXPECT_EQ(server.connections(), 2);
        EXPECT_EQ(requests, 3);
        engine_.reset();
    }
}

TEST_F(PostFaultTest, DoesNotSendOnceMoreWhenAnAnswerHadBegunOrOnAFreshConnection)
{
    std::atomic<int> requests{0};
    RawServer server([&](RawPeer& peer) {
        peer.read_request();
        ++requests;
        peer.ok();
        if (peer.read_request().empty())
            return;
        ++requests;
        peer.send("HTTP/1.1 2");
    });
    post(server);
    EngineOutcome cut = post(server);
    expect(cut, PostFailure::reset, 0);
    EXPECT_FALSE(cut.resent_on_fresh);
    EXPECT_EQ(requests, 2);
    engine_.reset();
}

TEST_F(PostFaultTest, NoticesThatAKeptConnectionWasClosedBeforeUsingIt)
{
    RawServer server([&](RawPeer& peer) {
        peer.read_request();
        peer.ok();
    });
    for (int i = 0; i < 20; ++i) {
        EngineOutcome outcome = post(server);
        EXPECT_EQ(outcome.status, 200);
    }
}

TEST_F(PostFaultTest, TellsNothingOfAPortThatRefuses)
{
    std::uint16_t port = 0;
    {
        RawServer gone([](RawPeer&) {});
        port = gone.port();
    }
    EngineOutcome outcome = post(fmt::format("http://127.0.0.1:{}/", port));
    expect(outcome, PostFailure::connect, 0);
    EXPECT_FALSE(outcome.request_started);
    EXPECT_EQ(outcome.error->message, "could not connect to 127.0.0.1");
    EXPECT_NE(outcome.error->context.find("refused"), std::string::npos);
}

TEST_F(PostFaultTest, CountsALackOfDescriptorsAsOurOwnFault)
{
    RawServer server([](RawPeer& peer) { peer.hold(); });
    engine();
    rlimit before{};
    ::getrlimit(RLIMIT_NOFILE, &before);
    rlimit none{3, before.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &none);
    EngineOutcome outcome = post(server);
    ::setrlimit(RLIMIT_NOFILE, &before);
    EXPECT_EQ(outcome.failure, PostFailure::connect);
    EXPECT_TRUE(outcome.local_fault);
    EXPECT_FALSE(outcome.request_started);
}

TEST(PostFault, CallsAMissingRouteOurOwnFaultAndARefusalTheirs)
{
    auto error = [](int number) {
        return boost::system::error_code(number, boost::system::system_category());
    };
    for (int ours : {ENETUNREACH, ENETDOWN, EMFILE, ENFILE, ENOBUFS, EADDRNOTAVAIL})
        EXPECT_TRUE(is_local_fault(error(ours))) << ours;
    for (int theirs : {ECONNREFUSED, ECONNRESET, ETIMEDOUT, EHOSTUNREACH})
        EXPECT_FALSE(is_local_fault(error(theirs))) << theirs;
}

// A listener whose queue is full drops further handshakes, as a network does that swallows packets.
struct Blackhole {
    Blackhole()
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_ANY);
        socklen_t size = sizeof address;
        ::bind(listener, reinterpret_cast<sockaddr*>(&address), size);
        ::listen(listener, 0);
        ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
        port = ntohs(address.sin_port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        for (int& filler : fillers) {
            filler = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
            ::connect(filler, reinterpret_cast<sockaddr*>(&address), size);
        }
    }
    ~Blackhole()
    {
        for (int filler : fillers)
            ::close(filler);
        ::close(listener);
    }
    int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    int fillers[4] = {};
    std::uint16_t port = 0;
};

TEST_F(PostFaultTest, SaysTheSameOfANetworkThatSwallowsPackets)
{
    Blackhole hole;
    EngineOutcome outcome = post(fmt::format("http://127.0.0.1:{}/", hole.port), kShort);
    EXPECT_EQ(outcome.failure, PostFailure::connect);
    EXPECT_FALSE(outcome.request_started);
    EXPECT_EQ(outcome.error->message, "could not connect to 127.0.0.1");
}

TEST_F(PostFaultTest, EndsAtTheDeadlineWhenEveryAddressSwallows)
{
    Blackhole hole;
    policy_ = EgressPolicy::create("hooks.test", "allow").value();
    config_.resolve = [](const std::string&) {
        return std::vector{*parse_ip_address("127.0.0.1"), *parse_ip_address("127.0.0.2")};
    };
    EngineOutcome outcome = post(fmt::format("http://hooks.test:{}/", hole.port), kShort);
    EXPECT_EQ(outcome.failure, PostFailure::connect);
    EXPECT_GE(outcome.latency, kShort);
    EXPECT_LT(outcome.latency, kShort + std::chrono::seconds(2));
    EXPECT_FALSE(outcome.local_fault);
}

TEST_F(PostFaultTest, LetsAStallingEndpointHoldUpNoOther)
{
    RawServer stalling([](RawPeer& peer) { peer.hold(); });
    RawServer quick([](RawPeer& peer) {
        while (!peer.read_request().empty())
            peer.ok();
    });
    EngineRequest request{
        fmt::format("http://127.0.0.1:{}/", stalling.port()), "x", {}, milliseconds(60'000)};
    std::vector<std::future<EngineOutcome>> held;
    for (int i = 0; i < 100; ++i)
        held.push_back(start(request));
    for (int i = 0; i < 200; ++i) {
        EngineOutcome outcome = post(quick);
        EXPECT_EQ(outcome.status, 200);
        EXPECT_LT(outcome.latency, std::chrono::seconds(5));
    }
    EXPECT_EQ(engine().in_flight(), 100U);
    engine().stop();
    for (auto& answer : held)
        EXPECT_EQ(answer.get().failure, PostFailure::cancelled);
    engine_.reset();
}

} // namespace
} // namespace presstime::http
