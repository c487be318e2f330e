// The server over real sockets: what it answers, and how it stops.
#include "platform/http/server_test_world.hpp"

#include "base/poke.hpp"

#include <atomic>
#include <fstream>
#include <latch>
#include <thread>

#include <sys/stat.h>

namespace presstime::http {
namespace {

using namespace std::chrono_literals;

TEST_F(HttpServer, AnswersSeveralRequestsOnOneConnection)
{
    serve();
    Client client(port());
    client.send("GET /one HTTP/1.1\r\nHost: x\r\n\r\n");
    std::string first = client.read_answer();
    EXPECT_TRUE(first.starts_with("HTTP/1.1 200 OK\r\n")) << first;
    EXPECT_EQ(body_of(first), "GET /one");
    EXPECT_NE(first.find("\r\nDate: "), std::string::npos);
    client.send("POST /two HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
    EXPECT_EQ(body_of(client.read_answer()), "POST /two body=abc");
    client.send(kGetAndClose);
    EXPECT_NE(client.read_to_end().find("Connection: close"), std::string::npos);
}

TEST_F(HttpServer, AnswersPipelinedRequestsInOrder)
{
    serve();
    Client client(port());
    std::string requests;
    for (int i = 0; i < 50; ++i)
        requests += "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: x\r\n\r\n";
    client.send(requests);
    for (int i = 0; i < 50; ++i)
        EXPECT_EQ(body_of(client.read_answer()), "GET /" + std::to_string(i));
}

TEST_F(HttpServer, ReadsChunkedBodies)
{
    serve();
    EXPECT_EQ(
        body_of(exchange("POST /c HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n"
                         "\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")),
        "POST /c body=abcde");
}

TEST_F(HttpServer, DecodesPathAndQuery)
{
    serve();
    EXPECT_EQ(body_of(exchange(
                  "GET /a%20b/%C3%A9?q=x+y%26z&empty HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")),
              "GET /a b/\xC3\xA9 empty= q=x y&z");
}

TEST_F(HttpServer, AnswersHeadWithoutBody)
{
    serve();
    Client client(port());
    client.send("HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n");
    std::string answer = client.read_answer(true);
    EXPECT_NE(answer.find("Content-Length: 6\r\n"), std::string::npos) << answer;
    EXPECT_EQ(body_of(answer), "");
    client.send(kGet);
    EXPECT_EQ(body_of(client.read_answer()), "GET /a");
}

TEST_F(HttpServer, SendsContinueBeforeTheBody)
{
    serve();
    Client client(port());
    client.send("POST /p HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    EXPECT_EQ(client.read_answer(), "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("hi");
    EXPECT_EQ(body_of(client.read_answer()), "POST /p body=hi");
}

TEST_F(HttpServer, ServesManyConnectionsAtOnce)
{
    config_.handler_queue = 300;
    serve();
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 300; ++i)
        clients.push_back(std::make_unique<Client>(port()));
    for (auto& client : clients)
        client->send(kGet);
    for (auto& client : clients)
        EXPECT_EQ(body_of(client->read_answer()), "GET /a");
}

TEST_F(HttpServer, RefusesConnectionsOverTheLimitAndRecovers)
{
    config_.max_connections = 2;
    serve();
    {
        Client first(port());
        Client second(port());
        first.send(kGet);
        EXPECT_EQ(body_of(first.read_answer()), "GET /a");
        second.send(kGet);
        EXPECT_EQ(body_of(second.read_answer()), "GET /a");
        Client third(port());
        std::string answer = third.read_to_end();
        EXPECT_TRUE(answer.starts_with("HTTP/1.1 503 ")) << answer;
        EXPECT_NE(answer.find("Retry-After: 1"), std::string::npos);
    }
    std::string answer;
    for (int i = 0; i < 10'000 && !answer.starts_with("HTTP/1.1 200"); ++i)
        answer = exchange(kGetAndClose);
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200")) << answer;
}

TEST_F(HttpServer, AnswersBusyWhenTheQueueIsFull)
{
    config_.handler_threads = 1;
    config_.handler_queue = 1;
    std::latch entered(1);
    std::latch release(1);
    std::atomic<int> calls = 0;
    serve([&](const Request& request) {
        if (calls++ == 0)
            entered.count_down();
        release.wait();
        return echo(request);
    });
    Client running(port());
    running.send(kGet);
    entered.wait();
    // One of these waits in the queue, the other is refused; which one is up to the scheduler.
    Client second(port());
    Client third(port());
    second.send(kGet);
    third.send(kGet);
    std::string refused;
    pollfd ready[2] = {second.poll_entry(), third.poll_entry()};
    ASSERT_EQ(::poll(ready, 2, 10'000), 1);
    Client& turned_away = ready[0].revents ? second : third;
    Client& queued = ready[0].revents ? third : second;
    refused = turned_away.read_answer();
    EXPECT_TRUE(refused.starts_with("HTTP/1.1 503 Service Unavailable\r\n")) << refused;
    EXPECT_NE(refused.find("Retry-After: 1\r\n"), std::string::npos);
    release.count_down();
    EXPECT_EQ(body_of(running.read_answer()), "GET /a");
    EXPECT_EQ(body_of(queued.read_answer()), "GET /a");
    turned_away.send(kGet);
    EXPECT_EQ(body_of(turned_away.read_answer()), "GET /a");
}

TEST_F(HttpServer, TurnsAnExceptionIntoAProblem)
{
    serve([](const Request&) -> Response { throw std::runtime_error("secret detail"); });
    std::string answer = exchange(kGetAndClose);
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 500 ")) << answer;
    EXPECT_EQ(answer.find("secret detail"), std::string::npos);
}

TEST_F(HttpServer, RefusesToWriteAHeaderWithALineBreak)
{
    serve([](const Request&) {
        Response response;
        response.headers.emplace_back("X-Name", "a\r\nSet-Cookie: b");
        return response;
    });
    std::string answer = exchange(kGetAndClose);
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 500 ")) << answer;
    EXPECT_EQ(answer.find("Set-Cookie"), std::string::npos);
}

TEST_F(HttpServer, StreamsAFile)
{
    std::filesystem::path file = folder_ / "artifact.pdf";
    std::string bytes(1'000'003, '\0');
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<char>(i * 31 >> 3);
    std::ofstream(file, std::ios::binary) << bytes;
    serve([&](const Request&) {
        return Response{.content_type = "application/pdf", .headers = {{"ETag", "\"1\""}}, .file = file};
    });
    Client client(port());
    client.send(kGet);
    std::string answer = client.read_answer();
    EXPECT_NE(answer.find("Content-Type: application/pdf\r\n"), std::string::npos);
    EXPECT_NE(answer.find("ETag: \"1\"\r\n"), std::string::npos);
    EXPECT_TRUE(body_of(answer) == bytes);
    client.send("HEAD /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    EXPECT_NE(client.read_to_end().find("Content-Length: 1000003\r\n"), std::string::npos);
}

TEST_F(HttpServer, SaysThatAFileIsGone)
{
    serve([&](const Request&) { return Response{.file = folder_ / "gone"}; });
    EXPECT_TRUE(exchange(kGetAndClose).starts_with("HTTP/1.1 404 "));
}

TEST_F(HttpServer, MarksRequestsOverTheUnixSocketAsLocal)
{
    config_.unix_socket = folder_ / "socket";
    // A socket left over from a process that died.
    int stale = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    config_.unix_socket->native().copy(address.sun_path, sizeof address.sun_path - 1);
    ASSERT_EQ(::bind(stale, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    ::close(stale);
    serve();
    struct stat status{};
    ASSERT_EQ(::stat(config_.unix_socket->c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600u);
    Client local(config_.unix_socket->string());
    local.send(kGet);
    EXPECT_EQ(body_of(local.read_answer()), "GET /a local");
    EXPECT_EQ(body_of(exchange(kGetAndClose)), "GET /a");
    server_->stop();
    EXPECT_FALSE(std::filesystem::exists(*config_.unix_socket));
}

TEST_F(HttpServer, DoesNotReplaceAFileWithItsSocket)
{
    config_.unix_socket = folder_ / "notes.txt";
    std::ofstream(*config_.unix_socket) << "keep me";
    Server server(config_, echo);
    EXPECT_FALSE(server.start());
    EXPECT_EQ(std::filesystem::file_size(*config_.unix_socket), 7u);
}

TEST_F(HttpServer, NamesAnAddressThatIsTaken)
{
    serve();
    ServerConfig config;
    config.listen = server_->bound();
    Server second(config, echo);
    auto started = second.start();
    ASSERT_FALSE(started);
    EXPECT_NE(started.error().message.find("cannot listen on " + server_->bound()[0].text()),
              std::string::npos)
        << started.error().message;
}

TEST_F(HttpServer, FinishesRunningRequestsWhenStopped)
{
    std::latch entered(1);
    std::latch release(1);
    serve([&](const Request& request) {
        entered.count_down();
        release.wait();
        return echo(request);
    });
    std::uint16_t listening = port();
    Client idle(listening);
    Client running(listening);
    running.send(kGet);
    entered.wait();
    std::thread stopper([&] { server_->stop(); });
    EXPECT_TRUE(idle.closed_by_server());
    // Idle connections are closed after new ones stop being taken in.
    Client late(listening);
    late.send(kGet);
    EXPECT_EQ(late.read_to_end(), "");
    release.count_down();
    std::string answer = running.read_to_end();
    EXPECT_EQ(body_of(answer), "GET /a");
    EXPECT_NE(answer.find("Connection: close"), std::string::npos);
    stopper.join();
}

TEST_F(HttpServer, ClosesWhatDoesNotDrainInTime)
{
    config_.drain_timeout = 20ms;
    std::latch entered(1);
    Poke cut;
    serve([&](const Request& request) {
        entered.count_down();
        cut.wait_for(10s);
        return echo(request);
    });
    Client client(port());
    client.send(kGet);
    entered.wait();
    std::thread stopper([&] { server_->stop(); });
    EXPECT_TRUE(client.closed_by_server());
    cut.poke();
    stopper.join();
}

} // namespace
} // namespace presstime::http
