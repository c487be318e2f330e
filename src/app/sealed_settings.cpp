// Which settings are secret is the table's to say.
#include "app/sealed_settings.hpp"

#include "app/settings_table.hpp"

#include <fmt/format.h>

namespace presstime {
namespace {

template <typename Use>
Result<> each_sealed(Settings& settings, Use&& use)
{
    for (const SettingRow& row : setting_table()) {
        if (row.kind != SettingKind::secret)
            continue;
        std::string& value = settings.*std::get<std::string Settings::*>(row.target);
        if (is_sealed(value))
            TRY(use(std::string(row.key), value));
    }
    return {};
}

} // namespace

Result<Settings> open_settings(const Settings& settings, const SecretBox& box)
{
    Settings opened = settings;
    TRY(each_sealed(opened, [&](const std::string& key, std::string& value) -> Result<> {
        Result<std::string> plain = box.open(value, kSettingPurpose);
        if (!plain)
            return fail(Error::invalid(
                key, fmt::format("{} cannot be opened: {}; presstime secret seal makes a new one", key,
                                 plain.error().message)));
        value = std::move(*plain);
        return {};
    }));
    return opened;
}

std::vector<std::string> sealed_settings(const Settings& settings)
{
    Settings copy = settings;
    std::vector<std::string> texts;
    static_cast<void>(each_sealed(copy, [&](const std::string&, std::string& value) -> Result<> {
        texts.push_back(value);
        return {};
    }));
    return texts;
}

} // namespace presstime
