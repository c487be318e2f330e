// Logging in with a password, and what a browser's cookie then stands for. The cookie's secret is stored as a
// hash alone; every log-in makes a new one, so that a session cannot be planted.
#pragma once

#include "control/account_settings.hpp"
#include "control/environment.hpp"
#include "control/log_in_throttle.hpp"
#include "control/passwords.hpp"
#include "control/use_notes.hpp"
#include "model/principal.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace presstime::control {

// Where a log-in comes from.
struct Visitor {
    std::string peer;
    std::string agent;      // what the browser calls itself
    std::string old_cookie; // a session it still has, which ends
};

struct LogIn {
    User user;
    std::string cookie; // its value; nowhere stored
    std::string csrf;
    Instant expires_at{};
};

struct Recognised {
    Principal principal;
    std::string csrf; // what state-changing calls must repeat
    Instant expires_at{};
};

// One's own log-in as it is shown: never what opens it.
struct OpenSession {
    std::int64_t id = 0;
    bool current = false; // the one that asks
    std::string address;
    std::string agent; // what the browser called itself
    Instant created_at{};
    Instant last_used_at{};
    Instant expires_at{}; // at the latest
};

class Sessions {
public:
    // `gate` and `notes` must outlive this.
    Sessions(Environment environment, AccountSettings settings, PasswordGate& gate, UseNotes& notes);

    // Body {"email","password","workspace_id"?}. `unauthenticated` in the same words and after the same time
    // whether the user is unknown, disabled, without a password, or the password is wrong; `too_many` with
    // its wait after failures.
    Result<LogIn> log_in(std::string_view json, const Visitor& visitor);
    // Who the cookie stands for, with role and groups as they are now.
    Result<Recognised> authenticate(std::string_view cookie);
    Result<> log_out(const Principal& principal);
    // The caller's own, the last used first. not_found for a key that is nobody's.
    Result<std::vector<OpenSession>> list(const Principal& principal);
    // One of the caller's own; not_found for one of somebody else.
    Result<> end(const Principal& principal, std::int64_t id);
    // All of the caller's own but the one that asks; how many there were.
    Result<std::int64_t> end_others(const Principal& principal);
    // Body {"current_password","password"}; ends the user's other sessions.
    Result<> change_password(const Principal& principal, std::string_view json, const std::string& peer);

private:
    // The stored hash that the password fits; counted by the throttle. `unauthenticated` when it fits none.
    Result<std::string> check_password(std::int64_t user_id, const std::string& account,
                                       const std::string& password, const std::string& peer);
    void note_failure(std::int64_t user_id, const std::string& account, const std::string& peer);
    Result<LogIn> begin_session(const User& user, const std::string& checked_hash, const Visitor& visitor);

    Environment environment_;
    AccountSettings settings_;
    PasswordGate& gate_;
    UseNotes& notes_;
    LogInThrottle throttle_;
};

} // namespace presstime::control
