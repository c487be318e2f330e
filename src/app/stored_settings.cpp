// First each stored value alone, then all together; what is at odds goes by groups, then everything stored.
#include "app/stored_settings.hpp"

#include "app/settings_table.hpp"

#include <fmt/format.h>

namespace presstime {
namespace {

using control::SettingSource;
using control::SettingTexts;

// Why a stored text cannot be taken at all.
std::optional<Error> fault_of(const std::string& key, const std::string& text)
{
    const SettingRow* row = find_setting(key);
    if (row == nullptr)
        return Error::invalid(key, fmt::format("{}: this version knows no such setting", key));
    if (row->effect == SettingEffect::fixed)
        return Error::invalid(key, fmt::format("{}: is given at the start alone", key));
    Settings scratch;
    const Result<> read = read_setting(*row, text, scratch);
    if (read)
        return std::nullopt;
    return Error::invalid(key, fmt::format("{}: {}", key, read.error().message));
}

Result<Settings> try_together(const Settings& outside, const SettingTexts& stored, const SettingsProbe& probe)
{
    GivenSettings given = outside.given;
    for (const auto& [key, text] : stored)
        given.try_emplace(key, GivenSetting{text, key, SettingSource::stored});
    Settings settings = TRY(read_settings(std::move(given)));
    if (probe)
        TRY(probe(settings));
    return settings;
}

// Those that are at odds: of the group of the setting that the error names, else all.
void drop_at_odds(SettingTexts& stored, const Error& error, std::map<std::string, Error>& faults)
{
    const SettingRow* named = find_setting(error.field);
    SettingTexts kept;
    for (const auto& [key, text] : stored) {
        if (named != nullptr && find_setting(key)->group != named->group)
            kept.emplace(key, text);
        else
            faults.insert_or_assign(key, error);
    }
    if (kept.size() == stored.size()) { // the group is not the culprit
        for (const auto& [key, text] : stored)
            faults.insert_or_assign(key, error);
        kept.clear();
    }
    stored = std::move(kept);
}

} // namespace

LayeredSettings layer_stored(const Settings& outside, const SettingTexts& stored, const SettingsProbe& probe)
{
    LayeredSettings layered{outside, {}};
    SettingTexts usable;
    for (const auto& [key, text] : stored) {
        if (std::optional<Error> fault = fault_of(key, text))
            layered.faults.insert_or_assign(key, std::move(*fault));
        else if (!outside.given.contains(key))
            usable.emplace(key, text);
    }
    while (!usable.empty()) {
        Result<Settings> together = try_together(outside, usable, probe);
        if (together) {
            layered.settings = std::move(*together);
            break;
        }
        drop_at_odds(usable, together.error(), layered.faults);
    }
    return layered;
}

} // namespace presstime
