#include "base/encoding.hpp"

#include <gtest/gtest.h>

using namespace presstime;

TEST(Base64, MatchesTheVectorsOfRfc4648Section10)
{
    EXPECT_EQ(base64_encode(std::string_view()), "");
    EXPECT_EQ(base64_encode("f"), "Zg==");
    EXPECT_EQ(base64_encode("fo"), "Zm8=");
    EXPECT_EQ(base64_encode("foo"), "Zm9v");
    EXPECT_EQ(base64_encode("foob"), "Zm9vYg==");
    EXPECT_EQ(base64_encode("fooba"), "Zm9vYmE=");
    EXPECT_EQ(base64_encode("foobar"), "Zm9vYmFy");
}

TEST(Base64, ReadsBackWhatItWroteAndRefusesTheRest)
{
    for (const std::string text : {"", "f", "fo", "foo", "foob", "fooba", "foobar"})
        EXPECT_EQ(base64_decode(base64_encode(text)).value(), text);
    EXPECT_EQ(base64_decode("Zm9v\n YmFy\n").value(), "foobar");
    for (const std::string_view damaged :
         {"Zm9", "Z", "Zm9v=", "Zg=v", "Zm9v====", "Z*==", "====", "Zm9v-_=="})
        EXPECT_FALSE(base64_decode(damaged)) << damaged;
}

TEST(StrictBase64, HasOneTextForEachBytes)
{
    EXPECT_EQ(base64_decode_strict("Zm8=").value(), "fo");
    for (const std::string_view damaged :
         {"Zm8", "Zm9=", "Zh==", " Zm8=", "Zm8=\n", "Zm 8=", "Z-8=", "====", "="})
        EXPECT_FALSE(base64_decode_strict(damaged)) << damaged;
}

TEST(Base64Url, IsStrict)
{
    EXPECT_EQ(base64url_encode("\xFB\xFF\xFE"), "-__-");
    EXPECT_EQ(base64url_encode("fo"), "Zm8");
    for (const std::string text : {"", "f", "fo", "foo", "\xFB\xFF\xFE\xFF"})
        EXPECT_EQ(base64url_decode(base64url_encode(text)).value(), text);
    for (const std::string_view damaged :
         {"Zm8=", "Zm9", "Zh", "Z", "-__+", "/___", "Zm8 ", "Z\nm8", "Zm8\n", "Zm=8"})
        EXPECT_FALSE(base64url_decode(damaged)) << damaged;
}

TEST(Hex, ReadsBothCasesAndRefusesTheRest)
{
    const auto bytes = hex_decode("00fFa0");
    ASSERT_TRUE(bytes.has_value());
    EXPECT_EQ(*bytes, (std::vector<unsigned char>{0x00, 0xFF, 0xA0}));
    EXPECT_FALSE(hex_decode("abc").has_value());
    EXPECT_FALSE(hex_decode("zz").has_value());
}

TEST(PercentEncodeComponent, KeepsOnlyUnreservedCharacters)
{
    EXPECT_EQ(percent_encode_component("Größe 1/2.pdf"), "Gr%C3%B6%C3%9Fe%201%2F2.pdf");
}
