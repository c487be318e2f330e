// Settings that were changed in the running server, under those given at its start: a flag wins over the
// environment, that over the file, the file over what is stored, and that over the default.
#pragma once

#include "app/settings.hpp"

#include <functional>
#include <map>

namespace presstime {

struct LayeredSettings {
    Settings settings;
    std::map<std::string, Error> faults; // by key: stored values that are passed over, and why
};

// What else must hold of the settings as a whole; an error names the setting as its field.
using SettingsProbe = std::function<Result<>(const Settings&)>;

// `outside` is as loaded. A stored value that does not fit is passed over, and with it those of its group
// when they fit each other no more: what is stored never makes the settings unusable.
LayeredSettings layer_stored(const Settings& outside, const control::SettingTexts& stored,
                             const SettingsProbe& probe);

} // namespace presstime
