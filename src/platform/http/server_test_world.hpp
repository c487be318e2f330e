// What the server's tests share: a server made anew for each test, and small requests to send it.
#pragma once

#include "platform/http/server.hpp"
#include "platform/http/test_client.hpp"

#include "base/log.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

namespace presstime::http {

inline Response echo(const Request& request)
{
    Response response;
    response.content_type = "text/plain";
    response.body = request.method + " " + request.path;
    for (const auto& [name, value] : request.query)
        response.body += " " + name + "=" + value;
    if (!request.body.empty())
        response.body += " body=" + request.body;
    if (request.local)
        response.body += " local";
    return response;
}

// A server on a port the system chooses, in a folder of its own.
class HttpServer : public testing::Test {
protected:
    void SetUp() override
    {
        set_log_level(LogLevel::off);
        char name[] = "/tmp/http-server-test-XXXXXX";
        folder_ = mkdtemp(name);
        config_.listen = {{"127.0.0.1", 0}};
    }
    void TearDown() override
    {
        server_.reset();
        std::filesystem::remove_all(folder_);
        set_log_level(LogLevel::info);
    }
    void serve(Handler handler = echo)
    {
        server_ = std::make_unique<Server>(config_, std::move(handler));
        auto started = server_->start();
        ASSERT_TRUE(started) << started.error().message;
    }
    std::uint16_t port() const { return server_->bound().at(0).port; }
    std::string exchange(std::string_view request)
    {
        Client client(port());
        client.send(request);
        return client.read_to_end();
    }

    std::filesystem::path folder_;
    ServerConfig config_;
    std::unique_ptr<Server> server_;
};

inline constexpr std::string_view kGet = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
inline constexpr std::string_view kGetAndClose = "GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

inline std::string body_of(const std::string& answer)
{
    std::size_t end = answer.find("\r\n\r\n");
    return end == std::string::npos ? "" : answer.substr(end + 4);
}

} // namespace presstime::http
