#include "chart/chart_fixture.hpp"

namespace presstime {
namespace {

Table years()
{
    return table_of({{"year", integer_column(ColumnType::integer, {2024, 2025, 2026})},
                     {"revenue", real_column({1.2e6, 0, std::nullopt})},
                     {"cost", real_column({0.5e6, 0.6e6, 0.7e6})}});
}

TEST(Hits, NameSeriesCategoryAndFormattedValue)
{
    auto result = draw({.x = "year", .y = {"revenue", "cost"}, .y_format = "€ 0.0a"}, years());
    ASSERT_TRUE(result);
    ASSERT_EQ(result->hits.size(), 5u) << "none for the gap";
    EXPECT_EQ(result->hits[0].series, "revenue");
    EXPECT_EQ(result->hits[0].category, "2024");
    EXPECT_EQ(result->hits[0].value, "€ 1.2\u00A0M");
    for (const Hit& hit : result->hits)
        EXPECT_TRUE(hit.box.w >= 1 && hit.box.h >= 1) << "the bar of zero too";
}

TEST(Hits, TellTheShareOfAHundredPercent)
{
    auto result =
        draw({.x = "year", .y = {"revenue", "cost"}, .stack = StackMode::percent, .y_format = "0a"}, years());
    ASSERT_TRUE(result);
    EXPECT_EQ(result->hits[0].value, "1\u00A0M (70.6 %)");
}

TEST(Hits, StandAroundEveryPointOfALine)
{
    for (Mark mark : {Mark::line, Mark::area}) {
        auto result = draw({.mark = mark, .x = "year", .y = {"cost"}}, years());
        ASSERT_TRUE(result);
        ASSERT_EQ(result->hits.size(), 3u);
        EXPECT_EQ(result->hits[2].value, "700\u00A0K");
        EXPECT_LE(result->hits[0].box.right(), result->hits[1].box.x);
    }
}

TEST(Hits, OfMorePointsThanCanBeSeenHaveTheRangeOfTheirColumn)
{
    std::vector<std::int64_t> days;
    Reals numbers;
    for (int i = 0; i < 20'000; ++i) {
        days.push_back(i);
        numbers.push_back(i % 2 == 0 ? 10 : 20);
    }
    auto result =
        draw({.mark = Mark::line, .x = "day", .y = {"v"}},
             table_of({{"day", integer_column(ColumnType::date, days)}, {"v", real_column(numbers)}}));
    ASSERT_TRUE(result);
    EXPECT_LE(result->hits.size(), 2u * static_cast<std::size_t>(kTestBox.w));
    EXPECT_EQ(result->hits[0].value, "10 – 20");
}

TEST(Hits, SayTheDayBeforeTheTime)
{
    auto result = draw(
        {.mark = Mark::line, .x = "t", .y = {"v"}},
        table_of({{"t", text_column({"2026-04-14 09:00", "2026-04-14 10:30"})}, {"v", real_column({1, 2})}}));
    ASSERT_TRUE(result);
    EXPECT_EQ(result->hits[0].category, "14 Apr 2026, 09:00");
}

TEST(Hits, AreLeftOutWhereNobodyPoints)
{
    auto result = draw({.x = "year", .y = {"cost"}}, years(), "Title", kTestBox, {.hits = HitMode::none});
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->hits.empty());
    EXPECT_FALSE(result->drawing.empty());
}

TEST(Notes, SpeakTheLanguageOfTheReport)
{
    auto empty =
        draw({.x = "year", .y = {"v"}}, table_of({{"year", text_column({})}, {"v", real_column({})}}), "",
             kTestBox, {.locale = "fr-FR"});
    ASSERT_TRUE(empty);
    EXPECT_EQ(texts_of(empty->drawing).at(0), "Aucune donnée pour cette période");
    auto line = draw({.mark = Mark::line, .x = "year", .y = {"v"}},
                     table_of({{"year", text_column({"a", "b"})}, {"v", real_column({1001, 1002})}}), "",
                     kTestBox, {.locale = "de-DE"});
    EXPECT_EQ(line->note, "Die senkrechte Achse beginnt bei 1.001, nicht bei null.");
}

} // namespace
} // namespace presstime
