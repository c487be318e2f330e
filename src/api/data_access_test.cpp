// Data access keys, and what tokens signed with them open: the signature, the times, the filters.
#include "api/test_world.hpp"

#include "base/encoding.hpp"
#include "platform/crypto/jwt.hpp"

#include <gmock/gmock.h>

namespace presstime::api {
namespace {

using testing::HasSubstr;

class DataAccessTest : public testing::Test {
protected:
    DataAccessTest()
    {
        world.add_sales();
        EXPECT_EQ(
            world.post("/v1/datasets", R"({"name":"sales","connection":"shop","table":"sales"})").status,
            201);
    }

    Answer register_key(const PublicKey& key, const std::string& name = "host")
    {
        return world.post("/v1/data-access-keys",
                          json::serialize(json::object{{"name", name}, {"public_key", key.to_pem()}}));
    }
    json::object claims(const json::value& filters) const
    {
        return {{"dataSetIds", {"sales"}},
                {"secureFilters", {{"sales", filters}}},
                {"userReference", "user 1"},
                {"exp", to_micros(world.clock.now()) / 1'000'000 + 180}};
    }
    std::string sign(const json::object& payload) const
    {
        return sign_jwt(host, json::serialize(payload)).value();
    }
    // One query of all regions and revenues.
    Answer ask(const std::string& token, json::object members = {})
    {
        json::object body{{"queries", {query()}}, {"virtualFields", json::object{}}};
        if (!token.empty())
            body["identityConfigIntegritySignature"] = token;
        for (const auto& member : members)
            body[member.key()] = member.value();
        return world.send("POST", "/api/v1/create-results", json::serialize(body), {{"authorization", ""}});
    }
    static json::value query()
    {
        return json::parse(R"({"dataSetId":"sales","dimension":["region"],
            "measure":[{"field":"revenue","aggregate":"sum"}],"timeDimension":null,"filter":[],
            "order":[{"field":"region","aggregate":"none","direction":"asc"}],"limit":10,"offset":0})");
    }
    static json::value only(const char* region)
    {
        return json::array{json::object{{"field", "region"}, {"op", "="}, {"value", region}}};
    }

