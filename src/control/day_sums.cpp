// Whoever reads everything reads one sum. For others it is put together from those they may read, or what
// they may not is taken from the whole: whichever is less.
#include "control/day_sums.hpp"

#include "control/readable_reports.hpp"
#include "store/category_store.hpp"

#include <vector>

namespace presstime::control {
namespace {

constexpr int kAllDashboards = 1'000'000;

Result<std::vector<std::string>> readable_dashboards(db::Session& session, const Principal& principal)
{
    std::vector<std::string> ids;
    for (const std::string& category : TRY(readable_categories(session, principal)))
        for (std::string& id :
             TRY(store::dashboards_in_category(session, principal.workspace_id, category, kAllDashboards)))
            ids.push_back(std::move(id));
    return ids;
}

} // namespace

Result<std::map<Instant, store::RunCounts>> sum_runs(const Reading& reading, store::CountSpan span,
                                                     Instant from, Instant to)
{
    std::map<Instant, store::RunCounts> sums;
    store::CountQuestion question{reading.principal.workspace_id, {}, span, from, to};
    const auto each = [&](const std::string& dashboard, auto&& take) -> Result<> {
        question.dashboard_id = dashboard;
        for (const store::SpanCounts& counted : TRY(store::list_run_counts(reading.session, question)))
            take(sums[counted.begins_at], counted.counts);
        return {};
    };
    const auto add = [](store::RunCounts& sum, const store::RunCounts& counts) { sum += counts; };
    if (reading.hidden.empty()) {
        TRY(each("", add));
        return sums;
    }
    const std::vector<std::string> readable = TRY(readable_dashboards(reading.session, reading.principal));
    if (readable.size() <= reading.hidden.size()) {
        for (const std::string& dashboard : readable)
            TRY(each(dashboard, add));
        return sums;
    }
    TRY(each("", add));
    for (const std::string& dashboard : reading.hidden)
        TRY(each(dashboard, [](store::RunCounts& sum, const store::RunCounts& counts) { sum -= counts; }));
    return sums;
}

} // namespace presstime::control
