// The choices of a parameter are the first column of its query, read as the rows of a widget are.
#include "control/widget_data.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace presstime::control {

Result<Table> WidgetData::choices(const Principal& principal, const std::string& dashboard,
                                  const std::string& parameter, const PictureWish& wish)
{
    constexpr std::int64_t kMostChoices = 1'000;
    Dashboard shown = TRY(find_shown(environment_, principal, dashboard, wish.state));
    const auto found = std::ranges::find(shown.parameters, parameter, &Parameter::name);
    if (found == shown.parameters.end() || found->options_query.empty())
        return fail(Error::not_found(
            fmt::format("dashboard {} has no parameter {} with choices", shown.id, parameter)));
    Widget list;
    list.id = "w_choices";
    list.kind = WidgetKind::table;
    list.query = found->options_query;
    shown.widgets = {list};
    shown.template_html.clear();
    PictureRequest request = TRY(make_picture_request(principal.workspace_id, std::move(shown), list.id, wish,
                                                      environment_.clock.now()));
    WidgetTable rows = TRY(drawings_.table({std::move(request), kMostChoices}));
    Table choices = std::move(rows.rows);
    const std::ptrdiff_t kept = std::min<std::ptrdiff_t>(std::ssize(choices.columns), 1);
    choices.columns.erase(choices.columns.begin() + kept, choices.columns.end());
    choices.data.columns.erase(choices.data.columns.begin() + kept, choices.data.columns.end());
    return choices;
}

} // namespace presstime::control
