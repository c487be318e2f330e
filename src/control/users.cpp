// Every change reads the user in its own transaction, so that the rules about the last owner hold for changes
// at once.
#include "control/users.hpp"

#include "base/text.hpp"
#include "control/access.hpp"
#include "control/account_fields.hpp"
#include "control/changes.hpp"
#include "control/user_rules.hpp"
#include "platform/mail/mail_address.hpp"
#include "store/session_store.hpp"
#include "store/token_store.hpp"
#include "store/user_store.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace presstime::control {
namespace {

constexpr int kNamedInConflict = 20;

Result<> require_admin(const Principal& principal)
{
    return require(principal, Action::administer, ResourceKind::user);
}

Result<int> count_active_owners(db::Session& session, std::int64_t workspace_id)
{
    const std::vector<User> admins = TRY(store::active_admins(session, workspace_id));
    return static_cast<int>(std::ranges::count_if(admins, is_active_owner));
}

std::string resource_of(const User& user)
{
    return fmt::format("user {}", user.id);
}

std::string description_of(const User& user)
{
    return fmt::format("{}, {}{}", user.email, to_text(user.role), user.enabled ? "" : ", disabled");
}

// `sought` in lower case. The parts stand in lines of their own: nothing is found across two of them.
bool holds(const User& user, std::string_view sought)
{
    return to_lower_ascii(fmt::format("{}\n{}\n{}", user.name, user.email, to_text(user.role)))
        .contains(sought);
}

Error still_owns(const User& user, const std::vector<store::OwnedThing>& things)
{
    std::string names;
    for (const store::OwnedThing& thing : things)
        names +=
            fmt::format("{}{} {} ({})", names.empty() ? "" : ", ", to_text(thing.kind), thing.id, thing.name);
    return Error::conflict(fmt::format("{} still owns {}; hand these over first", user.email, names));
}

} // namespace

Result<User> Users::load(const Principal& principal, std::int64_t id)
{
    User user;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        user = TRY(store::get_user(session, principal.workspace_id, id));
        return {};
    }));
    return user;
}

// Rows are small: where somebody searches, those of the workspace are read a thousand at a time.
Result<FoundUsers> Users::list(const Principal& principal, const UserWish& wish)
{
    TRY(require_admin(principal));
    const std::int64_t after = TRY(parse_cursor(wish.page.cursor));
    const auto wanted = static_cast<std::size_t>(rows_to_fetch(wish.page));
    const std::string sought = to_lower_ascii(trim(wish.q));
    FoundUsers found;
    std::vector<User> users;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        users.clear();
        if (sought.empty()) {
            found.total = TRY(store::count_users(session, principal.workspace_id));
            users =
                TRY(store::list_users(session, {principal.workspace_id, after, static_cast<int>(wanted)}));
            return {};
        }
        found.total = 0;
        store::UserFilter some{principal.workspace_id, 0, kMaxLimit};
        for (;;) {
            const std::vector<User> read = TRY(store::list_users(session, some));
            if (read.empty())
                return {};
            some.after_id = read.back().id;
            for (const User& user : read)
                if (holds(user, sought)) {
                    ++found.total;
                    if (user.id > after && users.size() < wanted)
                        users.push_back(user);
                }
        }
    }));
    found.page = TRY(
        make_page(std::move(users), wish.page, [](const User& user) { return fmt::format("{}", user.id); }));
    return found;
}

Result<User> Users::get(const Principal& principal, std::int64_t id)
{
    if (id != principal.user_id)
        TRY(require_admin(principal));
    return load(principal, id);
}

Result<User> Users::me(const Principal& principal)
{
    if (principal.user_id == 0)
        return fail(Error::not_found("this key belongs to no user; ask with a session or a personal token"));
    return load(principal, principal.user_id);
}

Result<User> Users::patch_me(const Principal& principal, std::string_view json, ExpectedVersion expected)
{
    const User current = TRY(me(principal));
    if (principal.scope < Scope::admin)
        return fail(Error::forbidden("changing your account needs a session or a token of scope admin"));
    const boost::json::value document = TRY(codec::parse_json(json));
    codec::ObjectReader reader(document, "");
    User changed = current;
    reader.text("name", changed.name, codec::kNameRule);
    TRY(reader.finish());
    TRY(check_version(expected, current.version, fmt::format("user {}", current.id)));
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        TRY(store::update_user(session, changed));
        return record_change(session, principal,
                             {.type = "user.updated", .resource = resource_of(changed), .detail = "name"},
                             environment_.clock.now());
    }));
    return changed;
}

