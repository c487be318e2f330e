// The registration check of a webhook over a real socket, under the egress policy that sends will follow.
#include "app/webhook_parts.hpp"

#include "platform/http/server.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace presstime {
namespace {

class Receiver {
public:
    explicit Receiver(http::Handler handler) : server_(config(), std::move(handler))
    {
        EXPECT_TRUE(server_.start());
    }
    std::uint16_t port() const { return server_.bound().front().port; }

private:
    static http::ServerConfig config()
    {
        http::ServerConfig config;
        config.listen = {*http::parse_listen_address("127.0.0.1:0")};
        return config;
    }
    http::Server server_;
};

Result<http::Fetched> check(std::uint16_t port, const std::string& allow,
                            const std::string& path = "/?echo=x")
{
    const http::EgressPolicy egress = http::EgressPolicy::create(allow, "egress_allow").value();
    return make_webhook_tools(egress).fetch(fmt::format("http://127.0.0.1:{}{}", port, path));
}

TEST(RegistrationCheck, ReadsWhatTheReceiverEchoes)
{
    const Receiver receiver([](const http::Request& request) {
        http::Response response;
        response.content_type = "text/plain";
        response.body = request.query.at("echo");
        return response;
    });
    const auto answer = check(receiver.port(), fmt::format("127.0.0.1/32:{}", receiver.port()));
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, "x");
}

TEST(RegistrationCheck, GoesNowhereThatWebhooksMayNotGo)
{
    int asked = 0;
    const Receiver receiver([&](const http::Request&) {
        ++asked;
        return http::Response{};
    });
    EXPECT_FALSE(check(receiver.port(), ""));
    EXPECT_EQ(asked, 0);
}

TEST(RegistrationCheck, FollowsNoRedirectAndReadsLittle)
{
    const Receiver receiver([](const http::Request& request) {
        http::Response response;
        response.content_type = "text/plain";
        if (request.path == "/moved") {
            response.status = 302;
            response.headers.emplace_back("Location", "/");
        } else {
            response.body = std::string(100'000, 'x');
        }
        return response;
    });
    const std::string allow = fmt::format("127.0.0.1/32:{}", receiver.port());
    EXPECT_EQ(check(receiver.port(), allow, "/moved").value().status, 302);
    EXPECT_EQ(check(receiver.port(), allow).error().kind, ErrorKind::too_large);
}

} // namespace
} // namespace presstime
