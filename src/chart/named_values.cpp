// From the one series back to rows: time on x arrives sorted, and the rows know their places.
#include "chart/named_values.hpp"

#include "chart/hits.hpp"
#include "platform/text/phrases.hpp"

#include <algorithm>

namespace presstime {

Result<ChartData> read_first_measure(const ChartSpec& spec, const Table& table, const std::string& locale)
{
    ChartSpec first = spec;
    first.series.clear();
    if (first.y.size() > 1)
        first.y.resize(1);
    ChartData data = TRY(build_chart_data(first, table, {}, locale));
    if (spec.y.size() > 1)
        data.notes.push_back(
            say(find_locale(locale), Phrase::first_measure, {std::to_string(spec.y.size())}));
    return data;
}

std::vector<NamedValue> named_values(const MarkContext& context)
{
    std::vector<Sample> samples = context.data.series.front().samples;
    std::sort(samples.begin(), samples.end(), [](const Sample& a, const Sample& b) { return a.row < b.row; });
    CalendarUnit unit = unit_of_samples(context);
    std::vector<NamedValue> values;
    values.reserve(samples.size());
    for (const Sample& sample : samples)
        values.push_back({place_text(context, sample.x, unit), sample.y});
    return values;
}

} // namespace presstime
