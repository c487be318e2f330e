// Answers that go on, over real sockets: how they are framed, and the ways they end.
#include "platform/http/event_stream.hpp"
#include "platform/http/server_test_world.hpp"

#include "base/guarded.hpp"
#include "base/poke.hpp"

#include <thread>

namespace presstime::http {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kHello = "event: hello\ndata: {}\n\n";

TEST(EventStream, WritesAMessageAsTheStandardSays)
{
    EXPECT_EQ(event_message("run", R"({"id":1})", "e7"), "event: run\nid: e7\ndata: {\"id\":1}\n\n");
    EXPECT_EQ(event_message("hello", "{}"), kHello);
}

TEST(EventStream, SaysOnceWhyItEndsAfterWhatWaits)
{
    EventStream stream;
    EXPECT_TRUE(stream.send(kHello));
    stream.end("session_ended");
    stream.end("too_slow");
    EXPECT_FALSE(stream.send(kHello));
    const EventStream::Piece piece = stream.take();
    EXPECT_TRUE(piece.last);
    EXPECT_EQ(piece.bytes, std::string(kHello) + "event: bye\ndata: {\"reason\":\"session_ended\"}\n\n");
}

TEST(EventStream, DropsWhatWaitsWhenThereIsTooMuch)
{
    EventStream stream({.most_bytes = 40});
    EXPECT_TRUE(stream.send(kHello));
    EXPECT_FALSE(stream.send(kHello));
    EXPECT_TRUE(stream.ended());
    EXPECT_EQ(stream.take().bytes, "event: bye\ndata: {\"reason\":\"too_slow\"}\n\n");
}

// Every answer goes on; the test holds the other end as whoever sends does.
class EventStreams : public HttpServer {
protected:
    void serve_streams(EventStreamConfig config = {})
    {
        serve([this, config](const Request& request) {
            if (request.path == "/plain")
                return echo(request);
            Response response;
            response.content_type = "text/event-stream";
            response.stream =
                std::shared_ptr<EventStream>(new EventStream(config), [this](EventStream* made) {
                    delete made;
                    let_go_.poke();
                });
            last_.with([&](auto& last) { last = response.stream; });
            opened_.poke();
            return response;
        });
    }
    // The stream of the request just sent.
    std::shared_ptr<EventStream> opened()
    {
        EXPECT_TRUE(opened_.wait_for(10s));
        return last_.with([](auto& last) { return last.lock(); });
    }
    // True once the session has let go of its stream.
    bool let_go() { return let_go_.wait_for(10s); }
    // Until the stream refuses: the client does not read, and the kernel's buffers are full.
    static void flood(EventStream& stream)
    {
        while (stream.send(big())) {
        }
    }
    static const std::string& big()
    {
        static const std::string message = event_message("big", std::string(64 << 10, 'x'));
        return message;
    }

