// The choices of a parameter are the first column of its query, read as the rows of a widget are.
#include "control/widget_data.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace presstime::control {
namespace {

constexpr std::string_view kWidget = "w_choices";

} // namespace

Result<Dashboard> choices_board(Dashboard dashboard, const std::string& parameter)
{
    const auto found = std::ranges::find(dashboard.parameters, parameter, &Parameter::name);
    if (found == dashboard.parameters.end() || found->options_query.empty())
        return fail(Error::not_found(
            fmt::format("dashboard {} has no parameter {} with choices", dashboard.id, parameter)));
    Widget list;
    list.id = kWidget;
    list.kind = WidgetKind::table;
    list.query = found->options_query;
    dashboard.widgets = {list};
    dashboard.template_html.clear();
    return dashboard;
}

Result<Table> read_choices(Drawings& drawings, PictureRequest request)
{
    constexpr std::int64_t kMostChoices = 1'000;
    WidgetTable rows = TRY(drawings.table({std::move(request), kMostChoices}));
    Table choices = std::move(rows.rows);
    const std::ptrdiff_t kept = std::min<std::ptrdiff_t>(std::ssize(choices.columns), 1);
    choices.columns.erase(choices.columns.begin() + kept, choices.columns.end());
    choices.data.columns.erase(choices.data.columns.begin() + kept, choices.data.columns.end());
    return choices;
}

Result<Table> WidgetData::choices(const Principal& principal, const std::string& dashboard,
                                  const std::string& parameter, const PictureWish& wish)
{
    Dashboard board =
        TRY(choices_board(TRY(find_shown(environment_, principal, dashboard, wish)), parameter));
    const std::string widget = board.widgets.front().id;
    return read_choices(drawings_, TRY(make_picture_request(principal.workspace_id, std::move(board), widget,
                                                            wish, environment_.clock.now())));
}

} // namespace presstime::control
