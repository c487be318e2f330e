#include "platform/crypto/webhook_check.hpp"

#include "base/encoding.hpp"
#include "base/text.hpp"
#include "platform/crypto/body_variants.hpp"
#include "platform/crypto/sha256.hpp"
#include "platform/crypto/webhook_signature.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace presstime {
namespace {

using std::chrono::seconds;
using testing::HasSubstr;
using Fault = SignatureFault;

constexpr std::int64_t kNow = 1'700'000'000;
constexpr std::string_view kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
constexpr std::string_view kOther = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
constexpr std::string_view kBody =
    R"({"type":"report.run","data":{"name":"Größe","rows":[1,2.50],"url":"a/b"}})";

class WebhookCheck : public testing::Test {
protected:
    static std::string sign(std::string_view secret, std::string_view body, std::int64_t at = kNow)
    {
        const std::vector<WebhookKey> keys{WebhookKey::parse(secret).value()};
        return sign_webhook(keys, {"msg_1", Instant{seconds(at)}}, body).value();
    }
    // As the sender made it, then as the receiver has it.
    void send(std::string_view body, std::int64_t at = kNow, std::string_view secret = kSecret)
    {
        received_.headers = {{"Webhook-Id", "msg_1"},
                             {"Webhook-Timestamp", fmt::format("{}", at)},
                             {"Webhook-Signature", sign(secret, body, at)}};
        received_.body = body;
    }
    void set(std::string_view name, const std::string& value)
    {
        drop(name);
        received_.headers.emplace_back(name, value);
    }
    void drop(std::string_view name)
    {
        std::erase_if(received_.headers,
                      [&](const auto& each) { return equals_ignore_case_ascii(each.first, name); });
    }
    void add_digest(std::string_view body, std::string_view secret = kSecret)
    {
        const std::string digest = "sha-256=:" + base64_encode(sha256(body)) + ":";
        set("Content-Digest", digest);
        set("X-Presstime-Digest-Signature", sign(secret, digest));
    }
    SignatureVerdict check(std::string_view secret = kSecret) const
    {
        return explain_signature(received_, {secret, Instant{seconds(kNow)}});
    }
    std::string signature() const { return *received_.header("webhook-signature"); }

