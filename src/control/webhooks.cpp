// Every way to save is settle(), the registration check outside any transaction, then one write that fails
// when the webhook has moved on meanwhile.
#include "control/webhooks.hpp"

#include "base/id.hpp"
#include "base/text.hpp"
#include "control/access.hpp"
#include "control/changes.hpp"
#include "control/webhook_checks.hpp"
#include "control/webhook_lookup.hpp"
#include "model/enum_text.hpp"
#include "model/event_filter.hpp"
#include "model/event_type.hpp"
#include "model/masked.hpp"
#include "platform/crypto/webhook_signature.hpp"
#include "store/access_store.hpp"
#include "store/user_store.hpp"
#include "store/webhook_store.hpp"

#include <fmt/format.h>

#include <array>

namespace presstime::control {
namespace {

constexpr std::size_t kMaxHeaders = 32;
constexpr int kMaxOwned = 1'000;

// What was kept waiting is sent from now on, slowly at first.
void settle_state(Webhook& webhook, const Webhook& current, bool enable, Instant now)
{
    const bool resumed = current.paused && !webhook.paused;
    const bool enabled = enable && current.disabled_at.has_value();
    if (resumed || enabled)
        webhook.resumed_at = now;
    if (!enabled)
        return;
    webhook.disabled_at.reset();
    webhook.disabled_reason.clear();
    webhook.failing_since.reset();
    webhook.last_exhausted_at.reset();
    webhook.exhausted = 0;
}

// Names of what differs, for the audit.
std::string list_changes(const Webhook& before, const Webhook& after)
{
    std::vector<std::string> names;
    const auto note = [&](std::string_view name, bool differs) {
        if (differs)
            names.emplace_back(name);
    };
    note("url", before.url != after.url || before.authorization != after.authorization);
    note("filters", before.filters != after.filters);
    note("format", before.format != after.format);
    note("description", before.description != after.description);
    note("headers", before.headers != after.headers);
    note("properties", before.properties != after.properties);
    note("paused", before.paused != after.paused);
    note("sign_ed25519", before.sign_ed25519 != after.sign_ed25519);
    note("rate_limit_per_minute", before.rate_limit_per_minute != after.rate_limit_per_minute);
    note("owner", before.owner != after.owner);
    note("disabled", before.disabled_at != after.disabled_at);
    return join(names, ", ");
}

// What the operator of the machine makes belongs to the first owner of the workspace.
Result<OwnerRef> owner_of_new(db::Session& session, const Principal& principal)
{
    if (principal.kind != PrincipalKind::local_operator)
        return owner_of(principal);
    for (const User& user : TRY(store::active_admins(session, principal.workspace_id)))
        if (user.role == Role::owner)
            return OwnerRef{user.id, 0};
    return OwnerRef{};
}

// Each webhook is asked about every event.
Result<> check_room(db::Session& session, const Webhook& webhook)
{
    const auto owned = TRY(store::list_webhooks(
        session, {.workspace_id = webhook.workspace_id, .owner = webhook.owner, .limit = kMaxOwned}));
    if (owned.size() < static_cast<std::size_t>(kMaxOwned))
        return {};
    return fail(Error::conflict(
        fmt::format("nobody may own more than {} webhooks; delete some, or widen the filters of one",
                    format_count(kMaxOwned))));
}

std::string name_of(std::int64_t id)
{
    return fmt::format("webhook {}", id);
}

} // namespace

Webhooks::Webhooks(Environment environment, const SecretBox& box, const http::EgressPolicy& egress,
                   WebhookTools tools)
    : environment_(std::move(environment)), box_(box), egress_(egress), tools_(std::move(tools))
{
}

void Webhooks::wake() const
{
    if (environment_.wake)
        environment_.wake();
}

// A name and password in the address are kept apart from it, sealed. Another address never inherits them.
Result<> Webhooks::settle_address(Webhook& webhook, const Webhook* current) const
{
    if (current && webhook.url == current->url)
        return {};
    http::UrlCredentials split = TRY(http::split_url_credentials(webhook.url, "url"));
    webhook.url = std::move(split.url);
    webhook.authorization = split.authorization.empty()
                                ? std::string()
                                : box_.seal(split.authorization, store::kWebhookAuthorizationPurpose);
    return egress_.check_webhook_url(webhook.url, "url");
}

Result<> Webhooks::settle_headers(Webhook& webhook, const codec::WebhookDocument& document) const
{
    if (document.removes_all_headers)
        webhook.headers.clear();
    for (const auto& [name, value] : document.headers) {
        const auto stored = webhook.headers.find(name);
        if (!value) {
            webhook.headers.erase(name);
            continue;
        }
        TRY(check_webhook_header(name, *value));
        if (*value == kMasked) {
            if (stored == webhook.headers.end())
                return fail(Error::invalid(
                    "headers." + name,
                    fmt::format("headers.{} is masked here and not stored yet; give the value itself",
                                name)));
            continue;
        }
        if (stored != webhook.headers.end()) {
            const Result<std::string> known = box_.open(stored->second, store::kWebhookHeaderPurpose);
            if (known && *known == *value)
                continue;
        }
        webhook.headers[name] = box_.seal(*value, store::kWebhookHeaderPurpose);
    }
    if (webhook.headers.size() > kMaxHeaders)
        return fail(Error::invalid("headers",
                                   fmt::format("headers must have at most {} names together", kMaxHeaders)));
    TRY(check_header_names(webhook.headers));
    for (const auto& [name, value] : webhook.headers)
        if (!webhook.authorization.empty() && equals_ignore_case_ascii(name, "authorization"))
            return fail(Error::invalid(
                "headers." + name,
                fmt::format("headers.{} must not stand beside a name and password in url; keep one", name)));
    return {};
}

Result<Webhook> Webhooks::settle(const Principal& principal, const codec::WebhookDocument& document,
                                 const Webhook* current) const
{
    Webhook webhook = document.webhook;
    webhook.workspace_id = principal.workspace_id;
    TRY(settle_address(webhook, current));
    TRY(settle_headers(webhook, document));
    if (current)
        TRY(check_moved_headers(*current, webhook, document));
    if (!current || webhook.filters != current->filters)
        webhook.filters = TRY(check_event_filters(webhook.filters, "filters"));
    if (current)
        settle_state(webhook, *current, document.enable, environment_.clock.now());
    return webhook;
}

// The owner's rights decide what may be sent, so only an admin gives them to somebody else's webhook.
Result<> Webhooks::settle_owner(db::Session& session, const Principal& principal, Webhook& webhook,
                                const std::optional<OwnerRef>& wanted) const
{
    const OwnerRef before = webhook.owner;
    if (wanted)
        webhook.owner = *wanted;
    else if (webhook.id == 0)
        webhook.owner = TRY(owner_of_new(session, principal));
    if (webhook.id != 0 && webhook.owner == before)
        return {};
    if (webhook.owner == OwnerRef{})
        return fail(Error::invalid("owner", "owner must name whose rights decide what is sent: "
                                            "{\"user_id\": N} or {\"token_id\": N}"));
    if (webhook.owner != owner_of(principal) && !sees_all_webhooks(principal))
        return fail(Error::forbidden("owner may be set to somebody else by admins alone; leave it out"));
    if (!TRY(store::find_owner(session, webhook.workspace_id, webhook.owner, environment_.clock.now())))
        return fail(Error::invalid("owner", "owner names a user or key that is not there or is disabled"));
    return {};
}

// One sentence for everything that is no answer: it must not tell what stands at an inner address.
Result<> Webhooks::check_echo(const Principal& principal, const Webhook& webhook)
{
    // A user's tokens share the user's allowance: there can be any number of them.
    const OwnerRef caller = owner_of(principal);
    TRY(checks_.take(fmt::format("{}/{}/{}", principal.workspace_id, caller.user_id, caller.token_id),
                     "the registration check", environment_.clock.now()));
    std::array<unsigned char, 16> bytes{};
    fill_random(bytes);
    const std::string expected = hex_encode(bytes);
    const Result<http::Fetched> answer = tools_.fetch(echo_address(webhook.url, expected));
    constexpr std::string_view kMend =
        "; a receiver of notifications answers GET url?echo=TEXT with 200 and TEXT, or its address has the "
        "query parameter noecho";
    if (!answer && answer.error().kind != ErrorKind::too_large)
        return fail(Error::invalid("url", fmt::format("url did not answer the registration check{}", kMend))
                        .with_context(answer.error().message + " " + answer.error().context));
    if (answer && (answer->status < 200 || answer->status > 299))
        return fail(Error::invalid("url", fmt::format("url answered the registration check with status {}{}",
                                                      answer->status, kMend)));
    if (!answer || answer->body != expected)
        return fail(Error::invalid(
            "url", fmt::format("url answered the registration check with another text{}", kMend)));
    return {};
}

std::vector<Warning> Webhooks::warnings(const Webhook& webhook) const
{
    std::vector<Warning> out;
    bool told = false;
    for (const EventType& type : event_types())
        told =
            told || (event_matches(webhook.filters, type.name) && tools_.carries(webhook.format, type.name));
    if (!told)
        out.push_back({"filters", fmt::format("format {} tells of no event that the filters let through; "
                                              "nothing will be sent",
                                              to_text(webhook.format))});
    if (webhook.url.starts_with("http://"))
        out.push_back({"url", "url is http: payloads and headers can be read on their way; https is safer"});
    return out;
}

Result<WebhookRecord> Webhooks::describe(db::Session& session, Webhook webhook) const
{
    WebhookRecord record;
    const Instant now = environment_.clock.now();
    if (const auto owner = TRY(store::find_owner(session, webhook.workspace_id, webhook.owner, now))) {
        record.owner_name = owner->name;
        record.owner_email = owner->email;
    }
    record.keys = TRY(webhook_keys(session, box_, webhook.id, now));
    record.queue = TRY(store::queue_depth(session, webhook.id));
    for (const EventType& type : event_types())
        if (event_matches(webhook.filters, type.name) && tools_.carries(webhook.format, type.name))
            record.matches.emplace_back(type.name);
    for (auto& [name, value] : webhook.headers)
        value = kMasked;
    if (!webhook.authorization.empty())
        webhook.authorization = kMasked;
    record.webhook = std::move(webhook);
    return record;
}

Result<SavedWebhook> Webhooks::create(const Principal& principal, std::string_view json)
{
    Webhook own;
    own.workspace_id = principal.workspace_id;
    own.owner = owner_of(principal);
    TRY(check_access(principal, Action::manage, resource_of(own)));
    const codec::WebhookDocument document = TRY(codec::webhook_from_json(json));
    const std::string secret = document.secret.value_or(generate_webhook_secret());
    TRY(check_webhook_secret(secret));
    const auto carrying = box_.carry();
    const Webhook settled = TRY(settle(principal, document, nullptr));
    if (needs_echo(settled))
        TRY(check_echo(principal, settled));
    SavedWebhook saved;
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        const Instant now = environment_.clock.now();
        Webhook webhook = settled;
        TRY(settle_owner(session, principal, webhook, document.owner));
        TRY(check_room(session, webhook));
        TRY(store::insert_webhook(session, webhook, now));
        TRY(add_webhook_key(session, box_, webhook.id, secret, now));
        if (webhook.sign_ed25519)
            TRY(add_webhook_key(session, box_, webhook.id, generate_webhook_signing_key(), now));
        TRY(record_change(session, principal, {.type = "webhook.created", .resource = name_of(webhook.id)},
                          now));
        saved.record = TRY(describe(session, std::move(webhook)));
        return {};
    }));
    saved.secret = secret;
    saved.warnings = warnings(settled);
    return saved;
}

