#include "codec/document.hpp"

#include <gtest/gtest.h>

#include <string>

namespace presstime::codec {
namespace {

TEST(Yaml, PlainScalarsAreTypedAndQuotedOnesAreText)
{
    EXPECT_EQ(
        yaml_to_json(
            "a: 1\nb: \"1\"\nc: true\nd: 'true'\ne: ~\nf:\ng: 0.5\nh: 2026-04-21\ni: 007\nj: on\nk: 1e3\n")
            .value(),
        R"({"a":1,"b":"1","c":true,"d":"true","e":null,"f":null,"g":5E-1,)"
        R"("h":"2026-04-21","i":"007","j":"on","k":1E3})");
}

TEST(Yaml, WritesTextSoThatItReadsBackAsText)
{
    const std::string json =
        R"({"empty":"","number":"12","word":"true","null":"null","colon":"a: b","hash":"a #b","dash":"- a",)"
        R"("space":" a ","quote":"say \"hi\"","lines":"SELECT 1\n  FROM t\n\nWHERE x","ended":"a\nb\n",)"
        R"("twice":"a\n\n","tabs":"a\tb\nc","euro":"€ 0a","date":"2026-04-21","cron":"0 9 * * 1","star":"*",)"
        R"("control":"a\u0001","list":["a, b","[c]",1,2.5,-3],"nested":[{"a":[{"b":{}}]},[]],)"
        R"("deep":{"x":{"y":{"z":1}}}})";
    const std::string yaml = json_to_yaml(json);
    Result<std::string> again = yaml_to_json(yaml);
    ASSERT_TRUE(again.has_value()) << again.error().message << "\n" << yaml;
    EXPECT_EQ(json_to_yaml(*again), yaml);
    EXPECT_EQ(yaml_to_json(json_to_yaml(*again)).value(), *again);
    EXPECT_NE(yaml.find("lines: |-\n  SELECT 1\n    FROM t\n\n  WHERE x\n"), std::string::npos) << yaml;
    EXPECT_NE(yaml.find("number: \"12\""), std::string::npos) << yaml;
}

TEST(Yaml, RefusesWhatCouldExplodeOrMislead)
{
    for (const std::string& text :
         {std::string("a: &x [1]\nb: *x\n"), std::string("a: *x\n"), std::string("a: !!python/object x\n"),
          std::string("a: 1\na: 2\n"), std::string("---\na: 1\n---\nb: 2\n"), std::string("? [a]\n: b\n"),
          std::string("a: [1\n"), std::string("a: \xff\n"), std::string(40, '[') + std::string(40, ']'),
          std::string(5000, '['), std::string("")}) {
        Result<std::string> json = yaml_to_json(text);
        ASSERT_FALSE(json.has_value()) << text << " -> " << *json;
        EXPECT_EQ(json.error().kind, ErrorKind::malformed) << json.error().message;
    }
}

TEST(Yaml, SaysTheLine)
{
    EXPECT_NE(yaml_to_json("a: 1\nb: *x\n").error().message.find("line 2"), std::string::npos);
}

TEST(Yaml, BoundsTheFile)
{
    EXPECT_EQ(yaml_to_json(std::string(2 << 20, 'a')).error().kind, ErrorKind::too_large);
    std::string many = "[";
    for (int count = 0; count < 100'001; ++count)
        many += "1,";
    EXPECT_FALSE(yaml_to_json(many + "1]").has_value());
}

} // namespace
} // namespace presstime::codec