    ReceivedWebhook received_;
};

TEST_F(WebhookCheck, AcceptsWhatWasSigned)
{
    send(kBody);
    const SignatureVerdict verdict = check();
    EXPECT_TRUE(verdict.holds());
    EXPECT_EQ(verdict.detail, "the v1 signature holds; made 0 s ago");
    send("");
    EXPECT_TRUE(check().holds());
    send(std::string_view("\xff\x00\xfe", 3));
    EXPECT_TRUE(check().holds());
}

TEST_F(WebhookCheck, AcceptsAPublicKeyAndAUsersOwnText)
{
    const std::string pair = generate_webhook_signing_key();
    send(kBody, kNow, pair);
    EXPECT_TRUE(check(pair).holds());
    EXPECT_TRUE(check(WebhookKey::parse(pair)->public_text()).holds());
    EXPECT_EQ(check(generate_webhook_signing_key()).fault, Fault::wrong_secret);
    const std::string own(40, 'x');
    send(kBody, kNow, own);
    EXPECT_TRUE(check(own).holds());
}

// The reference libraries' tests by their names.
TEST_F(WebhookCheck, EmptyKey)
{
    send(kBody);
    EXPECT_EQ(check("").fault, Fault::bad_secret);
    EXPECT_EQ(check("whsec_").fault, Fault::bad_secret);
}
TEST_F(WebhookCheck, MissingId)
{
    send(kBody);
    drop("webhook-id");
    EXPECT_EQ(check().fault, Fault::header_missing);
    EXPECT_THAT(check().detail, HasSubstr("lacks the header webhook-id"));
}
TEST_F(WebhookCheck, MissingTimestamp)
{
    send(kBody);
    drop("webhook-timestamp");
    EXPECT_THAT(check().detail, HasSubstr("lacks the header webhook-timestamp"));
}
TEST_F(WebhookCheck, MissingSignature)
{
    send(kBody);
    drop("webhook-signature");
    drop("webhook-id");
    EXPECT_THAT(check().detail, HasSubstr("lacks the headers webhook-id, webhook-signature"));
}
TEST_F(WebhookCheck, InvalidTimestamp)
{
    for (const std::string text :
         {"hello", "", "1700000000abc", "1700000000.9", "-1", "1700000000000", " 1700000000"}) {
        send(kBody);
        set("webhook-timestamp", text);
        EXPECT_EQ(check().fault, Fault::bad_timestamp) << text;
    }
    set("webhook-timestamp", "1700000000000");
    EXPECT_THAT(check().detail, HasSubstr("milliseconds"));
}
TEST_F(WebhookCheck, InvalidSignature)
{
    send(kBody);
    set("webhook-signature", "v1," + base64_encode(std::string(32, 'x')));
    EXPECT_EQ(check().fault, Fault::wrong_secret);
}
TEST_F(WebhookCheck, PartialSignature)
{
    send(kBody);
    set("webhook-signature", signature().substr(0, 8));
    EXPECT_EQ(check().fault, Fault::wrong_secret);
    for (const std::string text : {"v1,", "v1", "", " ", ",", "v1;abc"}) {
        set("webhook-signature", text);
        EXPECT_EQ(check().fault, Fault::bad_signature_header) << text;
    }
}
TEST_F(WebhookCheck, OldAndNewTimestamp)
{
    send(kBody, kNow - 300);
    EXPECT_TRUE(check().holds()) << "exactly the tolerance";
    send(kBody, kNow + 300);
    EXPECT_TRUE(check().holds());
    send(kBody, kNow - 361);
    EXPECT_EQ(check().fault, Fault::too_old);
    EXPECT_THAT(check().detail, HasSubstr("made 361 s ago, 61 s beyond"));
    send(kBody, kNow + 360);
    EXPECT_EQ(check().fault, Fault::in_future);
    EXPECT_THAT(check().detail, HasSubstr("360 s ahead of this clock, 60 s beyond"));
    EXPECT_TRUE(explain_signature(received_, {kSecret, Instant{seconds(kNow)}, seconds(3600)}).holds());
}
TEST_F(WebhookCheck, MultipleSignatures)
{
    send(kBody);
    const std::string right = signature();
    set("webhook-signature",
        "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc= v2,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc= " +
            right + " v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=");
    EXPECT_TRUE(check().holds());
    set("webhook-signature", right + ",x");
    EXPECT_TRUE(check().holds()) << "as two headers of one name are joined";
}
TEST_F(WebhookCheck, TakesAHeaderThatCameTwice)
{
    send(kBody);
    received_.headers.insert(received_.headers.begin(), {"webhook-signature", sign(kOther, kBody)});
    EXPECT_TRUE(check().holds());
}

TEST_F(WebhookCheck, RefusesAnyByteThatIsAnother)
{
    send(kBody);
    for (std::size_t at = 0; at < kBody.size(); ++at) {
        std::string damaged(kBody);
        damaged[at] = static_cast<char>(damaged[at] ^ 1);
        received_.body = damaged;
        EXPECT_FALSE(check().holds()) << at;
    }
    received_.body = kBody;
    const std::string right = signature();
    for (std::size_t at = 3; at < right.size(); ++at) {
        std::string damaged = right;
        damaged[at] = damaged[at] == 'A' ? 'B' : 'A';
        set("webhook-signature", damaged);
        EXPECT_FALSE(check().holds()) << at;
    }
    set("webhook-signature", right);
    set("webhook-id", "msg_2");
    EXPECT_FALSE(check().holds());
    set("webhook-id", "msg_1");
    set("webhook-timestamp", fmt::format("{}", kNow + 1));
    EXPECT_FALSE(check().holds());
}

TEST_F(WebhookCheck, ExplainsAnIdWithADot)
{
    send(kBody);
    set("webhook-id", "msg.1");
    EXPECT_EQ(check().fault, Fault::bad_id);
}

TEST_F(WebhookCheck, ExplainsAnotherVersion)
{
    send(kBody, kNow, generate_webhook_signing_key());
    EXPECT_EQ(check().fault, Fault::other_version);
    EXPECT_THAT(check().detail, HasSubstr("holds only v1a, while this secret is for v1"));
    EXPECT_THAT(check().mend, HasSubstr("whpk_"));
}

TEST_F(WebhookCheck, ExplainsAnotherEncoding)
{
    for (std::int64_t at = kNow; at < kNow + 40; ++at) {
        send(kBody, at);
        const std::string right = signature();
        const std::string bytes = base64_decode(right.substr(3)).value();
        std::string url_safe = base64url_encode(bytes);
        for (const std::string& text :
             {url_safe, url_safe + "=", right.substr(3, 43),
              hex_encode({reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()})}) {
            set("webhook-signature", "v1," + text);
            if (signature() == right)
                continue; // no letter differs
            EXPECT_EQ(check().fault, Fault::other_encoding) << text;
        }
    }
}

TEST_F(WebhookCheck, ExplainsAnotherReadingOfTheSecret)
{
    const std::string bare(kSecret.substr(6));
    const auto signed_with = [&](std::string_view key) {
        send(kBody);
        HmacSha256 code(key);
        code.update(fmt::format("msg_1.{}.", kNow));
        code.update(kBody);
        set("webhook-signature", "v1," + base64_encode(code.finish()));
    };
    signed_with(kSecret);
    EXPECT_EQ(check().fault, Fault::other_secret_reading);
    EXPECT_THAT(check().detail, HasSubstr("whole text"));
    signed_with(bare);
    EXPECT_EQ(check().fault, Fault::other_secret_reading);
    const std::string own = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    signed_with(base64_decode(own).value());
    EXPECT_EQ(check(own).fault, Fault::other_secret_reading) << "a library that decodes whatever it is given";
    send(kBody);
    EXPECT_EQ(check(std::string(kSecret) + "\n").fault, Fault::other_secret_reading) << "a file's line break";
}

TEST_F(WebhookCheck, ExplainsASecretThatCannotBeOne)
{
    send(kBody);
    EXPECT_EQ(check("short").fault, Fault::bad_secret);
    EXPECT_EQ(check("whsec_abc").fault, Fault::bad_secret);
    EXPECT_EQ(check("whpk_abc").fault, Fault::bad_secret);
}

TEST_F(WebhookCheck, ExplainsEveryUsualChangeOfTheBody)
{
    const std::string windows = "a,b\r\n1,2\r\n";
    const std::string marked = "\xEF\xBB\xBF" + std::string(kBody);
    struct Changed {
        std::string sent, received;
        std::string_view words;
    };
    const std::vector<Changed> all{
        {std::string(kBody), std::string(kBody) + "\n", "line breaks added"},
        {std::string(kBody), std::string(kBody) + "\r\n", "line breaks added"},
        {std::string(kBody) + "\n", std::string(kBody), "lost the line break"},
        {windows, "a,b\n1,2\n", "LF line ends where CRLF"},
        {"a,b\n1,2\n", windows, "CRLF line ends where LF"},
        {std::string(kBody), marked, "byte order mark added"},
        {marked, std::string(kBody), "lost the UTF-8 byte order mark"},
        {std::string(kBody), space_json(kBody, JsonSpacing::indent_2), "other white space"},
        {std::string(kBody), space_json(kBody, JsonSpacing::indent_4) + "\n", "other white space"},
        {space_json(kBody, JsonSpacing::indent_2), std::string(kBody), "other white space"},
        {space_json(kBody, JsonSpacing::indent_4), std::string(kBody), "other white space"},
        {space_json(kBody, JsonSpacing::indent_tab), std::string(kBody), "other white space"},
        {space_json(kBody, JsonSpacing::after_separators), std::string(kBody), "other white space"},
        {R"({"a":"ü😀/"})", R"({"a": "\u00fc\ud83d\ude00\/"})", "escapes"},
        {R"({"a":"b\\c"})", R"("{\"a\":\"b\\\\c\"}")", "inside a JSON string"},
        {"{\"a\":\"ü\"}", "{\"a\":\"\xC3\x83\xC2\xBC\"}", "Latin-1"},
    };
    for (const Changed& changed : all) {
        send(changed.sent);
        received_.body = changed.received;
        const SignatureVerdict verdict = check();
        EXPECT_EQ(verdict.fault, Fault::body_changed) << changed.received;
        EXPECT_THAT(verdict.detail, HasSubstr(changed.words));
        EXPECT_FALSE(verdict.mend.empty());
    }
}

TEST_F(WebhookCheck, ExplainsABodyThatIsEmptyOrWasBinary)
{
    send(kBody);
    received_.body = "";
    EXPECT_THAT(check().detail, HasSubstr("body is empty"));
    received_.body = "%PDF-1.7 \xEF\xBF\xBD\xEF\xBF\xBD";
    EXPECT_THAT(check().detail, HasSubstr("U+FFFD"));
    send("");
    received_.body = "x";
    EXPECT_THAT(check().detail, HasSubstr("of an empty body"));
}

TEST_F(WebhookCheck, TellsAChangedBodyFromAnotherSecretByTheDigest)
{
    const std::string pdf = "%PDF-1.7\n\xe2\xe3\xcf\xd3\n";
    send(pdf);
    add_digest(pdf);
    EXPECT_EQ(check().detail, "the v1 signature and the digest's hold; made 0 s ago");
    add_digest("another");
    EXPECT_EQ(check().fault, Fault::bad_signature_header);
    add_digest(pdf, kOther);
    EXPECT_EQ(check().fault, Fault::bad_signature_header);
    add_digest(pdf);
    const std::string mangled = repair_utf8(pdf);
    received_.body = mangled;
    EXPECT_EQ(check().fault, Fault::body_changed);
    EXPECT_THAT(check().detail, HasSubstr("signature over the digest is right, but the body is not"));
    received_.body = pdf;
    EXPECT_EQ(check(kOther).fault, Fault::wrong_secret);
    EXPECT_THAT(check(kOther).detail, HasSubstr("the body is as it was sent"));
    set("webhook-signature", sign(kSecret, "something else"));
    EXPECT_EQ(check().fault, Fault::bad_signature_header);
}

// What a library that reads every body as text can still check.
TEST_F(WebhookCheck, TakesTheDigestsSignatureAlone)
{
    send("%PDF");
    add_digest("%PDF");
    drop("webhook-signature");
    EXPECT_TRUE(check().holds());
    EXPECT_THAT(check().detail, HasSubstr("digest"));
    EXPECT_EQ(check(kOther).fault, Fault::wrong_secret);
    received_.body = "%PDX";
    EXPECT_EQ(check().fault, Fault::body_changed);
    received_.body = "%PDF";
    drop("content-digest");
    EXPECT_EQ(check().fault, Fault::header_missing);
}

TEST_F(WebhookCheck, NeverShowsASecretOrARightSignature)
{
    const std::string right = sign(kSecret, kBody);
    send(kBody, kNow, kOther);
    for (const std::string_view secret :
         {kSecret, std::string_view("whsec_hunter2"), std::string_view("my own hunter2")}) {
        const SignatureVerdict verdict = check(secret);
        EXPECT_EQ((verdict.detail + verdict.mend).find(secret.substr(7)), std::string::npos);
        EXPECT_EQ((verdict.detail + verdict.mend).find(right.substr(3)), std::string::npos);
    }
}

TEST_F(WebhookCheck, ExplainsMsSignatures)
{
    const std::string secret(32, 's');
    received_.body = kBody;
    EXPECT_EQ(explain_ms_signature(received_, secret).fault, Fault::header_missing);
    set("ms-signature", ms_signature(secret, kBody));
    EXPECT_TRUE(explain_ms_signature(received_, secret).holds());
    set("ms-signature", to_lower_ascii(ms_signature(secret, kBody)));
    EXPECT_TRUE(explain_ms_signature(received_, secret).holds());
    EXPECT_EQ(explain_ms_signature(received_, std::string(32, 't')).fault, Fault::wrong_secret);
    EXPECT_EQ(explain_ms_signature(received_, secret + "\n").fault, Fault::other_secret_reading);
    const std::string printed = space_json(kBody, JsonSpacing::indent_2);
    received_.body = printed;
    EXPECT_EQ(explain_ms_signature(received_, secret).fault, Fault::body_changed);
    set("ms-signature", "757107");
    EXPECT_EQ(explain_ms_signature(received_, secret).fault, Fault::bad_signature_header);
}

// Rubbish is explained too, and nothing crashes.
TEST_F(WebhookCheck, SurvivesRubbish)
{
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    constexpr std::string_view kLetters = "{}[]\",:\\u00e9/ \n\r\xEF\xBB\xBF\xC3\xA9ud8";
    for (int i = 0; i < 300; ++i) {
        std::string body;
        for (unsigned length = random() % 60; length > 0; --length)
            body += kLetters[random() % kLetters.size()];
        send(kBody);
        received_.body = body;
        EXPECT_FALSE(check().holds()) << body;
    }
}

} // namespace
} // namespace presstime
