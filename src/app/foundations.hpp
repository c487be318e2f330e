// What stands before any part of the server does: the locked data folder, the keys, the migrated state, and
// the settings with what is stored of them.
#pragma once

#include "app/data_folder.hpp"
#include "app/mail_switch.hpp"
#include "app/settings.hpp"
#include "platform/crypto/key_ring.hpp"
#include "platform/db/database.hpp"
#include "run/courier.hpp"

#include <memory>
#include <vector>

namespace presstime {

struct Foundations {
    Settings outside;  // as given at the start
    Settings settings; // with what is stored under them
    DataFolder folder;
    KeyRing ring;
    std::unique_ptr<db::Database> state;
    MailSwitch mail;
    std::vector<run::CourierLane> lanes;
};

// conflict when another server holds the folder.
Result<Foundations> lay_foundations(const Settings& outside);

} // namespace presstime
