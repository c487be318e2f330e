// The mails that carry a one-time link. Composed and stored before a row promises them, sent by the couriers
// like every other mail; the stored bytes go once the link is worth nothing any more.
#pragma once

#include "control/account_settings.hpp"
#include "control/environment.hpp"
#include "model/delivery.hpp"
#include "model/principal.hpp"
#include "store/session_store.hpp"

#include <string>

namespace presstime::control {

struct AccountLetter {
    store::LinkPurpose purpose = store::LinkPurpose::reset; // invite or reset
    User to;
    std::string invited_by; // name or address; empty for a reset that its owner asked for
    std::string workspace;  // its name
    std::string link;
    Instant expires_at{};
};

// Stores the mail's bytes and returns the delivery to insert in the transaction that makes the link.
Result<Delivery> store_letter(const Environment& environment, const AccountSettings& settings,
                              const AccountLetter& letter);

// Removes some letters that were settled eight days ago or earlier, bytes first; returns how many.
Result<int> forget_old_letters(const Environment& environment);

} // namespace presstime::control
