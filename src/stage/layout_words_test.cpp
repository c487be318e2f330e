// What pages say about periods and about how whole a table is.
#include "stage/layout_fixture.hpp"
#include "stage/layout_stamp.hpp"
#include "stage/period_text.hpp"

namespace presstime::stage {
namespace {

std::string period(const char* start, const char* end, const char* locale = "en-US",
                   const char* zone = "Europe/Berlin")
{
    return period_text({at(start), at(end)}, *find_zone(zone).value(), find_locale(locale));
}

std::string line(const TableStamp& stamp, const char* locale = "en-US")
{
    return completeness_line(stamp, find_locale(locale));
}

TEST(PeriodText, IsAsShortAsTheCalendarAllows)
{
    EXPECT_EQ(period("2025-12-31T23:00:00Z", "2026-12-31T23:00:00Z"), "2026");
    EXPECT_EQ(period("2026-09-30T22:00:00Z", "2026-10-31T23:00:00Z"), "October 2026");
    EXPECT_EQ(period("2026-11-19T23:00:00Z", "2026-11-20T23:00:00Z"), "20 Nov 2026");
    EXPECT_EQ(period("2026-11-13T23:00:00Z", "2026-11-20T23:00:00Z"), "14 – 20 Nov 2026");
    EXPECT_EQ(period("2026-10-29T23:00:00Z", "2026-11-02T23:00:00Z"), "30 Oct – 2 Nov 2026");
    EXPECT_EQ(period("2025-12-28T23:00:00Z", "2026-01-04T23:00:00Z"), "29 Dec 2025 – 4 Jan 2026");
}

TEST(PeriodText, SpeaksTheLanguageOfTheReport)
{
    const char* start = "2026-02-28T23:00:00Z"; // 1 March
    const char* week = "2026-03-07T23:00:00Z";
    const char* month = "2026-03-31T22:00:00Z";
    EXPECT_EQ(period(start, month, "de-DE"), "März 2026");
    EXPECT_EQ(period(start, month, "es-ES"), "marzo de 2026");
    EXPECT_EQ(period(start, month, "pt-BR"), "março de 2026");
    EXPECT_EQ(period(start, week, "de-DE"), "1.–7. März 2026");
    EXPECT_EQ(period(start, week, "fr-FR"), "1er–7 mars 2026");
    EXPECT_EQ(period(start, week, "es-ES"), "1–7 mar 2026");
    EXPECT_EQ(period(start, week, "it-IT"), "1–7 mar 2026");
    EXPECT_EQ(period(start, week, "nl-NL"), "1–7 mrt 2026");
    EXPECT_EQ(period(start, week, "pt-BR"), "1–7 de mar. de 2026");
    EXPECT_EQ(period("2026-10-29T23:00:00Z", "2026-11-02T23:00:00Z", "de-DE"), "30. Okt. – 2. Nov. 2026");
    EXPECT_EQ(period("2026-11-20T07:00:00Z", "2026-11-20T08:00:00Z", "de-DE"),
              "20. Nov. 2026, 08:00 – 09:00 CET");
}

TEST(PeriodText, SaysTimesAndTheZoneWhenNotWholeDays)
{
    EXPECT_EQ(period("2026-11-20T07:00:00Z", "2026-11-20T08:00:00Z"), "20 Nov 2026, 08:00 – 09:00 CET");
    EXPECT_EQ(period("2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z"),
              "25 Oct 2026, 02:00 CEST – 25 Oct 2026, 02:00 CET");
    EXPECT_EQ(period("2026-11-20T07:00:00Z", "2026-11-20T07:00:00Z"), "");
}

TEST(InstantText, HasDateTimeAndZone)
{
    const Zone& berlin = *find_zone("Europe/Berlin").value();
    EXPECT_EQ(instant_text(at("2026-11-21T08:00:00Z"), berlin, find_locale("en-US")),
              "21 Nov 2026, 09:00 CET");
    EXPECT_EQ(instant_text(at("2026-07-01T07:00:05Z"), berlin, find_locale("fr-FR")),
              "1er juil. 2026, 09:00:05 CEST");
}

TEST(CompletenessLine, NamesCountsAndCutters)
{
    EXPECT_EQ(line({.shown = 1, .in_result = 1}), "1 row");
    EXPECT_EQ(line({.shown = 1'204, .in_result = 1'204}), "1,204 rows");
    EXPECT_EQ(line({.shown = 200, .in_result = 4'812, .limit = "the widget's limit"}),
              "Showing 200 of 4,812 rows, cut by the widget's limit");
    EXPECT_EQ(line({.shown = 20,
                    .in_result = 500,
                    .limit = "the widget's limit",
                    .source_cut = "cut at 500 rows by the query's max_rows"}),
              "Showing 20 of more than 500 rows, cut by the widget's limit and the query's max_rows of 500");
    EXPECT_EQ(line({.shown = 9, .in_result = 9, .columns_left_out = 3, .columns = 12, .shortened = 1}),
              "9 rows; 3 of 12 columns left out for want of room; 1 long text shortened");
}

TEST(CompletenessLine, SpeaksTheLanguageOfTheReport)
{
    EXPECT_EQ(line({.shown = 1'204, .in_result = 1'204}, "de-DE"), "1.204 Zeilen");
    EXPECT_EQ(
        line({.shown = 9, .in_result = 9, .columns_left_out = 3, .columns = 12, .shortened = 2}, "de-DE"),
        "9 Zeilen; 3 von 12 Spalten aus Platzmangel weggelassen; 2 lange Texte gekürzt");
    const TableStamp cut{
        .shown = 5'000, .in_result = 5'000, .source_cut = "cut at 5,000 rows by the server's row limit"};
    EXPECT_EQ(line(cut, "de-DE"),
              "Nur die ersten 5.000 Zeilen, begrenzt durch das Zeilenlimit des Servers (5.000)");
    EXPECT_EQ(line(cut, "fr-FR"),
              "Affichage des 5\u202F000 premières lignes, restreint par la limite de lignes "
              "du serveur (5\u202F000)");
}

TEST(LimitWords, TranslateWhatTheEngineIsKnownToSay)
{
    const Locale& italian = find_locale("it-IT");
    EXPECT_EQ(limit_words(italian, "cut at 1,234 rows by the limit of 64 MiB a result"),
              "dal limite di 64 MiB per risultato");
    EXPECT_EQ(limit_words(italian, "the query's max_rows of 30"), "da max_rows della query (30)");
    EXPECT_EQ(limit_words(italian, "the page's limit of 2,000,000 cells"),
              "dal limite della pagina (2.000.000 celle)");
    EXPECT_EQ(limit_words(italian, "the moon"), "da «the moon»") << "what is unknown stays as it is";
    EXPECT_EQ(limit_words(find_locale("en-US"), "the moon"), "the moon");
    EXPECT_EQ(limit_words(italian, ""), "da un limite della query");
}

} // namespace
} // namespace presstime::stage
