#include "base/time.hpp"

#include <gtest/gtest.h>

namespace presstime {
namespace {

Instant at(std::string_view text)
{
    auto instant = parse_rfc3339(text);
    EXPECT_TRUE(instant.has_value()) << text;
    return instant.value_or(Instant{});
}

TEST(Rfc3339, WritesWholeSecondsWithoutAFraction)
{
    EXPECT_EQ(format_rfc3339(from_micros(0)), "1970-01-01T00:00:00Z");
    EXPECT_EQ(format_rfc3339(from_micros(1741505400000000)), "2025-03-09T07:30:00Z");
}

TEST(Rfc3339, WritesTheFractionWithoutTrailingZeros)
{
    EXPECT_EQ(format_rfc3339(from_micros(500000)), "1970-01-01T00:00:00.5Z");
    EXPECT_EQ(format_rfc3339(from_micros(1)), "1970-01-01T00:00:00.000001Z");
    EXPECT_EQ(format_rfc3339(from_micros(-1)), "1969-12-31T23:59:59.999999Z");
}

TEST(Rfc3339, ReadsAnyOffset)
{
    EXPECT_EQ(to_micros(at("2025-03-09T07:30:00Z")), 1741505400000000);
    EXPECT_EQ(at("2025-03-09T09:30:00+02:00"), at("2025-03-09T07:30:00Z"));
    EXPECT_EQ(at("2025-03-08t23:30:00-08:00"), at("2025-03-09 07:30:00z"));
    EXPECT_EQ(at("2025-03-09T13:15:00+05:45"), at("2025-03-09T07:30:00Z"));
}

TEST(Rfc3339, CutsWhatIsFinerThanAMicrosecond)
{
    EXPECT_EQ(at("1970-01-01T00:00:00.1234569Z"), from_micros(123456));
    EXPECT_EQ(at("1970-01-01T00:00:00.5Z"), from_micros(500000));
}

TEST(Rfc3339, RefusesWhatIsNotATime)
{
    for (std::string_view text :
         {"", "now", "2025-03-09", "2025-03-09T07:30Z", "2025-03-09T07:30:00", "2025-02-30T00:00:00Z",
          "2025-13-01T00:00:00Z", "2025-00-01T00:00:00Z", "2025-03-09T24:00:00Z", "2025-03-09T07:60:00Z",
          "2025-03-09T07:30:60Z", "2025-03-09T07:30:00.Z", "2025-03-09T07:30:00+2:00",
          "2025-03-09T07:30:00+24:00", "2025-03-09T07:30:00Z ", "2025-03-09T07:30:00ZZ",
          "+025-03-09T07:30:00Z", "25-03-09T07:30:00Z"}) {
        auto result = parse_rfc3339(text);
        ASSERT_FALSE(result.has_value()) << text;
        EXPECT_EQ(result.error().kind, ErrorKind::invalid);
    }
}

TEST(Rfc3339, ErrorsStayShortAndValidForAnyInput)
{
    std::string long_text(10000, '\xFF');
    auto result = parse_rfc3339(long_text);
    ASSERT_FALSE(result.has_value());
    EXPECT_LT(result.error().message.size(), 400u);
}

TEST(Rfc3339, RoundTripsOverCenturies)
{
    for (std::int64_t micros = -5'000'000'000'000'000; micros < 9'000'000'000'000'000;
         micros += 7'777'777'777'777)
        EXPECT_EQ(to_micros(at(format_rfc3339(from_micros(micros)))), micros);
}

TEST(Dates, ReadAndWrite)
{
    auto leap = parse_date("2024-02-29");
    ASSERT_TRUE(leap.has_value());
    EXPECT_EQ(format_date(*leap), "2024-02-29");
    for (std::string_view text :
         {"", "2025-02-29", "2025-1-1", "2025-01-01T00:00:00Z", "20250101", "2025-01-32"})
        EXPECT_FALSE(parse_date(text).has_value()) << text;
}

TEST(Rfc5322, WritesDayNameAndNumericZone)
{
    EXPECT_EQ(format_rfc5322(at("2025-03-09T07:30:00.9Z")), "Sun, 09 Mar 2025 07:30:00 +0000");
    EXPECT_EQ(format_rfc5322(at("2026-11-21T23:59:59Z")), "Sat, 21 Nov 2026 23:59:59 +0000");
}

TEST(Rfc3339, RefusesWhatAnOffsetMovesOutOfTheFourDigitYears)
{
    for (const char* text :
         {"9999-12-31T23:59:59-23:59", "9999-12-31T23:59:59.5-00:01", "0000-01-01T00:00:00+00:01"})
        EXPECT_FALSE(parse_rfc3339(text)) << text;
    for (const char* text : {"9999-12-31T23:59:59.999999Z", "0000-01-01T00:00:00Z"})
        EXPECT_EQ(format_rfc3339(parse_rfc3339(text).value()), text);
}

} // namespace
} // namespace presstime
