#include "model/option_schema.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace presstime {
namespace {

using testing::HasSubstr;

OptionSchema schema()
{
    return {
        {.name = "path", .required = true, .help = "the folder or file to read"},
        {.name = "threads", .type = OptionType::integer, .default_value = "2", .minimum = 1, .maximum = 8},
        {.name = "strict", .type = OptionType::boolean},
        {.name = "password", .type = OptionType::secret},
    };
}

TEST(OptionSchema, FillsDefaultsAndLeavesOutWhatHasNone)
{
    auto checked = validate_options(schema(), {{"path", "data"}}, "options");
    ASSERT_TRUE(checked);
    EXPECT_EQ(*checked, (OptionValues{{"path", "data"}, {"threads", "2"}}));
}

TEST(OptionSchema, NamesTheMissingOptionAndWhatItIsFor)
{
    auto checked = validate_options(schema(), {}, "options");
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().kind, ErrorKind::invalid);
    EXPECT_EQ(checked.error().field, "options.path");
    EXPECT_THAT(checked.error().message, HasSubstr("the folder or file to read"));
}

TEST(OptionSchema, AnswersAnUnknownNameWithTheValidOnes)
{
    auto checked = validate_options(schema(), {{"path", "data"}, {"thread", "2"}}, "options");
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().field, "options.thread");
    EXPECT_THAT(checked.error().message, HasSubstr("did you mean threads?"));
    EXPECT_THAT(checked.error().message, HasSubstr("path, threads, strict, password"));
}

TEST(OptionSchema, ChecksTypesAndBounds)
{
    for (const char* bad : {"0", "9", "two", "2.5", "99999999999999999999"}) {
        auto checked = validate_options(schema(), {{"path", "data"}, {"threads", bad}}, "options");
        ASSERT_FALSE(checked) << bad;
        EXPECT_EQ(checked.error().field, "options.threads");
    }
    auto checked = validate_options(schema(), {{"path", "data"}, {"strict", "maybe"}}, "");
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().field, "strict");
}

TEST(OptionSchema, RefusesControlCharactersBrokenUtf8AndHugeValuesWithoutRepeatingThem)
{
    for (const std::string& bad :
         {std::string("a\nb"), std::string("a\0b", 3), std::string("\xff"), std::string(100'000, 'x')}) {
        auto checked = validate_options(schema(), {{"path", "data"}, {"password", bad}}, "options");
        ASSERT_FALSE(checked);
        EXPECT_EQ(checked.error().field, "options.password");
        EXPECT_LT(checked.error().message.size(), 200U);
    }
}

} // namespace
} // namespace presstime
