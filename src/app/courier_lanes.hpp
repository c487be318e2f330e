// The channels a courier sends by, as the settings have them.
#pragma once

#include "app/mail_switch.hpp"
#include "app/settings.hpp"
#include "run/courier.hpp"

#include <vector>

namespace presstime {

// Of opened settings (sealed_settings.hpp). Errors name the setting.
Result<std::vector<run::CourierLane>> make_lanes(const Settings& settings, const MailSwitch& mail);

} // namespace presstime
