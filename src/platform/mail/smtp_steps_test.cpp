// The steps of a transaction against a real SMTP server, as far as it goes.
#include "model/enum_text.hpp"
#include "platform/mail/smtp_steps.hpp"

#include "support/test_server.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace presstime::mail {
namespace {

using std::chrono::seconds;
using test::TemporaryFolder;
using test::TestServer;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::string_view kMessage =
    "From: reports@example.com\r\nTo: x@example.com\r\n"
    "Message-ID: <t@example.com>\r\nSubject: x\r\n\r\nMAIL FROM:<in the body>\r\n";

class SmtpStepsTest : public testing::Test {
protected:
    void use(const TestServer& server, SmtpSecurity security)
    {
        server_.host = "localhost";
        server_.port = static_cast<std::uint16_t>(server.port());
        server_.security = security;
        server_.helo = "tests.example.com";
        server_.ca_file = server.ca_file();
    }
    // "connect", "tls", ... or "login failed" for the last of them.
    std::vector<std::string> send(const std::string& local_part)
    {
        SmtpTransaction transaction;
        transaction.sender = "reports@example.com";
        transaction.recipient = local_part + "@example.com";
        transaction.message_path = folder_.write("mail.eml", kMessage);
        transaction.message_bytes = static_cast<std::int64_t>(kMessage.size());
        SmtpSteps steps(server_, transaction);
        transaction.on_dialogue = [&](SmtpSign sign, std::string_view line) { steps.hear(sign, line); };
        const SmtpOutcome outcome = send_mail(server_, transaction, Deadline::after(seconds(30)));
        reports_ = steps.finish(outcome);
        std::vector<std::string> names;
        for (const SmtpStepReport& report : reports_) {
            names.push_back(std::string(to_text(report.step)) + (report.ok ? "" : " failed"));
            EXPECT_GE(report.elapsed.count(), 0);
            EXPECT_EQ(report.detail.find("hunter2"), std::string::npos);
        }
        return names;
    }

    TemporaryFolder folder_;
    SmtpServer server_;
    std::vector<SmtpStepReport> reports_;
};

TEST_F(SmtpStepsTest, AreAllTakenWithStarttlsAndALogin)
{
    const TestServer server("smtp_server.mjs", {{"TLS", "starttls"}, {"AUTH", "me:hunter2"}});
    use(server, SmtpSecurity::starttls);
    server_.user = "me";
    server_.password = "hunter2";
    EXPECT_THAT(send("cto"), ElementsAre("connect", "tls", "login", "from", "to", "data"));
    EXPECT_THAT(reports_[0].detail, HasSubstr("localhost answers: 220 "));
    EXPECT_THAT(reports_[4].detail, HasSubstr("cto@example.com may receive: 250 "));
    EXPECT_THAT(reports_[5].detail, HasSubstr("queued as"));
}

TEST_F(SmtpStepsTest, NameAWrongPassword)
{
    const TestServer server("smtp_server.mjs", {{"TLS", "implicit"}, {"AUTH", "me:other"}});
    use(server, SmtpSecurity::tls);
    server_.user = "me";
    server_.password = "hunter2";
    EXPECT_THAT(send("cto"), ElementsAre("connect", "tls", "login failed"));
    EXPECT_THAT(reports_[2].detail, HasSubstr("check user and password"));
}

TEST_F(SmtpStepsTest, NameACertificateThatIsNotTrusted)
{
    for (const auto& [tls, security] :
         {std::pair{"implicit", SmtpSecurity::tls}, {"starttls", SmtpSecurity::starttls}}) {
        const TestServer server("smtp_server.mjs", {{"TLS", tls}});
        use(server, security);
        server_.ca_file.clear();
        EXPECT_THAT(send("cto"), ElementsAre("connect", "tls failed")) << tls;
    }
}

TEST_F(SmtpStepsTest, NameAServerWithoutEncryption)
{
    const TestServer server("smtp_server.mjs");
    use(server, SmtpSecurity::starttls);
    server_.ca_file.clear();
    EXPECT_THAT(send("cto"), ElementsAre("connect", "tls failed"));
    EXPECT_THAT(reports_[1].detail, HasSubstr("does not offer STARTTLS"));
}

TEST_F(SmtpStepsTest, NameWhatTheServerRefuses)
{
    const TestServer server("smtp_server.mjs");
    use(server, SmtpSecurity::none);
    server_.ca_file.clear();
    EXPECT_THAT(send("cto"), ElementsAre("connect", "from", "to", "data"));
    EXPECT_THAT(send("reject"), ElementsAre("connect", "from", "to failed"));
    EXPECT_THAT(reports_[2].detail, HasSubstr("550 5.1.1 No such mailbox here"));
    EXPECT_THAT(send("reject-data"), ElementsAre("connect", "from", "to", "data failed"));
    EXPECT_THAT(reports_[3].detail, HasSubstr("554"));
}

TEST_F(SmtpStepsTest, NameAServerThatIsNotThere)
{
    {
        const TestServer server("smtp_server.mjs");
        use(server, SmtpSecurity::tls);
        server_.ca_file.clear();
    }
    EXPECT_THAT(send("cto"), ElementsAre("connect failed"));
    EXPECT_THAT(reports_[0].detail, HasSubstr("could not connect to localhost"));
}

} // namespace
} // namespace presstime::mail
