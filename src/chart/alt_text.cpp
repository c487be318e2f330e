// Sentences from the numbers: extremes for one series, last values or sums for several, shares for a pie.
#include "chart/alt_text.hpp"

#include "base/text.hpp"
#include "chart/bands.hpp"
#include "chart/hits.hpp"
#include "chart/numbers.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace presstime {

namespace {

constexpr std::size_t kMostNamed = 6;

struct Words {
    const ChartSpec& spec;
    const ChartData& data;
    const UtcOffset& utc_offset;
    const Locale& locale;
    CalendarUnit unit = CalendarUnit::day;

    std::string place(double x) const
    {
        return place_words(data, spec.x_format, locale, utc_offset, x, unit);
    }
    std::string value(double y, SeriesAxis axis = SeriesAxis::y) const
    {
        bool second = axis == SeriesAxis::y2 && !spec.y2_format.empty();
        return format_number(y, value_pattern(second ? spec.y2_format : spec.y_format, std::abs(y)), locale);
    }
};

struct Facts {
    std::size_t values = 0;
    double sum = 0;
    Sample lowest, highest, first, last;
};

Facts facts_of(const Series& series)
{
    Facts facts;
    for (const Sample& sample : series.samples) {
        if (std::isnan(sample.y))
            continue;
        if (facts.values == 0)
            facts.lowest = facts.highest = facts.first = sample;
        facts.lowest = sample.y < facts.lowest.y ? sample : facts.lowest;
        facts.highest = sample.y > facts.highest.y ? sample : facts.highest;
        facts.last = sample;
        facts.sum += sample.y;
        facts.values += 1;
    }
    return facts;
}

std::string describe_one(const Words& words, const Series& series)
{
    Facts facts = facts_of(series);
    if (facts.values == 1)
        return fmt::format("The only value is {} at {}.", words.value(facts.last.y),
                           words.place(facts.last.x));
    if (facts.lowest.y == facts.highest.y)
        return fmt::format("All {} values are {}.", format_count(static_cast<std::int64_t>(facts.values)),
                           words.value(facts.last.y));
    std::string text =
        fmt::format("{} values, highest {} ({}), lowest {} ({})",
                    format_count(static_cast<std::int64_t>(facts.values)), words.value(facts.highest.y),
                    words.place(facts.highest.x), words.value(facts.lowest.y), words.place(facts.lowest.x));
    if (words.data.x_kind != XKind::category)
        text += fmt::format(", last {} ({})", words.value(facts.last.y), words.place(facts.last.x));
    return text + ".";
}

// A series over time by its end, over names by its sum; a combo's lines are often rates, which have none.
std::string describe_series(const Words& words, const Series& series, const Facts& facts)
{
    auto value = [&](double y) { return words.value(y, series.axis); };
    if (words.data.x_kind != XKind::category)
        return fmt::format("{} ends at {}", series.name, value(facts.last.y));
    if (series.axis == SeriesAxis::y2)
        return facts.lowest.y == facts.highest.y ? fmt::format("{} is {}", series.name, value(facts.last.y))
                                                 : fmt::format("{} runs from {} to {}", series.name,
                                                               value(facts.lowest.y), value(facts.highest.y));
    return fmt::format("{} adds up to {}", series.name, value(facts.sum));
}

std::string describe_many(const Words& words)
{
    std::vector<std::string> parts;
    for (const Series& series : words.data.series) {
        Facts facts = facts_of(series);
        if (facts.values == 0 || parts.size() == kMostNamed)
            continue;
        parts.push_back(describe_series(words, series, facts));
    }
    std::size_t more = words.data.series.size() - std::min(parts.size(), words.data.series.size());
    std::string tail = more > 0 ? fmt::format("; {} more series", more) : "";
    return fmt::format("{} series: {}{}.", words.data.series.size(), join(parts, ", "), tail);
}

std::string describe_shares(const Words& words)
{
    std::vector<std::string> ignored;
    Bands bands = line_up(words.data, words.utc_offset, ignored);
    std::vector<std::pair<double, std::string>> shares;
    double whole = 0;
    bool by_series = bands.values.size() > 1;
    for (std::size_t i = 0; i < (by_series ? bands.values.size() : bands.count()); ++i) {
        double value = by_series ? facts_of(words.data.series[i]).sum : bands.values[0][i];
        if (!(value > 0))
            continue;
        whole += value;
        shares.emplace_back(value, by_series ? words.data.series[i].name : words.place(bands.positions[i]));
    }
    std::stable_sort(shares.begin(), shares.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < std::min(shares.size(), kMostNamed); ++i)
        parts.push_back(fmt::format("{} {}", shares[i].second,
                                    format_number(shares[i].first / whole, "0 %", words.locale.tag)));
    std::string tail =
        shares.size() > kMostNamed ? fmt::format(" and {} more", shares.size() - kMostNamed) : "";
    return fmt::format("Shares of {}: {}{}.", words.value(whole), join(parts, ", "), tail);
}

} // namespace

std::string begin_alt_text(const MarkTraits& traits, const std::string& title, const ChartSpec& spec,
                           const ChartData& data, const ChartStyle& style)
{
    std::string of = spec.y.size() == 1 ? spec.y.front()
                     : spec.y.empty()   ? spec.x
                                        : fmt::format("{} measures", spec.y.size());
    if (traits.mark == Mark::combo && spec.y2.size() == 1)
        of += " and " + spec.y2.front();
    else if (traits.mark == Mark::combo && !spec.y2.empty())
        of += fmt::format(" and {} more", spec.y2.size());
    if (!spec.y.empty() && !spec.x.empty())
        of += " by " + spec.x;
    if (data.x_kind == XKind::time && !data.whole_days)
        of += fmt::format(" (times in {})", style.timezone);
    return title.empty() ? fmt::format("{} of {}.", traits.title, of)
                         : fmt::format("{} “{}”: {}.", traits.title, title, of);
}

std::string write_alt_text(const MarkTraits& traits, const std::string& title, const ChartSpec& spec,
                           const ChartData& data, const ChartStyle& style)
{
    std::string head = begin_alt_text(traits, title, spec, data, style);
    if (data.empty())
        return head + " No data for this period.";
    const UtcOffset utc_offset = data.whole_days ? UtcOffset{} : style.utc_offset;
    Words words{spec, data, utc_offset, find_locale(style.locale)};
    if (data.x_kind == XKind::time) {
        std::vector<double> positions;
        for (const Series& series : data.series)
            for (const Sample& sample : series.samples)
                positions.push_back(sample.x);
        words.unit = unit_of_positions(positions, utc_offset);
    }
    if (traits.mark == Mark::pie || traits.mark == Mark::donut)
        return head + " " + describe_shares(words);
    return head + " " +
           (data.series.size() == 1 ? describe_one(words, data.series.front()) : describe_many(words));
}

} // namespace presstime
