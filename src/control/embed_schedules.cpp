// Every call names the person by the token, never by what the caller says; the report's own rules (formats,
// addresses, zones, filtered queries) are those of every report.
#include "control/embed_schedules.hpp"

#include "base/text.hpp"
#include "codec/json_reader.hpp"
#include "codec/parameter_json.hpp"
#include "codec/security_json.hpp"
#include "control/access.hpp"
#include "store/dashboard_store.hpp"
#include "store/embed_schedule_store.hpp"
#include "store/report_store.hpp"
#include "store/run_store.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace presstime::control {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxNameCharacters = 200;
constexpr std::size_t kMaxRecipients = 50;

struct Wish {
    std::string widget;
    FrequencyWish frequency;
    std::string format;
    std::string timezone;
    std::optional<bool> enabled;
    std::optional<std::vector<std::string>> email_to;
    std::map<std::string, std::string> parameters;

    bool changes_more_than_a_pause() const
    {
        return !frequency.cron.empty() || !frequency.option.empty() || !format.empty() || !timezone.empty() ||
               email_to || enabled.value_or(false);
    }
};

enum class Part { all, changes };

Result<Wish> read_wish(std::string_view text, Part part)
{
    const json::value document = TRY(codec::parse_json(text));
    codec::ObjectReader reader(document, "");
    Wish wish;
    reader.text("cron", wish.frequency.cron, {1, 200});
    reader.text("option", wish.frequency.option, codec::kNameRule);
    reader.text("format", wish.format, {1, 20});
    reader.text("timezone", wish.timezone, {1, 100});
    bool enabled = true;
    if (reader.boolean("enabled", enabled))
        wish.enabled = enabled;
    std::vector<std::string> addresses;
    if (reader.texts("email_to", addresses, kMaxRecipients, {1, 320}))
        wish.email_to = std::move(addresses);
    if (part == Part::all) {
        reader.require("widget_id");
        reader.text("widget_id", wish.widget, codec::kNameRule);
        codec::read_parameters(reader, wish.parameters);
    }
    TRY(reader.finish());
    return wish;
}

// Mail goes to nobody whom the host has not named.
Result<> check_recipients(const EmbedPermissions& permissions, const std::vector<std::string>& addresses)
{
    for (std::size_t index = 0; index < addresses.size(); ++index) {
        const bool allowed = std::ranges::any_of(permissions.recipients, [&](const std::string& each) {
            return equals_ignore_case_ascii(each, addresses[index]);
        });
        if (!allowed) {
            const std::string field = codec::indexed("email_to", index);
            return fail(Error::invalid(
                field, fmt::format("{} is no address that the host's token allows (recipients)", field)));
        }
    }
    return {};
}

Result<const Widget*> find_widget(const Dashboard& dashboard, const std::string& id)
{
    const auto found = std::ranges::find(dashboard.widgets, id, &Widget::id);
    if (found == dashboard.widgets.end())
        return fail(Error::not_found(fmt::format("widget {} does not exist", clip_utf8(id, 100))));
    if (!dashboard.find_query(found->query))
        return fail(Error::invalid(
            "widget_id", fmt::format("widget_id: {} shows no data, so that there is nothing to send", id)));
    return &*found;
}

// The viewer's own choices and, over them, what is locked.
Result<std::map<std::string, std::string>> parameters_of(const OpenedEmbed& opened,
                                                         std::map<std::string, std::string> wanted)
{
    for (const auto& [name, value] : wanted)
        if (!opened.view.may_set(opened.session.permissions, name)) {
            const std::string field = fmt::format("parameters.{}", clip_utf8(name, 100));
            return fail(Error::invalid(field, fmt::format("{} cannot be set here", field)));
        }
    for (const auto& [name, value] : opened.view.locked)
        wanted[name] = value;
    return wanted;
}

// What binds the report to its person: the rows, and the locked parameters.
void put_rows(json::object& report, const OpenedEmbed& opened,
              const std::map<std::string, std::string>& parameters)
{
    json::object values;
    for (const auto& [name, value] : parameters)
        values[name] = value;
    report["parameters"] = std::move(values);
    if (!opened.view.security)
        return;
    report["run_as"] = "viewer";
    report["data_access"] = codec::security_to_json(*opened.view.security);
}

// The server acts for the host, whose token says what may be; the audit names the person.
Principal host_of(const EmbedUser& user)
{
    Principal principal;
    principal.workspace_id = user.workspace_id;
    principal.kind = PrincipalKind::local_operator;
    principal.name = clip_utf8(fmt::format("embedded user {}", user.reference), 200);
    principal.role = Role::admin;
    principal.scope = Scope::admin;
    return principal;
}

std::string report_name(const Widget& widget, const Dashboard& dashboard, const EmbedUser& user)
{
    const std::string& shown = widget.title.empty() ? dashboard.name : widget.title;
    return std::string(clip_utf8(fmt::format("{}, {}", shown, user.reference), kMaxNameCharacters));
}

Error missing_schedule(std::int64_t id)
{
    return Error::not_found(fmt::format("schedule {} does not exist", id));
}

} // namespace

Result<> EmbedSchedules::fill(db::Session& session, EmbedScheduleView& view)
{
    const EmbedSchedule& schedule = view.schedule;
    view.report = TRY(store::get_report_of(session, schedule.user.workspace_id, schedule.report_id));
    view.widget_title.clear();
    if (const auto shown =
            store::get_published(session, schedule.user.workspace_id, view.report.dashboard_id))
        for (const Widget& widget : shown->widgets)
            if (widget.id == schedule.widget_id)
                view.widget_title = widget.title;
    const auto runs = TRY(store::list_runs(session, {.report_id = schedule.report_id, .limit = 1}));
    view.last_run = runs.empty() ? std::optional<Run>() : std::optional(runs.front());
    return {};
}

