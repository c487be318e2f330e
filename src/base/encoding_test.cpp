#include "base/encoding.hpp"

#include <gtest/gtest.h>

using namespace presstime;

namespace {

std::string base64(std::string_view text)
{
    return base64_encode({reinterpret_cast<const unsigned char*>(text.data()), text.size()});
}

} // namespace

TEST(Base64, MatchesTheVectorsOfRfc4648Section10)
{
    EXPECT_EQ(base64(""), "");
    EXPECT_EQ(base64("f"), "Zg==");
    EXPECT_EQ(base64("fo"), "Zm8=");
    EXPECT_EQ(base64("foo"), "Zm9v");
    EXPECT_EQ(base64("foob"), "Zm9vYg==");
    EXPECT_EQ(base64("fooba"), "Zm9vYmE=");
    EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
}

TEST(Base64, ReadsBackWhatItWroteAndRefusesTheRest)
{
    for (const std::string text : {"", "f", "fo", "foo", "foob", "fooba", "foobar"})
        EXPECT_EQ(base64_decode(base64(text)).value(), text);
    EXPECT_EQ(base64_decode("Zm9v\n YmFy\n").value(), "foobar");
    for (const std::string_view damaged :
         {"Zm9", "Z", "Zm9v=", "Zg=v", "Zm9v====", "Z*==", "====", "Zm9v-_=="})
        EXPECT_FALSE(base64_decode(damaged)) << damaged;
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