    Poke opened_;
    Poke let_go_;
    Guarded<std::weak_ptr<EventStream>> last_;
};

TEST_F(EventStreams, MessagesComeWhenTheyAreSent)
{
    serve_streams();
    Client client(port());
    client.send(kGet);
    const std::string head = client.read_until("\r\n\r\n");
    EXPECT_NE(head.find("Content-Type: text/event-stream\r\n"), std::string::npos) << head;
    EXPECT_NE(head.find("Transfer-Encoding: chunked\r\n"), std::string::npos) << head;
    EXPECT_EQ(head.find("Content-Length"), std::string::npos) << head;
    const auto stream = opened();
    ASSERT_TRUE(stream);
    for (int i = 0; i < 3; ++i) {
        stream->send(kHello);
        EXPECT_EQ(client.read_until("\n\n\r\n"), "17\r\n" + std::string(kHello) + "\r\n");
    }
    stream->end("done");
    const std::string rest = client.read_to_end();
    EXPECT_NE(rest.find(R"({"reason":"done"})"), std::string::npos) << rest;
    EXPECT_TRUE(rest.ends_with("\r\n0\r\n\r\n")) << rest;
}

TEST_F(EventStreams, AreNotChunkedForHttp10)
{
    serve_streams();
    Client client(port());
    client.send("GET /a HTTP/1.0\r\n\r\n");
    EXPECT_EQ(client.read_until("\r\n\r\n").find("Transfer-Encoding"), std::string::npos);
    const auto stream = opened();
    ASSERT_TRUE(stream);
    stream->send(kHello);
    stream->end("done");
    EXPECT_EQ(client.read_to_end(), std::string(kHello) + "event: bye\ndata: {\"reason\":\"done\"}\n\n");
}

TEST_F(EventStreams, HeadGetsTheHeadersAlone)
{
    serve_streams();
    Client client(port());
    client.send("HEAD /a HTTP/1.1\r\nHost: x\r\n\r\nGET /plain HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_NE(client.read_until("\r\n\r\n").find("text/event-stream"), std::string::npos);
    EXPECT_TRUE(client.read_answer().ends_with("GET /plain")) << "the connection goes on";
    EXPECT_TRUE(let_go());
}

TEST_F(EventStreams, AQuietOneCarriesCommentsToStayOpen)
{
    serve_streams({.heartbeat = 5ms});
    Client client(port());
    client.send(kGet);
    client.read_until("\r\n\r\n");
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(client.read_until("\r\n:\n\n\r\n"), "3\r\n:\n\n\r\n");
}

TEST_F(EventStreams, HoldNoHandlerThread)
{
    config_.handler_threads = 1;
    config_.handler_queue = 1;
    serve_streams();
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 20; ++i) {
        clients.push_back(std::make_unique<Client>(port()));
        clients.back()->send(kGet);
        EXPECT_NE(clients.back()->read_until("\r\n\r\n").find("200 OK"), std::string::npos);
    }
    EXPECT_NE(exchange("GET /plain HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").find("GET /plain"),
              std::string::npos);
}

TEST_F(EventStreams, AClientThatClosesIsNoticedAtOnce)
{
    serve_streams({.heartbeat = 24h});
    {
        Client client(port());
        client.send(kGet);
        client.read_until("\r\n\r\n");
        ASSERT_TRUE(opened());
    }
    EXPECT_TRUE(let_go());
}

TEST_F(EventStreams, AClientThatTalksInsteadOfListeningIsCut)
{
    serve_streams();
    Client client(port());
    client.send(kGet);
    client.read_until("\r\n\r\n");
    client.send(std::string(16 << 10, 'x'));
    EXPECT_TRUE(let_go());
}

TEST_F(EventStreams, ASlowReaderIsToldSo)
{
    serve_streams({.farewell = 24h});
    Client client(port());
    client.send(kGet);
    client.read_until("\r\n\r\n");
    const auto stream = opened();
    ASSERT_TRUE(stream);
    flood(*stream);
    EXPECT_TRUE(
        client.read_to_end().ends_with("event: bye\ndata: {\"reason\":\"too_slow\"}\n\n\r\n0\r\n\r\n"));
}

TEST_F(EventStreams, AReaderThatNeverReadsIsCut)
{
    config_.write_timeout = 24h;
    serve_streams({.farewell = 20ms});
    Client client(port());
    client.send(kGet);
    client.read_until("\r\n\r\n");
    flood(*opened());
    EXPECT_TRUE(let_go());
}

TEST_F(EventStreams, StoppingEndsThemAtOnce)
{
    config_.drain_timeout = 24h;
    serve_streams({.heartbeat = 24h, .farewell = 24h});
    Client client(port());
    client.send(kGet);
    client.read_until("\r\n\r\n");
    ASSERT_TRUE(opened());
    server_->stop();
    EXPECT_NE(client.read_to_end().find(R"({"reason":"server_stopping"})"), std::string::npos);
    EXPECT_TRUE(let_go());
}

TEST_F(EventStreams, StoppingDoesNotWaitForAReaderThatNeverReads)
{
    config_.drain_timeout = 24h;
    config_.write_timeout = 24h;
    serve_streams({.most_bytes = 64 << 20, .farewell = 20ms});
    Client client(port());
    client.send(kGet);
    client.read_until("\r\n\r\n");
    const auto stream = opened();
    ASSERT_TRUE(stream);
    for (int n = 0; n < 400; ++n) // more than the kernel's buffers hold
        ASSERT_TRUE(stream->send(big()));
    server_->stop();
    EXPECT_TRUE(stream->ended());
}

TEST_F(EventStreams, ManySendersAndLeaversAtOnceHarmNothing)
{
    serve_streams();
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([this] {
            for (int n = 0; n < 20; ++n) {
                Client client(port());
                client.send(kGet);
                client.read_until("\r\n\r\n");
                if (const auto stream = last_.with([](auto& last) { return last.lock(); }))
                    for (int message = 0; message < 50; ++message)
                        stream->send(kHello);
            }
        });
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_NE(exchange("GET /plain HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").find("200 OK"),
              std::string::npos);
}

} // namespace
} // namespace presstime::http