Result<EmbedScheduleView> EmbedSchedules::view(EmbedSchedule schedule)
{
    EmbedScheduleView view{std::move(schedule), {}, {}, {}};
    TRY(environment_.database.read([&](db::Session& session) { return fill(session, view); }));
    return view;
}

Result<std::vector<EmbedScheduleView>> EmbedSchedules::list(const EmbedTarget& target)
{
    const EmbedHolder holder = TRY(embeds_.holder(target));
    std::vector<EmbedScheduleView> views;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        views.clear();
        for (EmbedSchedule& schedule :
             TRY(store::list_embed_schedules(session, holder.user, kMostOfAPerson))) {
            EmbedScheduleView view{std::move(schedule), {}, {}, {}};
            TRY(fill(session, view));
            if (holder.dashboard.empty() || view.report.dashboard_id == holder.dashboard)
                views.push_back(std::move(view));
        }
        return {};
    }));
    return views;
}

Result<EmbedScheduleView> EmbedSchedules::create(const EmbedTarget& target, std::string_view json)
{
    const OpenedEmbed opened = TRY(embeds_.open(target));
    const EmbedUser user = TRY(opened.user());
    const EmbedPermissions& permissions = opened.session.permissions;
    const Wish wish = TRY(read_wish(json, Part::all));
    const Dashboard& dashboard = opened.view.dashboard;
    const Widget& widget = *TRY(find_widget(dashboard, wish.widget));
    const ScheduleOption frequency = TRY(choose_frequency(permissions.schedule_options, wish.frequency));
    const std::vector<std::string> addresses = wish.email_to.value_or(std::vector<std::string>{});
    TRY(check_recipients(permissions, addresses));
    json::object report{{"dashboard_id", dashboard.id},
                        {"name", report_name(widget, dashboard, user)},
                        {"schedule_kind", "cron"},
                        {"cron", frequency.cron},
                        {"timezone", wish.timezone.empty() ? "UTC" : wish.timezone},
                        {"format", wish.format.empty() ? "csv" : wish.format},
                        {"enabled", wish.enabled.value_or(true)},
                        {"user_reference", user.reference},
                        {"widgets", json::array{widget.id}},
                        {"email_to", json::value_from(addresses)},
                        {"strict", true}};
    put_rows(report, opened, TRY(parameters_of(opened, wish.parameters)));
    EmbedSchedule schedule{0, user, widget.id, frequency.description};
    TRY(reports_.create(
        host_of(user), json::serialize(report), [&](db::Session& session, const Report& made) -> Result<> {
            const auto held = TRY(store::list_embed_schedules(session, user, kMostOfAPerson));
            if (held.size() >= kMostOfAPerson)
                return fail(Error::conflict(
                    fmt::format("a person has {} schedules at most; delete one first", kMostOfAPerson)));
            schedule.report_id = made.id;
            return store::insert_embed_schedule(session, schedule);
        }));
    return view(std::move(schedule));
}

Result<EmbedSchedules::Found> EmbedSchedules::find(const EmbedTarget& target, std::int64_t id)
{
    const EmbedHolder holder = TRY(embeds_.holder(target));
    Found found;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        auto schedule = TRY(store::find_embed_schedule(session, holder.user, id));
        if (!schedule)
            return fail(missing_schedule(id));
        found.schedule = std::move(*schedule);
        found.report = TRY(store::get_report_of(session, holder.user.workspace_id, id));
        if (!holder.dashboard.empty() && found.report.dashboard_id != holder.dashboard)
            return fail(missing_schedule(id));
        return {};
    }));
    return found;
}

Result<EmbedScheduleView> EmbedSchedules::change(const EmbedTarget& target, std::int64_t id,
                                                 std::string_view json)
{
    Found found = TRY(find(target, id));
    const Wish wish = TRY(read_wish(json, Part::changes));
    json::object patch;
    if (wish.enabled)
        patch["enabled"] = *wish.enabled;
    // Pausing works whatever has become of the dashboard and the host's frequencies since.
    if (wish.changes_more_than_a_pause()) {
        const OpenedEmbed opened = TRY(embeds_.open({target.token, found.report.dashboard_id}));
        TRY(find_widget(opened.view.dashboard, found.schedule.widget_id));
        const EmbedPermissions& permissions = opened.session.permissions;
        FrequencyWish wanted = wish.frequency;
        if (wanted.cron.empty() && wanted.option.empty())
            wanted.cron = found.report.schedule.cron;
        const ScheduleOption frequency = TRY(choose_frequency(permissions.schedule_options, wanted));
        const std::vector<std::string> addresses = wish.email_to.value_or(found.report.email_to);
        TRY(check_recipients(permissions, addresses));
        patch["schedule_kind"] = "cron";
        patch["cron"] = frequency.cron;
        patch["email_to"] = json::value_from(addresses);
        if (!wish.format.empty())
            patch["format"] = wish.format;
        if (!wish.timezone.empty())
            patch["timezone"] = wish.timezone;
        auto parameters = found.report.parameters;
        for (const auto& [name, value] : opened.view.locked)
            parameters[name] = value;
        put_rows(patch, opened, parameters);
        patch["strict"] = true;
        found.schedule.description = frequency.description;
    }
    TRY(reports_.patch(host_of(found.schedule.user), id, json::serialize(patch), {}));
    TRY(environment_.database.write([&](db::Session& session) {
        return store::set_embed_schedule_description(session, id, found.schedule.description);
    }));
    return view(std::move(found.schedule));
}

Result<> EmbedSchedules::remove(const EmbedTarget& target, std::int64_t id)
{
    const Found found = TRY(find(target, id));
    return reports_.remove(host_of(found.schedule.user), id);
}

} // namespace presstime::control
