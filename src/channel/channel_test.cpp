// What is particular to one channel: options, judgement of statuses, the outbox's names.
#include "base/inert_text.hpp"
#include "channel/channel.hpp"
#include "platform/http/retry_after.hpp"
#include "support/test_server.hpp"

#include "base/time.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>

namespace presstime {
namespace {

using test::TemporaryFolder;
using test::TestServer;

Result<std::unique_ptr<Channel>> create(std::string_view name, const OptionValues& options)
{
    return find_channel_plugin(name, "channel").value()->create(options);
}

std::string refused_option(std::string_view name, const OptionValues& options)
{
    auto channel = create(name, options);
    if (channel)
        return {};
    EXPECT_EQ(channel.error().kind, ErrorKind::invalid);
    return channel.error().field;
}

TEST(ChannelPlugins, AreFoundByName)
{
    for (const char* name : {"email", "outbox", "webhook"})
        EXPECT_EQ(find_channel_plugin(name, "channel").value()->name, name);
    auto unknown = find_channel_plugin("fax", "channel");
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().field, "channel");
    EXPECT_EQ(unknown.error().message, "\"fax\" is not a channel; valid are: email, outbox, webhook");
}

TEST(EmailOptions, AreCheckedWithTheirNames)
{
    OptionValues good = {{"host", "smtp.example.com"}, {"from", "reports@example.com"}};
    auto with = [&](const std::string& name, const std::string& value) {
        OptionValues options = good;
        options[name] = value;
        return refused_option("email", options);
    };
    EXPECT_EQ(refused_option("email", good), "");
    EXPECT_EQ(with("host", ""), "options.host");
    EXPECT_EQ(with("from", "Reports <reports@example.com>"), "options.from");
    EXPECT_EQ(with("port", "70000"), "options.port");
    EXPECT_EQ(with("security", "ssl"), "options.security");
    EXPECT_EQ(with("server_response_timeout_s", "60"), "options.server_response_timeout_s");
    EXPECT_EQ(with("ca_file", "/nonexistent.pem"), "options.ca_file");
    EXPECT_EQ(with("user", "reports"), "options.password");
    OptionValues plain = good;
    plain.insert({{"user", "u"}, {"password", "p"}, {"security", "none"}});
    EXPECT_EQ(refused_option("email", plain), "options.security");
}

TEST(WebhookOptions, AreCheckedWithTheirNames)
{
    EXPECT_EQ(refused_option("webhook", {}), "");
    EXPECT_EQ(refused_option("webhook", {{"egress_allow", "10.0.0.0/99"}}), "options.egress_allow");
    EXPECT_EQ(refused_option("webhook", {{"timeout_s", "0"}}), "options.timeout_s");
    EXPECT_EQ(refused_option("webhook", {{"ca_file", "/nonexistent.pem"}}), "options.ca_file");
}

class Webhook : public testing::Test {
protected:
    static void SetUpTestSuite() { receiver_ = new TestServer("webhook_receiver.mjs"); }
    static void TearDownTestSuite() { delete receiver_; }

    Attempt post(const std::string& path, Deadline deadline = Deadline::after(std::chrono::seconds(60)))
    {
        return post_to(fmt::format("http://127.0.0.1:{}{}", receiver_->port(), path), deadline);
    }
    Attempt post_to(const std::string& url, Deadline deadline = Deadline::after(std::chrono::seconds(60)))
    {
        Consignment consignment;
        consignment.recipient = url;
        consignment.payload_path = folder_.write("body", "a,b\r\n").string();
        consignment.payload_bytes = 5;
        consignment.headers = {{"Content-Type", "text/csv"}, {"X-Presstime-Report-Id", "17"}};
        return create("webhook", options_).value()->deliver(consignment, deadline);
    }

