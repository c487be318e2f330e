// The settings as admins of the server see and change them while it runs. What settings there are, what their
// values may be and which of them stand elsewhere is behind SettingBook; here are rights, rows, secrets and
// the audit.
#pragma once

#include "control/environment.hpp"
#include "model/enum_words.hpp"
#include "model/principal.hpp"
#include "platform/mail/smtp.hpp"

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace presstime::control {

// Where a value comes from; each wins over those before it.
enum class SettingSource { built_in, stored, file, environment, flag };

struct SettingView {
    std::string_view group;
    std::string_view key;
    std::string_view kind; // text, path, secret, choice, integer, bytes, boolean, list
    std::string_view help;
    std::string value; // as it would stand in the file; of a secret the mask, or nothing when it is not set
    std::string default_value;
    SettingSource source = SettingSource::built_in;
    std::string where;     // "presstime.conf:3", "PRESSTIME_WORKERS"; empty for stored and default
    bool editable = false; // in the running server
    bool needs_restart = false;
    bool pending = false; // `value` is not in force yet: the parts must be restarted
    bool secret = false;
    std::string fault; // why the stored value is passed over; empty = it is not
    std::vector<std::string> choices;
    std::optional<std::int64_t> minimum;
    std::optional<std::int64_t> maximum;
    std::string_view unit;
};

// By key, as in the settings file; secrets in the clear.
using SettingTexts = std::map<std::string, std::string>;
// nullopt = back to what holds without the stored value.
using SettingChanges = std::map<std::string, std::optional<std::string>>;

// A mail server to try out, and the address to send from.
struct MailRoute {
    mail::SmtpServer server;
    std::string from;
};

// The table of settings and what holds now. Safe from several threads.
class SettingBook {
public:
    virtual ~SettingBook() = default;
    virtual std::vector<SettingView> view(const SettingTexts& stored) const = 0;
    virtual bool is_secret(std::string_view key) const = 0;
    // `stored` after the changes. `invalid` with the key as field for what is unknown or does not fit, alone
    // or together with the others; `conflict` naming the place for what is given elsewhere or at the start
    // alone.
    virtual Result<SettingTexts> changed(const SettingTexts& stored, const SettingChanges& changes) const = 0;
    // Takes into force what may change in the running server; true when nothing waits for a restart.
    virtual bool adopt(const SettingTexts& stored) = 0;
    // `invalid("smtp_host")` when no mail server is set.
    virtual Result<MailRoute> mail_route(const SettingTexts& stored) const = 0;
    virtual bool writes_outbox() const = 0; // mail goes into the folder outbox
};

// What is stored, opened. A secret whose key is lost is left out, named in the log and in `unreadable`.
struct StoredSettings {
    SettingTexts texts;
    std::vector<std::string> unreadable;
};
Result<StoredSettings> read_stored_settings(db::Session& session, const SecretBox& box);

struct ChangedSettings {
    std::vector<SettingView> views;
    bool applied = false; // nothing waits for a restart
};

class ServerSettings {
public:
    // `book` must outlive this. `restart` has the parts taken down and up again soon; conflict where none
    // serve.
    ServerSettings(Environment environment, SettingBook& book, std::function<Result<>()> restart)
        : environment_(std::move(environment)), book_(book), restart_(std::move(restart))
    {
    }

    // All of these are for those who administer the server.
    Result<std::vector<SettingView>> list(const Principal& principal);
    // A JSON object of values by key; null goes back, a secret's mask changes nothing.
    Result<ChangedSettings> change(const Principal& principal, std::string_view json);
    Result<> apply(const Principal& principal);
    // The mail server as it is set, with `changes` that are not saved; the same checks as of change().
    Result<MailRoute> mail_route(const Principal& principal, const SettingChanges& changes);

private:
    Result<StoredSettings> stored();
    Result<> store(const Principal& principal, const SettingTexts& before, const SettingTexts& after);
    std::vector<SettingView> view(const StoredSettings& stored) const;

    Environment environment_;
    SettingBook& book_;
    std::function<Result<>()> restart_;
    std::mutex changing_; // one change after another, from the check to the taking into force
};

// Values by key from JSON: text, number, true or false, a list of texts, null. `path` names the object.
Result<SettingChanges> read_setting_changes(std::string_view json);

} // namespace presstime::control

template <>
inline constexpr presstime::Words<5> presstime::kEnumWords<presstime::control::SettingSource>{
    "default", "stored", "file", "environment", "flag"};
