// Who is believed about whom.
#include "platform/http/trusted_proxies.hpp"

#include <gtest/gtest.h>

namespace presstime::http {
namespace {

std::string client(const std::string& peer, std::string_view forwarded_for)
{
    const std::vector<IpNetwork> trusted{*parse_ip_network("10.0.0.0/24"), *parse_ip_network("::1")};
    return client_behind(peer, forwarded_for, trusted);
}

TEST(TrustedProxies, AreBelievedAboutWhoIsBehindThem)
{
    EXPECT_EQ(client("10.0.0.7", "203.0.113.9"), "203.0.113.9");
    EXPECT_EQ(client("::1", "2001:db8::5"), "2001:db8::5");
    EXPECT_EQ(client("::ffff:10.0.0.7", "203.0.113.9"), "203.0.113.9");
    EXPECT_EQ(client("10.0.0.7", "203.0.113.9, 10.0.0.8 ,10.0.0.9"), "203.0.113.9") << "one behind the other";
}

TEST(TrustedProxies, AreTheOnlyOnesBelieved)
{
    EXPECT_EQ(client("198.51.100.1", "203.0.113.9"), "198.51.100.1");
    EXPECT_EQ(client("127.0.0.1", "203.0.113.9"), "127.0.0.1");
    EXPECT_EQ(client("10.0.0.7", "192.0.2.1, 203.0.113.9"), "203.0.113.9") << "what the client claims itself";
}

TEST(TrustedProxies, ThatSayNothingUsableAreTheClientThemselves)
{
    EXPECT_EQ(client("10.0.0.7", ""), "10.0.0.7");
    EXPECT_EQ(client("10.0.0.7", "unknown"), "10.0.0.7");
    EXPECT_EQ(client("10.0.0.7", "203.0.113.9, unknown"), "10.0.0.7");
    EXPECT_EQ(client("10.0.0.7", ","), "10.0.0.7");
    EXPECT_EQ(client("", "203.0.113.9"), "");
}

TEST(TrustedProxies, AreThisMachineWhereNothingIsSaid)
{
    EXPECT_EQ(client_behind("127.3.2.1", "203.0.113.9", loopback_networks()), "203.0.113.9");
    EXPECT_EQ(client_behind("::1", "203.0.113.9", loopback_networks()), "203.0.113.9");
    EXPECT_EQ(client_behind("10.0.0.7", "203.0.113.9", loopback_networks()), "10.0.0.7");
}

} // namespace
} // namespace presstime::http
