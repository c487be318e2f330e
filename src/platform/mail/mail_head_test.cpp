// What is composed is read back; what somebody else wrote is shown and does no harm.
#include "platform/mail/mail_head.hpp"

#include "platform/mail/mime.hpp"

#include <gtest/gtest.h>

namespace presstime::mail {
namespace {

std::string composed(const Mail& mail)
{
    std::string bytes;
    EXPECT_TRUE(compose(mail, [&](std::string_view piece) -> Result<> {
        bytes += piece;
        return {};
    }));
    return bytes;
}

TEST(MailHead, ReadsBackWhatIsComposed)
{
    Mail mail;
    mail.from = "reports@example.com";
    mail.to = {"a@example.com", "b@example.com"};
    mail.subject = "Umsätze für März: 1.000 € mehr, 売上高 in allen Regionen des Landes, und viel mehr als "
                   "auf eine Zeile geht";
    mail.message_id = "0192.r0@example.com";
    mail.text = "Subject: not this one\n";
    const MailHead head = read_mail_head("X-Presstime-Envelope-To: b@example.com\r\n" + composed(mail));
    EXPECT_EQ(head.envelope_to, "b@example.com");
    EXPECT_EQ(head.from, "reports@example.com");
    EXPECT_EQ(head.to, "a@example.com, b@example.com");
    EXPECT_EQ(head.subject, mail.subject);
    EXPECT_EQ(head.message_id, mail.message_id);
}

TEST(MailHead, JoinsEncodedWordsWithoutTheBlanksBetween)
{
    EXPECT_EQ(
        read_mail_head("Subject: =?UTF-8?B?w6Q=?=\r\n =?utf-8?b?w7Y=?= and =?UTF-8?B?w7w=?=\r\n\r\n").subject,
        "äö and ü");
}

TEST(MailHead, ShowsWhatItCannotOpen)
{
    EXPECT_EQ(read_mail_head("Subject: =?ISO-8859-1?Q?a?= =?UTF-8?B?!?=\n\n").subject,
              "=?ISO-8859-1?Q?a?= =?UTF-8?B?!?=");
    EXPECT_EQ(read_mail_head("Subject: a\x1b[31m\xff\n\n").subject, "a\\x1b[31m\xEF\xBF\xBD");
}

TEST(MailHead, EndsWithTheHead)
{
    const MailHead head = read_mail_head("From: a@example.com\n\nSubject: in the body\n");
    EXPECT_EQ(head.from, "a@example.com");
    EXPECT_EQ(head.subject, "");
    EXPECT_EQ(read_mail_head("").from, "");
    EXPECT_EQ(read_mail_head("no head at all").from, "");
}

} // namespace
} // namespace presstime::mail
