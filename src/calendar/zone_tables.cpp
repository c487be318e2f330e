// Where zone tables come from: the changes each zone file lists, its closing rule, and the list of names.
#include "calendar/zone.hpp"

#include "base/guarded.hpp"
#include "base/text.hpp"
#include "calendar/posix_rule.hpp"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <memory>

namespace presstime {

namespace {

constexpr const char* kZoneInfo = "/usr/share/zoneinfo/";
constexpr std::int64_t kForever_s = std::int64_t{1} << 50;
// The year 1336: before the first zone had an offset of its own.
constexpr std::int64_t kBeforeAllClocks_s = 20'000'000'000;
constexpr int kLastRuleYear = 2200;
constexpr std::size_t kMaxListedChanges = 4000;

// Zones without an agreed name call themselves by their offset ("+03"): say what it is an offset from.
std::string readable_abbreviation(std::string_view abbreviation)
{
    bool numeric = !abbreviation.empty() && (abbreviation.front() == '+' || abbreviation.front() == '-');
    return (numeric ? "UTC" : "") + std::string(abbreviation);
}

// A change that alters the name alone ("EST" to "EWT" at one offset) still starts a span.
void append_span(std::vector<Zone::Span>& spans, std::int64_t begin_s, std::int32_t offset_s,
                 std::string_view abbreviation)
{
    if (!spans.empty())
        spans.back().end_s = begin_s;
    Zone::Span span;
    span.begin_s = begin_s;
    span.end_s = kForever_s;
    span.offset_s = offset_s;
    span.abbreviation = readable_abbreviation(abbreviation);
    spans.push_back(std::move(span));
}

std::vector<Zone::Span> read_listed_spans(const date::time_zone& zone)
{
    std::vector<Zone::Span> spans;
    date::sys_seconds at{std::chrono::seconds{-kBeforeAllClocks_s}};
    for (std::size_t i = 0; i < kMaxListedChanges; ++i) {
        date::sys_info info = zone.get_info(at);
        std::int64_t begin_s = spans.empty() ? -kForever_s : info.begin.time_since_epoch().count();
        append_span(spans, begin_s, static_cast<std::int32_t>(info.offset.count()), info.abbrev);
        // The library ends the last span at the end of its calendar, the year 32767.
        if (info.end.time_since_epoch().count() >= 900'000'000'000)
            break;
        at = info.end;
    }
    return spans;
}

// The date library does not read the rule behind a file's last listed change (2037 at the latest on Debian).
void append_rule_spans(std::vector<Zone::Span>& spans, const std::string& name)
{
    std::ifstream file(kZoneInfo + name, std::ios::binary);
    std::string last_line;
    for (std::string line; std::getline(file, line);)
        last_line = line;
    std::optional<PosixRule> rule = parse_posix_rule(last_line);
    if (!rule || rule->daylight_name.empty())
        return;
    date::sys_seconds last_begin{std::chrono::seconds{std::max<std::int64_t>(spans.back().begin_s, 0)}};
    date::year_month_day last_date{date::floor<date::days>(last_begin)};
    for (int year = static_cast<int>(last_date.year()); year <= kLastRuleYear; ++year)
        for (const ClockChange& change : changes_of_year(*rule, year))
            if (change.at_s > spans.back().begin_s)
                append_span(spans, change.at_s, change.offset_s, change.name);
}

std::unique_ptr<Zone> load_zone(const std::string& name)
{
    std::vector<Zone::Span> spans = read_listed_spans(*date::locate_zone(name));
    append_rule_spans(spans, name);
    return std::make_unique<Zone>(name, std::move(spans));
}

Error unknown_zone(std::string_view name)
{
    if (name.empty())
        return Error::invalid("timezone",
                              "timezone is empty; name an IANA time zone such as Europe/Berlin or UTC");
    std::string message = fmt::format("unknown time zone \"{}\"", repair_utf8(clip_utf8(name, 64)));
    if (auto near = suggest_zone(name))
        message += fmt::format("; did you mean {}?", *near);
    else
        message += "; name an IANA time zone such as Europe/Berlin or UTC";
    return Error::invalid("timezone", message);
}

// "Europe/Berlin" -> "Berlin", blanks as the database writes them.
std::string city_of(std::string_view name)
{
    std::string city(name.substr(name.rfind('/') + 1));
    std::replace(city.begin(), city.end(), ' ', '_');
    return city;
}

} // namespace

const std::vector<std::string>& zone_names()
{
    static const std::vector<std::string> names = [] {
        std::vector<std::string> list;
        for (const date::time_zone& zone : date::get_tzdb().zones)
            // "localtime" is whatever this host is set to: a schedule must not depend on that.
            if (zone.name() != "localtime" && zone.name() != "posixrules")
                list.push_back(zone.name());
        std::sort(list.begin(), list.end());
        return list;
    }();
    return names;
}

std::optional<std::string> suggest_zone(std::string_view name)
{
    if (name.empty())
        return std::nullopt;
    if (auto near = did_you_mean(name, zone_names()))
        return near;
    // The wrong region, or none: compare the city alone.
    std::vector<std::string> cities;
    for (const std::string& known : zone_names())
        cities.push_back(city_of(known));
    auto near = did_you_mean(city_of(name), cities);
    if (!near)
        return std::nullopt;
    auto position = std::find(cities.begin(), cities.end(), *near) - cities.begin();
    return zone_names()[static_cast<std::size_t>(position)];
}

Result<const Zone*> find_zone(std::string_view name)
{
    static Guarded<std::map<std::string, std::unique_ptr<Zone>, std::less<>>> loaded;
    return loaded.with([name](auto& zones) -> Result<const Zone*> {
        auto known = zones.find(name);
        if (known != zones.end())
            return known->second.get();
        const std::vector<std::string>& names = zone_names();
        if (!std::binary_search(names.begin(), names.end(), name))
            return fail(unknown_zone(name));
        try {
            auto [place, inserted] = zones.emplace(std::string(name), load_zone(std::string(name)));
            return place->second.get();
        } catch (const std::exception& exception) {
            return fail(
                Error::give_up(
                    fmt::format("the time zone file of \"{}\" cannot be read; reinstall tzdata", name))
                    .with_context(exception.what()));
        }
    });
}

std::string tzdata_version()
{
    std::ifstream file(std::string(kZoneInfo) + "tzdata.zi");
    constexpr std::string_view kLead = "# version ";
    std::string line;
    if (!std::getline(file, line) || !line.starts_with(kLead))
        return "unknown";
    return std::string(trim(std::string_view(line).substr(kLead.size())));
}

} // namespace presstime
