#include "calendar/local_time.hpp"
#include "calendar/posix_rule.hpp"

#include <date/tz.h>
#include <gtest/gtest.h>

#include <fstream>
#include <thread>

namespace presstime {
namespace {

Instant at(std::string_view text)
{
    return parse_rfc3339(text).value();
}

const Zone& zone(std::string_view name)
{
    auto found = find_zone(name);
    EXPECT_TRUE(found.has_value()) << name;
    return **found;
}

LocalDate date(std::string_view text)
{
    return parse_date(text).value();
}

TEST(Zones, AnUnknownNameIsAnsweredWithTheNearest)
{
    auto found = find_zone("America/NewYork");
    ASSERT_FALSE(found.has_value());
    EXPECT_EQ(found.error().kind, ErrorKind::invalid);
    EXPECT_EQ(found.error().field, "timezone");
    EXPECT_EQ(found.error().message, "unknown time zone \"America/NewYork\"; did you mean America/New_York?");
    EXPECT_EQ(suggest_zone("Berlin"), "Europe/Berlin");
    EXPECT_EQ(suggest_zone("europe/zurich"), "Europe/Zurich");
    EXPECT_EQ(suggest_zone("US/New York"), "America/New_York");
    EXPECT_EQ(suggest_zone(""), std::nullopt);
    EXPECT_EQ(suggest_zone("Middle-earth/Minas_Tirith"), std::nullopt);
}

TEST(Zones, RefuseWhatDependsOnTheHostOrLeavesTheDatabase)
{
    for (std::string_view name : {"", "localtime", "posixrules", "../../../etc/passwd", "/etc/localtime",
                                  "right/UTC", "Europe", "UTC ", "utc\n"})
        EXPECT_FALSE(find_zone(name).has_value()) << name;
}

TEST(Zones, LinksAreZonesOfTheirOwnName)
{
    EXPECT_EQ(zone("US/Pacific").name(), "US/Pacific");
    EXPECT_EQ(zone("US/Pacific").spans().size(), zone("America/Los_Angeles").spans().size());
    EXPECT_EQ(&zone("Europe/Kiev"), &zone("Europe/Kiev"));
    EXPECT_GE(zone_names().size(), 500u);
}

TEST(Zones, CanBeLoadedFromManyThreads)
{
    std::vector<std::thread> threads;
    std::vector<const Zone*> seen(8);
    for (std::size_t i = 0; i < seen.size(); ++i)
        threads.emplace_back([&seen, i] { seen[i] = find_zone("Asia/Tehran").value(); });
    for (std::thread& thread : threads)
        thread.join();
    for (const Zone* one : seen)
        EXPECT_EQ(one, seen[0]);
}

TEST(Zones, TablesAgreeWithTheDateLibraryWhereFilesListChanges)
{
    for (const std::string& name : zone_names()) {
        const date::time_zone& known = *date::locate_zone(name);
        const Zone& ours = zone(name);
        for (std::int64_t s = -5'000'000'000; s < 2'114'000'000; s += 7'654'321) {
            auto info = known.get_info(date::sys_seconds{std::chrono::seconds{s}});
            ASSERT_EQ(ours.span_at(s).offset_s, info.offset.count()) << name << " at " << s;
        }
    }
}

TEST(Zones, TheYearFortyBeginsLikeTheYearsBefore)
{
    // 2012 and 2040 have the same calendar: a zone whose rule
    // still stands changes its clocks on the same dates.
    for (const char* name : {"America/New_York", "Europe/Berlin", "Australia/Sydney", "Europe/Dublin"}) {
        std::vector<Instant> changes;
        for (const Zone::Span& span : zone(name).spans()) {
            Instant begin{std::chrono::seconds{std::max<std::int64_t>(span.begin_s, 0)}};
            if (begin >= at("2012-01-01T00:00:00Z") && begin < at("2013-01-01T00:00:00Z"))
                changes.push_back(begin);
        }
        ASSERT_EQ(changes.size(), 2u) << name;
        std::chrono::seconds cycle = std::chrono::days{28 * 365 + 7};
        for (Instant change : changes) {
            auto utc_s = std::chrono::floor<std::chrono::seconds>(change + cycle).time_since_epoch().count();
            EXPECT_EQ(zone(name).span_at(utc_s).begin_s, utc_s) << name;
        }
    }
}

TEST(Zones, SpansAreContiguousAndQuietWithin)
{
    for (const std::string& name : zone_names()) {
        const std::vector<Zone::Span>& spans = zone(name).spans();
        for (std::size_t i = 0; i < spans.size(); ++i) {
            ASSERT_LT(spans[i].begin_s, spans[i].end_s) << name;
            EXPECT_LE(spans[i].begin_s, spans[i].quiet_from_s);
            EXPECT_GE(spans[i].end_s, spans[i].quiet_until_s);
            if (i > 0) {
                ASSERT_EQ(spans[i - 1].end_s, spans[i].begin_s) << name;
            }
        }
    }
}

TEST(Zones, ResolveWallTimes)
{
    const Zone& york = zone("America/New_York");
    auto wall = [](std::string_view text) { return to_micros(at(text)) / 1'000'000; };
    auto utc = wall;
    EXPECT_EQ(york.resolve(wall("2025-07-01T09:00:00Z")).first_s, utc("2025-07-01T13:00:00Z"));
    auto twice = york.resolve(wall("2025-11-02T01:30:00Z"));
    EXPECT_EQ(twice.kind, Zone::WallKind::ambiguous);
    EXPECT_EQ(twice.first_s, utc("2025-11-02T05:30:00Z"));
    EXPECT_EQ(twice.last_s, utc("2025-11-02T06:30:00Z"));
    auto never = york.resolve(wall("2025-03-09T02:30:00Z"));
    EXPECT_EQ(never.kind, Zone::WallKind::missing);
    EXPECT_EQ(never.first_s, utc("2025-03-09T07:00:00Z"));
    EXPECT_EQ(never.offset_before_s, -5 * 3600);
}

TEST(PosixRules, EveryInstalledZoneFileEndsWithOneWeRead)
{
    for (const std::string& name : zone_names()) {
        std::ifstream file("/usr/share/zoneinfo/" + name, std::ios::binary);
        std::string last;
        for (std::string line; std::getline(file, line);)
            last = line;
        EXPECT_TRUE(parse_posix_rule(last).has_value()) << name << ": " << last;
    }
}

TEST(PosixRules, ReadQuotedNamesAndTimesBeyondADay)
{
    auto rule = parse_posix_rule("<-02>2<-01>,M3.5.0/-1,M10.5.0/0").value();
    EXPECT_EQ(rule.standard_name, "-02");
    EXPECT_EQ(rule.standard_offset_s, -7200);
    EXPECT_EQ(rule.daylight_offset_s, -3600);
    EXPECT_EQ(rule.to_daylight.time_s, -3600);
    EXPECT_EQ(parse_posix_rule("EET-2EEST,M3.4.4/50,M10.4.4/50")->to_daylight.time_s, 50 * 3600);
    EXPECT_EQ(parse_posix_rule("LMT+0:44:30")->standard_offset_s, -2670);
    EXPECT_TRUE(parse_posix_rule("<+0545>-5:45")->daylight_name.empty());
}

TEST(PosixRules, RefuseWhatTheyAreNot)
{
    for (std::string_view text : {"", "EST", "EST5EDT", "EST5EDT,M13.1.0,M11.1.0", "EST5EDT,M3.2.0",
                                  "EST5EDT,J60,J300", "<EST5", "5", "EST5EDT,M3.2.0,M11.1.0x", "EST999"})
        EXPECT_FALSE(parse_posix_rule(text).has_value()) << text;
}

TEST(LocalTime, IsWrittenWithOffsetAndZone)
{
    EXPECT_EQ(format_local(at("2026-04-21T13:00:00Z"), zone("America/New_York")),
              "2026-04-21T09:00:00-04:00[America/New_York]");
    EXPECT_EQ(format_local(at("2026-01-01T00:00:00.5Z"), zone("Asia/Kathmandu")),
              "2026-01-01T05:45:00+05:45[Asia/Kathmandu]");
    EXPECT_EQ(format_local(at("2026-01-01T00:00:00Z"), zone("UTC")), "2026-01-01T00:00:00+00:00[UTC]");
    EXPECT_EQ(format_local_short(at("2026-11-21T08:00:00Z"), zone("Europe/Zurich")),
              "21 Nov 2026, 09:00 CET");
    EXPECT_EQ(format_local_short(at("2026-11-21T08:00:05Z"), zone("America/Sao_Paulo")),
              "21 Nov 2026, 05:00:05 UTC-03");
}

TEST(LocalTime, DaysBeginAtTheirFirstInstant)
{
    EXPECT_EQ(start_of_day(date("2026-11-21"), zone("Europe/Zurich")), at("2026-11-20T23:00:00Z"));
    // No midnight: the day begins when the clocks jump. Two midnights: at the first.
    EXPECT_EQ(start_of_day(date("2026-09-06"), zone("America/Santiago")), at("2026-09-06T04:00:00Z"));
    EXPECT_EQ(start_of_day(date("2025-11-02"), zone("America/Havana")), at("2025-11-02T04:00:00Z"));
    EXPECT_EQ(start_of_day(date("2018-02-18"), zone("America/Sao_Paulo")), at("2018-02-18T03:00:00Z"));
}

TEST(LocalTime, KnowsDatesMondaysAndMonths)
{
    EXPECT_EQ(local_date(at("2025-12-31T10:00:00Z"), zone("Pacific/Kiritimati")), date("2026-01-01"));
    EXPECT_EQ(local_date(at("1969-12-31T23:59:59Z"), zone("UTC")), date("1969-12-31"));
    EXPECT_EQ(monday_of(date("2026-11-21")), date("2026-11-16"));
    EXPECT_EQ(monday_of(date("2026-11-22")), date("2026-11-16"));
    EXPECT_EQ(monday_of(date("2026-11-23")), date("2026-11-23"));
    EXPECT_EQ(first_of_month(date("2026-11-21")), date("2026-11-01"));
}

TEST(TzdataVersion, IsTheOneOfTheSystem)
{
    std::string version = tzdata_version();
    EXPECT_GE(version.size(), 5u);
    EXPECT_GE(version.substr(0, 4), "2024");
}

} // namespace
} // namespace presstime
