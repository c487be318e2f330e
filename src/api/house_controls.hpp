// The use cases of keeping the server itself, as their routes take them.
#pragma once

#include "control/about.hpp"
#include "control/disk_use.hpp"
#include "control/mail_trial.hpp"
#include "control/outbox.hpp"
#include "control/server_settings.hpp"

namespace presstime::api {

struct HouseControls {
    control::ServerSettings& settings;
    control::MailTrial& mail_trial;
    control::DiskUse& disk;
    control::Outbox& outbox;
    control::About& about;
};

} // namespace presstime::api
