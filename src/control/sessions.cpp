// The password is checked outside of any transaction, since it takes long; the session is then written in
// one.
#include "control/sessions.hpp"

#include "base/id.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "control/account_fields.hpp"
#include "control/changes.hpp"
#include "platform/crypto/random.hpp"
#include "platform/crypto/sha256.hpp"
#include "store/access_store.hpp"
#include "store/audit_store.hpp"
#include "store/user_store.hpp"

#include <fmt/format.h>

namespace presstime::control {
namespace {

constexpr std::size_t kCsrfCharacters = 40;
constexpr std::size_t kMaxAgentBytes = 200;

Error wrong_password()
{
    return {ErrorKind::unauthenticated, "the e-mail address or the password is wrong", {}, {}};
}
Error ended_session()
{
    return {ErrorKind::unauthenticated, "this session has ended; log in again", {}, {}};
}

// Somebody who has sessions, and may end them: reading is for every key of theirs.
Result<> require_person(const Principal& principal, Scope least)
{
    if (principal.user_id == 0)
        return fail(Error::not_found("this key belongs to no user; ask with a session or a personal token"));
    if (principal.scope < least)
        return fail(Error::forbidden("ending sessions needs a session or a token of scope admin"));
    return {};
}

} // namespace

Sessions::Sessions(Environment environment, AccountSettings settings, PasswordGate& gate, UseNotes& notes)
    : environment_(std::move(environment)), settings_(std::move(settings)), gate_(gate), notes_(notes)
{
}

Result<LogIn> Sessions::log_in(std::string_view json, const Visitor& visitor)
{
    const boost::json::value document = TRY(codec::parse_json(json));
    codec::ObjectReader reader(document, "");
    std::string email;
    std::string password;
    std::int64_t workspace_id = 1;
    reader.require("email");
    reader.require("password");
    reader.text("email", email, kEmailRule);
    reader.text("password", password, kPasswordRule);
    reader.integer("workspace_id", workspace_id, {1});
    TRY(reader.finish());
    std::optional<User> user;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        user = TRY(store::find_user_by_email(session, workspace_id, email));
        return {};
    }));
    const std::int64_t user_id = user && user->enabled ? user->id : 0;
    const std::string checked_hash =
        TRY(check_password(user_id, account_of(workspace_id, email), password, visitor.peer));
    return begin_session(*user, checked_hash, visitor);
}

// `user_id` 0 is nobody: the same work is done for them.
Result<std::string> Sessions::check_password(std::int64_t user_id, const std::string& account,
                                             const std::string& password, const std::string& peer)
{
    if (const auto wait = throttle_.begin(account, peer, environment_.clock.now()))
        return fail(too_many_tries(*wait));
    std::string stored;
    const Result<bool> right = [&]() -> Result<bool> {
        TRY(environment_.database.read([&](db::Session& session) -> Result<> {
            stored = TRY(store::get_password_hash(session, user_id));
            return {};
        }));
        return gate_.verify(stored, password);
    }();
    if (!right) {
        throttle_.take_back(account, peer);
        return fail(right.error());
    }
    if (!*right) {
        note_failure(user_id, account, peer);
        return fail(wrong_password());
    }
    throttle_.succeeded(account, peer);
    return stored;
}

// How many there can be, the throttle bounds.
void Sessions::note_failure(std::int64_t user_id, const std::string& account, const std::string& peer)
{
    const std::size_t slash = account.find('/');
    store::AuditRow row{.workspace_id = parse_int(account.substr(0, slash)).value_or(1),
                        .at = environment_.clock.now(),
                        .actor = account.substr(slash + 1),
                        .actor_user_id = user_id,
                        .peer = peer,
                        .action = "login.failed",
                        .resource = "session"};
    const Result<> noted =
        environment_.database.write([&](db::Session& session) { return store::insert_audit(session, row); });
    if (!noted)
        log_error("login.failure_not_noted", noted.error());
}

Result<LogIn> Sessions::begin_session(const User& user, const std::string& checked_hash,
                                      const Visitor& visitor)
{
    LogIn made;
    made.cookie = make_random_text(kSecretCharacters);
    made.csrf = make_random_text(kCsrfCharacters);
    const Instant now = environment_.clock.now();
    made.expires_at = now + settings_.session_lifetime;
    store::BrowserSession row{.user_id = user.id,
                              .csrf = made.csrf,
                              .created_at = now,
                              .expires_at = made.expires_at,
                              .peer = visitor.peer,
                              .agent = std::string(clip_utf8(repair_utf8(visitor.agent), kMaxAgentBytes))};
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        made.user = TRY(store::get_user(session, user.workspace_id, user.id));
        // Disabled, or given another password, while this one was being checked.
        if (!made.user.enabled || TRY(store::get_password_hash(session, user.id)) != checked_hash)
            return fail(wrong_password());
        if (!visitor.old_cookie.empty())
            if (const auto old = TRY(store::find_session(session, sha256_hex(visitor.old_cookie))))
                TRY(store::delete_session(session, old->id));
        TRY(store::note_user_seen(session, user.id, now));
        store::AuditRow audit{.workspace_id = user.workspace_id,
                              .at = now,
                              .actor = user.email,
                              .actor_user_id = user.id,
                              .peer = visitor.peer,
                              .action = "login.succeeded",
                              .resource = "session"};
        TRY(store::insert_audit(session, audit));
        return store::insert_session(session, row, sha256_hex(made.cookie));
    }));
    return made;
}

