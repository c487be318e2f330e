#include "app/held_ports.hpp"

#include "platform/http/server.hpp"

#include <gtest/gtest.h>

#include <set>

namespace presstime {
namespace {

TEST(HeldPorts, AreChosenOnceAndStayTheServers)
{
    Settings settings;
    settings.listen = {"127.0.0.1:0", "127.0.0.1:0", "127.0.0.1:18080"};
    HeldPorts held = HeldPorts::choose(settings);
    http::ServerConfig config;
    std::set<std::uint16_t> chosen;
    for (std::size_t at = 0; at < 2; ++at) {
        config.listen.push_back(http::parse_listen_address(settings.listen[at]).value());
        chosen.insert(config.listen.back().port);
    }
    EXPECT_EQ(chosen.size(), 2U) << "each has its own";
    EXPECT_FALSE(chosen.contains(0));
    EXPECT_EQ(settings.listen[2], "127.0.0.1:18080") << "one that was named stays";

    http::Server server(config, [](const http::Request&) { return http::Response{}; });
    const Result<> started = server.start();
    ASSERT_TRUE(started) << started.error().message;
    ASSERT_EQ(server.bound().size(), 2U);
    EXPECT_EQ(server.bound()[0].text(), settings.listen[0]);
    held.release();
    server.stop();
}

TEST(HeldPorts, LeaveAnAddressThatCannotBeHad)
{
    Settings settings;
    settings.listen = {"203.0.113.9:0"}; // for documentation: no machine has it
    HeldPorts::choose(settings);
    EXPECT_EQ(settings.listen.front(), "203.0.113.9:0");
}

} // namespace
} // namespace presstime
