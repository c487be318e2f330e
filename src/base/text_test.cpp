#include "base/text.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace presstime {
namespace {

using namespace std::string_view_literals;

TEST(Utf8, AcceptsWhatRfc3629Allows)
{
    for (std::string_view text :
         {"", "plain", "\xC3\xBC", "\xE2\x82\xAC", "\xF0\x9F\x93\x88", "\xED\x9F\xBF", "\xF4\x8F\xBF\xBF"})
        EXPECT_TRUE(is_valid_utf8(text)) << text;
    EXPECT_TRUE(is_valid_utf8("a\0b"sv));
}

TEST(Utf8, RefusesOverlongSurrogatesAndTruncation)
{
    for (std::string_view text :
         {"\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80", "\xF4\x90\x80\x80",
          "\xF5\x80\x80\x80", "\x80", "\xC3", "\xE2\x82", "\xF0\x9F\x93", "\xFF"})
        EXPECT_FALSE(is_valid_utf8(text));
}

TEST(Utf8, RepairGivesValidTextAndKeepsTheRest)
{
    EXPECT_EQ(repair_utf8("a\xFF"
                          "b"),
              "a\xEF\xBF\xBD"
              "b");
    EXPECT_EQ(repair_utf8("\xE2\x82"), "\xEF\xBF\xBD");
    EXPECT_EQ(repair_utf8("\xE2\x82\xAC"), "\xE2\x82\xAC");
    for (int first = 0; first < 256; ++first)
        for (int second = 0; second < 256; ++second) {
            const char bytes[] = {static_cast<char>(first), static_cast<char>(second), 'x'};
            std::string repaired = repair_utf8(std::string_view(bytes, 3));
            EXPECT_TRUE(is_valid_utf8(repaired));
            EXPECT_EQ(repaired.back(), 'x');
        }
}

TEST(Utf8, NoncharactersAreReplacedAndNothingElse)
{
    const auto replaced = [](std::string text) {
        replace_noncharacters(text);
        return text;
    };
    EXPECT_EQ(replaced("a\xEF\xBF\xBE\xEF\xBF\xBFz"), "a\xEF\xBF\xBD\xEF\xBF\xBDz");
    EXPECT_EQ(replaced("\xEF\xB7\x90\xEF\xB7\xAF"), "\xEF\xBF\xBD\xEF\xBF\xBD");
    EXPECT_EQ(replaced("\xF0\x9F\xBF\xBF\xF4\x8F\xBF\xBE"), "\xF0\x9F\xBF\xBD\xF4\x8F\xBF\xBD");
    for (const std::string kept :
         {"", "\xBF\xBE", "\xEF\xB7\x8F", "\xEF\xB7\xB0", "\xEF\xBE\xBF", "\xE2\xBF\xBF", "\xF0\x9F\x98\xBF",
          "\xF0\x90\xBF\xBF", "\xEF\xBF\xBD", "ab\xC3\xBF\xC3\xBE"})
        EXPECT_EQ(replaced(kept), kept);
}

TEST(Utf8, ClipEndsOnACodePointBoundary)
{
    EXPECT_EQ(clip_utf8("\xE2\x82\xAC\xE2\x82\xAC", 5), "\xE2\x82\xAC");
    EXPECT_EQ(clip_utf8("\xE2\x82\xAC", 2), "");
    EXPECT_EQ(clip_utf8("abc", 3), "abc");
    EXPECT_EQ(clip_utf8("abc", 2), "ab");
}

TEST(Utf8, CountsCodePointsNotBytes)
{
    EXPECT_EQ(count_code_points(""), 0u);
    EXPECT_EQ(count_code_points("a\xC3\xBC\xE2\x82\xAC\xF0\x9F\x93\x88"), 4u);
}

TEST(Text, TrimAndSplit)
{
    EXPECT_EQ(trim(" \t a b \r\n"), "a b");
    EXPECT_EQ(trim(" \n"), "");
    EXPECT_EQ(split("a,,b,", ','), (std::vector<std::string_view>{"a", "", "b", ""}));
    EXPECT_EQ(split("", ','), (std::vector<std::string_view>{""}));
    EXPECT_EQ(join({"a", "b", "c"}, ", "), "a, b, c");
    EXPECT_EQ(join({}, ", "), "");
}

TEST(Text, ComparesAsciiWithoutCase)
{
    EXPECT_TRUE(equals_ignore_case_ascii("Content-Type", "content-TYPE"));
    EXPECT_FALSE(equals_ignore_case_ascii("abc", "abcd"));
    EXPECT_EQ(to_lower_ascii("PDF\xC3\x9C"), "pdf\xC3\x9C");
}

TEST(Text, FindsControlCharacters)
{
    EXPECT_TRUE(has_control_characters("a\r\nBcc: x"));
    EXPECT_TRUE(has_control_characters("a\0b"sv));
    EXPECT_TRUE(has_control_characters("\x7F"));
    EXPECT_FALSE(has_control_characters("Grüße, Welt"));
}

TEST(Percent, EncodesOutsidePrintableAsciiAndBack)
{
    EXPECT_EQ(percent_encode("Umsatz für 100%"), "Umsatz f%C3%BCr 100%25");
    EXPECT_EQ(percent_decode("Umsatz f%c3%BCr 100%25").value(), "Umsatz für 100%");
    for (std::string_view broken : {"%", "%2", "%zz", "a%4"})
        EXPECT_FALSE(percent_decode(broken).has_value()) << broken;
    EXPECT_EQ(percent_decode("%41").value(), "A");
}

TEST(Hex, WritesLowerCasePairs)
{
    const unsigned char bytes[] = {0x00, 0x7F, 0xFF};
    EXPECT_EQ(hex_encode(bytes), "007fff");
}

TEST(Numbers, ReadOnlyTheWholeText)
{
    EXPECT_EQ(parse_int("-42"), -42);
    EXPECT_EQ(parse_int("9223372036854775807"), std::numeric_limits<std::int64_t>::max());
    for (std::string_view text : {"", " 1", "1 ", "+1", "1.0", "9223372036854775808", "0x10", "-"})
        EXPECT_FALSE(parse_int(text).has_value()) << text;
    EXPECT_EQ(parse_double("2.5e3"), 2500.0);
    for (std::string_view text : {"", "nan", "inf", "1,5", "1.5x", "1e999"})
        EXPECT_FALSE(parse_double(text).has_value()) << text;
}

TEST(Numbers, WriteForPeople)
{
    EXPECT_EQ(format_bytes(0), "0 B");
    EXPECT_EQ(format_bytes(512), "512 B");
    EXPECT_EQ(format_bytes(1536), "1.5 KiB");
    EXPECT_EQ(format_bytes(20u << 20), "20 MiB");
    EXPECT_EQ(format_bytes(2ull << 30), "2 GiB");
    EXPECT_EQ(format_bytes((1u << 20) - 1), "1 MiB");
    EXPECT_EQ(format_count(0), "0");
    EXPECT_EQ(format_count(999), "999");
    EXPECT_EQ(format_count(1204), "1,204");
    EXPECT_EQ(format_count(-1234567), "-1,234,567");
    EXPECT_EQ(format_count(std::numeric_limits<std::int64_t>::min()), "-9,223,372,036,854,775,808");
}

TEST(DidYouMean, FindsTheNearestWord)
{
    const std::vector<std::string> words = {"daily", "weekly", "monthly", "America/New_York",
                                            "America/Denver"};
    EXPECT_EQ(did_you_mean("weakly", words), "weekly");
    EXPECT_EQ(did_you_mean("dialy", words), "daily");
    EXPECT_EQ(did_you_mean("DAILY", words), "daily");
    EXPECT_EQ(did_you_mean("America/NewYork", words), "America/New_York");
}

TEST(DidYouMean, SaysNothingWhenNothingIsNear)
{
    const std::vector<std::string> words = {"daily", "pdf"};
    EXPECT_FALSE(did_you_mean("xlsx", words).has_value());
    EXPECT_FALSE(did_you_mean("", words).has_value());
    EXPECT_FALSE(did_you_mean("x", words).has_value());
    EXPECT_FALSE(did_you_mean(std::string(100000, 'd'), words).has_value());
}

} // namespace
} // namespace presstime
