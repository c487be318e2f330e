// What a data access token's claims must say: every rule of time at its edge, and every wrong shape by name.
#include "control/data_access.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace presstime::control {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using testing::HasSubstr;

constexpr std::int64_t kNow = 1'772'442'000; // 2026-03-02T09:00:00Z

Result<DataAccess> read(const std::string& claims)
{
    return read_data_access(R"({"dataSetIds":"*",)" + claims + "}", Instant{seconds(kNow)}, hours(24));
}
std::string exp(std::int64_t after, std::string_view rest = "")
{
    return fmt::format(R"("exp":{}{})", kNow + after, rest);
}

TEST(DataAccess, ReadsWhatTheTokenSays)
{
    const auto access =
        read_data_access(fmt::format(R"({{"projectId":"prj_1","dataSetIds":["orders"],"secureFilters":{{
                "orders":[{{"field":"tenant","op":"=","value":7}}]}},"parameters":{{"region":"EMEA","n":3,
                "share":0.5,"on":true,"none":null}},"userReference":"user 123",
                "expires":"2026-03-02T09:03:00.500Z","iat":{},"exp":{}}})",
                                     kNow, kNow + 180),
                         Instant{seconds(kNow)}, hours(24));
    ASSERT_TRUE(access) << access.error().message;
    EXPECT_FALSE(access->security.all_datasets);
    EXPECT_EQ(access->security.dataset_ids, std::vector<std::string>{"orders"});
    EXPECT_EQ(access->security.filters.at("orders").at(0).at(0).field, "tenant");
    EXPECT_EQ(access->user_reference, "user 123");
    EXPECT_EQ(access->expires_at, Instant{seconds(kNow + 180)}) << "the earlier of both";
    ASSERT_EQ(access->parameters.size(), 5u);
    EXPECT_EQ(access->parameters[0].name, "region");
    EXPECT_EQ(access->parameters[1].value, Value(std::int64_t{3}));
    EXPECT_EQ(access->parameters[4].value, Value{});
}

TEST(DataAccess, NeedsAnEnd)
{
    const auto access = read(R"("iat":1772442000)");
    ASSERT_FALSE(access);
    EXPECT_EQ(access.error().kind, ErrorKind::unauthenticated);
    EXPECT_THAT(access.error().message, HasSubstr("exp or expires"));
}

TEST(DataAccess, IsRefusedWhenItsTimeIsNotNow)
{
    const std::pair<std::string, bool> cases[] = {
        {exp(60), true},
        {exp(-59), true},
        {exp(-60), false},
        {R"("expires":"2026-03-02T09:00:01Z")", true},
        {R"("expires":"2026-03-02T08:59:00Z")", false},
        {R"("expires":"2026-03-02T10:00:30+01:00")", true},
        {exp(600, R"(,"expires":"2026-03-02T08:00:00Z")"), false},
        {exp(-600, R"(,"expires":"2026-03-02T10:00:00Z")"), false},
        {exp(600, fmt::format(R"(,"iat":{})", kNow + 60)), true},
        {exp(600, fmt::format(R"(,"iat":{})", kNow + 61)), false},
        {exp(600, fmt::format(R"(,"nbf":{})", kNow + 60)), true},
        {exp(600, fmt::format(R"(,"nbf":{})", kNow + 61)), false},
        {R"("exp":1772442600.5)", true},
    };
    for (const auto& [claims, accepted] : cases) {
        const auto access = read(claims);
        EXPECT_EQ(access.has_value(), accepted) << claims;
        if (!access) {
            EXPECT_EQ(access.error().kind, ErrorKind::unauthenticated) << claims;
        }
    }
}

TEST(DataAccess, LivesNoLongerThanTheServerAllows)
{
    constexpr std::int64_t kDay = 86'400;
    EXPECT_TRUE(read(exp(kDay)));
    EXPECT_TRUE(read(exp(kDay, fmt::format(R"(,"iat":{})", kNow))));
    for (const std::string& claims :
         {exp(kDay + 61), exp(kDay + 10, fmt::format(R"(,"iat":{})", kNow)),
          exp(kDay / 2, fmt::format(R"(,"iat":{})", kNow - kDay)), exp(10 * kDay)}) {
        const auto access = read(claims);
        ASSERT_FALSE(access) << claims;
        EXPECT_EQ(access.error().kind, ErrorKind::unauthenticated);
        EXPECT_THAT(access.error().message, HasSubstr("24 hours"));
    }
}

TEST(DataAccess, NamesWhatIsOfTheWrongShape)
{
    const std::pair<std::string, std::string> cases[] = {
        {R"("exp":"soon")", "exp"},
        {R"("exp":-1)", "exp"},
        {R"("exp":1e300)", "exp"},
        {R"("expires":1772442000)", "expires"},
        {R"("expires":"tomorrow")", "expires"},
        {exp(60, R"(,"iat":null)"), "iat"},
        {exp(60, R"(,"parameters":[])"), "parameters"},
        {exp(60, R"(,"parameters":{"a b":1})"), "parameters.a b"},
        {exp(60, R"(,"parameters":{"a":[1]})"), "parameters.a"},
        {exp(60, R"(,"userReference":7)"), "userReference"},
        {exp(60, R"(,"userReference":"a\nb")"), "userReference"},
    };
    for (const auto& [claims, field] : cases) {
        const auto access = read(claims);
        ASSERT_FALSE(access) << claims;
        EXPECT_EQ(access.error().kind, ErrorKind::invalid) << claims;
        EXPECT_EQ(access.error().field, field) << claims;
    }
}

TEST(DataAccess, IsAnObjectOfClaims)
{
    for (std::string_view payload : {"", "null", "[]", "\"x\"", "{", R"({"exp":1,"exp":2})"})
        EXPECT_FALSE(read_data_access(payload, Instant{seconds(kNow)}, hours(24))) << payload;
}

} // namespace
} // namespace presstime::control
