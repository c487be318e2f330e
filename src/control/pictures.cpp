// Everything that can be refused is refused before a slot of the pool is asked for.
#include "control/pictures.hpp"

#include "calendar/local_time.hpp"
#include "calendar/zone.hpp"
#include "codec/document.hpp"
#include "codec/json_reader.hpp"
#include "control/access.hpp"
#include "control/dashboard_lookup.hpp"
#include "control/report_checks.hpp"
#include "store/access_store.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace presstime::control {
namespace {

constexpr std::string_view kFirstWidget = "widgets[0]";

// The document with the other widgets left out, so that one half written does not stand in the way. Errors
// have the widget's own place in their path.
Result<Dashboard> with_widget_alone(const boost::json::value& document, const std::string& widget)
{
    boost::json::value alone = document;
    std::size_t place = 0;
    bool found = false;
    if (boost::json::object* object = alone.if_object())
        if (boost::json::value* list = object->if_contains("widgets"); list && list->is_array()) {
            boost::json::array kept;
            for (std::size_t at = 0; at < list->get_array().size(); ++at) {
                const boost::json::value& each = list->get_array()[at];
                const boost::json::value* id =
                    each.is_object() ? each.get_object().if_contains("id") : nullptr;
                if (!id || !id->is_string() || id->get_string() != widget || !kept.empty())
                    continue;
                kept.push_back(each);
                place = at;
                found = true;
            }
            *list = std::move(kept);
        }
    if (!found)
        return fail(Error::invalid("widget", fmt::format("the document has no widget {}", widget)));
    Result<Dashboard> read = codec::dashboard_from_json(boost::json::serialize(alone));
    if (read)
        return read;
    Error error = std::move(read).error();
    for (std::string* words : {&error.field, &error.message})
        if (words->starts_with(kFirstWidget))
            *words = fmt::format("widgets[{}]{}", place, words->substr(kFirstWidget.size()));
    return fail(in_document(std::move(error)));
}

} // namespace

Error in_document(Error error)
{
    error.field = error.field.empty() ? "dashboard" : "dashboard." + error.field;
    return error;
}

Result<> require_saving(db::Session& session, const Principal& principal, const Dashboard& document)
{
    if (!document.id.empty())
        if (auto grants = TRY(store::grants_of_dashboard(session, principal.workspace_id, document.id)))
            return require(principal, Action::edit,
                           {ResourceKind::dashboard, principal.workspace_id, std::move(*grants), {}},
                           missing_dashboard(document.id));
    const Resource place{ResourceKind::dashboard,
                         principal.workspace_id,
                         TRY(store::grants_of_category(session, principal.workspace_id, document.category)),
                         {}};
    return can(principal, Action::read, place) ? check_access(principal, Action::edit, place)
                                               : require(principal, Action::edit, ResourceKind::dashboard);
}

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

Result<> set_theme(const PictureWish& wish, Dashboard& dashboard)
{
    if (wish.theme.empty())
        return {};
    if (wish.theme != "light" && wish.theme != "dark")
        return fail(Error::invalid("theme", "theme must be light or dark"));
    dashboard.theme = wish.theme;
    return {};
}

Result<PictureRequest> make_picture_request(std::int64_t workspace_id, Dashboard dashboard,
                                            const std::string& widget, const PictureWish& wish, Instant now)
{
    if (std::ranges::find(dashboard.widgets, widget, &Widget::id) == dashboard.widgets.end())
        return fail(Error::not_found(fmt::format("dashboard {} has no widget {}", dashboard.id, widget)));
    TRY(set_theme(wish, dashboard));
    PictureRequest request;
    request.workspace_id = workspace_id;
    request.dashboard = std::move(dashboard);
    request.nominal_at = now;
    request.period = TRY(period_of_wish(wish, request.nominal_at));
    Report values;
    values.parameters = wish.parameters;
    TRY(check_parameters(values, request.dashboard, request.nominal_at));
    request.widget = widget;
    request.width_px = wish.width_px;
    request.height_px = wish.height_px;
    request.id_prefix = wish.id_prefix;
    request.parameters = wish.parameters;
    request.timezone = wish.timezone;
    request.locale = wish.locale;
    request.png_scale = wish.png_scale;
    return request;
}

Result<Dashboard> find_shown(const Environment& environment, const Principal& principal,
                             const std::string& dashboard, const PictureWish& wish)
{
    Dashboard shown;
    TRY(environment.database.read([&](db::Session& session) -> Result<> {
        const store::DashboardRecord record =
            TRY(find_dashboard(session, principal, Action::read, dashboard));
        const std::int64_t workspace = principal.workspace_id;
        const bool published = wish.state == DashboardState::published && record.published_version;
        shown = wish.version > 0 ? TRY(store::get_version(session, workspace, record.draft.id, wish.version))
                : published      ? TRY(store::get_published(session, workspace, record.draft.id))
                                 : record.draft;
        return {};
    }));
    return shown;
}

Result<PictureRequest> find_picture_request(const Environment& environment, const Principal& principal,
                                            const std::string& dashboard, const std::string& widget,
                                            const PictureWish& wish)
{
    return make_picture_request(principal.workspace_id,
                                TRY(find_shown(environment, principal, dashboard, wish)), widget, wish,
                                environment.clock.now());
}

Result<WidgetPicture> Pictures::draw(const Principal& principal, const std::string& dashboard,
                                     const std::string& widget, const PictureWish& wish)
{
    return interactive_.picture(TRY(find_picture_request(environment_, principal, dashboard, widget, wish)));
}

Result<WidgetPicture> Pictures::draw_unsaved(const Principal& principal, std::string_view json,
                                             const PictureWish& wish)
{
    TRY(require_scope(principal, Action::edit, ResourceKind::dashboard));
    const boost::json::value body = TRY(codec::parse_json(json));
    codec::ObjectReader reader(body, "");
    std::string widget;
    reader.require("widget");
    reader.text("widget", widget, codec::kNameRule);
    reader.require("dashboard");
    const boost::json::value* document = reader.take("dashboard");
    TRY(reader.finish());
    Dashboard shown = TRY(with_widget_alone(*document, widget));
    TRY(environment_.database.read(
        [&](db::Session& session) { return require_saving(session, principal, shown); }));
    return interactive_.picture(TRY(make_picture_request(principal.workspace_id, std::move(shown), widget,
                                                         wish, environment_.clock.now())));
}

} // namespace presstime::control
