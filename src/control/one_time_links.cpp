// A link is looked at before the password is hashed, since hashing is dear, and taken in the transaction that
// uses it.
#include "control/one_time_links.hpp"

#include "base/id.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "control/account_fields.hpp"
#include "control/account_mail.hpp"
#include "control/changes.hpp"
#include "platform/crypto/random.hpp"
#include "platform/crypto/sha256.hpp"
#include "platform/mail/mail_address.hpp"
#include "store/delivery_store.hpp"
#include "store/store.hpp"
#include "store/user_store.hpp"

#include <fmt/format.h>

namespace presstime::control {
namespace {

using store::LinkPurpose;
using store::OneTimeLink;

constexpr auto kInviteHolds = std::chrono::hours(7 * 24);
constexpr auto kResetHolds = std::chrono::hours(1);
constexpr auto kBetweenResets = std::chrono::minutes(1);
constexpr codec::TextRule kSecretRule{1, 200, codec::TextShape::line};

Error spent_link()
{
    return Error::not_found("this link is not valid any more: it was used, replaced by a newer one, or its "
                            "time is over; ask for another");
}

std::string address_of(const std::string& base, LinkPurpose purpose, const std::string& secret)
{
    return fmt::format("{}/{}#{}", base, to_text(purpose), secret);
}

// Of a user who can still use it.
Result<OneTimeLink> find_valid(db::Session& session, const std::string& secret, Instant now)
{
    const auto link = TRY(store::find_link(session, sha256_hex(secret)));
    if (!link || link->expires_at <= now)
        return fail(spent_link());
    return *link;
}

// Whoever holds the link acts as its user.
Result<> record_link_use(db::Session& session, const User& user, std::string_view action, Instant now)
{
    const Principal holder{.workspace_id = user.workspace_id,
                           .kind = PrincipalKind::user,
                           .user_id = user.id,
                           .name = user.name,
                           .email = user.email};
    return record_change(
        session, holder,
        {.type = action, .resource = fmt::format("user {}", user.id), .detail = "by a one-time link"}, now);
}

} // namespace

// What came with a link, the password hashed already.
struct OneTimeLinks::Acceptance {
    std::string secret;
    std::string password;
    std::string password_hash;
    std::string name;
    std::string email;
};

OneTimeLinks::OneTimeLinks(Environment environment, AccountSettings settings, PasswordGate& gate,
                           Errands& errands)
    : environment_(std::move(environment)), settings_(std::move(settings)), gate_(gate), errands_(errands)
{
}

Result<PreparedLink> OneTimeLinks::prepare(LinkPurpose purpose, const User& user,
                                           const std::string& invited_by)
{
    if (const Result<int> forgotten = forget_old_letters(environment_); !forgotten)
        log_error("accounts.letters_not_forgotten", forgotten.error());
    store::Workspace workspace;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        workspace = TRY(store::get_workspace(session, user.workspace_id));
        return {};
    }));
    const std::string secret = make_random_text(kSecretCharacters);
    PreparedLink prepared;
    prepared.purpose = purpose;
    prepared.hash = sha256_hex(secret);
    prepared.address = address_of(settings_.public_url, purpose, secret);
    prepared.created_at = environment_.clock.now();
    prepared.expires_at = prepared.created_at + (purpose == LinkPurpose::invite ? kInviteHolds : kResetHolds);
    prepared.letter =
        TRY(store_letter(environment_, settings_,
                         {purpose, user, invited_by, workspace.name, prepared.address, prepared.expires_at}));
    return prepared;
}

Result<> OneTimeLinks::write(db::Session& session, PreparedLink& prepared, std::int64_t user_id)
{
    // Disabled meanwhile: the link would come to life when the user is enabled again.
    const auto user = TRY(store::find_user(session, user_id));
    if (!user || !user->enabled)
        return fail(Error::conflict("this user is disabled; enable the account first"));
    TRY(store::insert_link(session, {prepared.purpose, user_id, prepared.created_at, prepared.expires_at},
                           prepared.hash));
    TRY(store::insert_delivery(session, prepared.letter));
    return {};
}

void OneTimeLinks::discard(const PreparedLink& prepared)
{
    if (const Result<> removed = environment_.objects.remove(prepared.letter.payload_key); !removed)
        log_error("accounts.letter_not_removed", removed.error());
}

Result<LinkDetails> OneTimeLinks::details_of(db::Session& session, const OneTimeLink& link) const
{
    LinkDetails details{.purpose = link.purpose, .expires_at = link.expires_at};
    std::int64_t workspace_id = 1;
    if (link.user_id == 0) {
        details.email = settings_.owner_email;
    } else {
        const auto user = TRY(store::find_user(session, link.user_id));
        if (!user || !user->enabled)
            return fail(spent_link());
        details.email = user->email;
        details.name = user->name;
        workspace_id = user->workspace_id;
    }
    details.workspace = TRY(store::get_workspace(session, workspace_id)).name;
    return details;
}

Result<LinkDetails> OneTimeLinks::inspect(std::string_view json)
{
    const boost::json::value document = TRY(codec::parse_json(json));
    codec::ObjectReader reader(document, "");
    std::string secret;
    reader.require("token");
    reader.text("token", secret, kSecretRule);
    TRY(reader.finish());
    LinkDetails details;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        details = TRY(details_of(session, TRY(find_valid(session, secret, environment_.clock.now()))));
        return {};
    }));
    return details;
}