    static TestServer* receiver_;
    TemporaryFolder folder_;
    OptionValues options_ = {{"egress_allow", "127.0.0.0/8"}};
};
TestServer* Webhook::receiver_ = nullptr;

TEST_F(Webhook, IsJudgedByItsStatus)
{
    for (int status : {200, 201, 202, 204, 299})
        EXPECT_EQ(post(fmt::format("/{}", status)).outcome, AttemptOutcome::accepted) << status;
    for (int status : {300, 301, 304, 307, 308, 400, 401, 403, 404, 410, 413, 422})
        EXPECT_EQ(post(fmt::format("/{}", status)).outcome, AttemptOutcome::rejected) << status;
    for (int status : {408, 425, 429, 500, 502, 503, 504})
        EXPECT_EQ(post(fmt::format("/{}", status)).outcome, AttemptOutcome::deferred) << status;
    EXPECT_EQ(post("/502").error, "webhook returned 502");
    EXPECT_EQ(post("/502").status_code, 502);
}

TEST_F(Webhook, DoesNotFollowARedirectAndSaysSo)
{
    std::size_t before = receiver_->ledger().size();
    Attempt attempt = post("/redirect");
    EXPECT_EQ(attempt.outcome, AttemptOutcome::rejected);
    EXPECT_EQ(attempt.error, "webhook returned 302; redirects are not followed, give the final address");
    EXPECT_EQ(receiver_->ledger().size(), before + 1);
}

TEST_F(Webhook, HandsOnRetryAfterWithinBounds)
{
    EXPECT_EQ(post("/503?retry-after=120").retry_after_s, 120);
    EXPECT_EQ(post("/429?retry-after=1000000").retry_after_s, 86'400);
    EXPECT_EQ(post("/503?retry-after=soon").retry_after_s, std::nullopt);
    EXPECT_EQ(post("/404?retry-after=120").retry_after_s, std::nullopt);
    EXPECT_EQ(post("/503").retry_after_s, std::nullopt);
}

TEST_F(Webhook, CountsTheStatusLineAndNotTheRestOfTheAnswer)
{
    Attempt dripping = post("/drip", Deadline::after(std::chrono::seconds(1)));
    EXPECT_EQ(dripping.outcome, AttemptOutcome::accepted);
    EXPECT_EQ(dripping.status_code, 200);
    Attempt broken = post("/half");
    EXPECT_EQ(broken.outcome, AttemptOutcome::accepted);
    EXPECT_EQ(broken.response, "half of it");
}

TEST_F(Webhook, KeepsAHostileAnswerHarmless)
{
    Attempt attempt = post("/control");
    EXPECT_EQ(attempt.response, "bad\\r\\n\\x1b[31m\xEF\xBF\xBD input");
    EXPECT_EQ(attempt.error, "webhook returned 400");
}

TEST_F(Webhook, EndsAtItsOwnTimeout)
{
    options_["timeout_s"] = "1";
    Attempt attempt = post("/slow");
    EXPECT_EQ(attempt.outcome, AttemptOutcome::unknown);
    EXPECT_EQ(attempt.error, "127.0.0.1 did not answer in time");
    EXPECT_LT(attempt.latency_us, 10'000'000);
}

TEST_F(Webhook, IsDeferredWhenNobodyListensAndRejectedWhenNobodyMay)
{
    int port = 0;
    {
        TestServer gone("webhook_receiver.mjs");
        port = gone.port();
    }
    Attempt refused = post_to(fmt::format("http://localhost:{}/ok", port));
    EXPECT_EQ(refused.outcome, AttemptOutcome::deferred);
    EXPECT_EQ(refused.error, "could not connect to localhost");
    EXPECT_EQ(refused.bytes, 0);
    EXPECT_EQ(post_to("http://name.invalid/").outcome, AttemptOutcome::deferred);

    options_.clear();
    Attempt forbidden = post_to(fmt::format("http://localhost:{}/ok", receiver_->port()));
    EXPECT_EQ(forbidden.outcome, AttemptOutcome::rejected);
    EXPECT_EQ(forbidden.error.find("127.0.0.1"), std::string::npos);
    EXPECT_EQ(forbidden.peer, "");
    EXPECT_EQ(post_to("file:///etc/passwd").outcome, AttemptOutcome::rejected);
}

class Outbox : public testing::Test {
protected:
    Attempt deliver(const std::string& recipient, const std::string& message_id, const std::string& payload)
    {
        Consignment consignment;
        consignment.recipient = recipient;
        consignment.payload_path = stored_.write("stored.eml", payload).string();
        consignment.payload_bytes = static_cast<std::int64_t>(payload.size());
        consignment.message_id = message_id;
        return create("outbox", {{"folder", folder_.string()}})
            .value()
            ->deliver(consignment, Deadline::after(std::chrono::seconds(60)));
    }
    std::vector<std::string> names() const
    {
        std::vector<std::string> found;
        for (const auto& entry : std::filesystem::directory_iterator(folder_))
            found.push_back(entry.path().filename().string());
        return found;
    }

    TemporaryFolder stored_;
    std::filesystem::path folder_ = stored_.path() / "data" / "outbox";
};

constexpr const char* kMessage = "Date: Tue, 21 Apr 2026 13:00:07 +0000\r\nSubject: x\r\n\r\nbody\r\n";

TEST_F(Outbox, WritesOneFileHoweverOftenTheSameMailIsTried)
{
    Attempt attempt = deliver("cto@example.com", "run-1.r0@example.com", kMessage);
    ASSERT_EQ(attempt.outcome, AttemptOutcome::accepted) << attempt.error;
    ASSERT_EQ(deliver("cto@example.com", "run-1.r0@example.com", kMessage).outcome, AttemptOutcome::accepted);
    ASSERT_EQ(names().size(), 1U);
    EXPECT_TRUE(names()[0].starts_with("20260421T130007Z-cto@example.com-")) << names()[0];
    EXPECT_EQ(attempt.response, "written as " + names()[0]);
    std::ifstream file(folder_ / names()[0], std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    EXPECT_EQ(text, std::string("X-Presstime-Envelope-To: cto@example.com\r\n") + kMessage);
}

TEST_F(Outbox, KeepsRecipientsAndMessagesApart)
{
    deliver("a!b@example.com", "run-1.r0@example.com", kMessage);
    deliver("a#b@example.com", "run-1.r0@example.com", kMessage);
    deliver("a#b@example.com", "run-1.r1@example.com", kMessage);
    EXPECT_EQ(names().size(), 3U);
}

TEST_F(Outbox, NeverLeavesItsFolder)
{
    deliver("../../x@example.com", "../../id", kMessage);
    deliver("/etc/passwd@example.com", "id", "no date\r\n");
    EXPECT_EQ(names().size(), 2U);
    for (const std::string& name : names())
        EXPECT_TRUE(name.ends_with(".eml"));
}

TEST_F(Outbox, SweepsWhatACrashLeft)
{
    deliver("cto@example.com", "run-1.r0@example.com", kMessage);
    std::ofstream(folder_ / ".x.eml.123-0.tmp") << "half";
    std::ofstream(folder_ / ".keep") << "not ours";
    deliver("cto@example.com", "run-1.r0@example.com", kMessage);
    EXPECT_EQ(names().size(), 2U);
}

TEST_F(Outbox, RefusesAFolderItCannotWriteTo)
{
    std::filesystem::path file = stored_.write("file", "x");
    EXPECT_EQ(refused_option("outbox", {{"folder", (file / "outbox").string()}}), "options.folder");
    EXPECT_EQ(refused_option("outbox", {}), "options.folder");
}

TEST_F(Outbox, DefersWhenTheFolderHasGone)
{
    auto channel = create("outbox", {{"folder", folder_.string()}}).value();
    std::filesystem::remove_all(folder_);
    Consignment consignment;
    consignment.recipient = "cto@example.com";
    consignment.payload_path = stored_.write("stored.eml", kMessage).string();
    consignment.payload_bytes = static_cast<std::int64_t>(std::string(kMessage).size());
    Attempt attempt = channel->deliver(consignment, Deadline::after(std::chrono::seconds(60)));
    EXPECT_EQ(attempt.outcome, AttemptOutcome::deferred);
    EXPECT_NE(attempt.error, "");
}

TEST(RetryAfter, ReadsSecondsAndDatesWithinADay)
{
    constexpr std::int64_t kNow = 1'776'776'400; // 2026-04-21T13:00:00Z
    EXPECT_EQ(http::parse_retry_after("0", kNow), 0);
    EXPECT_EQ(http::parse_retry_after(" 120 ", kNow), 120);
    EXPECT_EQ(http::parse_retry_after("86401", kNow), 86'400);
    EXPECT_EQ(http::parse_retry_after("99999999999999999999999", kNow), 86'400);
    EXPECT_EQ(http::parse_retry_after("Tue, 21 Apr 2026 13:05:00 GMT", kNow), 300);
    EXPECT_EQ(http::parse_retry_after("Tue, 21 Apr 2026 12:00:00 GMT", kNow), 0);
    EXPECT_EQ(http::parse_retry_after("Wed, 21 Apr 2027 12:00:00 GMT", kNow), 86'400);
    for (const char* text :
         {"", "-5", "1.5", "1e9", "soon", "120 seconds", "120, 240", "0x10", "Tue, nonsense"})
        EXPECT_EQ(http::parse_retry_after(text, kNow), std::nullopt) << text;
}

TEST(AttemptText, IsBoundedAndOnOneLine)
{
    EXPECT_EQ(inert_text("a\tb\r\nc\x7f", 4096), "a\\tb\\r\\nc\\x7f");
    EXPECT_EQ(inert_text("gr\xC3\xBC\xC3\x9F", 4096), "gr\xC3\xBC\xC3\x9F");
    EXPECT_LE(inert_text(std::string(10'000, '\x01'), 4096).size(), 4096U);
    EXPECT_LE(inert_text(std::string(10'000, '\xff'), 4096).size(), 4096U);
}

} // namespace
} // namespace presstime
