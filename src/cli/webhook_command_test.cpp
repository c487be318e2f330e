#include "cli/webhook_command.hpp"

#include "base/encoding.hpp"
#include "platform/crypto/jwt.hpp"
#include "platform/crypto/sha256.hpp"
#include "platform/crypto/webhook_signature.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace presstime::cli {
namespace {

using std::chrono::seconds;
using testing::HasSubstr;

constexpr std::string_view kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
constexpr std::int64_t kThen = 1614265330;
constexpr std::string_view kBody = R"({"test": 2432232314})";
constexpr std::string_view kSignature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

class WebhookVerify : public testing::Test {
protected:
    void SetUp() override
    {
        char name[] = "/tmp/webhook-verify-test-XXXXXX";
        folder_ = mkdtemp(name);
        write("body", kBody);
        write("secret", std::string(kSecret) + "\n");
        write("headers",
              "POST /hook HTTP/1.1\r\nHost: example.com\r\nWebhook-Id: msg_p5jXN8AQM9LWM0D4loKWxJek\r\n"
              "Webhook-Timestamp: 1614265330\r\nWebhook-Signature: " +
                  std::string(kSignature) + "\r\n\r\nno header");
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    std::string path(std::string_view name) const { return (folder_ / name).string(); }
    void write(std::string_view name, std::string_view text) const
    {
        std::ofstream(folder_ / name, std::ios::binary) << text;
    }
    int run(std::vector<std::string> words, std::string_view input = "")
    {
        std::vector<std::string_view> arguments{"webhook", "verify"};
        arguments.insert(arguments.end(), words.begin(), words.end());
        std::istringstream in{std::string(input)};
        std::ostringstream out;
        std::ostringstream err;
        const int status = run_command({webhook_verify_command(in, clock_)}, arguments, out, err);
        out_ = out.str();
        err_ = err.str();
        EXPECT_EQ((out_ + err_).find(kSecret.substr(6)), std::string::npos) << "a secret is never shown";
        return status;
    }

    std::filesystem::path folder_;
    ManualClock clock_{Instant{seconds(kThen + 7)}};
    std::string out_;
    std::string err_;
};

TEST_F(WebhookVerify, SaysOkAloneOnStandardOutput)
{
    EXPECT_EQ(run({path("body"), "--headers", path("headers"), "--secret-file", path("secret")}), 0);
    EXPECT_EQ(out_, "ok: the v1 signature holds; made 7 s ago\n");
    EXPECT_EQ(err_, "");
}

TEST_F(WebhookVerify, TakesHeadersFromFlagsAndBodyOrSecretFromStandardInput)
{
    const std::vector<std::string> headers{"--header", "webhook-id: msg_p5jXN8AQM9LWM0D4loKWxJek",
                                           "--header", "webhook-timestamp:1614265330",
                                           "--header", "webhook-signature: " + std::string(kSignature)};
    auto words = headers;
    words.insert(words.end(), {"--secret", std::string(kSecret)});
    EXPECT_EQ(run(words, kBody), 0) << err_;
    words = headers;
    words.insert(words.end(), {path("body"), "--secret-stdin"});
    EXPECT_EQ(run(words, std::string(kSecret) + "\r\nmore"), 0) << err_;
}

TEST_F(WebhookVerify, SaysWhyItFailsAndHowToMendIt)
{
    write("body", std::string(kBody) + "\n");
    EXPECT_EQ(run({path("body"), "--headers", path("headers"), "--secret-file", path("secret")}), 1);
    EXPECT_EQ(out_, "");
    EXPECT_THAT(err_,
                HasSubstr("presstime: the secret is right, but the body has one or more line breaks added"));
    EXPECT_THAT(err_, HasSubstr("; send or save the body without them"));
}

TEST_F(WebhookVerify, JudgesTimeByToleranceAndInstant)
{
    clock_.advance(std::chrono::hours(20));
    const std::vector<std::string> words{path("body"), "--headers", path("headers"), "--secret-file",
                                         path("secret")};
    EXPECT_EQ(run(words), 1);
    EXPECT_THAT(err_, HasSubstr("made 72007 s ago"));
    auto with = words;
    with.insert(with.end(), {"--tolerance", "100000"});
    EXPECT_EQ(run(with), 0);
    with = words;
    with.insert(with.end(), {"--at", "2021-02-25T15:02:00Z"});
    EXPECT_EQ(run(with), 0) << err_;
}

TEST_F(WebhookVerify, ChecksMsSignaturesBesideTheOthers)
{
    const std::string secret(32, 's');
    write("own", secret);
    const std::vector<std::string> words{path("body"), "--header",
                                         "ms-signature: " + ms_signature(secret, kBody), "--secret-file",
                                         path("own")};
    EXPECT_EQ(run(words), 0) << err_;
    EXPECT_EQ(out_, "ok: ms-signature holds\n");
    auto both = words;
    both.insert(both.end(), {"--headers", path("headers")});
    EXPECT_EQ(run(both), 1) << "each that is there must hold";
    EXPECT_THAT(err_, HasSubstr("made with this secret"));
}

TEST_F(WebhookVerify, ChecksAnArtifactByItsDigestAlone)
{
    const std::string digest = "sha-256=:" + base64_encode(sha256("%PDF\xff")) + ":";
    const std::vector<WebhookKey> keys{WebhookKey::parse(kSecret).value()};
    const std::string signature = sign_webhook(keys, {"m1", Instant{seconds(kThen)}}, digest).value();
    write("pdf", "%PDF\xff");
    const std::vector<std::string> words{path("pdf"),
                                         "--header",
                                         "webhook-id: m1",
                                         "--header",
                                         "webhook-timestamp: 1614265330",
                                         "--header",
                                         "Content-Digest: " + digest,
                                         "--header",
                                         "X-Presstime-Digest-Signature: " + signature,
                                         "--secret-file",
                                         path("secret")};
    EXPECT_EQ(run(words), 0) << err_;
    write("pdf", "%PDF\xef\xbf\xbd");
    EXPECT_EQ(run(words), 1);
    EXPECT_THAT(err_, HasSubstr("binary bytes are decoded as text"));
}

TEST_F(WebhookVerify, ChecksAJwtByTheServersKeys)
{
    const PrivateKey key = PrivateKey::generate_es256();
    const PrivateKey other = PrivateKey::generate_es256();
    write("jwt", sign_jwt(key, R"({"type":"report.scheduled"})").value() + "\n");
    write("both", R"({"keys":[)" + other.public_key().to_jwk() + "," + key.public_key().to_jwk() +
                      R"(,{"kty":"new"}]})");
    write("other", R"({"keys":[)" + other.public_key().to_jwk() + "]}");
    write("pem", key.public_key().to_pem());
    EXPECT_EQ(run({path("jwt"), "--jwks", path("both")}), 0) << err_;
    EXPECT_EQ(out_, "ok: the token is signed with ES256 by the key " + key.public_key().kid() + "\n");
    EXPECT_EQ(run({path("jwt"), "--jwks", path("pem")}), 0) << err_;
    EXPECT_EQ(run({path("jwt"), "--jwks", path("other")}), 1);
    EXPECT_THAT(err_, HasSubstr("not among the 1 given"));
    EXPECT_EQ(run({path("body"), "--jwks", path("both")}), 1);
    EXPECT_THAT(err_, HasSubstr("the body is no JWT"));
    write("jwt", sign_jwt(key, R"({"exp":1614265330})").value());
    EXPECT_EQ(run({path("jwt"), "--jwks", path("both")}), 1);
    EXPECT_THAT(err_, HasSubstr("expired 7 s ago"));
    EXPECT_EQ(run({path("jwt"), "--jwks", path("body")}), 1);
}

TEST_F(WebhookVerify, ExitsTwoOnWrongUsage)
{
    EXPECT_EQ(run({path("body")}), 2);
    EXPECT_THAT(err_, HasSubstr("give one of --secret"));
    EXPECT_EQ(run({path("body"), "--secret", "x", "--jwks", "y"}), 2);
    EXPECT_EQ(run({"--secret-stdin"}), 2);
    EXPECT_THAT(err_, HasSubstr("give the body as a FILE"));
    EXPECT_EQ(run({path("body"), "--secret", "x", "--header", "nonsense"}), 2);
    EXPECT_EQ(run({path("body"), "--secret", "x", "--tolerance", "soon"}), 2);
    EXPECT_EQ(run({path("body"), "--secret", "x", "--at", "noon"}), 2);
    EXPECT_EQ(run({path("body"), "extra", "--secret", "x"}), 2);
}

TEST_F(WebhookVerify, ExitsOneWhenAFileIsMissing)
{
    EXPECT_EQ(run({path("nowhere"), "--headers", path("headers"), "--secret-file", path("secret")}), 1);
    EXPECT_THAT(err_, HasSubstr("nowhere cannot be read"));
    EXPECT_EQ(run({path("body"), "--headers", path("nowhere"), "--secret-file", path("secret")}), 1);
    EXPECT_EQ(run({path("body"), "--headers", path("headers"), "--secret-file", path("nowhere")}), 1);
}

} // namespace
} // namespace presstime::cli