    World world;
    PrivateKey host = PrivateKey::generate_es256();
};

TEST_F(DataAccessTest, AKeyIsRegisteredShownAndDeleted)
{
    const Answer made = register_key(host.public_key());
    ASSERT_EQ(made.status, 201) << json::serialize(made.body);
    EXPECT_EQ(made.text("alg"), "ES256");
    EXPECT_EQ(made.text("kid"), host.public_key().kid());
    EXPECT_EQ(made.text("fingerprint"), "SHA256:" + host.public_key().kid());
    EXPECT_EQ(made.header("Location"), "/v1/data-access-keys/1");
    EXPECT_EQ(world.get("/v1/data-access-keys").body.as_array().size(), 1u);
    EXPECT_EQ(world.get("/v1/data-access-keys/1").text("name"), "host");
    EXPECT_EQ(world.send("DELETE", "/v1/data-access-keys/1").status, 204);
    EXPECT_EQ(world.get("/v1/data-access-keys/1").status, 404);
}

TEST_F(DataAccessTest, AKeyMayBeAJwk)
{
    const PublicKey key = PrivateKey::generate_ed25519().public_key();
    const json::object body{{"name", "jwk"}, {"public_key", json::parse(key.to_jwk())}};
    EXPECT_EQ(world.post("/v1/data-access-keys", json::serialize(body)).text("alg"), "EdDSA");
}

TEST_F(DataAccessTest, WhatIsNoKeyOrThereAlreadyIsRefused)
{
    for (const char* key : {"null", "7", "\"\"", "\"nonsense\"", "{}", R"({"kty":"oct","k":"AAAA"})"}) {
        const Answer answer =
            world.post("/v1/data-access-keys", std::string(R"({"name":"host","public_key":)") + key + "}");
        EXPECT_EQ(answer.status, 422) << key;
        EXPECT_THAT(answer.text("field"), HasSubstr("public_key")) << key;
    }
    ASSERT_EQ(register_key(host.public_key()).status, 201);
    EXPECT_EQ(register_key(host.public_key(), "again").status, 409);
    EXPECT_EQ(register_key(PrivateKey::generate_es256().public_key(), "host").status, 409);
}

TEST_F(DataAccessTest, KeysAreForAdminsAlone)
{
    for (const char* scope : {"read", "write"}) {
        const std::string key = "Bearer " + world.make_key(scope);
        EXPECT_EQ(world.send("GET", "/v1/data-access-keys", "", {{"authorization", key}}).status, 403);
        EXPECT_EQ(world.send("POST", "/v1/data-access-keys", "{}", {{"authorization", key}}).status, 403);
    }
}

TEST_F(DataAccessTest, ATokenOpensItsRowsAndNoOthers)
{
    register_key(host.public_key());
    const Answer answer = ask(sign(claims(only("North"))));
    ASSERT_EQ(answer.status, 200) << json::serialize(answer.body);
    EXPECT_EQ(json::serialize(answer.body), R"([[["North",10]]])");
    EXPECT_EQ(json::serialize(ask(sign(claims(json::array{}))).body), "[[]]") << "no filter holds, no rows";
    EXPECT_EQ(answer.header("Cache-Control"), "no-store");
}

TEST_F(DataAccessTest, RowsMayBeObjects)
{
    register_key(host.public_key());
    const Answer answer = ask(sign(claims(only("North"))), {{"rows", "objects"}});
    EXPECT_EQ(answer.body.at(0).at(0).at("region"), "North");
    EXPECT_EQ(ask(sign(claims(only("North"))), {{"rows", "lists"}}).text("field"), "rows");
}

TEST_F(DataAccessTest, TheTokenMayStandInAuthorization)
{
    register_key(host.public_key());
    const std::string body = json::serialize(json::object{{"queries", {query(), query()}}});
    const Answer answer = world.send("POST", "/api/v1/create-results", body,
                                     {{"authorization", "Bearer " + sign(claims(only("South")))}});
    EXPECT_EQ(json::serialize(answer.body), R"([[["South",20]],[["South",20]]])");
}

TEST_F(DataAccessTest, EveryKindOfKeySignsForItself)
{
    const PrivateKey other = PrivateKey::generate_ed25519();
    register_key(host.public_key());
    register_key(other.public_key(), "other");
    const std::string payload = json::serialize(claims(only("North")));
    EXPECT_EQ(ask(sign_jwt(host, payload).value()).status, 200);
    EXPECT_EQ(ask(sign_jwt(other, payload).value()).status, 200);
}

TEST_F(DataAccessTest, ATokenWithoutKidIsTriedWithEveryKey)
{
    register_key(PrivateKey::generate_es256().public_key(), "another");
    register_key(host.public_key());
    const std::string signed_text = base64url_encode(R"({"alg":"ES256"})") + "." +
                                    base64url_encode(json::serialize(claims(only("North"))));
    EXPECT_EQ(ask(signed_text + "." + base64url_encode(host.sign(signed_text))).status, 200);
}

TEST_F(DataAccessTest, WhatNoKeySignedIsRefused)
{
    register_key(host.public_key());
    const std::string good = sign(claims(only("North")));
    const std::size_t first = good.find('.');
    const std::size_t last = good.rfind('.');
    const std::string wider = base64url_encode(json::serialize(claims(only("South"))));
    const std::string stranger =
        sign_jwt(PrivateKey::generate_es256(), json::serialize(claims(only("North")))).value();
    for (const std::string& token :
         {std::string(), std::string("abc"), stranger, good.substr(0, last + 1),
          good.substr(0, first + 1) + wider + good.substr(last),
          base64url_encode(R"({"alg":"none"})") + good.substr(first, last - first + 1),
          base64url_encode(R"({"alg":"HS256"})") + good.substr(first), world.admin_key}) {
        const Answer answer = ask(token);
        EXPECT_EQ(answer.status, 401) << token;
        EXPECT_EQ(answer.header("WWW-Authenticate"), "Bearer realm=\"presstime\"");
    }
    world.send("DELETE", "/v1/data-access-keys/1");
    EXPECT_EQ(ask(good).status, 401) << "the key is gone";
}

TEST_F(DataAccessTest, ATokenEndsInTime)
{
    register_key(host.public_key());
    const std::string token = sign(claims(only("North")));
    world.clock.advance(std::chrono::seconds(239));
    EXPECT_EQ(ask(token).status, 200) << "a minute of skew";
    world.clock.advance(std::chrono::seconds(1));
    const Answer ended = ask(token);
    EXPECT_EQ(ended.status, 401);
    EXPECT_THAT(ended.text("detail"), HasSubstr("expired"));
    json::object endless = claims(only("North"));
    endless.erase("exp");
    EXPECT_EQ(ask(sign(endless)).status, 401);
    endless["expires"] = "2026-03-04T09:00:00Z";
    EXPECT_THAT(ask(sign(endless)).text("detail"), HasSubstr("24 hours"));
}

TEST_F(DataAccessTest, ADataSetThatIsNotNamedStaysClosed)
{
    register_key(host.public_key());
    json::object others = claims(only("North"));
    others["dataSetIds"] = {"people"};
    others["secureFilters"] = json::object{};
    EXPECT_GE(ask(sign(others)).status, 400);
    EXPECT_LT(ask(sign(others)).status, 500);
}

TEST_F(DataAccessTest, ParametersOfTheTokenReachDataSetsMadeOfSql)
{
    register_key(host.public_key());
    ASSERT_EQ(world
                  .post("/v1/datasets", R"({"name":"later","connection":"shop",
                        "sql":"SELECT region, revenue FROM sales WHERE month >= $since"})")
                  .status,
              201);
    json::value asked = query();
    asked.at("dataSetId") = "later";
    json::object given = claims(only("North"));
    given["dataSetIds"] = "*";
    given["secureFilters"] = json::object{};
    given["parameters"] = {{"since", "2026-02"}};
    const Answer answer = ask(sign(given), {{"queries", {asked}}});
    EXPECT_EQ(json::serialize(answer.body), R"([[["South",20]]])");
}