Result<User> OneTimeLinks::accept(std::string_view json)
{
    const boost::json::value document = TRY(codec::parse_json(json));
    codec::ObjectReader reader(document, "");
    Acceptance given;
    reader.require("token");
    reader.require("password");
    reader.text("token", given.secret, kSecretRule);
    reader.text("password", given.password, kPasswordRule);
    reader.text("name", given.name, codec::kNameRule);
    reader.text("email", given.email, kEmailRule);
    TRY(reader.finish());
    LinkDetails details;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        details = TRY(details_of(session, TRY(find_valid(session, given.secret, environment_.clock.now()))));
        return {};
    }));
    if (details.purpose != LinkPurpose::setup || given.email.empty())
        given.email = details.email;
    TRY(mail::check_mail_address(given.email, "email"));
    TRY(check_new_password(given.password, given.email));
    given.password_hash = TRY(gate_.hash(given.password));
    User user;
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        const auto link = TRY(store::take_link(session, sha256_hex(given.secret)));
        if (!link || link->expires_at <= environment_.clock.now())
            return fail(spent_link());
        user = link->purpose == LinkPurpose::setup ? TRY(make_owner(session, given))
                                                   : TRY(set_password(session, *link, given));
        return {};
    }));
    log_info("user.link_used", {{"user_id", user.id}, {"purpose", to_text(details.purpose)}});
    return user;
}

Result<User> OneTimeLinks::make_owner(db::Session& session, const Acceptance& given)
{
    if (TRY(store::has_users(session)))
        return fail(Error::conflict("there are users already; ask an owner for an invitation"));
    User owner{
        .email = given.email, .name = given.name.empty() ? given.email : given.name, .role = Role::owner};
    TRY(store::insert_user(session, owner, environment_.clock.now()));
    TRY(store::set_password_hash(session, owner.id, given.password_hash));
    TRY(record_link_use(session, owner, "user.created", environment_.clock.now()));
    return store::get_user(session, owner.workspace_id, owner.id);
}

Result<User> OneTimeLinks::set_password(db::Session& session, const OneTimeLink& link,
                                        const Acceptance& given)
{
    std::optional<User> user = TRY(store::find_user(session, link.user_id));
    if (!user || !user->enabled)
        return fail(spent_link());
    if (!given.name.empty() && given.name != user->name) {
        user->name = given.name;
        TRY(store::update_user(session, *user));
    }
    TRY(store::set_password_hash(session, user->id, given.password_hash));
    TRY(store::delete_sessions_of(session, user->id));
    TRY(store::delete_links_of(session, user->id));
    TRY(record_link_use(session, *user, "user.password_set", environment_.clock.now()));
    return store::get_user(session, user->workspace_id, user->id);
}

Result<> OneTimeLinks::request_reset(std::string_view json, const std::string& peer)
{
    const boost::json::value document = TRY(codec::parse_json(json));
    codec::ObjectReader reader(document, "");
    std::string email;
    std::int64_t workspace_id = 1;
    reader.require("email");
    reader.text("email", email, kEmailRule);
    reader.integer("workspace_id", workspace_id, {1});
    TRY(reader.finish());
    const std::string account = account_of(workspace_id, email);
    if (reset_throttle_.begin(account, peer, environment_.clock.now()))
        return {}; // the answer stays the same; the mail does not go out
    errands_.run_later([this, workspace_id, email] { mail_reset(workspace_id, email); });
    return {};
}

void OneTimeLinks::mail_reset(std::int64_t workspace_id, const std::string& email)
{
    const Result<> mailed = [&]() -> Result<> {
        std::optional<User> user;
        std::optional<Instant> last;
        TRY(environment_.database.read([&](db::Session& session) -> Result<> {
            user = TRY(store::find_user_by_email(session, workspace_id, email));
            if (user)
                last = TRY(store::last_link_at(session, LinkPurpose::reset, user->id));
            return {};
        }));
        const bool just_mailed = last && environment_.clock.now() - *last < kBetweenResets;
        if (!user || !user->enabled || just_mailed)
            return {};
        PreparedLink prepared = TRY(prepare(LinkPurpose::reset, *user, ""));
        const Result<> written = environment_.database.write(
            [&](db::Session& session) { return write(session, prepared, user->id); });
        if (!written)
            discard(prepared);
        else if (environment_.wake)
            environment_.wake();
        return written;
    }();
    if (!mailed)
        log_error("accounts.reset_not_mailed", mailed.error());
}

Result<std::optional<std::string>> OneTimeLinks::issue_first_start(const std::string& address)
{
    const std::string secret = make_random_text(kSecretCharacters);
    bool needed = false;
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        needed = !TRY(store::has_users(session));
        const Instant now = environment_.clock.now();
        if (!needed)
            return store::delete_setup_links(session);
        return store::insert_link(session, {LinkPurpose::setup, 0, now, now + kInviteHolds},
                                  sha256_hex(secret));
    }));
    if (!needed)
        return std::optional<std::string>{};
    return std::optional(address_of(address, LinkPurpose::setup, secret));
}

} // namespace presstime::control
