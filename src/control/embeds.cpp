// Every call opens the session anew: a published change, an ended session or a lost right is seen at once.
#include "control/embeds.hpp"

#include "base/text.hpp"
#include "calendar/bindings.hpp"
#include "codec/embed_json.hpp"
#include "control/access.hpp"
#include "control/dashboard_checks.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace presstime::control {
namespace {

using std::chrono::hours;

// One hour more than the days: a clock change may lengthen the last of them.
Result<> check_range(const Period& period, int max_days)
{
    if (max_days == 0 || period.end - period.start <= hours(24) * max_days + hours(1))
        return {};
    return fail(Error::invalid(
        "period_end", fmt::format("this session shows at most {} days at once; ask for less", max_days)));
}

// The named period as an interval before now; a session with a list of periods takes no other interval, and
// the first of them when none is named.
Result<> set_period(const EmbedPermissions& permissions, std::string name, Instant now, PictureWish& wish)
{
    const std::vector<std::string>& allowed = permissions.allowed_periods;
    if (!allowed.empty()) {
        if (wish.period_start || wish.period_end)
            return fail(Error::invalid(
                wish.period_start ? "period_start" : "period_end",
                fmt::format("this session shows the periods {}; ask with period=", join(allowed, ", "))));
        if (name.empty())
            name = allowed.front();
        if (std::ranges::find(allowed, name) == allowed.end())
            return fail(Error::invalid("period", fmt::format("period must be one of {}; \"{}\" was given",
                                                             join(allowed, ", "), clip_utf8(name, 40))));
    }
    if (name.empty())
        return {};
    const auto length = codec::parse_embed_period(name);
    if (!length)
        return fail(Error::invalid(
            "period", fmt::format("period must be hours or days such as 24h or 7d; \"{}\" was given",
                                  clip_utf8(name, 40))));
    if (wish.period_start || wish.period_end)
        return fail(Error::invalid("period", "give period, or period_start and period_end, not both"));
    wish.period_start = now - *length;
    wish.period_end = now;
    return {};
}

Result<> set_parameters(const EmbedPermissions& permissions, const EmbedView& view, PictureWish& wish)
{
    for (const auto& [name, value] : wish.parameters)
        if (!view.may_set(permissions, name)) {
            const std::string field = fmt::format("parameters.{}", clip_utf8(name, 100));
            return fail(Error::invalid(field, fmt::format("{} cannot be set in this session", field)));
        }
    for (const auto& [name, value] : view.locked)
        wish.parameters[name] = value;
    return {};
}

// A query may return more than its widget shows; whoever sees the widget gets no more than that.
void keep_columns(Table& table, const std::vector<std::string>& names)
{
    if (names.empty())
        return;
    for (std::size_t index = table.columns.size(); index-- > 0;)
        if (std::ranges::find(names, table.columns[index].name) == names.end()) {
            table.columns.erase(table.columns.begin() + static_cast<std::ptrdiff_t>(index));
            table.data.columns.erase(table.data.columns.begin() + static_cast<std::ptrdiff_t>(index));
        }
}

} // namespace

Result<Embeds::Opened> Embeds::open(std::string_view token)
{
    OpenEmbed opened = TRY(sessions_.open(token));
    Result<EmbedView> view = embed_view(opened.session, std::move(opened.dashboard), opened.datasets);
    // The dashboard has changed since: what was locked then finds nothing now, and is not shown open.
    if (!view)
        return fail(Error::conflict("the dashboard has changed since this session was made; ask the host for "
                                    "a fresh one")
                        .with_context(view.error().message));
    return Opened{std::move(opened.session), std::move(*view)};
}

Result<PictureRequest> Embeds::request_of(const Opened& opened, const std::string& widget,
                                          const EmbedWish& wish)
{
    const Instant now = environment_.clock.now();
    const EmbedPermissions& permissions = opened.session.permissions;
    PictureWish applied = wish.picture;
    TRY(set_period(permissions, wish.period, now, applied));
    TRY(set_parameters(permissions, opened.view, applied));
    PictureRequest request =
        TRY(make_picture_request(opened.session.workspace_id, opened.view.dashboard, widget, applied, now));
    TRY(check_range(request.period, permissions.max_date_range_days));
    request.security = opened.view.security;
    return request;
}

Result<EmbeddedDashboard> Embeds::dashboard(std::string_view token)
{
    Opened opened = TRY(open(token));
    std::erase_if(opened.view.dashboard.parameters, [&](const Parameter& parameter) {
        return !opened.view.may_set(opened.session.permissions, parameter.name);
    });
    return EmbeddedDashboard{std::move(opened.session), std::move(opened.view.dashboard)};
}

Result<WidgetPicture> Embeds::picture(std::string_view token, const std::string& widget,
                                      const EmbedWish& wish)
{
    const Opened opened = TRY(open(token));
    return interactive_.picture(TRY(request_of(opened, widget, wish)));
}

Result<QueryAnswer> Embeds::data(std::string_view token, const std::string& widget, const EmbedWish& wish,
                                 std::int64_t max_rows)
{
    const Opened opened = TRY(open(token));
    const PictureRequest request = TRY(request_of(opened, widget, wish));
    const auto shown = std::ranges::find(request.dashboard.widgets, widget, &Widget::id);
    const Query* query = request.dashboard.find_query(shown->query);
    if (!query)
        return fail(Error::not_found(fmt::format("widget {} shows no data", widget)));
    QueryRequest asked;
    asked.workspace_id = request.workspace_id;
    asked.query = *query;
    asked.bindings =
        TRY(bindings_of(request.dashboard, {request.period, request.nominal_at, request.parameters}));
    asked.max_rows = max_rows;
    asked.datasets = request.dashboard.datasets;
    asked.security = request.security;
    QueryAnswer answer = TRY(interactive_.run_query(asked));
    keep_columns(answer.table, columns_shown(*shown));
    return answer;
}

Result<RenderedFile> Embeds::page(std::string_view token, std::int64_t number)
{
    Opened opened = TRY(open(token));
    if (opened.view.dashboard.number != number)
        return fail(missing_dashboard(fmt::format("{}", number)));
    const Instant now = environment_.clock.now();
    PictureWish wish;
    TRY(set_period(opened.session.permissions, {}, now, wish));
    PreviewRequest request;
    request.period = TRY(period_of_wish(wish, now));
    TRY(check_range(request.period, opened.session.permissions.max_date_range_days));
    request.format = "html";
    request.nominal_at = now;
    request.report.workspace_id = opened.session.workspace_id;
    request.report.name = opened.view.dashboard.name;
    request.report.dashboard_id = opened.view.dashboard.id;
    request.report.parameters = opened.view.locked;
    for (const auto& [name, value] : opened.view.locked)
        request.hidden_parameters.push_back(name);
    request.dashboard = std::move(opened.view.dashboard);
    request.security = std::move(opened.view.security);
    return interactive_.preview(request);
}

} // namespace presstime::control
