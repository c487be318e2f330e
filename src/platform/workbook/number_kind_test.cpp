#include "platform/workbook/number_kind.hpp"

#include <gtest/gtest.h>

namespace presstime {
namespace {

TEST(NumberKind, OfBuiltInFormats)
{
    for (const int id : {14, 15, 16, 17, 22, 27, 31, 36, 50, 58})
        EXPECT_EQ(number_kind_of_id(id), NumberKind::moment) << id;
    for (const int id : {18, 19, 20, 21, 32, 33})
        EXPECT_EQ(number_kind_of_id(id), NumberKind::clock) << id;
    for (const int id : {45, 46, 47})
        EXPECT_EQ(number_kind_of_id(id), NumberKind::duration) << id;
    for (const int id : {0, 1, 9, 13, 23, 37, 44, 48, 49, 59, 164, -1})
        EXPECT_EQ(number_kind_of_id(id), NumberKind::number) << id;
}

TEST(NumberKind, OfCodes)
{
    for (const char* code : {"yyyy-mm-dd", "dd.mm.yyyy", "[$-407]d. mmmm yyyy;@", "m/d/yy h:mm", "mmm",
                             "mmm-yy", "[$-411]ge.m.d", "yyyy\\-mm\\-dd\\ hh:mm:ss", "dddd", "bbbb", "e"})
        EXPECT_EQ(number_kind_of_code(code), NumberKind::moment) << code;
    for (const char* code : {"h:mm", "hh:mm:ss", "h:mm AM/PM", "h \"Uhr\""})
        EXPECT_EQ(number_kind_of_code(code), NumberKind::clock) << code;
    for (const char* code : {"[h]:mm", "[hh]:mm:ss", "[mm]:ss", "[s]", "mm:ss", "mm:ss.0"})
        EXPECT_EQ(number_kind_of_code(code), NumberKind::duration) << code;
    for (const char* code :
         {"General", "0.00", "#,##0.00 \"dollars, yes\"", "[Red]0;[Blue]-0", "0.00E+00", "##0.0E-0", "@", "",
          "\\d0", "_d0_)", "*d0", "[$USD-409] 0", "0\" days\"", "[>100]0", "0;yyyy", "\"unclosed", "[", "\\"})
        EXPECT_EQ(number_kind_of_code(code), NumberKind::number) << code;
}

std::string shown(double serial, Epoch epoch = Epoch::y1900)
{
    const auto time = time_of_serial(serial, epoch);
    return time ? date_text(time->day) + " " + clock_text(time->millis) : "none";
}

TEST(SerialTime, CountsFromBothEpochsOverTheDayThatNeverWas)
{
    EXPECT_EQ(shown(1), "1900-01-01 00:00:00");
    EXPECT_EQ(shown(59), "1900-02-28 00:00:00");
    EXPECT_EQ(shown(60), "1900-02-28 00:00:00") << "1900-02-29 to a spreadsheet";
    EXPECT_EQ(shown(61), "1900-03-01 00:00:00");
    EXPECT_EQ(shown(46133), "2026-04-21 00:00:00");
    EXPECT_EQ(shown(44671, Epoch::y1904), "2026-04-21 00:00:00");
    EXPECT_EQ(shown(0, Epoch::y1904), "1904-01-01 00:00:00");
    EXPECT_EQ(shown(2958465), "9999-12-31 00:00:00");
    EXPECT_EQ(shown(2958466), "none");
    EXPECT_EQ(shown(2957004, Epoch::y1904), "none");
    EXPECT_EQ(shown(-1), "none");
    EXPECT_EQ(shown(1e300), "none");
}

TEST(SerialTime, RoundsToTheMillisecond)
{
    EXPECT_EQ(shown(46133.5), "2026-04-21 12:00:00");
    EXPECT_EQ(shown(46133.541666666664), "2026-04-21 13:00:00");
    EXPECT_EQ(shown(46133.999999999), "2026-04-22 00:00:00") << "into the next day";
    EXPECT_EQ(shown(46133.00000289352), "2026-04-21 00:00:00.250");
    EXPECT_EQ(clock_text(95'400'000), "26:30:00");
}

} // namespace
} // namespace presstime
