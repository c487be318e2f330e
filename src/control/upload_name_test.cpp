#include "control/upload_name.hpp"

#include <gtest/gtest.h>

namespace presstime::control {
namespace {

TEST(UploadName, BecomesTheNameOfATableAndNeverAPath)
{
    EXPECT_EQ(table_name_of("Sales 2026 (final).csv"), "Sales_2026_final");
    EXPECT_EQ(table_name_of("../../etc/passwd"), "passwd");
    EXPECT_EQ(table_name_of("C:\\Users\\ann\\orders.csv"), "orders");
    EXPECT_EQ(table_name_of("Umsätze.csv"), "Umsätze");
    EXPECT_EQ(table_name_of("売上.csv"), "売上");
    EXPECT_EQ(table_name_of("..."), "data");
    EXPECT_EQ(table_name_of(".hidden"), "hidden");
    EXPECT_EQ(table_name_of("a*?[b]\"'`$.json"), "a_b");
    EXPECT_EQ(table_name_of("--evil\xE2\x80\xAEtxt.csv"), "evil_txt") << "no mark of direction";
    EXPECT_EQ(table_name_of("\xFF\xFE.csv"), "data");
    EXPECT_LE(table_name_of(std::string(500, 'x')).size(), 80U);
}

TEST(UploadName, HasTheExtensionInLowerCase)
{
    EXPECT_EQ(extension_of("a.b.CSV"), "csv");
    EXPECT_EQ(extension_of("folder.d/none"), "");
}

} // namespace
} // namespace presstime::control
