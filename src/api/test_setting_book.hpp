// For tests of this folder: a book of three settings. smtp_host and smtp_password count at once, workers
// after a restart; what the file would set is in `fixed`.
#pragma once

#include "control/server_settings.hpp"
#include "model/masked.hpp"

#include <set>

namespace presstime::api {

class TestSettingBook final : public control::SettingBook {
public:
    std::vector<control::SettingView> view(const control::SettingTexts& stored) const override
    {
        return {view_of(stored, "smtp_host", "text", ""), view_of(stored, "smtp_password", "secret", ""),
                view_of(stored, "workers", "integer", "2")};
    }
    bool is_secret(std::string_view key) const override { return key == "smtp_password"; }
    Result<control::SettingTexts> changed(const control::SettingTexts& stored,
                                          const control::SettingChanges& changes) const override
    {
        control::SettingTexts after = stored;
        for (const auto& [key, text] : changes) {
            if (key != "smtp_host" && key != "smtp_password" && key != "workers")
                return fail(Error::invalid(key, key + ": there is no such setting"));
            if (fixed.contains(key))
                return fail(
                    Error::conflict(key + " is set by presstime.conf:3, which wins; change it there"));
            if (text)
                after[key] = *text;
            else
                after.erase(key);
        }
        return after;
    }
    bool adopt(const control::SettingTexts& stored) override
    {
        in_force = stored;
        return !stored.contains("workers");
    }
    Result<control::MailRoute> mail_route(const control::SettingTexts& stored) const override
    {
        if (!stored.contains("smtp_host"))
            return fail(Error::invalid("smtp_host", "smtp_host: no mail server is set"));
        control::MailRoute route{server, "reports@example.com"};
        route.server.host = stored.at("smtp_host");
        return route;
    }
    bool writes_outbox() const override { return !in_force.contains("smtp_host"); }

    control::SettingTexts in_force;
    std::set<std::string> fixed;
    mail::SmtpServer server; // but for the host

private:
    control::SettingView view_of(const control::SettingTexts& stored, std::string_view key,
                                 std::string_view kind, std::string_view default_value) const
    {
        control::SettingView view{.group = "Test", .key = key, .kind = kind, .help = "For tests."};
        view.default_value = view.value = default_value;
        view.secret = kind == "secret";
        view.editable = !fixed.contains(std::string(key));
        if (const auto found = stored.find(std::string(key)); found != stored.end()) {
            view.value = view.secret ? kMasked : std::string_view(found->second);
            view.source = control::SettingSource::stored;
        }
        return view;
    }
};

} // namespace presstime::api
