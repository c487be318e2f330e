// What an operator decides about accounts, as the use cases need it.
#pragma once

#include <chrono>
#include <string>

namespace presstime::control {

struct AccountSettings {
    std::string public_url;     // what links begin with; no final slash
    std::string mail_from;      // sender of invites and resets
    std::string owner_email;    // fills in the first owner's address; may be empty
    bool secure_cookies = true; // false where people reach the server on this machine alone, without TLS
    std::chrono::hours session_idle{12};
    std::chrono::hours session_lifetime{30 * 24};
};

} // namespace presstime::control
