#include "platform/crypto/password.hpp"

#include <gtest/gtest.h>

namespace presstime {
namespace {

TEST(Password, IsStoredAsArgon2idWithTheParametersOfOwasp)
{
    const std::string stored = hash_password("correct horse").value();
    EXPECT_TRUE(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << stored;
    EXPECT_NE(hash_password("correct horse").value(), stored) << "a salt of its own";
    EXPECT_TRUE(verify_password(stored, "correct horse"));
    EXPECT_FALSE(verify_password(stored, "Correct horse"));
    EXPECT_FALSE(verify_password(stored, ""));
}

// A test vector of the reference implementation (src/test.c), and its own mistakes.
TEST(Password, ReadsHashesOfOtherParameters)
{
    const std::string stored =
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    EXPECT_TRUE(verify_password(stored, "password"));
    EXPECT_FALSE(verify_password(stored, "passwore"));
}

TEST(Password, IsNeverRightForATextThatIsNoHash)
{
    const std::string stored = hash_password("x").value();
    for (const std::string& damaged : {std::string(), std::string("$argon2id$"), std::string("x"),
                                       stored.substr(0, 60), stored + "AAAA", std::string(5000, 'a')})
        EXPECT_FALSE(verify_password(damaged, "x")) << damaged.substr(0, 100);
}

TEST(Password, HasBoundsAndMayHoldAnyBytes)
{
    EXPECT_EQ(hash_password("").error().field, "password");
    EXPECT_FALSE(hash_password(std::string(1025, 'x')));
    const std::string bytes("a\0b", 3);
    const std::string stored = hash_password(bytes).value();
    EXPECT_TRUE(verify_password(stored, bytes));
    EXPECT_FALSE(verify_password(stored, std::string("a\0c", 3)));
    EXPECT_FALSE(verify_password(stored, std::string(1025, 'x')));
}

} // namespace
} // namespace presstime
