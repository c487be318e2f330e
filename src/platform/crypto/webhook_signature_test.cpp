#include "platform/crypto/webhook_signature.hpp"

#include "base/encoding.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace presstime {
namespace {

using std::chrono::seconds;
using testing::HasSubstr;

constexpr std::string_view kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
constexpr std::string_view kSigningKey =
    "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==";

WebhookStamp stamp(std::string_view id, std::int64_t at)
{
    return {id, Instant{seconds(at)}};
}

std::string sign(std::string_view secret, const WebhookStamp& stamp, std::string_view body)
{
    const std::vector<WebhookKey> keys{WebhookKey::parse(secret).value()};
    return sign_webhook(keys, stamp, body).value();
}

TEST(WebhookSignature, IsWhatTheReferenceLibrariesMake)
{
    EXPECT_EQ(sign(kSecret, stamp("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330), R"({"test": 2432232314})"),
              "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    EXPECT_EQ(sign("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
                   stamp("msg_27UH4WbU6Z5A5EzD8u03UvzRbpk", 1649367553),
                   R"({"email":"test@example.com","username":"test_user"})"),
              "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=");
}

// The example of Svix's documentation: its secret has 18 bytes, fewer than the standard allows an endpoint.
TEST(WebhookSignature, IsOverIdTimestampAndBody)
{
    const std::string key = base64_decode("plJ3nmyCDGBKInavdOK15jsl").value();
    EXPECT_EQ(base64_encode(hmac_sha256(
                  key, R"(msg_loFOjxBNrRLzqYUf.1731705121.{"event_type":"ping","data":{"success":true}})")),
              "rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=");
    EXPECT_FALSE(WebhookKey::parse("whsec_plJ3nmyCDGBKInavdOK15jsl"));
}

TEST(WebhookSignature, IsWhatSvixMakesWithAnEd25519Key)
{
    const WebhookStamp at = stamp("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330);
    constexpr std::string_view kExpected =
        "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==";
    EXPECT_EQ(sign(kSigningKey, at, R"({"test": 2432232314})"), kExpected);
    const std::string seed = base64_decode(kSigningKey.substr(5)).value().substr(0, 32);
    EXPECT_EQ(sign("whsk_" + base64_encode(seed), at, R"({"test": 2432232314})"), kExpected);
    EXPECT_EQ(WebhookKey::parse(kSigningKey)->public_text(),
              "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=");
}

TEST(WebhookSignature, CoversBinaryBodiesAndTheirDigestAlike)
{
    const std::vector<unsigned char> body = hex_decode("255044462d312e370a25e2e3cfd30a").value();
    const WebhookStamp at = stamp("msg_artifact_1", 1700000000);
    EXPECT_EQ(sign(kSecret, at, {reinterpret_cast<const char*>(body.data()), body.size()}),
              "v1,5QqOWdc0WFY3z6wxHaENiZNaVpknm4qnfl9v5ZIgPpI=");
    EXPECT_EQ(sign(kSecret, at, "sha-256=:xkTyag1xvTu7LvXpC6QbbxChnKmZNPueeE7fr9OyYgw=:"),
              "v1,x5d1VS6kk8WpshZdQCSWtc3jmDNZBFal+ckrtkxe7KA=");
    EXPECT_NE(sign(kSecret, at, "\xff"), sign(kSecret, at, "\xfe"));
}

// The reference libraries' test of a sign vector, and one with a payload of nothing.
TEST(WebhookSignature, CoversAnEmptyPayload)
{
    EXPECT_EQ(sign(kSecret, stamp("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330), "").size(), 3U + 44U);
}

TEST(WebhookSignature, NamesEveryKeyTheCurrentOneFirst)
{
    const std::string other = generate_webhook_secret();
    const std::vector<WebhookKey> keys{WebhookKey::parse(kSecret).value(),
                                       WebhookKey::parse(kSigningKey).value(),
                                       WebhookKey::parse(other).value()};
    const WebhookStamp at = stamp("m1", 1);
    EXPECT_EQ(sign_webhook(keys, at, "{}").value(),
              sign(kSecret, at, "{}") + " " + sign(kSigningKey, at, "{}") + " " + sign(other, at, "{}"));
}

TEST(WebhookSignature, IsTheSameOverPieces)
{
    const std::vector<WebhookKey> keys{WebhookKey::parse(kSecret).value(),
                                       WebhookKey::parse(std::string(32, 'x')).value()};
    const WebhookStamp at = stamp("m1", 1);
    const std::string body(100'000, '\xff');
    WebhookSigner signer = WebhookSigner::create(keys, at).value();
    for (std::size_t from = 0; from < body.size(); from += 777)
        signer.update(std::string_view(body).substr(from, 777));
    EXPECT_EQ(signer.finish(), sign_webhook(keys, at, body).value());
}

TEST(WebhookSignature, OverPiecesLeavesEd25519Out)
{
    const std::vector<WebhookKey> keys{WebhookKey::parse(kSigningKey).value()};
    WebhookSigner signer = WebhookSigner::create(keys, stamp("m1", 1)).value();
    signer.update("x");
    EXPECT_EQ(signer.finish(), "");
}

TEST(WebhookSignature, RefusesAnIdThatCouldBeReadTwoWays)
{
    const std::vector<WebhookKey> keys{WebhookKey::parse(kSecret).value()};
    for (const std::string_view id : {"", "a.b", "a\r\nb", "a\nb", "a b", "a\tb"}) {
        EXPECT_EQ(sign_webhook(keys, stamp(id, 1), "{}").error().field, "webhook_id") << id;
        EXPECT_FALSE(WebhookSigner::create(keys, stamp(id, 1))) << id;
    }
}

TEST(WebhookSignature, HasWholeSeconds)
{
    EXPECT_EQ(webhook_timestamp(Instant{std::chrono::milliseconds(1'700'000'000'999)}), "1700000000");
}

std::string refusal(std::string_view secret)
{
    const Result<WebhookKey> key = WebhookKey::parse(secret);
    EXPECT_FALSE(key) << secret;
    EXPECT_EQ(key.error().field, "secret");
    if (secret.size() > 20) {
        EXPECT_EQ(key.error().message.find(secret.substr(6, 14)), std::string::npos) << "never shown";
    }
    return key ? "" : key.error().message;
}

std::string shared_secret(std::size_t length)
{
    return "whsec_" + base64_encode(std::string(length, '\xfb'));
}

TEST(WebhookSecret, HasBetween24And64Bytes)
{
    EXPECT_TRUE(WebhookKey::parse(shared_secret(24)));
    EXPECT_TRUE(WebhookKey::parse(shared_secret(64)));
    EXPECT_THAT(refusal(shared_secret(23)), HasSubstr("24 to 64"));
    EXPECT_THAT(refusal(shared_secret(65)), HasSubstr("it holds 65"));
    EXPECT_THAT(refusal("whsec_"), HasSubstr("it holds 0"));
}

TEST(WebhookSecret, IsPaddedStandardBase64AfterItsPrefix)
{
    std::string url_safe = shared_secret(32);
    for (char& letter : url_safe)
        letter = letter == '+' ? '-' : letter == '/' ? '_' : letter;
    ASSERT_NE(url_safe, shared_secret(32));
    EXPECT_THAT(refusal(url_safe.replace(5, 1, "_")), HasSubstr("URL-safe"));
    EXPECT_THAT(refusal(shared_secret(32).substr(0, 6 + 43)), HasSubstr("padded standard base64"));
    EXPECT_THAT(refusal(shared_secret(32) + "\n"), HasSubstr("padded standard base64"));
    EXPECT_THAT(refusal("whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4="), HasSubstr("public key"));
    EXPECT_THAT(refusal("whsk_" + base64_encode(std::string(33, 'x'))), HasSubstr("32 or 64"));
    EXPECT_THAT(refusal("whsk_" + base64_encode(std::string(64, 'x'))), HasSubstr("another key's"));
}

TEST(WebhookSecret, MayBeAUsersOwnText)
{
    const WebhookKey key = WebhookKey::parse("ein Geheimnis mit Umlauten: äöüß").value();
    EXPECT_EQ(key.hmac_key(), "ein Geheimnis mit Umlauten: äöüß");
    EXPECT_TRUE(WebhookKey::parse(std::string(128, 'x')));
    EXPECT_THAT(refusal(std::string(31, 'x')), HasSubstr("32 to 128"));
    EXPECT_THAT(refusal(std::string(129, 'x')), HasSubstr("32 to 128"));
    EXPECT_THAT(refusal(std::string(32, '\xff')), HasSubstr("32 to 128"));
    EXPECT_THAT(refusal(std::string(32, '\n')), HasSubstr("32 to 128"));
    EXPECT_THAT(refusal(""), HasSubstr("32 to 128"));
}

TEST(WebhookSecret, IsMadeWithItsPrefixAndNeverTwice)
{
    const std::string secret = generate_webhook_secret();
    EXPECT_EQ(WebhookKey::parse(secret)->hmac_key()->size(), 32U);
    EXPECT_NE(generate_webhook_secret(), secret);
    const std::string pair = generate_webhook_signing_key();
    EXPECT_EQ(base64_decode(pair.substr(5)).value().size(), 64U);
    EXPECT_TRUE(WebhookKey::parse(pair)->public_text().starts_with("whpk_"));
}

// GitHub's documented example, in the spelling of the older receivers.
TEST(MsSignature, IsUpperCaseHexadecimalOverTheBodyAlone)
{
    EXPECT_EQ(ms_signature("It's a Secret to Everybody", "Hello, World!"),
              "sha256=757107EA0EB2509FC211221CCE984B8A37570B6D7586C22C46F4379C8B043E17");
}

} // namespace
} // namespace presstime
