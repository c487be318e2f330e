// Running the house: /v1/settings with the trial of the mail server, /v1/disk, /v1/outbox and /v1/about.
#include "api/resources.hpp"
#include "base/text.hpp"
#include "model/enum_text.hpp"

#include <boost/json.hpp>

namespace presstime::api {
namespace json = boost::json;
namespace {

// As JSON would say it: a number, true or false, a list; text for everything else.
json::value typed_json(std::string_view kind, const std::string& text)
{
    if (kind == "boolean")
        return text == "true";
    if (kind == "integer")
        return parse_int(text).value_or(0);
    if (kind != "list")
        return json::value(text);
    json::array items;
    for (const std::string_view item : split(text, ','))
        if (!trim(item).empty())
            items.emplace_back(trim(item));
    return items;
}

json::object setting_json(const control::SettingView& view)
{
    json::object out;
    out["group"] = view.group;
    out["key"] = view.key;
    out["kind"] = view.kind;
    out["help"] = view.help;
    out["value"] = typed_json(view.kind, view.value);
    out["default"] = typed_json(view.kind, view.default_value);
    out["source"] = to_text(view.source);
    out["where"] = view.where;
    out["editable"] = view.editable;
    out["needs_restart"] = view.needs_restart;
    out["pending"] = view.pending;
    out["secret"] = view.secret;
    if (!view.fault.empty())
        out["fault"] = view.fault;
    if (!view.choices.empty())
        out["choices"] = json::value_from(view.choices);
    if (view.minimum)
        out["min"] = *view.minimum;
    if (view.maximum)
        out["max"] = *view.maximum;
    if (!view.unit.empty())
        out["unit"] = view.unit;
    return out;
}

json::array settings_json(const std::vector<control::SettingView>& views)
{
    json::array out;
    for (const control::SettingView& view : views)
        out.push_back(setting_json(view));
    return out;
}

json::object mail_trial_json(const control::MailTrialOutcome& outcome)
{
    json::array steps;
    for (const mail::SmtpStepReport& step : outcome.steps)
        steps.push_back({{"step", to_text(step.step)},
                         {"ok", step.ok},
                         {"detail", step.detail},
                         {"elapsed_ms", step.elapsed.count()}});
    return {{"ok", outcome.ok}, {"steps", std::move(steps)}, {"reply", outcome.reply}};
}

json::object disk_json(const control::DiskFigures& figures)
{
    json::object out;
    out["state_bytes"] = figures.state_bytes;
    out["results_bytes"] = figures.stored.results_bytes;
    out["artifacts_bytes"] = figures.stored.artifacts_bytes;
    out["outbox_bytes"] = figures.outbox_bytes;
    out["uploads_bytes"] = figures.uploads_bytes;
    out["free_bytes"] = figures.free_bytes;
    out["quota_bytes"] = figures.quota_bytes;
    out["retain"] = {{"results_days", figures.retain.results_days},
                     {"artifacts_days", figures.retain.artifacts_days},
                     {"runs_days", figures.retain.runs_days},
                     {"events_days", figures.retain.events_days},
                     {"audit_days", figures.retain.audit_days}};
    out["oldest"] = {{"results_at", instant_json(figures.oldest.results)},
                     {"artifacts_at", instant_json(figures.oldest.artifacts)},
                     {"runs_at", instant_json(figures.oldest.runs)},
                     {"events_at", instant_json(figures.oldest.events)},
                     {"audit_at", instant_json(figures.oldest.audit)}};
    return out;
}

json::object mail_json(const control::OutboxMail& mail)
{
    json::object out{{"name", mail.name},
                     {"bytes", mail.bytes},
                     {"written_at", format_rfc3339(mail.written_at)},
                     {"subject", mail.subject},
                     {"from", mail.from},
                     {"recipient", mail.recipient},
                     {"to", json::value_from(mail.to)}};
    if (mail.run_id != 0)
        out["run_id"] = mail.run_id;
    if (mail.report_id != 0)
        out["report_id"] = mail.report_id;
    return out;
}

json::object about_json(const control::AboutAnswer& about)
{
    return {{"version", about.facts.version},
            {"tzdata", about.facts.tzdata},
            {"sources", json::value_from(about.facts.sources)},
            {"formats", json::value_from(about.facts.formats)},
            {"started_at", format_rfc3339(about.started_at)},
            {"public_url", about.facts.public_url},
            {"outbox", about.outbox},
            {"workspace", {{"id", about.workspace.id}, {"name", about.workspace.name}}},
            {"first_start", about.first_start},
            {"sample", about.sample}};
}

// Shown as text and never run: a mail may hold a page.
Result<http::Response> raw_mail(const Call& call, control::Outbox& outbox)
{
    http::Response response;
    response.content_type = "message/rfc822";
    response.file = TRY(outbox.path_of(call.principal, call.captures[0]));
    add_file_headers(response, call.captures[0], Disposition::attachment);
    return response;
}

void add_setting_routes(RouteTable& table, HouseControls house)
{
    table.add({"GET", "/v1/settings", [house](const Call& call) -> Result<http::Response> {
                   return json_answer(200, settings_json(TRY(house.settings.list(call.principal))));
               }});
    table.add({"PATCH", "/v1/settings", [house](const Call& call) -> Result<http::Response> {
                   const auto changed = TRY(house.settings.change(call.principal, call.request.body));
                   return json_answer(
                       200, {{"applied", changed.applied}, {"settings", settings_json(changed.views)}});
               }});
    table.add({"POST", "/v1/settings/apply",
               [house](const Call& call) -> Result<http::Response> {
                   TRY(house.settings.apply(call.principal));
                   return json_answer(202, {{"detail", "the server takes its parts down and up again"}});
               },
               Access::with_key, Repeat::never_keep});
    table.add({"POST", "/v1/settings/mail/test",
               [house](const Call& call) -> Result<http::Response> {
                   return json_answer(
                       200, mail_trial_json(TRY(house.mail_trial.send(call.principal, call.request.body))));
               },
               Access::with_key, Repeat::never_keep});
}

void add_outbox_routes(RouteTable& table, HouseControls house)
{
    table.add({"GET", "/v1/outbox", [house](const Call& call) -> Result<http::Response> {
                   const auto page = TRY(house.outbox.list(call.principal, TRY(call.page())));
                   json::array items;
                   for (const control::OutboxMail& mail : page.items)
                       items.push_back(mail_json(mail));
                   return list_answer(call, std::move(items), page.next_cursor);
               }});
    table.add({"GET", "/v1/outbox/{}",
               [house](const Call& call) -> Result<http::Response> { return raw_mail(call, house.outbox); }});
    table.add({"DELETE", "/v1/outbox/{}", [house](const Call& call) -> Result<http::Response> {
                   TRY(house.outbox.remove(call.principal, call.captures[0]));
                   return empty_answer();
               }});
}

} // namespace

void add_house_routes(RouteTable& table, HouseControls house)
{
    add_setting_routes(table, house);
    add_outbox_routes(table, house);
    table.add({"GET", "/v1/disk", [house](const Call& call) -> Result<http::Response> {
                   return json_answer(200, disk_json(TRY(house.disk.read(call.principal))));
               }});
    table.add({"GET", "/v1/about", [house](const Call& call) -> Result<http::Response> {
                   return json_answer(200, about_json(TRY(house.about.read(call.principal))));
               }});
}

} // namespace presstime::api
