#include "platform/crypto/jwt.hpp"

#include "base/encoding.hpp"
#include "base/text.hpp"
#include "platform/crypto/hmac.hpp"

#include <gtest/gtest.h>

#include <random>

namespace presstime {
namespace {

// RFC 7515 appendix A.3.1 (ES256).
constexpr std::string_view kEcJwk =
    R"({"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
    R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})";
constexpr std::string_view kEcToken =
    "eyJhbGciOiJFUzI1NiJ9."
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVl"
    "fQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
constexpr std::string_view kPayload =
    "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}";

TEST(Jwt, VerifiesTheExamplesOfRfc7515AndRfc8037)
{
    EXPECT_EQ(verify_jwt(kEcToken, PublicKey::parse(kEcJwk).value()).value(), kPayload);
    const PublicKey rsa =
        PublicKey::parse(
            R"({"kty":"RSA","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Va)"
            R"(w-4qPCJrcS2mJPMEzP1Pt)"
            R"(0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaS)"
            R"(HSXndS5z5rexMdbBYUs)"
            R"(LA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXF)"
            R"(vUK-DWNmoudF8NAco9_)"
            R"(h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ","e":"AQAB"})")
            .value();
    EXPECT_EQ(
        verify_jwt(
            "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNv"
            "bS9pc19yb290Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4"
            "Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6x"
            "BArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvh"
            "J1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw",
            rsa)
            .value(),
        kPayload);
    const PublicKey ed25519 =
        PublicKey::parse(R"({"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})")
            .value();
    EXPECT_EQ(
        verify_jwt(
            "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg"
            "3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg",
            ed25519)
            .value(),
        "Example of Ed25519 signing");
}

TEST(Jwt, VerifiesWhatItSigned)
{
    for (const PrivateKey& key : {PrivateKey::generate_es256(), PrivateKey::generate_ed25519()}) {
        const std::string token = sign_jwt(key, R"({"a":"ü"})").value();
        EXPECT_EQ(verify_jwt(token, key.public_key()).value(), R"({"a":"ü"})");
        const UnverifiedJwt peeked = peek_jwt(token).value();
        EXPECT_EQ(peeked.algorithm, jose_name(key.public_key().algorithm()));
        EXPECT_EQ(peeked.key_id, key.public_key().kid());
        EXPECT_EQ(peeked.payload_json, R"({"a":"ü"})");
        EXPECT_EQ(peeked.header_json,
                  R"({"alg":")" + peeked.algorithm + R"(","typ":"JWT","kid":")" + peeked.key_id + R"("})");
    }
}

class Refused : public testing::Test {
protected:
    std::string token(std::string_view header, std::string_view payload = "{}") const
    {
        const std::string text = base64url_encode(header) + "." + base64url_encode(payload);
        return text + "." + base64url_encode(key_.sign(text));
    }
    std::string message(std::string_view token) const
    {
        const Result<std::string> payload = verify_jwt(token, key_.public_key());
        EXPECT_FALSE(payload);
        return payload ? "" : payload.error().message;
    }
    const PrivateKey key_ = PrivateKey::generate_es256();
};

TEST_F(Refused, IsAnAlgorithmThatIsNotTheKeys)
{
    ASSERT_TRUE(verify_jwt(token(R"({"alg":"ES256"})"), key_.public_key()));
    for (const std::string_view header :
         {R"({"alg":"none"})", R"({"alg":"None"})", R"({"alg":"HS256"})", R"({"alg":"RS256"})",
          R"({"alg":"es256"})", R"({"alg":["ES256"]})", R"({"alg":null})", R"({})"})
        EXPECT_NE(message(token(header)).find("alg is not ES256"), std::string::npos) << header;
    const std::string unsigned_text =
        base64url_encode(R"({"alg":"none"})") + "." + base64url_encode("{}") + ".";
    EXPECT_NE(message(unsigned_text).find("alg"), std::string::npos);
}

// The old trick: the public key's own text as the secret of an HMAC.
TEST_F(Refused, IsAnHmacWithThePublicKeyAsItsSecret)
{
    const std::string text = base64url_encode(R"({"alg":"HS256"})") + "." + base64url_encode("{}");
    const Sha256Digest code = hmac_sha256(key_.public_key().to_pem(), text);
    EXPECT_FALSE(verify_jwt(text + "." + base64url_encode(code), key_.public_key()));
}

TEST_F(Refused, IsACriticalExtension)
{
    EXPECT_NE(message(token(R"({"alg":"ES256","crit":["b64"],"b64":false})")).find("crit"),
              std::string::npos);
}

TEST_F(Refused, IsWhatIsNotExactlyThreeStrictParts)
{
    const std::string good = token(R"({"alg":"ES256"})");
    for (const std::string& bad :
         {std::string(), std::string("."), std::string(".."), good + ".", good + "=", good + " ", " " + good,
          "a." + good, good.substr(0, good.rfind('.')), good.substr(0, good.rfind('.') + 1), token("[]"),
          token("{"), good + "A", std::string(kMaxJwt_bytes + 1, 'a')})
        EXPECT_FALSE(verify_jwt(bad, key_.public_key())) << bad.substr(0, 80);
    // The last letter of 64 bytes carries 4 unused bits: another letter must not be the same signature.
    std::string twin = good;
    twin.back() = twin.back() == 'A' ? 'B' : static_cast<char>(twin.back() + 1);
    EXPECT_FALSE(verify_jwt(twin, key_.public_key()));
}

TEST_F(Refused, IsATokenOfWhichAnyLetterIsAnother)
{
    const std::string good = token(R"({"alg":"ES256"})", R"({"dataSetIds":"*"})");
    for (std::size_t at = 0; at < good.size(); ++at) {
        std::string damaged = good;
        damaged[at] = damaged[at] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(verify_jwt(damaged, key_.public_key())) << at;
    }
}

TEST_F(Refused, IsADerSignature)
{
    std::string text = base64url_encode(R"({"alg":"ES256"})") + "." + base64url_encode("{}");
    const std::string halves = key_.sign(text);
    const std::string der = "\x30\x44\x02\x20" + halves.substr(0, 32) + "\x02\x20" + halves.substr(32);
    EXPECT_FALSE(verify_jwt(text + "." + base64url_encode(der), key_.public_key()));
}

TEST(Jwt, SurvivesDamagedTokens)
{
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const PublicKey key = PublicKey::parse(kEcJwk).value();
    for (int i = 0; i < 2000; ++i) {
        std::string token(kEcToken);
        for (int change = 0; change < 2; ++change)
            token[random() % token.size()] = static_cast<char>(random());
        if (token != kEcToken) {
            EXPECT_FALSE(verify_jwt(token, key));
        }
    }
}

} // namespace
} // namespace presstime
