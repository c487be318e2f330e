// The client against a real receiver on this machine.
#include "platform/http/client.hpp"

#include "support/test_server.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <openssl/sha.h>

namespace presstime::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::TemporaryFolder;
using test::TestServer;

std::string sha256_of(const std::string& bytes)
{
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
    return hex_encode(digest);
}

class HttpClient : public testing::Test {
protected:
    static void SetUpTestSuite() { receiver_ = new TestServer("webhook_receiver.mjs"); }
    static void TearDownTestSuite() { delete receiver_; }

    PostOutcome post(const std::string& path, const std::string& body = "a,b\r\n1,2\r\n",
                     seconds limit = seconds(20))
    {
        request_.url = fmt::format("http://127.0.0.1:{}{}", receiver_->port(), path);
        request_.body_path = folder_.write("body", body);
        request_.body_bytes = static_cast<std::int64_t>(body.size());
        request_.before_first_body_byte = [this]() -> Result<> {
            ++commits_;
            return commit_answer_;
        };
        return post_file(policy_, request_, Deadline::after(limit));
    }
    static std::size_t taken() { return receiver_->ledger().size(); }

    static TestServer* receiver_;
    TemporaryFolder folder_;
    EgressPolicy policy_ = EgressPolicy::create("127.0.0.0/8, ::1", "allow").value();
    PostRequest request_;
    int commits_ = 0;
    Result<> commit_answer_;
};
TestServer* HttpClient::receiver_ = nullptr;

