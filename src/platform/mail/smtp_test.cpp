// The transaction against a real SMTP server, with every way it can end.
#include "platform/mail/smtp.hpp"

#include "support/test_server.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <openssl/sha.h>

namespace presstime::mail {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::TemporaryFolder;
using test::TestServer;

constexpr std::string_view kMessage = "From: reports@example.com\r\nTo: cto@example.com\r\n"
                                      "Message-ID: <run-1.r0@example.com>\r\nSubject: x\r\n\r\n"
                                      "first\r\n.\r\n..two dots\r\n.last\r\n";

std::string sha256_of(std::string_view bytes)
{
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
    return hex_encode(digest);
}

class Smtp : public testing::Test {
protected:
    static void SetUpTestSuite() { shared_ = new TestServer("smtp_server.mjs"); }
    static void TearDownTestSuite() { delete shared_; }

    void SetUp() override { use(*shared_); }
    void use(const TestServer& server)
    {
        server_.host = "localhost";
        server_.port = static_cast<std::uint16_t>(server.port());
        server_.security = SmtpSecurity::none;
        server_.helo = "tests.example.com";
    }
    SmtpOutcome send(const std::string& local_part, std::string_view message = kMessage,
                     Deadline deadline = Deadline::after(seconds(60)))
    {
        SmtpTransaction transaction;
        transaction.sender = "reports@example.com";
        transaction.recipient = local_part + "@example.com";
        transaction.message_path = folder_.write("mail.eml", message);
        transaction.message_bytes = static_cast<std::int64_t>(message.size());
        transaction.before_commit_point = [this]() -> Result<> {
            ++commits_;
            return commit_answer_;
        };
        return send_mail(server_, transaction, deadline);
    }
    static std::size_t taken() { return shared_->ledger().size(); }