Result<SavedWebhook> Webhooks::patch(const Principal& principal, std::int64_t id, std::string_view json,
                                     ExpectedVersion expected)
{
    const auto carrying = box_.carry();
    Webhook current;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        current = TRY(find_webhook(session, principal, id, Action::manage));
        return check_version(expected, current.version, fmt::format("webhook {}", id));
    }));
    const codec::WebhookDocument document = TRY(codec::patch_webhook(current, json));
    const Webhook settled = TRY(settle(principal, document, &current));
    if (needs_echo(settled) && (settled.url != current.url || settled.format != current.format))
        TRY(check_echo(principal, settled));
    SavedWebhook saved;
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        const Instant now = environment_.clock.now();
        Webhook webhook = settled;
        TRY(settle_owner(session, principal, webhook, document.owner));
        if (const std::string changes = list_changes(current, webhook); !changes.empty()) {
            TRY(store::update_webhook(session, webhook, now));
            TRY(record_change(session, principal,
                              {.type = "webhook.updated", .resource = name_of(id), .detail = changes}, now));
        }
        if (webhook.sign_ed25519 && !has_ed25519(TRY(webhook_keys(session, box_, id, now))))
            TRY(add_webhook_key(session, box_, id, generate_webhook_signing_key(), now));
        saved.record = TRY(describe(session, std::move(webhook)));
        return {};
    }));
    saved.warnings = warnings(settled);
    wake();
    return saved;
}

