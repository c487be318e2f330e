// The book of settings behind the API: the table, what was given at the start, and what holds now.
#pragma once

#include "app/mail_switch.hpp"
#include "app/settings.hpp"
#include "app/settings_table.hpp"
#include "app/stored_settings.hpp"
#include "base/guarded.hpp"
#include "platform/crypto/secret_box.hpp"

namespace presstime {

class SettingKeeper final : public control::SettingBook {
public:
    // `outside` is as loaded, `in_force` with what is stored under it. `box` must outlive this.
    SettingKeeper(Settings outside, Settings in_force, const SecretBox& box, MailSwitch mail);

    std::vector<control::SettingView> view(const control::SettingTexts& stored) const override;
    bool is_secret(std::string_view key) const override;
    Result<control::SettingTexts> changed(const control::SettingTexts& stored,
                                          const control::SettingChanges& changes) const override;
    bool adopt(const control::SettingTexts& stored) override;
    Result<control::MailRoute> mail_route(const control::SettingTexts& stored) const override;
    bool writes_outbox() const override;

private:
    control::SettingView view_of(const SettingRow& row, const LayeredSettings& layered,
                                 const Settings& in_force) const;
    Result<> switch_mail(const Settings& settings) const;
    LayeredSettings layer(const control::SettingTexts& stored) const;

    const Settings outside_;
    Guarded<Settings> in_force_;
    const SecretBox& box_;
    MailSwitch mail_;
};

// Whether mail could be sent by them; `box` opens secrets that stand sealed in the file.
SettingsProbe mail_probe(const SecretBox& box);
// What is stored under `outside`, one line of the log for each value that is passed over.
Result<Settings> settings_with_stored(const Settings& outside, db::Database& database, const SecretBox& box);

} // namespace presstime
