// The signature first, by the key's own algorithm; then the times; then the claims.
#include "control/data_access.hpp"

#include "base/text.hpp"
#include "codec/embed_json.hpp"
#include "codec/json_reader.hpp"
#include "codec/scalar_json.hpp"
#include "codec/security_json.hpp"
#include "control/embed_frequency.hpp"
#include "platform/crypto/jwt.hpp"
#include "store/data_access_key_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>

namespace presstime::control {
namespace {

namespace json = boost::json;
using std::chrono::seconds;

constexpr seconds kClockSkew{60};
constexpr int kMaxKeysTried = 100;
constexpr std::size_t kMaxParameters = 100;
constexpr std::size_t kMaxReferenceCharacters = 500;
constexpr std::size_t kMaxValueBytes = 10'000;
constexpr std::size_t kMaxListed = 1'000;
constexpr std::size_t kMaxAddress = 320;

std::unexpected<Error> refuse(std::string message)
{
    return fail(Error{ErrorKind::unauthenticated, std::move(message), {}, {}});
}

// RFC 7519 NumericDate: seconds since 1970, fractions too.
Result<std::optional<Instant>> numeric_date(const json::object& claims, std::string_view name)
{
    const json::value* given = claims.if_contains(name);
    if (!given)
        return std::optional<Instant>{};
    constexpr double kLatest = 253'402'300'799; // 9999-12-31T23:59:59Z
    const bool number = given->is_number();
    const double since = number ? given->to_number<double>() : -1;
    if (!number || !(since >= 0 && since <= kLatest))
        return fail(Error::invalid(
            std::string(name),
            fmt::format("the data access token's {} must be seconds since 1970, a number", name)));
    return std::optional(from_micros(std::llround(since * 1e6)));
}

Result<std::optional<Instant>> iso_date(const json::object& claims)
{
    const json::value* given = claims.if_contains("expires");
    if (!given)
        return std::optional<Instant>{};
    const Result<Instant> instant =
        given->is_string() ? parse_rfc3339(given->get_string()) : Result<Instant>(fail(Error{}));
    if (!instant)
        return fail(Error::invalid(
            "expires", "the data access token's expires must be a time such as 2026-04-21T09:00:00Z"));
    return std::optional(*instant);
}

Result<Instant> check_times(const json::object& claims, Instant now, seconds max_lifetime)
{
    const auto exp = TRY(numeric_date(claims, "exp"));
    const auto expires = TRY(iso_date(claims));
    const auto issued = TRY(numeric_date(claims, "iat"));
    const auto not_before = TRY(numeric_date(claims, "nbf"));
    if (!exp && !expires)
        return refuse("the data access token does not say when it expires; give it exp or expires");
    const Instant end = std::min(exp.value_or(Instant::max()), expires.value_or(Instant::max()));
    if (end + kClockSkew <= now)
        return refuse(
            fmt::format("the data access token expired at {}; sign a fresh one", format_rfc3339(end)));
    if (issued && *issued > now + kClockSkew)
        return refuse(
            fmt::format("the data access token was issued in the future ({}); check the clock of the host",
                        format_rfc3339(*issued)));
    if (not_before && *not_before > now + kClockSkew)
        return refuse(
            fmt::format("the data access token is not valid before {}", format_rfc3339(*not_before)));
    const Instant start = issued ? std::min(*issued, now) : now;
    if (end - start > max_lifetime + (issued ? seconds(1) : kClockSkew))
        return refuse(fmt::format("the data access token lives longer than {} hours, the most this server "
                                  "accepts (data_access_lifetime_h); sign it for a shorter time",
                                  max_lifetime / std::chrono::hours(1)));
    return end;
}

bool is_parameter_name(std::string_view name)
{
    const auto letter = [](unsigned char c) { return std::isalpha(c) != 0 || c == '_'; };
    return !name.empty() && name.size() <= 64 && letter(static_cast<unsigned char>(name.front())) &&
           std::ranges::all_of(name, [&](unsigned char c) { return letter(c) || std::isdigit(c) != 0; });
}

Result<std::vector<Binding>> read_parameters(const json::object& claims)
{
    std::vector<Binding> bindings;
    const json::value* given = claims.if_contains("parameters");
    if (!given || given->is_null())
        return bindings;
    if (!given->is_object() || given->get_object().size() > kMaxParameters)
        return fail(Error::invalid(
            "parameters",
            fmt::format("parameters must be an object of at most {} names and values", kMaxParameters)));
    for (const auto& member : given->get_object()) {
        const std::string name(member.key());
        const std::string field = fmt::format("parameters.{}", clip_utf8(name, 100));
        if (!is_parameter_name(name))
            return fail(Error::invalid(
                field, fmt::format("{} must be named with letters, digits and _, 64 at most", field)));
        std::optional<Value> value =
            member.value().is_null() ? std::optional(Value{}) : codec::scalar_from_json(member.value());
        const auto* text = value ? std::get_if<std::string>(&*value) : nullptr;
        if (!value || (text && text->size() > kMaxValueBytes))
            return fail(Error::invalid(
                field, fmt::format("{} must be text of at most {} bytes, a number, a boolean or null", field,
                                   kMaxValueBytes)));
        bindings.push_back({name, std::move(*value)});
    }
    return bindings;
}

Result<std::string> read_user_reference(const json::object& claims)
{
    const json::value* given = claims.if_contains("userReference");
    if (!given || given->is_null())
        return std::string{};
    if (!given->is_string())
        return fail(Error::invalid("userReference", "userReference must be text"));
    std::string reference(given->get_string());
    TRY(codec::check_text(reference, {0, kMaxReferenceCharacters, codec::TextShape::line}, "userReference"));
    return reference;
}

Result<std::vector<std::string>> read_texts(const json::value& given, std::string_view claim,
                                            const codec::TextRule& rule)
{
    const std::string name(claim);
    if (!given.is_array() || given.get_array().size() > kMaxListed)
        return fail(
            Error::invalid(name, fmt::format("{} must be a list of at most {} texts", name, kMaxListed)));
    std::vector<std::string> texts;
    for (const json::value& item : given.get_array()) {
        const std::string field = codec::indexed(name, texts.size());
        if (!item.is_string())
            return fail(Error::invalid(field, fmt::format("{} must be text", field)));
        texts.emplace_back(item.get_string());
        TRY(codec::check_text(texts.back(), rule, field));
    }
    return texts;
}

// What the token opens of dashboards, and which reports its user may make.
Result<> read_viewing(const json::object& claims, DataAccess& access)
{
    const auto given = [&](std::string_view name) {
        const json::value* value = claims.if_contains(name);
        return value && !value->is_null() ? value : nullptr;
    };
    if (const json::value* ids = given("dashboardIds"); ids && *ids != json::value("*"))
        access.dashboards = TRY(read_texts(*ids, "dashboardIds", codec::kNameRule));
    if (const json::value* options = given("scheduleOptions")) {
        access.schedule_options = TRY(codec::schedule_options_from_json(*options, "scheduleOptions"));
        TRY(check_schedule_options(*access.schedule_options, "scheduleOptions"));
    }
    if (const json::value* addresses = given("recipients"))
        access.recipients =
            TRY(read_texts(*addresses, "recipients", {1, kMaxAddress, codec::TextShape::line}));
    return {};
}

} // namespace

Result<DataAccess> read_data_access(std::string_view payload_json, Instant now, seconds max_lifetime)
{
    const json::value payload = TRY(codec::parse_json(payload_json));
    if (!payload.is_object())
        return refuse("the data access token holds no claims");
    const json::object& claims = payload.get_object();
    DataAccess access;
    access.expires_at = TRY(check_times(claims, now, max_lifetime));
    access.security = TRY(codec::security_from_claims(claims));
    access.parameters = TRY(read_parameters(claims));
    access.user_reference = TRY(read_user_reference(claims));
    TRY(read_viewing(claims, access));
    return access;
}

Result<DataAccess> DataAccessTokens::verify(std::string_view token)
{
    const Result<UnverifiedJwt> peeked = peek_jwt(token);
    if (!peeked)
        return refuse(fmt::format("this is no data access token: {}", peeked.error().message));
    const UnverifiedJwt& claimed = *peeked;
    std::vector<DataAccessKey> keys;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        const auto named = claimed.key_id.empty() ? std::optional<DataAccessKey>{}
                                                  : TRY(store::find_data_access_key(session, claimed.key_id));
        keys = named ? std::vector{*named} : TRY(store::newest_data_access_keys(session, kMaxKeysTried));
        return {};
    }));
    for (const DataAccessKey& key : keys) {
        if (key.algorithm != claimed.algorithm)
            continue;
        const Result<std::string> payload = verify_jwt(token, TRY(PublicKey::from_pem(key.public_key)));
        if (!payload)
            continue;
        DataAccess access = TRY(read_data_access(*payload, environment_.clock.now(), max_lifetime_));
        access.workspace_id = key.workspace_id;
        return access;
    }
    return refuse("no registered key signed this data access token; register the host's public key under "
                  "/v1/data-access-keys, and sign with ES256, EdDSA or RS256");
}

} // namespace presstime::control
