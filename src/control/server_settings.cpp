// A change is checked against what is stored at that moment and written in one transaction with its audit
// row; the row names the keys, never the values.
#include "control/server_settings.hpp"

#include "base/log.hpp"
#include "base/text.hpp"
#include "codec/json_reader.hpp"
#include "control/access.hpp"
#include "control/changes.hpp"
#include "model/masked.hpp"
#include "store/sealed_values.hpp"
#include "store/setting_store.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace presstime::control {
namespace json = boost::json;
namespace {

constexpr std::size_t kMostChanges = 200;
constexpr std::size_t kMostItems = 200;

Result<std::string> text_of_list(const std::string& key, const json::array& items)
{
    std::vector<std::string> texts;
    for (const json::value& item : items) {
        if (!item.is_string() || texts.size() == kMostItems)
            return fail(
                Error::invalid(key, fmt::format("{} must be a list of at most {} texts", key, kMostItems)));
        texts.emplace_back(item.get_string());
        if (texts.back().find(',') != std::string::npos)
            return fail(
                Error::invalid(key, fmt::format("{}: an item must not hold a comma; write two items", key)));
    }
    return join(texts, ", ");
}

Result<std::string> text_of(const std::string& key, const json::value& value)
{
    if (value.is_string())
        return std::string(value.get_string());
    if (value.is_bool())
        return std::string(value.get_bool() ? "true" : "false");
    if (value.is_int64())
        return fmt::format("{}", value.get_int64());
    if (value.is_array())
        return text_of_list(key, value.get_array());
    return fail(Error::invalid(
        key, fmt::format("{} must be a text, a whole number, true, false, a list of texts, or null", key)));
}

std::vector<std::string> differing_keys(const SettingTexts& before, const SettingTexts& after)
{
    std::vector<std::string> keys;
    for (const auto& [key, text] : after)
        if (const auto old = before.find(key); old == before.end() || old->second != text)
            keys.push_back(key);
    for (const auto& [key, text] : before)
        if (!after.contains(key))
            keys.push_back(key);
    return keys;
}

} // namespace

Result<SettingChanges> read_setting_changes(std::string_view text)
{
    const json::value parsed = TRY(codec::parse_json(text));
    const json::object* object = parsed.if_object();
    if (!object || object->size() > kMostChanges)
        return fail(Error::malformed("the body must be an object of settings by key"));
    SettingChanges changes;
    for (const auto& [name, value] : *object) {
        const std::string key(name);
        if (value.is_null())
            changes[key] = std::nullopt;
        else
            changes[key] = TRY(text_of(repair_utf8(clip_utf8(key, 80)), value));
    }
    return changes;
}

Result<StoredSettings> read_stored_settings(db::Session& session, const SecretBox& box)
{
    StoredSettings found;
    for (store::StoredSetting& row : TRY(store::list_settings(session))) {
        if (!row.sealed) {
            found.texts[row.key] = std::move(row.value);
            continue;
        }
        Result<std::string> plain = box.open(row.value, store::setting_purpose(row.key));
        if (plain) {
            found.texts[row.key] = std::move(*plain);
        } else {
            log_error("settings.unreadable", plain.error(), {{"key", row.key}});
            found.unreadable.push_back(row.key);
        }
    }
    return found;
}

Result<StoredSettings> ServerSettings::stored()
{
    StoredSettings found;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        found = TRY(read_stored_settings(session, environment_.secrets));
        return {};
    }));
    return found;
}

std::vector<SettingView> ServerSettings::view(const StoredSettings& stored) const
{
    std::vector<SettingView> views = book_.view(stored.texts);
    for (SettingView& view : views)
        for (const std::string& key : stored.unreadable)
            if (view.key == key)
                view.fault = "the stored value cannot be opened with the server's key; set it again";
    return views;
}

Result<std::vector<SettingView>> ServerSettings::list(const Principal& principal)
{
    TRY(require_server_admin(principal));
    return view(TRY(stored()));
}

Result<> ServerSettings::store(const Principal& principal, const SettingTexts& before,
                               const SettingTexts& after)
{
    const std::vector<std::string> keys = differing_keys(before, after);
    if (keys.empty())
        return {};
    return environment_.database.write([&](db::Session& session) -> Result<> {
        const Instant now = environment_.clock.now();
        for (const std::string& key : keys) {
            const auto value = after.find(key);
            if (value == after.end()) {
                TRY(store::remove_setting(session, key));
                continue;
            }
            const bool secret = book_.is_secret(key);
            TRY(store::put_setting(
                session,
                {key,
                 secret ? environment_.secrets.seal(value->second, store::setting_purpose(key))
                        : value->second,
                 secret},
                now));
        }
        return record_change(session, principal,
                             {.type = "settings.updated", .resource = "settings", .detail = join(keys, ", ")},
                             now);
    });
}

Result<ChangedSettings> ServerSettings::change(const Principal& principal, std::string_view json)
{
    TRY(require_server_admin(principal));
    SettingChanges changes = TRY(read_setting_changes(json));
    std::erase_if(changes, [&](const auto& change) {
        return change.second == kMasked && book_.is_secret(change.first);
    });
    // A row sealed with an old key while the key is changed would be passed by.
    const auto carrying = environment_.secrets.carry();
    const std::lock_guard one_at_a_time(changing_);
    StoredSettings now = TRY(stored());
    SettingTexts after = TRY(book_.changed(now.texts, changes));
    TRY(store(principal, now.texts, after));
    for (const std::string& key : now.unreadable) {
        const auto change = changes.find(key);
        if (change != changes.end() && !change->second)
            TRY(environment_.database.write(
                [&](db::Session& session) { return store::remove_setting(session, key); }));
    }
    ChangedSettings changed;
    changed.applied = book_.adopt(after);
    changed.views = view(TRY(stored()));
    return changed;
}

Result<> ServerSettings::apply(const Principal& principal)
{
    TRY(require_server_admin(principal));
    TRY(restart_());
    return environment_.database.write([&](db::Session& session) {
        return record_change(session, principal, {.type = "settings.applied", .resource = "settings"},
                             environment_.clock.now());
    });
}

Result<MailRoute> ServerSettings::mail_route(const Principal& principal, const SettingChanges& changes)
{
    TRY(require_server_admin(principal));
    SettingChanges wanted;
    for (const auto& [key, text] : changes) {
        if (!key.starts_with("smtp_"))
            return fail(Error::invalid("settings." + key,
                                       "settings may hold those of the mail server alone (smtp_...)"));
        if (text != kMasked || !book_.is_secret(key))
            wanted[key] = text;
    }
    return book_.mail_route(TRY(book_.changed(TRY(stored()).texts, wanted)));
}

} // namespace presstime::control
