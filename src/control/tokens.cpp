// The secret is random and long, so its plain SHA-256 is a sound key to find it by.
#include "control/tokens.hpp"

#include "base/id.hpp"
#include "codec/json_reader.hpp"
#include "control/access.hpp"
#include "control/changes.hpp"
#include "control/user_rules.hpp"
#include "model/enum_text.hpp"
#include "platform/crypto/random.hpp"
#include "platform/crypto/sha256.hpp"
#include "store/access_store.hpp"
#include "store/token_store.hpp"
#include "store/user_store.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace presstime::control {
namespace {

constexpr std::size_t kShownPrefix = 8;
constexpr std::size_t kMaxSecretBytes = 200;
constexpr int kMaxDays = 366;

enum class Expiry { optional, required };

Result<> require_admin(const Principal& principal)
{
    return require(principal, Action::administer, ResourceKind::workspace);
}

// Whoever may make keys for a user is that user, and not by a key for lesser things.
Result<> require_own(const Principal& principal)
{
    if (principal.user_id == 0)
        return fail(Error::forbidden("personal tokens belong to users; this key belongs to none"));
    if (principal.scope < Scope::admin)
        return fail(Error::forbidden(
            fmt::format("personal tokens need a session or a token of scope admin; this one has scope {}",
                        to_text(principal.scope))));
    return {};
}

void read_expiry(codec::ObjectReader& reader, Token& token, Expiry expiry, Instant now)
{
    using std::chrono::hours;
    int days = 0;
    const bool by_days = reader.integer("expires_in_days", days, {1, kMaxDays});
    const bool by_instant = reader.instant("expires_at", token.expires_at);
    if (by_days && by_instant)
        reader.fail("expires_at", "and expires_in_days exclude each other; give one");
    if (by_days)
        token.expires_at = now + hours(24 * days);
    if (by_instant && (*token.expires_at <= now || *token.expires_at > now + hours(24 * kMaxDays)))
        reader.fail("expires_at", fmt::format("must be in the future, at most {} days away", kMaxDays));
    if (!by_days && !by_instant && expiry == Expiry::required)
        reader.fail("expires_in_days", fmt::format("is required: 1 to {}, or give expires_at", kMaxDays));
}

Error unknown_key(std::string_view why)
{
    return {
        ErrorKind::unauthenticated, fmt::format("{}; make one with: presstime token create", why), {}, {}};
}

std::string resource_of(std::int64_t id)
{
    return fmt::format("token {}", id);
}

} // namespace

Principal local_operator()
{
    return {.workspace_id = 1,
            .kind = PrincipalKind::local_operator,
            .name = "local operator",
            .role = Role::owner,
            .scope = Scope::admin};
}

Result<NewToken> Tokens::insert(const Principal& principal, Token token)
{
    NewToken made{std::move(token), "pt_" + make_random_text(kSecretCharacters)};
    made.token.prefix = made.secret.substr(0, kShownPrefix);
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        const Instant now = environment_.clock.now();
        // Disabled since the call began: the token would come to life when the user is enabled again.
        if (made.token.user_id != 0 &&
            !TRY(store::get_user(session, made.token.workspace_id, made.token.user_id)).enabled)
            return fail(Error::forbidden("this user is disabled"));
        TRY(store::insert_token(session, made.token, sha256_hex(made.secret), now));
        return record_change(
            session, principal,
            {.type = "token.created",
             .resource = resource_of(made.token.id),
             .detail = fmt::format("{}, scope {}", made.token.name, to_text(made.token.scope))},
            now);
    }));
    return made;
}

Result<NewToken> Tokens::create(const Principal& principal, std::string_view json)
{
    TRY(require_admin(principal));
    const boost::json::value document = TRY(codec::parse_json(json));
    codec::ObjectReader reader(document, "");
    Token token{.workspace_id = principal.workspace_id};
    reader.require("name");
    reader.require("scope");
    reader.text("name", token.name, codec::kNameRule);
    reader.word("scope", token.scope);
    token.role = token.scope == Scope::read ? Role::viewer : Role::admin;
    reader.word("role", token.role);
    read_expiry(reader, token, Expiry::optional, environment_.clock.now());
    TRY(reader.finish());
    TRY(check_may_give_role(principal, token.role));
    return insert(principal, std::move(token));
}

