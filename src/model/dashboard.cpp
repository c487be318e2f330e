// Small questions about a dashboard. Checking a document is the codec's work, not done here.
#include "model/dashboard.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace presstime {

const Query* Dashboard::find_query(std::string_view wanted) const
{
    const auto found =
        std::ranges::find_if(queries, [&](const Query& query) { return query.name == wanted; });
    return found == queries.end() ? nullptr : &*found;
}

Result<> keep_widgets(Dashboard& dashboard, const std::vector<std::string>& ids)
{
    constexpr int kGridColumns = 12;
    if (ids.empty())
        return {};
    if (!dashboard.template_html.empty())
        return fail(
            Error::invalid("widgets", fmt::format("widgets: dashboard {} is made of a template and has none",
                                                  dashboard.id)));
    for (std::size_t index = 0; index < ids.size(); ++index)
        if (std::ranges::find(dashboard.widgets, ids[index], &Widget::id) == dashboard.widgets.end()) {
            const std::string field = fmt::format("widgets[{}]", index);
            return fail(Error::invalid(
                field, fmt::format("{}: dashboard {} has no widget {}", field, dashboard.id, ids[index])));
        }
    std::erase_if(dashboard.widgets,
                  [&](const Widget& widget) { return std::ranges::find(ids, widget.id) == ids.end(); });
    std::erase_if(dashboard.queries, [&](const Query& query) {
        return std::ranges::none_of(dashboard.widgets, [&](const Widget& widget) {
            return widget.query == query.name || widget.sparkline_query == query.name;
        });
    });
    for (Parameter& parameter : dashboard.parameters)
        if (!dashboard.find_query(parameter.options_query))
            parameter.options_query.clear();
    if (dashboard.widgets.size() == 1) {
        dashboard.widgets.front().grid.x = 0;
        dashboard.widgets.front().grid.w = kGridColumns;
    }
    return {};
}

bool is_tabular(const Widget& widget)
{
    return widget.kind != WidgetKind::text;
}

} // namespace presstime