Result<MailedUser> Users::invite(const Principal& principal, std::string_view json)
{
    TRY(require_admin(principal));
    const boost::json::value document = TRY(codec::parse_json(json));
    codec::ObjectReader reader(document, "");
    User user{.workspace_id = principal.workspace_id};
    reader.require("email");
    reader.text("email", user.email, kEmailRule);
    reader.text("name", user.name, codec::kNameRule);
    reader.word("role", user.role);
    TRY(reader.finish());
    TRY(mail::check_mail_address(user.email, "email"));
    TRY(check_may_give_role(principal, user.role));
    if (user.name.empty())
        user.name = user.email.substr(0, user.email.find('@'));
    return send(principal, std::move(user), store::LinkPurpose::invite);
}

Result<MailedUser> Users::mail_link(const Principal& principal, std::int64_t id)
{
    TRY(require_admin(principal));
    User user = TRY(load(principal, id));
    TRY(check_may_change_user(principal, user));
    if (!user.enabled)
        return fail(Error::conflict(fmt::format("{} is disabled; enable the account first", user.email)));
    return send(principal, user, user.has_password ? store::LinkPurpose::reset : store::LinkPurpose::invite);
}

// A user with id 0 is made with the link.
Result<MailedUser> Users::send(const Principal& principal, User user, store::LinkPurpose purpose)
{
    const bool by_person = principal.kind == PrincipalKind::user;
    PreparedLink prepared = TRY(links_.prepare(purpose, user, by_person ? principal.name : ""));
    const bool is_new = user.id == 0;
    const Result<> written = environment_.database.write([&](db::Session& session) -> Result<> {
        const Instant now = environment_.clock.now();
        if (is_new)
            TRY(store::insert_user(session, user, now));
        TRY(links_.write(session, prepared, user.id));
        return record_change(session, principal,
                             {.type = is_new ? "user.invited" : "user.link_mailed",
                              .resource = resource_of(user),
                              .detail = description_of(user)},
                             now);
    });
    if (!written) {
        links_.discard(prepared);
        return fail(written.error());
    }
    if (environment_.wake)
        environment_.wake();
    const bool shown = principal.kind == PrincipalKind::local_operator;
    return MailedUser{std::move(user), shown ? prepared.address : "", prepared.expires_at};
}

Result<User> Users::patch(const Principal& principal, std::int64_t id, std::string_view json,
                          ExpectedVersion expected)
{
    TRY(require_admin(principal));
    const boost::json::value document = TRY(codec::parse_json(json));
    User changed;
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        const User current = TRY(store::get_user(session, principal.workspace_id, id));
        TRY(check_may_change_user(principal, current));
        TRY(check_version(expected, current.version, fmt::format("user {}", id)));
        changed = current;
        codec::ObjectReader reader(document, "");
        reader.text("name", changed.name, codec::kNameRule);
        reader.word("role", changed.role);
        reader.boolean("enabled", changed.enabled);
        TRY(reader.finish());
        TRY(check_may_give_role(principal, changed.role));
        return save(session, principal, current, changed);
    }));
    return changed;
}

Result<> Users::save(db::Session& session, const Principal& principal, const User& before, User& after)
{
    TRY(check_owner_remains(before, &after, TRY(count_active_owners(session, before.workspace_id))));
    if (before.enabled && !after.enabled) {
        TRY(store::delete_sessions_of(session, before.id));
        TRY(store::delete_tokens_of(session, before.id));
        TRY(store::delete_links_of(session, before.id));
    }
    const bool same =
        before.name == after.name && before.role == after.role && before.enabled == after.enabled;
    if (same)
        return {};
    TRY(store::update_user(session, after));
    return record_change(
        session, principal,
        {.type = "user.updated",
         .resource = resource_of(after),
         .detail = fmt::format("was {}; is {}", description_of(before), description_of(after))},
        environment_.clock.now());
}

Result<> Users::remove(const Principal& principal, std::int64_t id)
{
    TRY(require_admin(principal));
    return environment_.database.write([&](db::Session& session) -> Result<> {
        const User user = TRY(store::get_user(session, principal.workspace_id, id));
        TRY(check_may_change_user(principal, user));
        TRY(check_owner_remains(user, nullptr, TRY(count_active_owners(session, user.workspace_id))));
        const auto things = TRY(store::things_of_user(session, user.workspace_id, id, kNamedInConflict));
        if (!things.empty())
            return fail(still_owns(user, things));
        TRY(store::delete_user(session, user.workspace_id, id));
        return record_change(
            session, principal,
            {.type = "user.deleted", .resource = resource_of(user), .detail = description_of(user)},
            environment_.clock.now());
    });
}

} // namespace presstime::control
