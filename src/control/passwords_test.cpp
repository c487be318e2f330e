// Which passwords are taken, and that few are computed at once.
#include "control/passwords.hpp"

#include "platform/crypto/password.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace presstime::control {
namespace {

TEST(NewPasswords, AreCountedInBytesAndAreNotTheAddress)
{
    EXPECT_FALSE(check_new_password("123456789", "a@example.com"));
    EXPECT_TRUE(check_new_password("1234567890", "a@example.com"));
    EXPECT_TRUE(check_new_password("\xC3\xA4\xC3\xB6\xC3\xBC\xC3\xA4\xC3\xB6", "a@example.com"));
    EXPECT_TRUE(check_new_password(std::string(1024, 'x'), "a@example.com"));
    EXPECT_FALSE(check_new_password(std::string(1025, 'x'), "a@example.com"));
    EXPECT_FALSE(check_new_password("Anna@Example.com", "anna@example.com"));
}

TEST(PasswordGate, NobodyIsNeverRightAndCostsTheSame)
{
    const std::string real = hash_password("any words at all").value();
    const std::string_view cost = kNobodysHash.substr(0, kNobodysHash.find('$', kNobodysHash.find("p=")));
    EXPECT_TRUE(real.starts_with(cost)) << "the stand-in must cost what a new password costs: " << real;
    PasswordGate gate;
    EXPECT_FALSE(*gate.verify("", ""));
    EXPECT_FALSE(*gate.verify("", "anything"));
    const std::string stored = *gate.hash("correct horse battery");
    EXPECT_TRUE(*gate.verify(stored, "correct horse battery"));
    EXPECT_FALSE(*gate.verify(stored, "correct horse batterz"));
}

TEST(PasswordGate, SendsAwayWhoWouldHaveToWaitTooLong)
{
    PasswordGate gate;
    std::atomic<int> answered{0};
    std::atomic<int> sent_away{0};
    std::vector<std::thread> people;
    people.reserve(40);
    for (int i = 0; i < 40; ++i)
        people.emplace_back([&] {
            const Result<bool> verified = gate.verify("", "anything");
            if (verified)
                ++answered;
            else if (verified.error().kind == ErrorKind::retry)
                ++sent_away;
        });
    for (std::thread& person : people)
        person.join();
    EXPECT_EQ(answered + sent_away, 40);
    EXPECT_GE(answered, 2);
    EXPECT_TRUE(gate.verify("", "anything")) << "those sent away hold no place";
}

} // namespace
} // namespace presstime::control
