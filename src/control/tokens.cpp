// The secret is random and long, so its plain SHA-256 is a sound key to find it by.
#include "control/tokens.hpp"

#include "base/id.hpp"
#include "codec/json_reader.hpp"
#include "control/access.hpp"
#include "platform/crypto/sha256.hpp"
#include "store/token_store.hpp"

namespace presstime::control {
namespace {

// 52 characters of 36 kinds: 268 random bits.
constexpr std::size_t kSecretCharacters = 52;
constexpr std::size_t kShownPrefix = 8;
constexpr std::size_t kMaxSecretBytes = 200;

} // namespace

Principal local_operator()
{
    return {.workspace_id = 1,
            .kind = PrincipalKind::local_operator,
            .name = "local operator",
            .role = Role::owner,
            .scope = Scope::admin};
}

Result<NewToken> Tokens::create(const Principal& principal, std::string_view json)
{
    TRY(require(principal, Action::manage_tokens));
    const boost::json::value document = TRY(codec::parse_json(json));
    codec::ObjectReader reader(document, "");
    NewToken made;
    reader.require("name");
    reader.require("scope");
    reader.text("name", made.token.name, codec::kNameRule);
    reader.word("scope", made.token.scope);
    TRY(reader.finish());
    made.token.workspace_id = principal.workspace_id;
    made.token.role = made.token.scope == Scope::read ? Role::viewer : Role::admin;
    made.secret = "pt_" + make_random_text(kSecretCharacters);
    made.token.prefix = made.secret.substr(0, kShownPrefix);
    TRY(environment_.database.write([&](db::Session& session) {
        return store::insert_token(session, made.token, sha256_hex(made.secret), environment_.clock.now());
    }));
    return made;
}

Result<std::vector<Token>> Tokens::list(const Principal& principal)
{
    TRY(require(principal, Action::manage_tokens));
    std::vector<Token> tokens;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        tokens = TRY(store::list_tokens(session, principal.workspace_id));
        return {};
    }));
    return tokens;
}

Result<> Tokens::remove(const Principal& principal, std::int64_t id)
{
    TRY(require(principal, Action::manage_tokens));
    return environment_.database.write(
        [&](db::Session& session) { return store::delete_token(session, principal.workspace_id, id); });
}

Result<Principal> Tokens::authenticate(std::string_view secret)
{
    const Error unknown{
        ErrorKind::unauthenticated, "this key is not known; make one with: presstime token create", {}, {}};
    if (!secret.starts_with("pt_") || secret.size() > kMaxSecretBytes)
        return fail(unknown);
    std::optional<Token> token;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        token = TRY(store::find_token(session, sha256_hex(secret)));
        return {};
    }));
    if (!token)
        return fail(unknown);
    return Principal{.workspace_id = token->workspace_id,
                     .kind = PrincipalKind::api_key,
                     .token_id = token->id,
                     .name = token->name,
                     .role = token->role,
                     .scope = token->scope};
}

} // namespace presstime::control