Result<std::vector<Token>> Tokens::list(const Principal& principal)
{
    TRY(require_admin(principal));
    std::vector<Token> tokens;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        tokens = TRY(store::list_tokens(session, principal.workspace_id));
        return {};
    }));
    return tokens;
}

Result<> Tokens::remove(const Principal& principal, std::int64_t id)
{
    TRY(require_admin(principal));
    return environment_.database.write([&](db::Session& session) -> Result<> {
        TRY(store::delete_token(session, principal.workspace_id, id));
        return record_change(session, principal, {.type = "token.deleted", .resource = resource_of(id)},
                             environment_.clock.now());
    });
}

// A token that leaked must not be able to prolong itself.
Result<> Tokens::check_own_end(const Principal& principal, const Token& wanted)
{
    if (principal.token_id == 0)
        return {};
    std::vector<Token> own;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        own = TRY(store::list_tokens_of(session, principal.workspace_id, principal.user_id));
        return {};
    }));
    const auto asking = std::ranges::find(own, principal.token_id, &Token::id);
    if (asking != own.end() && asking->expires_at && *wanted.expires_at <= *asking->expires_at)
        return {};
    return fail(Error::invalid("expires_at", "a token cannot make one that outlives it; log in to do that"));
}

Result<NewToken> Tokens::create_personal(const Principal& principal, std::string_view json)
{
    TRY(require_own(principal));
    const boost::json::value document = TRY(codec::parse_json(json));
    codec::ObjectReader reader(document, "");
    Token token{.workspace_id = principal.workspace_id, .user_id = principal.user_id};
    reader.require("name");
    reader.require("scope");
    reader.text("name", token.name, codec::kNameRule);
    reader.word("scope", token.scope);
    read_expiry(reader, token, Expiry::required, environment_.clock.now());
    TRY(reader.finish());
    TRY(check_own_end(principal, token));
    token.role = principal.role;
    return insert(principal, std::move(token));
}

Result<std::vector<Token>> Tokens::list_personal(const Principal& principal)
{
    TRY(require_own(principal));
    std::vector<Token> tokens;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        tokens = TRY(store::list_tokens_of(session, principal.workspace_id, principal.user_id));
        return {};
    }));
    return tokens;
}

Result<> Tokens::remove_personal(const Principal& principal, std::int64_t id)
{
    TRY(require_own(principal));
    return environment_.database.write([&](db::Session& session) -> Result<> {
        TRY(store::delete_token_of(session, principal.user_id, id));
        return record_change(session, principal, {.type = "token.deleted", .resource = resource_of(id)},
                             environment_.clock.now());
    });
}

Result<std::vector<Token>> Tokens::list_of(const Principal& principal, std::int64_t user_id)
{
    TRY(require_admin(principal));
    std::vector<Token> tokens;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        TRY(store::get_user(session, principal.workspace_id, user_id));
        tokens = TRY(store::list_tokens_of(session, principal.workspace_id, user_id));
        return {};
    }));
    return tokens;
}

Result<Principal> Tokens::authenticate(std::string_view secret, const std::string& from)
{
    if (!secret.starts_with("pt_") || secret.size() > kMaxSecretBytes)
        return fail(unknown_key("this key is not known"));
    const Instant now = environment_.clock.now();
    std::optional<Token> token;
    std::optional<Principal> owner;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        token = TRY(store::find_token(session, sha256_hex(secret)));
        if (token && token->user_id != 0)
            owner = TRY(store::find_owner(session, token->workspace_id, {.user_id = token->user_id}, now));
        return {};
    }));
    if (!token || (token->user_id != 0 && !owner))
        return fail(unknown_key("this key is not known"));
    if (token->expires_at && *token->expires_at <= now)
        return fail(unknown_key("this key has expired"));
    notes_.note(*token, from);
    Principal principal = std::move(owner).value_or(Principal{.workspace_id = token->workspace_id,
                                                              .kind = PrincipalKind::api_key,
                                                              .name = token->name,
                                                              .role = token->role});
    principal.token_id = token->id;
    principal.scope = token->scope;
    return principal;
}

} // namespace presstime::control
