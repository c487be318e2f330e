// The use cases of people, sessions and keys, put together for compose.cpp.
#pragma once

#include "api/resources.hpp"
#include "app/settings.hpp"
#include "control/errands.hpp"

#include <string>

namespace presstime {

struct AccountParts {
    AccountParts(const control::Environment& environment, control::AccountSettings chosen);

    api::AccountControls controls() { return {tokens, users, sessions, links, settings}; }

    control::AccountSettings settings;
    control::Errands errands; // a service: started and stopped with the others
    control::UseNotes notes;
    control::PasswordGate gate;
    control::Tokens tokens;
    control::Sessions sessions;
    control::OneTimeLinks links;
    control::Users users;
};

control::AccountSettings account_settings(const Settings& settings, const std::string& public_url,
                                          const mail::SenderAddress& mail_from);

} // namespace presstime