Result<SavedWebhook> Webhooks::rotate_secret(const Principal& principal, std::int64_t id,
                                             std::string_view json)
{
    KeyRotation rotation;
    SavedWebhook saved;
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        const Instant now = environment_.clock.now();
        Webhook webhook = TRY(find_webhook(session, principal, id, Action::manage));
        rotation = TRY(read_key_rotation(json));
        if (rotation.overlap_s > 0)
            TRY(check_room_for_key(TRY(webhook_keys(session, box_, id, now))));
        TRY(store::end_webhook_secrets(session, id, 0, now + std::chrono::seconds(rotation.overlap_s)));
        if (webhook.sign_ed25519)
            TRY(add_webhook_key(session, box_, id, generate_webhook_signing_key(), now));
        TRY(add_webhook_key(session, box_, id, rotation.secret, now));
        TRY(record_change(session, principal,
                          {.type = "webhook.secret_rotated",
                           .resource = name_of(id),
                           .detail = fmt::format("overlap_s {}", rotation.overlap_s)},
                          now));
        saved.record = TRY(describe(session, std::move(webhook)));
        return {};
    }));
    saved.secret = rotation.secret;
    return saved;
}

Result<> Webhooks::remove(const Principal& principal, std::int64_t id)
{
    return environment_.database.write([&](db::Session& session) -> Result<> {
        TRY(find_webhook(session, principal, id, Action::manage));
        TRY(store::delete_webhook(session, principal.workspace_id, id));
        return record_change(session, principal, {.type = "webhook.deleted", .resource = name_of(id)},
                             environment_.clock.now());
    });
}

Result<WebhookRecord> Webhooks::get(const Principal& principal, std::int64_t id)
{
    WebhookRecord record;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        record = TRY(describe(session, TRY(find_webhook(session, principal, id, Action::read))));
        return {};
    }));
    return record;
}

Result<Page<WebhookRecord>> Webhooks::list(const Principal& principal, const PageRequest& request)
{
    store::WebhookFilter filter{.workspace_id = principal.workspace_id};
    filter.after_id = TRY(parse_cursor(request.cursor));
    filter.limit = rows_to_fetch(request);
    if (!sees_all_webhooks(principal))
        filter.owner = owner_of(principal);
    Page<WebhookRecord> answer;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        Page<Webhook> page = TRY(make_page(TRY(store::list_webhooks(session, filter)), request,
                                           [](const Webhook& last) { return fmt::format("{}", last.id); }));
        answer = {{}, std::move(page.next_cursor)};
        for (Webhook& webhook : page.items)
            answer.items.push_back(TRY(describe(session, std::move(webhook))));
        return {};
    }));
    return answer;
}

} // namespace presstime::control
