// Settings of kind secret may stand sealed in the file: "sealed:..." as `presstime secret seal` prints it.
#pragma once

#include "app/settings.hpp"
#include "platform/crypto/secret_box.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace presstime {

inline constexpr std::string_view kSettingPurpose = "setting";

// The settings with their secrets in the clear; `invalid` naming the key that cannot be opened, and the mend.
Result<Settings> open_settings(const Settings& settings, const SecretBox& box);
// The sealed texts among them.
std::vector<std::string> sealed_settings(const Settings& settings);

} // namespace presstime
