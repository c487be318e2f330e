// Every call opens the session anew: a published change, an ended session or a lost right is seen at once.
#include "control/embeds.hpp"

#include "base/text.hpp"
#include "calendar/bindings.hpp"
#include "codec/embed_json.hpp"
#include "control/access.hpp"
#include "control/dashboard_checks.hpp"
#include "store/access_store.hpp"
#include "store/dashboard_store.hpp"

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

Result<EmbedUser> OpenedEmbed::user() const
{
    if (session.user_reference.empty())
        return fail(Error{ErrorKind::forbidden,
                          "this token names no person; the host must sign it with userReference, or make "
                          "the session with user_reference",
                          {},
                          {}});
    return EmbedUser{session.workspace_id, session.tenant_id, session.user_reference};
}

Result<OpenedEmbed> Embeds::open(const EmbedTarget& target)
{
    if (!is_data_access_token(target.token))
        return open_session(target);
    const DataAccess access = TRY(tokens_.verify(target.token));
    if (target.dashboard.empty())
        return fail(Error::invalid(
            "dashboard", "dashboard is required with a data access token: the id of a published dashboard"));
    return open_access(access, target.dashboard);
}

Result<EmbedHolder> Embeds::holder(const EmbedTarget& target)
{
    if (!is_data_access_token(target.token)) {
        const OpenedEmbed opened = TRY(open_session(target));
        return EmbedHolder{TRY(opened.user()), opened.session.dashboard_id};
    }
    const DataAccess access = TRY(tokens_.verify(target.token));
    OpenedEmbed opened;
    opened.session.workspace_id = access.workspace_id;
    opened.session.user_reference = access.user_reference;
    return EmbedHolder{TRY(opened.user()), target.dashboard};
}

Result<OpenedEmbed> Embeds::open_session(const EmbedTarget& target)
{
    FoundEmbed opened = TRY(sessions_.open(target.token));
    if (!target.dashboard.empty() && target.dashboard != opened.dashboard.id)
        return fail(missing_dashboard(target.dashboard));
    Result<EmbedView> view = embed_view(opened.session, std::move(opened.dashboard), opened.datasets);
    // The dashboard has changed since: what was locked then finds nothing now, and is not shown open.
    if (!view)
        return fail(Error::conflict("the dashboard has changed since this session was made; ask the host for "
                                    "a fresh one")
                        .with_context(view.error().message));
    return OpenedEmbed{std::move(opened.session), std::move(*view)};
}

// A category with grants is for those who have one: a token opens a dashboard of it by name alone.
Result<OpenedEmbed> Embeds::open_access(const DataAccess& access, const std::string& dashboard)
{
    if (access.dashboards && std::ranges::find(*access.dashboards, dashboard) == access.dashboards->end())
        return fail(missing_dashboard(dashboard));
    OpenedEmbed opened;
    opened.session.workspace_id = access.workspace_id;
    opened.session.dashboard_id = dashboard;
    opened.session.user_reference = access.user_reference;
    opened.session.permissions.schedule_options = access.schedule_options;
    opened.session.permissions.recipients = access.recipients;
    opened.session.expires_at = access.expires_at;
    Dashboard published;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        const auto grants = TRY(store::grants_of_dashboard(session, access.workspace_id, dashboard));
        if (!grants || (!grants->empty() && !access.dashboards))
            return fail(missing_dashboard(dashboard));
        published = TRY(store::get_published(session, access.workspace_id, dashboard));
        return {};
    }));
    opened.view = TRY(token_view(access, std::move(published)));
    return opened;
}

Result<PictureRequest> Embeds::request_of(const OpenedEmbed& opened, const std::string& widget,
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

Result<EmbeddedDashboard> Embeds::dashboard(const EmbedTarget& target)
{
    OpenedEmbed opened = TRY(open(target));
    std::erase_if(opened.view.dashboard.parameters, [&](const Parameter& parameter) {
        return !opened.view.may_set(opened.session.permissions, parameter.name);
    });
    return EmbeddedDashboard{std::move(opened.session), std::move(opened.view.dashboard)};
}

Result<WidgetPicture> Embeds::picture(const EmbedTarget& target, const std::string& widget,
                                      const EmbedWish& wish)
{
    const OpenedEmbed opened = TRY(open(target));
    return interactive_.picture(TRY(request_of(opened, widget, wish)));
}

Result<QueryAnswer> Embeds::run(const PictureRequest& request, const std::string& widget,
                                std::int64_t max_rows)
{
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

Result<WidgetContent> Embeds::data(const EmbedTarget& target, const std::string& widget,
                                   const EmbedWish& wish, std::int64_t limit)
{
    const OpenedEmbed opened = TRY(open(target));
    PictureRequest request = TRY(request_of(opened, widget, wish));
    const auto shown = std::ranges::find(request.dashboard.widgets, widget, &Widget::id);
    if (!request.dashboard.find_query(shown->query))
        return fail(Error::not_found(fmt::format("widget {} shows no data", widget)));
    return read_widget(drawings_, std::move(request), limit);
}

Result<Table> Embeds::choices(const EmbedTarget& target, const std::string& parameter, const EmbedWish& wish)
{
    OpenedEmbed opened = TRY(open(target));
    if (!opened.view.may_set(opened.session.permissions, parameter))
        return fail(Error::not_found(fmt::format("parameter {} does not exist", clip_utf8(parameter, 100))));
    opened.view.dashboard = TRY(choices_board(std::move(opened.view.dashboard), parameter));
    const std::string widget = opened.view.dashboard.widgets.front().id;
    return read_choices(drawings_, TRY(request_of(opened, widget, wish)));
}

Result<QueryAnswer> Embeds::rows(const DataAccess& access, const WidgetQuery& query, std::int64_t max_rows)
{
    const OpenedEmbed opened = TRY(open_access(access, query.dashboard_id));
    EmbedWish wish;
    wish.picture.parameters = query.parameters;
    for (const auto& [name, value] : opened.view.locked)
        wish.picture.parameters.erase(name);
    wish.picture.period_start = query.period_start;
    wish.picture.period_end = query.period_end;
    return run(TRY(request_of(opened, query.widget_id, wish)), query.widget_id, max_rows);
}

Result<RenderedFile> Embeds::file(const EmbedTarget& target, const std::string& widget, const EmbedWish& wish,
                                  const std::string& format)
{
    const OpenedEmbed opened = TRY(open(target));
    std::vector<std::string> hidden;
    for (const auto& [name, value] : opened.view.locked)
        hidden.push_back(name);
    return write_widget(interactive_, TRY(request_of(opened, widget, wish)), format, std::move(hidden));
}

Result<RenderedFile> Embeds::page(std::string_view token, std::int64_t number)
{
    OpenedEmbed opened = TRY(open_session({token, {}}));
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
