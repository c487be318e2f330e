// The command line's client against the real server, over a real Unix socket.
#include "platform/http/client.hpp"
#include "platform/http/server.hpp"

#include "support/test_server.hpp"

#include <gtest/gtest.h>

namespace presstime::http {
namespace {

const Deadline kSoon = Deadline::after(std::chrono::seconds(60));

Response echo(const Request& request)
{
    Response response;
    response.status = 201;
    response.content_type = "text/plain";
    response.headers = {{"X-Name", request.query.contains("name") ? "given" : "missing"}};
    response.body = request.method + " " + request.path + " ";
    for (const auto& [name, value] : request.query)
        response.body.append(name).append("=").append(value).append(";");
    response.body += " " + std::string(request.header("x-test")) + " " + request.body;
    return response;
}

class SocketClient : public testing::Test {
protected:
    void SetUp() override { ASSERT_TRUE(server_.start()); }
    void TearDown() override { server_.stop(); }

    test::TemporaryFolder folder_;
    std::filesystem::path socket_ = folder_.path() / "presstime.sock";
    Server server_{ServerConfig{.unix_socket = socket_}, echo};
};

TEST_F(SocketClient, CarriesEveryPartOfARequestUnchanged)
{
    Request request;
    request.method = "PATCH";
    request.path = "/v1/reports/caf\xC3\xA9 ?#%";
    request.query = {{"a&b", "c=d +%"}, {"name", ""}};
    request.headers = {{"x-test", "yes"}};
    request.body = std::string("{\0}", 3);
    auto response = call_over_socket(socket_, request, kSoon);
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_EQ(response->status, 201);
    EXPECT_EQ(response->content_type, "text/plain");
    EXPECT_EQ(response->body,
              "PATCH /v1/reports/caf\xC3\xA9 ?#% a&b=c=d +%;name=; yes " + std::string("{\0}", 3));
    bool has_header = false;
    for (const auto& [name, value] : response->headers)
        has_header = has_header || (name == "x-name" && value == "given");
    EXPECT_TRUE(has_header);
}

TEST_F(SocketClient, CarriesAMegabyteBothWays)
{
    Request request{.method = "POST", .path = "/", .body = std::string(1000 * 1000, 'x')};
    auto response = call_over_socket(socket_, request, kSoon);
    ASSERT_TRUE(response);
    EXPECT_EQ(response->body.size(), std::string("POST /   ").size() + request.body.size());
}

TEST_F(SocketClient, SaysWhenNobodyListens)
{
    server_.stop();
    auto response = call_over_socket(socket_, Request{.method = "GET", .path = "/healthz"}, kSoon);
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().kind, ErrorKind::not_found);
    EXPECT_NE(response.error().message.find("presstime serve"), std::string::npos);
}

} // namespace
} // namespace presstime::http
