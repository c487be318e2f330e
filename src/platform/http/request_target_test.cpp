// Targets and listen addresses as texts; the malformed ones also arrive over sockets in server_test.
#include "platform/http/listen_address.hpp"
#include "platform/http/problem.hpp"
#include "platform/http/request_target.hpp"

#include <gtest/gtest.h>

namespace presstime::http {
namespace {

TEST(RequestTarget, TakesAbsoluteForm)
{
    EXPECT_EQ(parse_request_target("http://h:80/v1/x?a=1")->path, "/v1/x");
    EXPECT_EQ(parse_request_target("HTTP://h")->path, "/");
}

TEST(RequestTarget, LetsTheLastOfEqualNamesWin)
{
    auto target = parse_request_target("/x?a=1&b&a=2&&=3#fragment");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->query, (std::map<std::string, std::string>{{"", "3"}, {"a", "2"}, {"b", ""}}));
}

TEST(RequestTarget, DecodesOnlyOnce)
{
    EXPECT_EQ(parse_request_target("/%2525")->path, "/%25");
}

TEST(RequestTarget, KeepsAPlusInThePath)
{
    EXPECT_EQ(parse_request_target("/a+b?c=d+e")->path, "/a+b");
}

TEST(ListenAddress, ReadsBothFamilies)
{
    EXPECT_EQ(parse_listen_address("127.0.0.1:8080")->text(), "127.0.0.1:8080");
    EXPECT_EQ(parse_listen_address("[::1]:0")->text(), "[::1]:0");
    EXPECT_EQ(parse_listen_address("localhost:80")->host, "127.0.0.1");
    EXPECT_EQ(parse_listen_address(":80")->host, "0.0.0.0");
}

TEST(ListenAddress, RefusesWhatIsNoAddress)
{
    for (std::string_view text : {"", "8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1",
                                  "example.com:80", "::1:80", "[127.0.0.1]:80", "127.0.0.1:80x"})
        EXPECT_FALSE(parse_listen_address(text)) << text;
}

TEST(ListenAddress, KnowsLoopback)
{
    EXPECT_TRUE(parse_listen_address("127.3.2.1:1")->is_loopback());
    EXPECT_TRUE(parse_listen_address("[::1]:1")->is_loopback());
    EXPECT_FALSE(parse_listen_address("0.0.0.0:1")->is_loopback());
    EXPECT_FALSE(parse_listen_address("[::]:1")->is_loopback());
    EXPECT_FALSE(parse_listen_address("192.168.0.1:1")->is_loopback());
}

TEST(Problem, EscapesItsTexts)
{
    EXPECT_EQ(
        make_problem_response({422, "a \"b\"\n\\ \xff", "schedule.hour", "range"}).body,
        "{\"type\":\"about:blank\",\"title\":\"Unprocessable Content\",\"status\":422,"
        "\"detail\":\"a \\\"b\\\"\\u000a\\\\ \xEF\xBF\xBD\",\"field\":\"schedule.hour\",\"code\":\"range\","
        "\"error\":\"a \\\"b\\\"\\u000a\\\\ \xEF\xBF\xBD\"}");
}

} // namespace
} // namespace presstime::http
