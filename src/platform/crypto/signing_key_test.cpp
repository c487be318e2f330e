#include "platform/crypto/signing_key.hpp"

#include "base/encoding.hpp"
#include "base/text.hpp"

#include <gtest/gtest.h>

#include <random>

namespace presstime {
namespace {

std::string bytes_of_hex(std::string_view hex)
{
    const std::vector<unsigned char> bytes = hex_decode(hex).value();
    return {bytes.begin(), bytes.end()};
}

// RFC 8032 section 7.1, tests 1 and 3.
TEST(Ed25519Key, MatchesTheVectorsOfRfc8032)
{
    struct Vector {
        std::string_view seed, public_bytes, message, signature;
    };
    for (const Vector& vector :
         {Vector{"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                 "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
                 "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf"
                 "9b46bd25bf5f0"
                 "595bbe24655141438e7a100b"},
          Vector{"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
                 "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
                 "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984"
                 "dc6594a7c15e9"
                 "716ed28dc027beceea1ec40a"}}) {
        const PrivateKey key = PrivateKey::from_ed25519_seed(bytes_of_hex(vector.seed)).value();
        const std::string message = bytes_of_hex(vector.message);
        EXPECT_EQ(key.sign(message), bytes_of_hex(vector.signature));
        const PublicKey known = PublicKey::from_ed25519_bytes(bytes_of_hex(vector.public_bytes)).value();
        EXPECT_TRUE(known.verify(message, bytes_of_hex(vector.signature)));
        EXPECT_EQ(known.kid(), key.public_key().kid());
    }
    EXPECT_FALSE(PrivateKey::from_ed25519_seed("short"));
    EXPECT_FALSE(PublicKey::from_ed25519_bytes(std::string(31, 'x')));
}

TEST(PublicKey, HasTheThumbprintsOfRfc7638AndRfc8037)
{
    constexpr std::string_view kRsa =
        R"({"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1)"
        R"(RK7aPFFxuhDR1L6tSoc_BJEC)"
        R"(PebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_F)"
        R"(DW2QvzqY368QQMicAtaSqzs8)"
        R"(KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcR)"
        R"(wr3XPksINHaQ-G_xBniIqbw0)"
        R"(Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"})";
    EXPECT_EQ(PublicKey::parse(kRsa).value().kid(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    EXPECT_EQ(
        PublicKey::parse(R"({"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})")
            .value()
            .kid(),
        "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
}

class EachKind : public testing::TestWithParam<PrivateKey (*)()> {};

TEST_P(EachKind, TravelsAsPemAndAsJwk)
{
    const PrivateKey key = GetParam()();
    const std::string signature = PrivateKey::from_pem(key.to_pem()).value().sign("message");
    EXPECT_EQ(signature.size(), 64U);
    for (const std::string& text : {key.public_key().to_pem(), key.public_key().to_jwk()}) {
        const PublicKey known = PublicKey::parse(text).value();
        EXPECT_EQ(known.kid(), key.public_key().kid());
        EXPECT_EQ(known.algorithm(), key.public_key().algorithm());
        EXPECT_TRUE(known.verify("message", signature));
        EXPECT_FALSE(known.verify("massage", signature));
    }
    EXPECT_EQ(key.public_key().to_jwk().find("\"d\""), std::string::npos);
    EXPECT_FALSE(GetParam()().public_key().verify("message", signature)) << "another key";
}

TEST_P(EachKind, RefusesASignatureOfWhichAnyByteIsAnother)
{
    const PrivateKey key = GetParam()();
    const std::string signature = key.sign("message");
    for (std::size_t at = 0; at < signature.size(); ++at) {
        std::string damaged = signature;
        damaged[at] = static_cast<char>(damaged[at] ^ 1);
        EXPECT_FALSE(key.public_key().verify("message", damaged)) << at;
    }
    EXPECT_FALSE(key.public_key().verify("message", ""));
    EXPECT_FALSE(key.public_key().verify("message", signature.substr(1)));
    EXPECT_FALSE(key.public_key().verify("message", signature + '\0'));
    EXPECT_FALSE(key.public_key().verify("message", std::string(64, '\0')));
}

INSTANTIATE_TEST_SUITE_P(Keys, EachKind,
                         testing::Values(PrivateKey::generate_es256, PrivateKey::generate_ed25519));

// Their R or S often begins with zero bytes, which DER drops and JOSE keeps.
TEST(Es256Key, SignsIn64BytesWhateverItsNumbers)
{
    const PrivateKey key = PrivateKey::generate_es256();
    for (int i = 0; i < 600; ++i) {
        const std::string message = std::to_string(i);
        const std::string signature = key.sign(message);
        ASSERT_EQ(signature.size(), 64U);
        ASSERT_TRUE(key.public_key().verify(message, signature)) << message;
    }
}

std::string message_of(const std::string& text)
{
    const Result<PublicKey> key = PublicKey::parse(text);
    EXPECT_FALSE(key) << text;
    return key ? "" : key.error().field + ": " + key.error().message;
}

TEST(PublicKey, RefusesEveryOtherKeyWithItsMend)
{
    const PrivateKey key = PrivateKey::generate_es256();
    EXPECT_EQ(message_of(key.to_pem()),
              "public_key: public_key holds a private key, which must stay where it signs; "
              "give its public key");
    EXPECT_NE(message_of("").find("no public key"), std::string::npos);
    EXPECT_NE(
        message_of("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n").find("no public key"),
        std::string::npos);
    EXPECT_NE(message_of(std::string(20'000, 'x')).find("longer than"), std::string::npos);
    EXPECT_NE(message_of("{").find("no JWK"), std::string::npos);
    EXPECT_NE(message_of(R"({"kty":"oct","k":"c2VjcmV0"})").find("private or shared"), std::string::npos);
    EXPECT_NE(message_of(R"({"kty":"EC","crv":"P-384","x":"AA","y":"AA"})").find("unknown kind"),
              std::string::npos);
    EXPECT_NE(message_of(R"({"kty":"EC","crv":"P-256","x":"AA","y":"AA"})").find("32 bytes"),
              std::string::npos);
    EXPECT_NE(message_of(R"({"kty":"EC","crv":"P-256","x":"AA=="})").find("member x"), std::string::npos);
    EXPECT_NE(message_of(R"({"kty":"RSA","n":"AQAB","e":"AQAB"})").find("17 bits"), std::string::npos);
    EXPECT_NE(message_of(R"({"kty":"RSA","alg":"PS256","n":"AQAB","e":"AQAB"})").find("another alg"),
              std::string::npos);
    EXPECT_NE(message_of(R"({"kty":"RSA","use":"enc","n":"AQAB","e":"AQAB"})").find("signatures"),
              std::string::npos);
    const std::string off_curve = base64url_encode(std::string(32, '\x01'));
    EXPECT_NE(
        message_of(R"({"kty":"EC","crv":"P-256","x":")" + off_curve + R"(","y":")" + off_curve + R"("})")
            .find("no key"),
        std::string::npos);
}

// A PEM on P-384, and one of RSA with 1,024 bits, made with openssl.
TEST(PublicKey, RefusesOtherCurvesAndShortRsa)
{
    EXPECT_NE(
        message_of(
            "-----BEGIN PUBLIC KEY-----\nMHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEoR/QUbyvw2DaGjdZqMTFh3Ym9sb4FXnQ\n"
            "Tkd3IoRH8cV3m261rP6x5TIx6VNjHwdzOwiq48METWHN9ckdteNCJ/tLaewB6tHs\n"
            "jbVrv7A4Kbpsk0Y2TTNSJkml82qsh4eY\n-----END PUBLIC KEY-----\n")
            .find("P-256"),
        std::string::npos);
    EXPECT_NE(
        message_of(
            "-----BEGIN PUBLIC KEY-----\nMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCvxVGOmTixAiQInSXh58luWGDw\n"
            "5H4vRnGFwXdywR5mrOrSy0HLFXVV3SjTzvauUXwMNWfesm2d+GmeAmm4pHy35WmX\n"
            "njdazaTPaveqbnfeIJoCbBvqrrlgFkJE5vTN6DdPHuJlJxRVE66EELgN2hd0njhH\n"
            "5igXZn6Frjml39eLkwIDAQAB\n-----END PUBLIC KEY-----\n")
            .find("1024 bits"),
        std::string::npos);
}

TEST(PrivateKey, RefusesAPasswordWithoutAskingForIt)
{
    EXPECT_FALSE(
        PrivateKey::from_pem("-----BEGIN ENCRYPTED PRIVATE "
                             "KEY-----\nMIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAirWKPkvB30KAICCAAw\n"
                             "DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEECCAK5eU7ib7f72IPnHrbmgEQJ4y\n"
                             "Jvr38vHyglG9a1qv6dDJ5pADAgWTaskWmN8+4ePaxmYDDmS+McvjvbUP0913/T82\n"
                             "15TIz5r6DZX7pkOx8wM=\n-----END ENCRYPTED PRIVATE KEY-----\n"));
    EXPECT_FALSE(PrivateKey::from_pem("rubbish"));
}

// Whatever the bytes, a whole key is read or none.
TEST(PublicKey, SurvivesDamagedText)
{
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    const PrivateKey key = PrivateKey::generate_es256();
    const std::vector<std::string> texts{key.public_key().to_pem(), key.public_key().to_jwk()};
    for (int i = 0; i < 400; ++i) {
        std::string text = texts[static_cast<std::size_t>(i) % texts.size()];
        for (int change = 0; change < 3; ++change)
            text[random() % text.size()] = static_cast<char>(random());
        const Result<PublicKey> read = PublicKey::parse(text);
        if (!read)
            continue;
        EXPECT_EQ(PublicKey::parse(read->to_pem()).value().kid(), read->kid());
    }
}

} // namespace
} // namespace presstime
