#include "codec/json_write.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <limits>

namespace presstime::codec {
namespace {

TEST(JsonText, WritesNumbersAsPeopleDo)
{
    EXPECT_EQ(write_json(10.8), "10.8");
    EXPECT_EQ(write_json(0.5), "0.5");
    EXPECT_EQ(write_json({{"ms", 12.0}, {"n", 3}}), R"({"ms":12,"n":3})");
    EXPECT_EQ(write_json(std::numeric_limits<double>::infinity()),
              boost::json::serialize(boost::json::value(std::numeric_limits<double>::infinity())));
}

TEST(JsonText, IsOtherwiseTheLibrarysText)
{
    const boost::json::value value{{"text", "a \"quoted\" \n line \xC3\xA9"},
                                   {"none", nullptr},
                                   {"yes", true},
                                   {"list", {1, "two", {}}}};
    EXPECT_EQ(write_json(value), boost::json::serialize(value));
    EXPECT_EQ(write_json(boost::json::array{}), "[]");
    EXPECT_EQ(write_json(boost::json::object{}), "{}");
}

} // namespace
} // namespace presstime::codec
