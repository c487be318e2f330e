// A change is refused for what it breaks, never for what was broken before.
#include "app/setting_keeper.hpp"

#include "app/sealed_settings.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "model/enum_text.hpp"
#include "model/masked.hpp"
#include "platform/mail/host_name.hpp"

#include <fmt/format.h>

namespace presstime {
namespace {

using control::SettingChanges;
using control::SettingSource;
using control::SettingTexts;
using control::SettingView;

std::string_view word_of(SettingKind kind)
{
    switch (kind) {
    case SettingKind::text:
        return "text";
    case SettingKind::path:
        return "path";
    case SettingKind::secret:
        return "secret";
    case SettingKind::choice:
        return "choice";
    case SettingKind::integer:
        return "integer";
    case SettingKind::bytes:
        return "bytes";
    case SettingKind::boolean:
        return "boolean";
    case SettingKind::list:
        return "list";
    }
    return "";
}

std::string default_of(const SettingRow& row)
{
    Settings defaults;
    return read_setting(row, row.default_text, defaults) ? show_setting(row, defaults) : std::string();
}

Error unknown_setting(const std::string& key)
{
    std::vector<std::string> keys;
    for (const SettingRow& row : setting_table())
        keys.emplace_back(row.key);
    const std::string shown = repair_utf8(clip_utf8(key, 80));
    const auto near = did_you_mean(key, keys);
    return Error::invalid(shown,
                          near ? fmt::format("{}: there is no such setting; did you mean {}?", shown, *near)
                               : fmt::format("{}: there is no such setting", shown));
}

// Whether the running server may change it at all.
Result<> check_changeable(const std::string& key, const GivenSettings& outside)
{
    const SettingRow* row = find_setting(key);
    if (row == nullptr)
        return fail(unknown_setting(key));
    Error refused = Error::conflict(
        fmt::format("{} is given at the start alone: by the settings file, the environment or a flag", key));
    if (const auto given = outside.find(key); given != outside.end())
        refused.message = fmt::format("{} is set by {}, which wins over a change here; change it there", key,
                                      given->second.where);
    else if (row->effect != SettingEffect::fixed)
        return {};
    refused.field = key;
    return fail(std::move(refused));
}

// Whoever may change the host could have the password sent to a host of their own, and read it there.
Result<> check_password_stays(const Settings& before, const Settings& after)
{
    if (after.smtp_host.empty() || after.smtp_password.empty() || after.smtp_host == before.smtp_host)
        return {};
    return fail(Error::invalid(
        "smtp_password", "smtp_password: give it anew together with another smtp_host; the one that is kept "
                         "is not sent to another server"));
}

} // namespace

SettingsProbe mail_probe(const SecretBox& box)
{
    return [&box](const Settings& settings) -> Result<> {
        if (settings.smtp_host.empty()) // the folder is looked at when it is used
            return {};
        TRY(make_mail_channel(TRY(open_settings(settings, box))));
        return {};
    };
}

Result<Settings> settings_with_stored(const Settings& outside, db::Database& database, const SecretBox& box)
{
    control::StoredSettings stored;
    TRY(database.read([&](db::Session& session) -> Result<> {
        stored = TRY(control::read_stored_settings(session, box));
        return {};
    }));
    LayeredSettings layered = layer_stored(outside, stored.texts, mail_probe(box));
    for (const auto& [key, fault] : layered.faults)
        log_warn("settings.passed_over", {{"key", key}, {"why", fault.message}});
    return std::move(layered.settings);
}

SettingKeeper::SettingKeeper(Settings outside, Settings in_force, const SecretBox& box, MailSwitch mail)
    : outside_(std::move(outside)), in_force_(std::move(in_force)), box_(box), mail_(std::move(mail))
{
}

LayeredSettings SettingKeeper::layer(const SettingTexts& stored) const
{
    return layer_stored(outside_, stored, mail_probe(box_));
}

SettingView SettingKeeper::view_of(const SettingRow& row, const LayeredSettings& layered,
                                   const Settings& in_force) const
{
    const std::string key(row.key);
    SettingView view{.group = row.group, .key = row.key, .kind = word_of(row.kind), .help = row.help};
    view.secret = row.kind == SettingKind::secret;
    view.value = show_setting(row, layered.settings);
    if (view.secret && !view.value.empty())
        view.value = kMasked;
    view.default_value = default_of(row);
    if (const auto given = layered.settings.given.find(key); given != layered.settings.given.end()) {
        view.source = given->second.source;
        if (view.source != SettingSource::stored)
            view.where = given->second.where;
    }
    view.editable = row.effect != SettingEffect::fixed && !outside_.given.contains(key);
    view.needs_restart = row.effect == SettingEffect::at_restart;
    view.pending = !is_same_setting(row, layered.settings, in_force);
    if (const auto fault = layered.faults.find(key); fault != layered.faults.end())
        view.fault = fault->second.message;
    if (!row.choices.empty())
        for (const std::string_view choice : split(row.choices, ','))
            view.choices.emplace_back(trim(choice));
    if (row.kind == SettingKind::integer || row.kind == SettingKind::bytes) {
        view.minimum = row.minimum;
        view.maximum = row.maximum;
    }
    view.unit = row.kind == SettingKind::bytes ? "bytes" : row.unit;
    return view;
}

std::vector<SettingView> SettingKeeper::view(const SettingTexts& stored) const
{
    const LayeredSettings layered = layer(stored);
    const Settings in_force = in_force_.with([](const Settings& held) { return held; });
    std::vector<SettingView> views;
    for (const SettingRow& row : setting_table())
        views.push_back(view_of(row, layered, in_force));
    return views;
}

bool SettingKeeper::is_secret(std::string_view key) const
{
    const SettingRow* row = find_setting(key);
    return row != nullptr && row->kind == SettingKind::secret;
}

Result<SettingTexts> SettingKeeper::changed(const SettingTexts& stored, const SettingChanges& changes) const
{
    SettingTexts after = stored;
    for (const auto& [key, text] : changes) {
        if (!text && stored.contains(key) && find_setting(key) == nullptr) { // of another version: let it go
            after.erase(key);
            continue;
        }
        TRY(check_changeable(key, outside_.given));
        if (text)
            after.insert_or_assign(key, *text);
        else
            after.erase(key);
    }
    const LayeredSettings before = layer(stored);
    const LayeredSettings wanted = layer(after);
    for (const auto& [key, fault] : wanted.faults)
        if (changes.contains(key) || !before.faults.contains(key))
            return fail(fault);
    if (!changes.contains("smtp_password"))
        TRY(check_password_stays(before.settings, wanted.settings));
    return after;
}

bool SettingKeeper::adopt(const SettingTexts& stored)
{
    const LayeredSettings layered = layer(stored);
    const Settings before = in_force_.with([](const Settings& held) { return held; });
    Settings after = before;
    bool whole = true;
    bool mail_changed = false;
    for (const SettingRow& row : setting_table()) {
        if (row.effect == SettingEffect::at_once)
            copy_setting(row, layered.settings, after);
        whole = whole && is_same_setting(row, layered.settings, after);
        mail_changed = mail_changed || (row.group == "Mail" && !is_same_setting(row, before, after));
    }
    if (mail_changed)
        if (const Result<> switched = switch_mail(after); !switched) {
            log_error("settings.mail_not_changed", switched.error());
            return false;
        }
    in_force_.with([&](Settings& held) { held = after; });
    LogLevel level = LogLevel::info;
    if (parse_log_level(after.log_level, level) && after.log_level != before.log_level)
        set_log_level(level);
    return whole;
}

Result<> SettingKeeper::switch_mail(const Settings& settings) const
{
    return mail_.change(TRY(open_settings(settings, box_)));
}

Result<control::MailRoute> SettingKeeper::mail_route(const SettingTexts& stored) const
{
    const Settings settings = TRY(open_settings(layer(stored).settings, box_));
    if (settings.smtp_host.empty())
        return fail(Error::invalid(
            "smtp_host",
            "smtp_host: no mail server is set; until one is, mail is written to the folder outbox"));
    control::MailRoute route;
    route.from = settings.smtp_from;
    route.server.host = settings.smtp_host;
    route.server.port = static_cast<std::uint16_t>(settings.smtp_port);
    route.server.security =
        from_text<mail::SmtpSecurity>(settings.smtp_security).value_or(mail::SmtpSecurity::tls);
    route.server.user = settings.smtp_user;
    route.server.password = settings.smtp_password;
    route.server.helo = settings.smtp_helo.empty() ? mail::host_name() : settings.smtp_helo;
    route.server.ca_file = settings.smtp_ca_file;
    return route;
}

bool SettingKeeper::writes_outbox() const
{
    return in_force_.with([](const Settings& held) { return held.smtp_host.empty(); });
}

} // namespace presstime
