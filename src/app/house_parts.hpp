// The use cases of keeping the server itself, put together for compose.cpp.
#pragma once

#include "api/house_controls.hpp"
#include "app/setting_keeper.hpp"

#include <functional>
#include <string>

namespace presstime {

struct HouseParts {
    // `restart` asks for the parts to be taken down and up again; conflict where no server runs.
    HouseParts(const control::Environment& environment, SettingKeeper& keeper, const Settings& chosen,
               const std::string& public_url, std::function<Result<>()> restart);

    api::HouseControls controls() { return {settings, mail_trial, disk, outbox, about}; }

    control::ServerSettings settings;
    control::MailTrial mail_trial;
    control::DiskUse disk;
    control::Outbox outbox;
    control::About about;
};

} // namespace presstime
