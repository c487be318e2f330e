// The registration check's address, and how often it and its like may be asked for.
#include "control/webhook_checks.hpp"

#include "control/rate_limit.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace presstime::control {
namespace {

bool asks(const std::string& url, PayloadFormat format = PayloadFormat::notifications)
{
    Webhook webhook;
    webhook.url = url;
    webhook.format = format;
    return needs_echo(webhook);
}

TEST(RegistrationAddress, HasTheEchoInItsQuery)
{
    EXPECT_EQ(echo_address("https://h.example.com/in", "ab"), "https://h.example.com/in?echo=ab");
    EXPECT_EQ(echo_address("https://h.example.com/in?", "ab"), "https://h.example.com/in?echo=ab");
    EXPECT_EQ(echo_address("https://h.example.com/in?a=1", "ab"), "https://h.example.com/in?a=1&echo=ab");
    EXPECT_EQ(echo_address("https://h.example.com/in?a=1&", "ab"), "https://h.example.com/in?a=1&echo=ab");
}

TEST(RegistrationCheck, IsLeftOutByTheParameterNoechoAlone)
{
    EXPECT_TRUE(asks("https://h.example.com/in"));
    EXPECT_TRUE(asks("https://h.example.com/noecho"));
    EXPECT_TRUE(asks("https://h.example.com/in?noechoes=1&x=noecho"));
    EXPECT_FALSE(asks("https://h.example.com/in?noecho"));
    EXPECT_FALSE(asks("https://h.example.com/in?a=1&NOECHO=true"));
    EXPECT_FALSE(asks("https://h.example.com/in", PayloadFormat::standard));
}

TEST(RateLimit, RefillsEvenlyAndForEachNameApart)
{
    RateLimit limit(3, std::chrono::seconds(60));
    Instant now = from_micros(1'790'000'000'000'000);
    for (int n = 0; n < 3; ++n)
        EXPECT_TRUE(limit.take("a", "a test", now)) << n;
    const Result<> refused = limit.take("a", "a test", now);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::too_many);
    EXPECT_NE(refused.error().message.find("20 seconds"), std::string::npos) << refused.error().message;
    EXPECT_TRUE(limit.take("b", "a test", now));
    now += std::chrono::seconds(20);
    EXPECT_TRUE(limit.take("a", "a test", now));
    EXPECT_FALSE(limit.take("a", "a test", now));
    now += std::chrono::hours(10);
    for (int n = 0; n < 3; ++n)
        EXPECT_TRUE(limit.take("a", "a test", now)) << n;
    EXPECT_FALSE(limit.take("a", "a test", now));
}

TEST(RateLimit, RemembersABoundedNumberOfNames)
{
    RateLimit limit(1, std::chrono::seconds(60));
    Instant now = from_micros(1'790'000'000'000'000);
    for (int n = 0; n < 10'000; ++n)
        ASSERT_TRUE(limit.take(fmt::format("{}", n), "a test", now));
    EXPECT_FALSE(limit.take("one more", "a test", now));
    now += std::chrono::seconds(60);
    EXPECT_TRUE(limit.take("one more", "a test", now));
}

} // namespace
} // namespace presstime::control
