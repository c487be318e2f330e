#include "platform/crypto/hmac.hpp"

#include "base/text.hpp"
#include "platform/crypto/constant_time.hpp"
#include "platform/crypto/random.hpp"

#include <gtest/gtest.h>

#include <set>

namespace presstime {
namespace {

// RFC 4231 sections 4.2, 4.3 and 4.7.
TEST(HmacSha256, MatchesTheVectorsOfRfc4231)
{
    EXPECT_EQ(hex_encode(hmac_sha256(std::string(20, '\x0b'), "Hi There")),
              "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    EXPECT_EQ(hex_encode(hmac_sha256("Jefe", "what do ya want for nothing?")),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    EXPECT_EQ(hex_encode(hmac_sha256(std::string(131, '\xaa'),
                                     "Test Using Larger Than Block-Size Key - Hash Key First")),
              "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(HmacSha256, IsTheSameInPieces)
{
    HmacSha256 code("key");
    for (int piece = 0; piece < 1000; ++piece)
        code.update("aaaaaaaaaa");
    EXPECT_EQ(code.finish(), hmac_sha256("key", std::string(10'000, 'a')));
}

TEST(HmacSha256, TakesAnEmptyKeyAndAnEmptyMessage)
{
    EXPECT_EQ(hex_encode(hmac_sha256("", "")),
              "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(ConstantTime, SaysWhetherBytesAreTheSame)
{
    EXPECT_TRUE(equal_in_constant_time("", ""));
    EXPECT_TRUE(equal_in_constant_time(std::string_view("a\0b", 3), std::string_view("a\0b", 3)));
    EXPECT_FALSE(equal_in_constant_time(std::string_view("a\0b", 3), std::string_view("a\0c", 3)));
    EXPECT_FALSE(equal_in_constant_time("abc", "ab"));
}

TEST(RandomBytes, AreAsManyAsWantedAndNeverTheSame)
{
    std::set<std::string> seen;
    for (int i = 0; i < 100; ++i)
        seen.insert(random_bytes(16));
    EXPECT_EQ(seen.size(), 100U);
    EXPECT_EQ(random_bytes(0), "");
    EXPECT_EQ(random_bytes(33).size(), 33U);
}

} // namespace
} // namespace presstime
