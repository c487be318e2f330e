// What an operator decides about accounts, as the use cases need it.
#pragma once

#include "platform/http/trusted_proxies.hpp"
#include "platform/mail/sender_address.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace presstime::control {

struct AccountSettings {
    std::string public_url;        // what links begin with; no final slash
    mail::SenderAddress mail_from; // of invites and resets
    std::string owner_email;       // fills in the first owner's address; may be empty
    std::vector<http::IpNetwork> trusted_proxies = http::loopback_networks();
    bool secure_cookies = true; // false where people reach the server on this machine alone, without TLS
    std::chrono::hours session_idle{12};
    std::chrono::hours session_lifetime{30 * 24};
};

} // namespace presstime::control
