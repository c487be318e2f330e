// Small questions about a dashboard. Checking a document is the codec's work, not done here.
#include "model/dashboard.hpp"

#include <algorithm>

namespace presstime {

const Query* Dashboard::find_query(std::string_view wanted) const
{
    const auto found =
        std::ranges::find_if(queries, [&](const Query& query) { return query.name == wanted; });
    return found == queries.end() ? nullptr : &*found;
}

bool is_tabular(const Widget& widget)
{
    return widget.kind != WidgetKind::text;
}

} // namespace presstime
