#include "platform/mail/mail_address.hpp"

#include <gtest/gtest.h>

namespace presstime::mail {
namespace {

std::string refusal(std::string_view address)
{
    auto result = check_mail_address(address, "email_to[0]");
    if (result)
        return {};
    EXPECT_EQ(result.error().kind, ErrorKind::invalid);
    EXPECT_EQ(result.error().field, "email_to[0]");
    return result.error().message;
}

TEST(MailAddress, TakesWhatPeopleWrite)
{
    for (std::string address : {"cto@example.com", "first.last+tag@sub.example.co.uk", "o'brien@example.ie",
                                "root@localhost", "a@b.cd", "x_y-z=1@xn--bcher-kva.example"})
        EXPECT_EQ(refusal(address), "") << address;
    EXPECT_EQ(refusal(std::string(64, 'a') + "@example.com"), "");
}

TEST(MailAddress, NamesTheMend)
{
    struct Case {
        std::string address;
        std::string_view says;
    };
    std::vector<Case> cases = {
        {"", "is empty"},
        {"cto", "has no @"},
        {"CTO <cto@example.com>", "display name"},
        {"a@example.com, b@example.com", "several addresses"},
        {"a b@example.com", "space"},
        {"a@example.com\r\nBcc: x@example.com", "control characters"},
        {std::string("a\0@example.com", 14), "control characters"},
        {"m\xC3\xBCller@example.com", "outside ASCII"},
        {"a@b\xC3\xBC"
         "cher.example",
         "xn--"},
        {"\"a b\"@example.com", "space"},
        {"\"ab\"@example.com", "quoted name"},
        {"a@[127.0.0.1]", "numeric address"},
        {"@example.com", "before the @"},
        {".a@example.com", "before the @"},
        {"a..b@example.com", "before the @"},
        {"a.@example.com", "before the @"},
        {"a@b@example.com", "before the @"},
        {std::string(65, 'a') + "@example.com", "before the @"},
        {"a@", "after the @"},
        {"a@-example.com", "after the @"},
        {"a@example..com", "after the @"},
        {"a@exam_ple.com", "after the @"},
        {"a@company", "without a dot"},
        {"a@" + std::string(63, 'b') + "." + std::string(63, 'b') + "." + std::string(63, 'b') + "." +
             std::string(63, 'b'),
         "longer than 254"},
    };
    for (const Case& test : cases)
        EXPECT_NE(refusal(test.address).find(test.says), std::string::npos)
            << test.address << " -> " << refusal(test.address);
}

TEST(MailAddress, NeverEchoesControlCharacters)
{
    EXPECT_EQ(refusal("a\r\n@example.com").find('\n'), std::string::npos);
}

} // namespace
} // namespace presstime::mail