TEST_F(HttpClient, PostsTheFilesBytesWithItsHeaders)
{
    std::string body = std::string("%PDF\0\xff\n", 7) + std::string(300'000, 'x');
    request_.headers = {
        {"Content-Type", "application/pdf"}, {"X-Presstime-Report-Id", "17"}, {"X-Empty", ""}};
    PostOutcome outcome = post("/ok", body);
    EXPECT_EQ(outcome.status, 200);
    EXPECT_FALSE(outcome.error);
    EXPECT_EQ(outcome.response, "ok");
    EXPECT_EQ(outcome.peer, fmt::format("127.0.0.1:{}", receiver_->port()));
    EXPECT_EQ(outcome.body_bytes_sent, static_cast<std::int64_t>(body.size()));
    EXPECT_TRUE(outcome.body_complete);
    EXPECT_GT(outcome.latency.count(), 0);
    EXPECT_EQ(commits_, 1);
    auto entry = receiver_->ledger().back();
    EXPECT_EQ(entry.sha256, sha256_of(body));
    EXPECT_EQ(entry.headers.at("content-type"), "application/pdf");
    EXPECT_EQ(entry.headers.at("x-presstime-report-id"), "17");
    EXPECT_EQ(entry.headers.at("x-empty"), "");
    EXPECT_EQ(entry.headers.at("content-length"), std::to_string(body.size()));
}

TEST_F(HttpClient, PostsAnEmptyFile)
{
    PostOutcome outcome = post("/ok", "");
    EXPECT_EQ(outcome.status, 200);
    EXPECT_EQ(commits_, 1);
    EXPECT_TRUE(outcome.body_complete);
    EXPECT_EQ(receiver_->ledger().back().bytes, 0);
}

TEST_F(HttpClient, SendsNoBodyByteWhenTheCommitPointRefuses)
{
    std::size_t before = taken();
    commit_answer_ = fail(Error::conflict("another worker holds the lease"));
    PostOutcome outcome = post("/ok");
    EXPECT_EQ(outcome.status, 0);
    EXPECT_FALSE(outcome.body_started);
    EXPECT_EQ(outcome.body_bytes_sent, 0);
    ASSERT_TRUE(outcome.error);
    EXPECT_EQ(outcome.error->message, "another worker holds the lease");
    EXPECT_EQ(taken(), before);
}

TEST_F(HttpClient, DoesNotFollowARedirect)
{
    EXPECT_EQ(post("/redirect").status, 302);
    EXPECT_EQ(receiver_->ledger().back().path, "/redirect");
}

TEST_F(HttpClient, KeepsTheFirstBytesOfAnEndlessAnswer)
{
    PostOutcome outcome = post("/big");
    EXPECT_EQ(outcome.status, 200);
    EXPECT_FALSE(outcome.error);
    EXPECT_EQ(outcome.response, std::string(kResponseKeepLimit, 'a'));
}

TEST_F(HttpClient, EndsADrippingAnswerAtTheDeadline)
{
    auto started = std::chrono::steady_clock::now();
    PostOutcome outcome = post("/drip", "x", seconds(1));
    EXPECT_LT(std::chrono::steady_clock::now() - started, seconds(5));
    EXPECT_EQ(outcome.status, 200);
    ASSERT_TRUE(outcome.error);
    EXPECT_NE(outcome.error->message.find("did not answer in time"), std::string::npos);
}

TEST_F(HttpClient, TellsAMissingAnswerFromAnUnsentBody)
{
    PostOutcome cut = post("/cut");
    EXPECT_EQ(cut.status, 0);
    EXPECT_TRUE(cut.body_started);
    EXPECT_TRUE(cut.body_complete);
    ASSERT_TRUE(cut.error);
    EXPECT_EQ(cut.error->message, "127.0.0.1 closed the connection without an answer");

    TestServer gone("webhook_receiver.mjs");
    gone.process().stop();
    request_.url = fmt::format("http://localhost:{}/ok", gone.port());
    commits_ = 0;
    PostOutcome refused = post_file(policy_, request_, Deadline::after(seconds(20)));
    EXPECT_FALSE(refused.body_started);
    EXPECT_EQ(commits_, 0);
    ASSERT_TRUE(refused.error);
    EXPECT_EQ(refused.error->message, "could not connect to localhost");
}

TEST_F(HttpClient, StopsAtOversizedHeaders)
{
    PostOutcome outcome = post("/headers");
    EXPECT_LT(outcome.response.size(), 10U);
    EXPECT_LT(outcome.latency, seconds(15));
}

TEST_F(HttpClient, ReportsRetryAfterAsReceived)
{
    PostOutcome outcome = post("/503?retry-after=120");
    EXPECT_EQ(outcome.status, 503);
    EXPECT_EQ(outcome.retry_after, "120");
}

TEST_F(HttpClient, ConnectsNowhereThatThePolicyForbids)
{
    policy_ = EgressPolicy();
    std::size_t before = taken();
    for (const char* host : {"127.0.0.1", "localhost", "2130706433"}) {
        post("/ok");
        request_.url = fmt::format("http://{}:{}/ok", host, receiver_->port());
        PostOutcome outcome = post_file(policy_, request_, Deadline::after(seconds(20)));
        ASSERT_TRUE(outcome.error) << host;
        EXPECT_EQ(outcome.error->kind, ErrorKind::forbidden) << host;
        EXPECT_EQ(outcome.peer, "");
    }
    EXPECT_EQ(commits_, 0);
    EXPECT_EQ(taken(), before);
}

TEST_F(HttpClient, RefusesHeadersThatWouldBreakTheRequest)
{
    std::vector<std::pair<std::string, std::string>> bad = {{"Host", "x"},          {"content-length", "1"},
                                                            {"X-A", "b\r\nX-C: d"}, {"X A", "b"},
                                                            {"X-A:", "b"},          {"", "b"}};
    std::size_t before = taken();
    for (const auto& header : bad) {
        request_.headers = {header};
        PostOutcome outcome = post("/ok");
        ASSERT_TRUE(outcome.error) << header.first;
        EXPECT_EQ(outcome.error->kind, ErrorKind::invalid);
    }
    EXPECT_EQ(taken(), before);
}

TEST_F(HttpClient, SendsNothingWhenTheStoredFileIsNotWhatItsRecordSays)
{
    std::size_t before = taken();
    request_.url = fmt::format("http://127.0.0.1:{}/ok", receiver_->port());
    request_.body_path = folder_.write("body", "four");
    for (std::int64_t recorded : {3, 5}) {
        request_.body_bytes = recorded;
        PostOutcome outcome = post_file(policy_, request_, Deadline::after(seconds(20)));
        ASSERT_TRUE(outcome.error);
        EXPECT_EQ(outcome.error->kind, ErrorKind::give_up);
        EXPECT_FALSE(outcome.body_started);
    }
    EXPECT_EQ(taken(), before);
}

TEST_F(HttpClient, StopsWhenCancelled)
{
    CancelToken token;
    request_.url = fmt::format("http://127.0.0.1:{}/slow", receiver_->port());
    request_.body_path = folder_.write("body", "x");
    request_.body_bytes = 1;
    request_.before_first_body_byte = [&]() -> Result<> {
        token.cancel();
        return {};
    };
    PostOutcome outcome = post_file(policy_, request_, Deadline::after(seconds(60)).with_cancel(token));
    EXPECT_LT(outcome.latency, seconds(20));
    EXPECT_TRUE(outcome.error);
    EXPECT_EQ(outcome.status, 0);
}

TEST_F(HttpClient, VerifiesTlsAgainstTheNamedAuthority)
{
    TestServer secure("webhook_receiver.mjs", {{"TLS", "implicit"}});
    request_.url = fmt::format("https://localhost:{}/ok", secure.port());
    request_.body_path = folder_.write("body", "x");
    request_.body_bytes = 1;
    PostOutcome untrusted = post_file(policy_, request_, Deadline::after(seconds(20)));
    EXPECT_EQ(untrusted.status, 0);
    EXPECT_FALSE(untrusted.body_started);
    ASSERT_TRUE(untrusted.error);
    EXPECT_NE(untrusted.error->message.find("certificate"), std::string::npos) << untrusted.error->message;

    request_.ca_file = secure.ca_file();
    EXPECT_EQ(post_file(policy_, request_, Deadline::after(seconds(20))).status, 200);
}

TEST_F(HttpClient, RefusesACertificateForAnotherName)
{
    TestServer other("webhook_receiver.mjs",
                     {{"TLS", "implicit"}, {"CERTIFICATE_NAMES", "DNS:other.example"}});
    request_.url = fmt::format("https://localhost:{}/ok", other.port());
    request_.body_path = folder_.write("body", "x");
    request_.body_bytes = 1;
    request_.ca_file = other.ca_file();
    PostOutcome outcome = post_file(policy_, request_, Deadline::after(seconds(20)));
    EXPECT_EQ(outcome.status, 0);
    EXPECT_FALSE(outcome.body_started);
    EXPECT_TRUE(other.ledger().empty());
}

} // namespace
} // namespace presstime::http
