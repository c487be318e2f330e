// The people of a workspace: invited, changed, disabled, handed over. A disabled user's sessions, tokens and
// links are deleted, so that enabling the user again brings none of them back.
#pragma once

#include "control/environment.hpp"
#include "control/one_time_links.hpp"
#include "model/principal.hpp"
#include "store/ownership_store.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace presstime::control {

// A user with a link under way. Only the operator of this machine is shown the link itself.
struct MailedUser {
    User user;
    std::string link; // empty for everybody else
    Instant link_expires_at{};
};

// Whom to list: those who have `q` in name, address or role.
struct UserWish {
    std::string q;
    PageRequest page;
};
struct FoundUsers {
    Page<User> page;
    std::int64_t total = 0; // of all pages
};

class Users {
public:
    // `links` must outlive this.
    Users(Environment environment, OneTimeLinks& links) : environment_(std::move(environment)), links_(links)
    {
    }

    // For admins, as everything here that names an id.
    Result<FoundUsers> list(const Principal& principal, const UserWish& wish);
    Result<User> get(const Principal& principal, std::int64_t id);
    // The user who asks; not_found for an API key.
    Result<User> me(const Principal& principal);
    // Body {"name"}.
    Result<User> patch_me(const Principal& principal, std::string_view json, ExpectedVersion expected);

    // Body {"email","name"?,"role"?}; the mail goes out with the change.
    Result<MailedUser> invite(const Principal& principal, std::string_view json);
    // A fresh invite for who has no password yet, a reset for who has one.
    Result<MailedUser> mail_link(const Principal& principal, std::int64_t id);
    // Body {"name"?,"role"?,"enabled"?}.
    Result<User> patch(const Principal& principal, std::int64_t id, std::string_view json,
                       ExpectedVersion expected);
    // `conflict` naming what the user still owns.
    Result<> remove(const Principal& principal, std::int64_t id);

    // Body {"to"}: a user's id or address. Everything the user owns, in one transaction; what moved.
    Result<std::vector<store::OwnedThing>> hand_over(const Principal& principal, std::int64_t id,
                                                     std::string_view json);
    // What nobody owns, or nobody who can act; and the same given to body {"to"}.
    Result<std::vector<store::OwnedThing>> orphans(const Principal& principal);
    Result<std::vector<store::OwnedThing>> adopt_orphans(const Principal& principal, std::string_view json);

private:
    Result<User> load(const Principal& principal, std::int64_t id);
    Result<MailedUser> send(const Principal& principal, User user, store::LinkPurpose purpose);
    Result<> save(db::Session& session, const Principal& principal, const User& before, User& after);

    Environment environment_;
    OneTimeLinks& links_;
};

} // namespace presstime::control
