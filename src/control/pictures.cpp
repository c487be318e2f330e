// Everything that can be refused is refused before a slot of the pool is asked for.
#include "control/pictures.hpp"

#include "calendar/local_time.hpp"
#include "calendar/zone.hpp"
#include "control/access.hpp"
#include "control/dashboard_lookup.hpp"
#include "control/report_checks.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace presstime::control {
Result<Period> period_of_wish(const PictureWish& wish, Instant now)
{
    const Zone* zone = TRY(find_zone(wish.timezone));
    if (wish.period_start.has_value() != wish.period_end.has_value())
        return fail(Error::invalid(wish.period_start ? "period_end" : "period_start",
                                   "period_start and period_end go together; give both or neither"));
    if (wish.period_start && *wish.period_start >= *wish.period_end)
        return fail(Error::invalid("period_end", "period_end must be later than period_start"));
    if (wish.period_start)
        return Period{*wish.period_start, *wish.period_end};
    const LocalDate today = local_date(now, *zone);
    const LocalDate yesterday{std::chrono::sys_days(today) - std::chrono::days(1)};
    return Period{start_of_day(yesterday, *zone), start_of_day(today, *zone)};
}

Result<PictureRequest> make_picture_request(std::int64_t workspace_id, Dashboard dashboard,
                                            const std::string& widget, const PictureWish& wish, Instant now)
{
    if (std::ranges::find(dashboard.widgets, widget, &Widget::id) == dashboard.widgets.end())
        return fail(Error::not_found(fmt::format("dashboard {} has no widget {}", dashboard.id, widget)));
    if (!wish.theme.empty() && wish.theme != "light" && wish.theme != "dark")
        return fail(Error::invalid("theme", "theme must be light or dark"));
    PictureRequest request;
    request.workspace_id = workspace_id;
    request.dashboard = std::move(dashboard);
    if (!wish.theme.empty())
        request.dashboard.theme = wish.theme;
    request.nominal_at = now;
    request.period = TRY(period_of_wish(wish, request.nominal_at));
    Report values;
    values.parameters = wish.parameters;
    TRY(check_parameters(values, request.dashboard, request.nominal_at));
    request.widget = widget;
    request.width_px = wish.width_px;
    request.height_px = wish.height_px;
    request.parameters = wish.parameters;
    request.timezone = wish.timezone;
    request.locale = wish.locale;
    return request;
}

Result<WidgetPicture> Pictures::draw(const Principal& principal, const std::string& dashboard,
                                     const std::string& widget, const PictureWish& wish)
{
    Dashboard shown;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        const store::DashboardRecord record =
            TRY(find_dashboard(session, principal, Action::read, dashboard));
        const bool published = wish.state == DashboardState::published && record.published_version;
        shown = published ? TRY(store::get_published(session, principal.workspace_id, record.draft.id))
                          : record.draft;
        return {};
    }));
    return interactive_.picture(TRY(make_picture_request(principal.workspace_id, std::move(shown), widget,
                                                         wish, environment_.clock.now())));
}

} // namespace presstime::control