    static TestServer* shared_;
    TemporaryFolder folder_;
    SmtpServer server_;
    int commits_ = 0;
    Result<> commit_answer_;
};
TestServer* Smtp::shared_ = nullptr;

TEST_F(Smtp, DeliversTheStoredBytesUnchanged)
{
    SmtpOutcome outcome = send("cto");
    ASSERT_EQ(outcome.outcome, AttemptOutcome::accepted) << outcome.error.message;
    EXPECT_EQ(outcome.reply_code, 250);
    EXPECT_NE(outcome.reply.find("queued as"), std::string::npos);
    EXPECT_TRUE(outcome.peer.ends_with(fmt::format(":{}", shared_->port()))) << outcome.peer;
    EXPECT_EQ(outcome.bytes_sent, static_cast<std::int64_t>(kMessage.size()));
    EXPECT_EQ(commits_, 1);
    auto entry = shared_->ledger().back();
    EXPECT_EQ(entry.sha256, sha256_of(kMessage));
    EXPECT_EQ(entry.from, "reports@example.com");
    EXPECT_EQ(entry.to, std::vector<std::string>{"cto@example.com"});
    EXPECT_EQ(entry.message_id, "run-1.r0@example.com");
}

TEST_F(Smtp, DeliversAMessageOfManyMegabytesFullOfDots)
{
    std::string message(kMessage);
    for (int i = 0; i < 300'000; ++i)
        message += ".dotted line\r\n";
    SmtpOutcome outcome = send("cto", message);
    ASSERT_EQ(outcome.outcome, AttemptOutcome::accepted) << outcome.error.message;
    EXPECT_EQ(commits_, 1);
    EXPECT_EQ(shared_->ledger().back().sha256, sha256_of(message));
}

// libcurl counts the dots it doubles as bytes of the message.
TEST_F(Smtp, DeliversTheEndOfAMessageWithAFewDottedLines)
{
    for (int dots = 1; dots <= 4; ++dots) {
        std::string message(kMessage);
        for (int i = 0; i < dots; ++i)
            message += ".dotted line\r\n";
        message += "the end\r\n";
        commits_ = 0;
        SmtpOutcome outcome = send("cto", message);
        ASSERT_EQ(outcome.outcome, AttemptOutcome::accepted) << outcome.error.message;
        EXPECT_EQ(commits_, 1);
        EXPECT_EQ(shared_->ledger().back().sha256, sha256_of(message)) << dots;
    }
}

TEST_F(Smtp, DefersWhatTheServerPutsOff)
{
    std::size_t before = taken();
    SmtpOutcome at_recipient = send("defer");
    EXPECT_EQ(at_recipient.outcome, AttemptOutcome::deferred);
    EXPECT_EQ(at_recipient.reply_code, 451);
    EXPECT_EQ(at_recipient.reply, "4.7.1 Greylisted, come back later");
    EXPECT_EQ(commits_, 0);
    SmtpOutcome after_dot = send("defer-data");
    EXPECT_EQ(after_dot.outcome, AttemptOutcome::deferred);
    EXPECT_EQ(after_dot.reply_code, 451);
    EXPECT_EQ(commits_, 1);
    EXPECT_EQ(taken(), before);
}

TEST_F(Smtp, ReportsWhatTheServerRefuses)
{
    SmtpOutcome at_recipient = send("reject");
    EXPECT_EQ(at_recipient.outcome, AttemptOutcome::rejected);
    EXPECT_EQ(at_recipient.reply_code, 550);
    EXPECT_EQ(at_recipient.error.message,
              "localhost refused reject@example.com: 550 5.1.1 No such mailbox here");
    SmtpOutcome after_dot = send("reject-data");
    EXPECT_EQ(after_dot.outcome, AttemptOutcome::rejected);
    EXPECT_EQ(after_dot.reply_code, 554);
}

TEST_F(Smtp, GivesNothingAwayWhenTheCommitPointRefuses)
{
    std::size_t before = taken();
    commit_answer_ = fail(Error::conflict("another worker holds the lease"));
    SmtpOutcome outcome = send("cto");
    EXPECT_EQ(outcome.outcome, AttemptOutcome::deferred);
    EXPECT_EQ(outcome.error.message, "another worker holds the lease");
    EXPECT_EQ(commits_, 1);
    EXPECT_LT(outcome.latency, seconds(10));
    commit_answer_ = {};
    EXPECT_EQ(send("cto").outcome, AttemptOutcome::accepted);
    EXPECT_EQ(taken(), before + 1);
}

TEST_F(Smtp, CallsAConnectionLostBeforeTheEndDeferred)
{
    SmtpOutcome at_recipient = send("drop-at-rcpt");
    EXPECT_EQ(at_recipient.outcome, AttemptOutcome::deferred);
    EXPECT_EQ(at_recipient.reply_code, 0);
    EXPECT_FALSE(at_recipient.error.message.empty());
    std::string message(kMessage);
    while (message.size() < 64U << 20)
        message += std::string(76, 'x') + "\r\n";
    SmtpOutcome in_data = send("drop-before-dot", message);
    EXPECT_EQ(in_data.outcome, AttemptOutcome::deferred);
    EXPECT_EQ(commits_, 0);
}

TEST_F(Smtp, CallsAMissingAnswerAfterTheDotUnknown)
{
    SmtpOutcome dropped = send("drop-after-dot");
    EXPECT_EQ(dropped.outcome, AttemptOutcome::unknown);
    EXPECT_EQ(dropped.reply_code, 0);
    EXPECT_NE(dropped.error.message.find("its answer did not come"), std::string::npos);
    EXPECT_FALSE(shared_->ledger().back().answered);
    SmtpOutcome silent = send("silent-after-dot", kMessage, Deadline::after(milliseconds(1500)));
    EXPECT_EQ(silent.outcome, AttemptOutcome::unknown);
    EXPECT_LT(silent.latency, seconds(10));
}

TEST_F(Smtp, WaitsLongerForTheAnswerToTheDotThanForOthers)
{
    TestServer slow("smtp_server.mjs", {{"SLOW_MS", "2500"}});
    use(slow);
    server_.reply_timeout = seconds(1);
    SmtpOutcome outcome = send("slow-after-dot");
    EXPECT_EQ(outcome.outcome, AttemptOutcome::accepted) << outcome.error.message;
    EXPECT_GE(outcome.latency, milliseconds(2500));
}

TEST_F(Smtp, AsksForAtLeastTenMinutesAfterTheDot)
{
    EXPECT_GE(SmtpServer().final_reply_timeout, std::chrono::minutes(10));
}

TEST_F(Smtp, EndsAtTheDeadlineWhenTheServerFallsSilent)
{
    SmtpOutcome outcome = send("silent-at-rcpt", kMessage, Deadline::after(seconds(1)));
    EXPECT_EQ(outcome.outcome, AttemptOutcome::deferred);
    EXPECT_LT(outcome.latency, seconds(5));
    EXPECT_EQ(outcome.error.message, "localhost did not answer in time");
}

TEST_F(Smtp, DoesNotWaitLongForAFarewell)
{
    SmtpOutcome outcome = send("silent-at-quit", kMessage, Deadline::after(seconds(2)));
    EXPECT_EQ(outcome.outcome, AttemptOutcome::accepted) << outcome.error.message;
    EXPECT_LT(outcome.latency, seconds(8));
}

TEST_F(Smtp, DefersWhenNobodyListensAndWhenNoTimeIsLeft)
{
    {
        TestServer gone("smtp_server.mjs");
        use(gone);
    }
    SmtpOutcome refused = send("cto");
    EXPECT_EQ(refused.outcome, AttemptOutcome::deferred);
    EXPECT_EQ(refused.error.message, "could not connect to localhost: connection refused");
    use(*shared_);
    SmtpOutcome late = send("cto", kMessage, Deadline::after(milliseconds(0)));
    EXPECT_EQ(late.outcome, AttemptOutcome::deferred);
    EXPECT_EQ(commits_, 0);
}

TEST_F(Smtp, RejectsBytesThatAreNoMail)
{
    std::size_t before = taken();
    for (std::string_view message :
         {"", "no line end", "bare\nline feed\r\n", "bare\rreturn\r\n", "ends in CR\r"}) {
        SmtpOutcome outcome = send("cto", message);
        EXPECT_EQ(outcome.outcome, AttemptOutcome::rejected) << message;
        EXPECT_NE(outcome.error.message.find("compose it again"), std::string::npos);
    }
    EXPECT_EQ(commits_, 0);
    EXPECT_EQ(taken(), before);
}

TEST_F(Smtp, LogsInOverStarttls)
{
    TestServer secure("smtp_server.mjs", {{"TLS", "starttls"}, {"AUTH", "reports:correct horse"}});
    use(secure);
    server_.security = SmtpSecurity::starttls;
    SmtpOutcome untrusted = send("cto");
    EXPECT_EQ(untrusted.outcome, AttemptOutcome::deferred);
    EXPECT_NE(untrusted.error.message.find("ca_file"), std::string::npos) << untrusted.error.message;

    server_.ca_file = secure.ca_file();
    SmtpOutcome anonymous = send("cto");
    EXPECT_EQ(anonymous.outcome, AttemptOutcome::deferred);
    EXPECT_NE(anonymous.error.message.find("set user and password"), std::string::npos)
        << anonymous.error.message;

    server_.user = "reports";
    server_.password = "wrong horse";
    SmtpOutcome denied = send("cto");
    EXPECT_EQ(denied.outcome, AttemptOutcome::deferred);
    EXPECT_EQ(denied.reply_code, 535);
    EXPECT_NE(denied.error.message.find("check user and password"), std::string::npos)
        << denied.error.message;
    EXPECT_EQ(denied.error.message.find("horse"), std::string::npos);
    EXPECT_EQ(denied.error.context.find("horse"), std::string::npos);
    EXPECT_EQ(commits_, 0);

    server_.password = "correct horse";
    SmtpOutcome outcome = send("cto");
    EXPECT_EQ(outcome.outcome, AttemptOutcome::accepted) << outcome.error.message;
    EXPECT_TRUE(secure.ledger().back().tls);
    EXPECT_EQ(secure.ledger().back().user, "reports");
}

TEST_F(Smtp, SpeaksTlsFromTheFirstByte)
{
    TestServer secure("smtp_server.mjs", {{"TLS", "implicit"}});
    use(secure);
    server_.security = SmtpSecurity::tls;
    server_.ca_file = secure.ca_file();
    SmtpOutcome outcome = send("cto");
    EXPECT_EQ(outcome.outcome, AttemptOutcome::accepted) << outcome.error.message;
    EXPECT_TRUE(secure.ledger().back().tls);
}

TEST_F(Smtp, NeverFallsBackToPlainTextWhenStarttlsIsMissing)
{
    server_.security = SmtpSecurity::starttls;
    SmtpOutcome outcome = send("cto");
    EXPECT_EQ(outcome.outcome, AttemptOutcome::deferred);
    EXPECT_EQ(commits_, 0);
    EXPECT_NE(outcome.error.message.find("STARTTLS"), std::string::npos) << outcome.error.message;
}

TEST(SmtpServerCheck, NamesTheOptionAndTheMend)
{
    auto refused = [](auto change) {
        SmtpServer server{.host = "smtp.example.com"};
        change(server);
        auto result = check_smtp_server(server, "options");
        return result ? std::string() : result.error().field;
    };
    EXPECT_EQ(refused([](SmtpServer&) {}), "");
    EXPECT_EQ(refused([](SmtpServer& server) { server.host = ""; }), "options.host");
    EXPECT_EQ(refused([](SmtpServer& server) { server.host = "a/b@c"; }), "options.host");
    EXPECT_EQ(refused([](SmtpServer& server) { server.helo = "a\r\nb"; }), "options.helo");
    EXPECT_EQ(refused([](SmtpServer& server) { server.user = "u"; }), "options.password");
    EXPECT_EQ(refused([](SmtpServer& server) { server.password = "p"; }), "options.user");
    EXPECT_EQ(refused([](SmtpServer& server) {
                  server.user = "u";
                  server.password = "p";
                  server.security = SmtpSecurity::none;
              }),
              "options.security");
    EXPECT_EQ(refused([](SmtpServer& server) { server.ca_file = "/nonexistent.pem"; }), "options.ca_file");
}

} // namespace
} // namespace presstime::mail
