// Links that work once: an invite (7 days), a new password (1 hour), and the first start's, which makes the
// owner. The secret stands behind the # of the address, so that no server or proxy logs it; only its hash is
// stored.
#pragma once

#include "control/account_settings.hpp"
#include "control/environment.hpp"
#include "control/errands.hpp"
#include "control/log_in_throttle.hpp"
#include "control/passwords.hpp"
#include "model/delivery.hpp"
#include "model/principal.hpp"
#include "store/session_store.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace presstime::control {

// A link before its transaction: the secret is made and the mail is stored, no row says so yet.
struct PreparedLink {
    store::LinkPurpose purpose = store::LinkPurpose::reset;
    std::string hash;
    std::string address; // the link itself
    Instant created_at{};
    Instant expires_at{};
    Delivery letter;
};

// What a page may show of a link before it is used.
struct LinkDetails {
    store::LinkPurpose purpose = store::LinkPurpose::reset;
    std::string email; // whose password it sets; of the first start what owner_email says
    std::string name;
    std::string workspace;
    Instant expires_at{};
};

class OneTimeLinks {
public:
    // `gate` and `errands` must outlive this.
    OneTimeLinks(Environment environment, AccountSettings settings, PasswordGate& gate, Errands& errands);

    // A mail to `user` with a fresh link: prepared, then written with the change that needs it, else
    // discarded.
    Result<PreparedLink> prepare(store::LinkPurpose purpose, const User& user, const std::string& invited_by);
    Result<> write(db::Session& session, PreparedLink& prepared, std::int64_t user_id);
    void discard(const PreparedLink& prepared);

    // Body {"token"}. `not_found` for one that is used, ended or never was.
    Result<LinkDetails> inspect(std::string_view json);
    // Body {"token","password","name"?}, and "email" for the first owner. Sets the password, which ends the
    // user's sessions and other links. Of several callers with one link, one succeeds.
    Result<User> accept(std::string_view json);
    // Body {"email","workspace_id"?}: mails a link if there is such a user. The answer comes before anybody
    // has looked, and is the same for everyone.
    Result<> request_reset(std::string_view json, const std::string& peer);

    // The link that makes the first owner, ending any earlier one; nothing when there are users. `address` is
    // what it begins with.
    Result<std::optional<std::string>> issue_first_start(const std::string& address);

private:
    struct Acceptance;

    void mail_reset(std::int64_t workspace_id, const std::string& email);
    Result<LinkDetails> details_of(db::Session& session, const store::OneTimeLink& link) const;
    Result<User> make_owner(db::Session& session, const Acceptance& given);
    Result<User> set_password(db::Session& session, const store::OneTimeLink& link, const Acceptance& given);

    Environment environment_;
    AccountSettings settings_;
    PasswordGate& gate_;
    Errands& errands_;
    LogInThrottle reset_throttle_;
};

} // namespace presstime::control
