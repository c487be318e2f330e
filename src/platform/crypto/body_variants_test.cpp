#include "platform/crypto/body_variants.hpp"

#include <gtest/gtest.h>

namespace presstime {
namespace {

TEST(JsonSpacing, LeavesEveryTokenAsItWas)
{
    const std::string_view json = R"({"a b":[1.50,-2e5,{"c":"x\" , : {"},[],{}],"d":null})";
    EXPECT_EQ(space_json(json, JsonSpacing::indent_2),
              "{\n  \"a b\": [\n    1.50,\n    -2e5,\n    {\n      \"c\": \"x\\\" , : "
              "{\"\n    },\n    [],\n    {}\n  ],\n  \"d\": null\n}");
    EXPECT_EQ(space_json(json, JsonSpacing::after_separators),
              R"({"a b": [1.50, -2e5, {"c": "x\" , : {"}, [], {}], "d": null})");
    for (const JsonSpacing spacing : {JsonSpacing::indent_2, JsonSpacing::indent_4, JsonSpacing::indent_tab,
                                      JsonSpacing::after_separators})
        EXPECT_EQ(space_json(space_json(json, spacing), JsonSpacing::compact), json);
}

TEST(BodyChange, IsNotLookedForInHugeBodies)
{
    const auto never = [](std::string_view) { return true; };
    EXPECT_TRUE(find_body_change("x\n", never));
    EXPECT_FALSE(find_body_change(std::string(16 * 1024 * 1024 + 1, '\n'), never));
}

} // namespace
} // namespace presstime