Result<Recognised> Sessions::authenticate(std::string_view cookie)
{
    if (cookie.size() != kSecretCharacters)
        return fail(ended_session());
    std::optional<store::BrowserSession> found;
    std::optional<Principal> principal;
    const Instant now = environment_.clock.now();
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        found = TRY(store::find_session(session, sha256_hex(cookie)));
        if (found)
            principal =
                TRY(store::find_owner(session, found->workspace_id, {.user_id = found->user_id}, now));
        return {};
    }));
    if (!principal || found->expires_at <= now || found->last_used_at + settings_.session_idle <= now)
        return fail(ended_session());
    principal->session_id = found->id;
    notes_.note(*found);
    return Recognised{std::move(*principal), found->csrf, found->expires_at};
}

Result<> Sessions::log_out(const Principal& principal)
{
    return environment_.database.write(
        [&](db::Session& session) { return store::delete_session(session, principal.session_id); });
}

Result<std::vector<OpenSession>> Sessions::list(const Principal& principal)
{
    TRY(require_person(principal, Scope::read));
    const Instant now = environment_.clock.now();
    std::vector<store::BrowserSession> found;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        found = TRY(store::list_sessions(
            session, {.user_id = principal.user_id, .now = now, .used_since = now - settings_.session_idle}));
        return {};
    }));
    std::vector<OpenSession> open;
    for (store::BrowserSession& each : found)
        open.push_back({each.id, each.id == principal.session_id, std::move(each.peer), std::move(each.agent),
                        each.created_at, each.last_used_at, each.expires_at});
    return open;
}

Result<> Sessions::end(const Principal& principal, std::int64_t id)
{
    TRY(require_person(principal, Scope::admin));
    return environment_.database.write([&](db::Session& session) -> Result<> {
        if (!TRY(store::delete_session_of(session, principal.user_id, id)))
            return fail(Error::not_found(fmt::format("you have no session {}", id)));
        return record_change(session, principal,
                             {.type = "session.ended", .resource = fmt::format("session {}", id)},
                             environment_.clock.now());
    });
}

Result<std::int64_t> Sessions::end_others(const Principal& principal)
{
    TRY(require_person(principal, Scope::admin));
    std::int64_t ended = 0;
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        ended = TRY(store::delete_sessions_of(session, principal.user_id, principal.session_id));
        if (ended == 0)
            return {};
        return record_change(
            session, principal,
            {.type = "session.ended", .resource = "session", .detail = fmt::format("{} others", ended)},
            environment_.clock.now());
    }));
    return ended;
}

Result<> Sessions::change_password(const Principal& principal, std::string_view json, const std::string& peer)
{
    if (principal.session_id == 0)
        return fail(Error::forbidden("a password is changed in a session; log in with the present one"));
    const boost::json::value document = TRY(codec::parse_json(json));
    codec::ObjectReader reader(document, "");
    std::string current;
    std::string wanted;
    reader.require("current_password");
    reader.require("password");
    reader.text("current_password", current, kPasswordRule);
    reader.text("password", wanted, kPasswordRule);
    TRY(reader.finish());
    TRY(check_new_password(wanted, principal.email));
    const std::string account = account_of(principal.workspace_id, principal.email);
    const Result<std::string> checked = check_password(principal.user_id, account, current, peer);
    if (!checked && checked.error().kind == ErrorKind::unauthenticated)
        return fail(Error::invalid("current_password", "current_password is wrong"));
    TRY(Result<std::string>(checked));
    const std::string hash = TRY(gate_.hash(wanted));
    return environment_.database.write([&](db::Session& session) -> Result<> {
        TRY(store::set_password_hash(session, principal.user_id, hash));
        TRY(store::delete_links_of(session, principal.user_id));
        TRY(store::delete_sessions_of(session, principal.user_id, principal.session_id));
        return record_change(
            session, principal,
            {.type = "user.password_changed", .resource = fmt::format("user {}", principal.user_id)},
            environment_.clock.now());
    });
}

} // namespace presstime::control