TEST_F(DataAccessTest, ARequestIsBounded)
{
    register_key(host.public_key());
    const std::string token = sign(claims(only("North")));
    EXPECT_EQ(ask(token, {{"queries", json::array(51, query())}}).text("field"), "queries");
    EXPECT_EQ(ask(token, {{"queries", json::array(50, query())}}).body.as_array().size(), 50u);
}

TEST_F(DataAccessTest, MistakesAreNamedByTheirPath)
{
    register_key(host.public_key());
    const std::string token = sign(claims(only("North")));
    json::value wrong = query();
    wrong.at("measure").at(0).at("field") = "profit";
    const Answer column = ask(token, {{"queries", {query(), wrong}}});
    EXPECT_EQ(column.status, 422);
    EXPECT_THAT(column.text("field"), HasSubstr("queries[1]"));
    EXPECT_THAT(column.text("detail"), HasSubstr("profit"));
    EXPECT_EQ(ask(token, {{"queries", "all"}}).text("field"), "queries");
    EXPECT_EQ(ask(token, {{"virtualFields", {{"sales", {1}}}}}).text("field"), "virtualFields");
    EXPECT_EQ(ask(token, {{"extra", 1}}).text("field"), "extra");
    EXPECT_EQ(world.send("GET", "/api/v1/create-results").status, 405);
}

TEST_F(DataAccessTest, BrowsersOfAllowedOriginsMayAsk)
{
    const auto preflight = [&](const std::string& origin) {
        return world.send("OPTIONS", "/api/v1/create-results", "", {{"origin", origin}});
    };
    EXPECT_EQ(preflight("https://app.example.com").status, 204);
    EXPECT_EQ(preflight("https://app.example.com").header("Access-Control-Allow-Origin"),
              "https://app.example.com");
    EXPECT_EQ(preflight("https://evil.example.com").header("Access-Control-Allow-Origin"), "");
    const Answer refused = world.send("POST", "/api/v1/create-results", "{}",
                                      {{"origin", "https://app.example.com"}, {"authorization", ""}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(refused.header("Access-Control-Allow-Origin"), "https://app.example.com") << "on errors too";
    EXPECT_EQ(refused.header("Access-Control-Allow-Credentials"), "");
}

} // namespace
} // namespace presstime::api
