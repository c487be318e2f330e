// What the server refuses and what it cuts off: limits, malformed requests, slow clients.
#include "platform/http/server_test_world.hpp"

#include <fstream>
#include <latch>

namespace presstime::http {
namespace {

using namespace std::chrono_literals;

TEST_F(HttpServer, RefusesABodyOverTheLimitAndCloses)
{
    config_.body_limit = 1000;
    serve();
    std::string answer = exchange("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n" +
                                  std::string(3'000'000, 'x'));
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 413 Content Too Large\r\n")) << answer.substr(0, 200);
    EXPECT_NE(answer.find("Content-Type: application/problem+json\r\n"), std::string::npos);
    EXPECT_NE(answer.find("Connection: close\r\n"), std::string::npos);
    std::string detail = R"j("the request body is over the limit of 1000 B (setting request_body_limit)")j";
    EXPECT_EQ(body_of(answer), R"({"type":"about:blank","title":"Content Too Large","status":413,"detail":)" +
                                   detail + ",\"error\":" + detail + "}");
}

TEST_F(HttpServer, RefusesAChunkedBodyOverTheLimit)
{
    config_.body_limit = 1000;
    serve();
    std::string chunk = "400\r\n" + std::string(1024, 'x') + "\r\n";
    EXPECT_TRUE(
        exchange("POST /p HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + "0\r\n\r\n")
            .starts_with("HTTP/1.1 413 "));
}

TEST_F(HttpServer, RefusesAnExpectedBodyOverTheLimitBeforeItIsSent)
{
    serve();
    EXPECT_TRUE(
        exchange("POST /p HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n")
            .starts_with("HTTP/1.1 413 "));
}

TEST_F(HttpServer, RefusesHeadersOverTheLimit)
{
    serve();
    EXPECT_TRUE(exchange("GET / HTTP/1.1\r\nHost: x\r\nX-Big: " + std::string(20'000, 'x') + "\r\n\r\n")
                    .starts_with("HTTP/1.1 431 "));
    EXPECT_TRUE(exchange("GET /" + std::string(20'000, 'x')).starts_with("HTTP/1.1 431 "));
}

class MalformedRequest : public HttpServer, public testing::WithParamInterface<std::string_view> {};

TEST_P(MalformedRequest, GetsAProblemAndTheServerGoesOn)
{
    serve();
    std::string answer = exchange(GetParam());
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 4") || answer.starts_with("HTTP/1.1 501")) << answer;
    EXPECT_NE(answer.find("application/problem+json"), std::string::npos);
    EXPECT_NE(answer.find("Connection: close"), std::string::npos);
    EXPECT_EQ(body_of(exchange(kGetAndClose)), "GET /a");
}

INSTANTIATE_TEST_SUITE_P(
    All, MalformedRequest,
    testing::Values("\x16\x03\x01\x02 not http at all\r\n\r\n", "GET / HTTP/3.7\r\n\r\n", "GET /\r\n\r\n",
                    "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                    "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", "GET /% HTTP/1.1\r\nHost: x\r\n\r\n",
                    "GET /%ff%fe HTTP/1.1\r\nHost: x\r\n\r\n", "GET /a%00b HTTP/1.1\r\nHost: x\r\n\r\n",
                    "GET /?q=%ff HTTP/1.1\r\nHost: x\r\n\r\n", "GET no-slash HTTP/1.1\r\nHost: x\r\n\r\n",
                    "CONNECT host:443 HTTP/1.1\r\nHost: x\r\n\r\n",
                    "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
                    "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
                    "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                    "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n",
                    "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                    "POST / HTTP/1.1\r\nHost: x\r\nExpect: magic\r\nContent-Length: 1\r\n\r\n",
                    "GET / HTTP/1.1\r\nHost: x\r\nBad Name: y\r\n\r\n"));

TEST_F(HttpServer, ClosesAConnectionWhoseHeadersAreSlow)
{
    config_.header_timeout = 30ms;
    serve();
    Client silent(port());
    EXPECT_TRUE(silent.closed_by_server());
    Client half(port());
    half.send("GET / HTTP/1.1\r\nHos");
    EXPECT_TRUE(half.closed_by_server());
}

TEST_F(HttpServer, ClosesAConnectionWhoseBodyIsSlow)
{
    config_.body_timeout = 30ms;
    serve();
    Client client(port());
    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
    EXPECT_TRUE(client.closed_by_server());
}

TEST_F(HttpServer, ClosesAnIdleConnection)
{
    config_.idle_timeout = 30ms;
    serve();
    Client client(port());
    client.send(kGet);
    EXPECT_EQ(body_of(client.read_answer()), "GET /a");
    EXPECT_TRUE(client.closed_by_server());
}

TEST_F(HttpServer, GivesUpOnAReaderThatDoesNotRead)
{
    config_.write_timeout = 50ms;
    config_.drain_timeout = 24h; // so stop() comes back only because the write timed out
    std::filesystem::path file = folder_ / "big";
    std::ofstream(file) << std::string(30 << 20, 'x');
    std::latch entered(1);
    serve([&](const Request&) {
        entered.count_down();
        return Response{.file = file};
    });
    Client client(port());
    client.send(kGetAndClose);
    entered.wait();
    server_->stop();
    EXPECT_LT(client.read_to_end().size(), 30u << 20);
}

} // namespace
} // namespace presstime::http
