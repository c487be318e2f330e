#include "platform/crypto/sha256.hpp"

#include "base/text.hpp"

#include <gtest/gtest.h>

namespace presstime {
namespace {

// The examples of FIPS 180-4's companion document.
TEST(Sha256, MatchesThePublishedExamples)
{
    EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256, IsTheSameInPieces)
{
    Sha256 hash;
    for (int piece = 0; piece < 1000; ++piece)
        hash.update("aaaaaaaaaa");
    EXPECT_EQ(hex_encode(hash.finish()), sha256_hex(std::string(10'000, 'a')));
}

} // namespace
} // namespace presstime
