// Webhooks as rows. Lists and maps are JSON text, read back by the same hand that wrote them.
#include "store/webhook_store.hpp"

#include "codec/json_reader.hpp"
#include "codec/json_write.hpp"
#include "store/query.hpp"

#include <boost/json.hpp>

#define PRESSTIME_WEBHOOK_COLUMNS                                                                            \
    "id, workspace_id, owner_user_id, owner_token_id, url, auth, filters, format, description, headers, "    \
    "properties, paused, sign_ed25519, rate_limit_per_minute, resumed_at, disabled_at, disabled_reason, "    \
    "failing_since, last_exhausted_at, exhausted, version, created_at, updated_at"

namespace presstime::store {
namespace json = boost::json;
namespace {

constexpr db::Statement kInsert{"webhooks.insert", R"sql(
    INSERT INTO webhooks (workspace_id, owner_user_id, owner_token_id, url, auth, filters, format,
                          description,
                          headers, properties, paused, sign_ed25519, rate_limit_per_minute, created_at,
                          updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14)
    RETURNING id
)sql"};
constexpr db::Statement kUpdate{"webhooks.update", R"sql(
    UPDATE webhooks
    SET owner_user_id = $3, owner_token_id = $4, url = $5, auth = $6, filters = $7, format = $8,
        description = $9, headers = $10, properties = $11, paused = $12, sign_ed25519 = $13,
        rate_limit_per_minute = $14, resumed_at = $15, disabled_at = $16, disabled_reason = $17,
        failing_since = $18, last_exhausted_at = $19, exhausted = $20, version = version + 1, updated_at = $21
    WHERE id = $1 AND version = $2
)sql"};
constexpr db::Statement kDelete{"webhooks.delete", R"sql(
    DELETE FROM webhooks
    WHERE id = $1 AND workspace_id = $2
)sql"};
constexpr db::Statement kGet{"webhooks.get", "SELECT " PRESSTIME_WEBHOOK_COLUMNS R"sql(
    FROM webhooks
    WHERE id = $1
)sql"};
constexpr db::Statement kGetOf{"webhooks.get_of", "SELECT " PRESSTIME_WEBHOOK_COLUMNS R"sql(
    FROM webhooks
    WHERE id = $1 AND workspace_id = $2
)sql"};
constexpr db::Statement kList{"webhooks.list", "SELECT " PRESSTIME_WEBHOOK_COLUMNS R"sql(
    FROM webhooks
    WHERE workspace_id = $1 AND id > $2
    ORDER BY id
    LIMIT $3
)sql"};
constexpr db::Statement kListOfOwner{"webhooks.list_of_owner", "SELECT " PRESSTIME_WEBHOOK_COLUMNS R"sql(
    FROM webhooks
    WHERE workspace_id = $1
        AND id > $2
        AND COALESCE(owner_user_id, 0) = $4
        AND COALESCE(owner_token_id, 0) = $5
    ORDER BY id
    LIMIT $3
)sql"};
constexpr db::Statement kSetHealth{"webhooks.set_health", R"sql(
    UPDATE webhooks
    SET failing_since = $2, last_exhausted_at = $3, exhausted = $4
    WHERE id = $1
)sql"};
constexpr db::Statement kDisable{"webhooks.disable", R"sql(
    UPDATE webhooks
    SET disabled_at = $2, disabled_reason = $3, version = version + 1, updated_at = $2
    WHERE id = $1 AND disabled_at IS NULL
)sql"};
constexpr db::Statement kInsertSecret{"webhook_secrets.insert", R"sql(
    INSERT INTO webhook_secrets (webhook_id, sealed, created_at, expires_at)
    VALUES ($1, $2, $3, $4)
    RETURNING id
)sql"};
constexpr db::Statement kSigning{"webhook_secrets.signing", R"sql(
    SELECT id, webhook_id, sealed, created_at, expires_at
    FROM webhook_secrets
    WHERE webhook_id = $1 AND (expires_at IS NULL OR expires_at > $2)
    ORDER BY id DESC
)sql"};
constexpr db::Statement kEndSecrets{"webhook_secrets.end", R"sql(
    UPDATE webhook_secrets
    SET expires_at = $3
    WHERE webhook_id = $1 AND id <> $2 AND (expires_at IS NULL OR expires_at > $3)
)sql"};
constexpr db::Statement kDeleteEnded{"webhook_secrets.delete_ended", R"sql(
    DELETE FROM webhook_secrets
    WHERE expires_at <= $1
)sql"};

std::string list_text(const std::vector<std::string>& items)
{
    return codec::write_json(json::array(items.begin(), items.end()));
}

std::string map_text(const std::map<std::string, std::string>& entries)
{
    json::object object;
    for (const auto& [name, value] : entries)
        object[name] = value;
    return codec::write_json(object);
}

Error damaged()
{
    return Error::give_up(
        "its row in the state database is damaged: set filters, headers and properties again");
}

Result<std::vector<std::string>> list_from(const std::string& text)
{
    std::vector<std::string> items;
    const json::value list = TRY(codec::parse_json(text));
    if (!list.is_array())
        return fail(damaged());
    for (const json::value& item : list.get_array()) {
        if (!item.is_string())
            return fail(damaged());
        items.emplace_back(item.get_string());
    }
    return items;
}

Result<std::map<std::string, std::string>> map_from(const std::string& text)
{
    std::map<std::string, std::string> entries;
    const json::value object = TRY(codec::parse_json(text));
    if (!object.is_object())
        return fail(damaged());
    for (const auto& [name, value] : object.get_object()) {
        if (!value.is_string())
            return fail(damaged());
        entries[std::string(name)] = std::string(value.get_string());
    }
    return entries;
}

Result<Webhook> read_webhook(const db::Row& row)
{
    RowReader reader(row);
    Webhook webhook;
    webhook.id = reader.integer();
    webhook.workspace_id = reader.integer();
    webhook.owner.user_id = reader.integer();
    webhook.owner.token_id = reader.integer();
    webhook.url = reader.text();
    webhook.authorization = reader.text();
    Result<std::vector<std::string>> filters = list_from(reader.text());
    webhook.format = reader.word<PayloadFormat>();
    webhook.description = reader.text();
    Result<std::map<std::string, std::string>> headers = map_from(reader.text());
    Result<std::map<std::string, std::string>> properties = map_from(reader.text());
    webhook.paused = reader.boolean();
    webhook.sign_ed25519 = reader.boolean();
    webhook.rate_limit_per_minute = reader.small_integer();
    webhook.resumed_at = reader.optional_instant();
    webhook.disabled_at = reader.optional_instant();
    webhook.disabled_reason = reader.text();
    webhook.failing_since = reader.optional_instant();
    webhook.last_exhausted_at = reader.optional_instant();
    webhook.exhausted = reader.small_integer();
    webhook.version = reader.integer();
    webhook.created_at = reader.instant();
    webhook.updated_at = reader.instant();
    if (filters && headers && properties && reader.finish()) {
        webhook.filters = std::move(*filters);
        webhook.headers = std::move(*headers);
        webhook.properties = std::move(*properties);
        return webhook;
    }
    // One damaged row must not stop the others: it counts as switched off until a person mends it.
    webhook.disabled_at = webhook.disabled_at.value_or(webhook.updated_at);
    webhook.disabled_reason = damaged().message;
    return webhook;
}

Result<WebhookSecret> read_secret(const db::Row& row)
{
    RowReader reader(row);
    WebhookSecret secret;
    secret.id = reader.integer();
    secret.webhook_id = reader.integer();
    secret.sealed = reader.text();
    secret.created_at = reader.instant();
    secret.expires_at = reader.optional_instant();
    return secret;
}

Error missing(std::int64_t id)
{
    return Error::not_found(fmt::format("webhook {} does not exist", id));
}

} // namespace

Result<> insert_webhook(db::Session& session, Webhook& webhook, Instant now)
{
    using db::param;
    const auto id = TRY(session.query_integer(
        kInsert,
        {param(webhook.workspace_id), id_or_null(webhook.owner.user_id), id_or_null(webhook.owner.token_id),
         param(webhook.url), param(webhook.authorization), param(list_text(webhook.filters)),
         word(webhook.format), param(webhook.description), param(map_text(webhook.headers)),
         param(map_text(webhook.properties)), param(webhook.paused), param(webhook.sign_ed25519),
         param(webhook.rate_limit_per_minute), param(now)}));
    webhook.id = id.value_or(0);
    webhook.version = 1;
    webhook.created_at = now;
    webhook.updated_at = now;
    return {};
}

Result<> update_webhook(db::Session& session, Webhook& webhook, Instant now)
{
    using db::param;
    const bool changed = TRY(changes_row(session, kUpdate,
                                         {param(webhook.id),
                                          param(webhook.version),
                                          id_or_null(webhook.owner.user_id),
                                          id_or_null(webhook.owner.token_id),
                                          param(webhook.url),
                                          param(webhook.authorization),
                                          param(list_text(webhook.filters)),
                                          word(webhook.format),
                                          param(webhook.description),
                                          param(map_text(webhook.headers)),
                                          param(map_text(webhook.properties)),
                                          param(webhook.paused),
                                          param(webhook.sign_ed25519),
                                          param(webhook.rate_limit_per_minute),
                                          param(webhook.resumed_at),
                                          param(webhook.disabled_at),
                                          param(webhook.disabled_reason),
                                          param(webhook.failing_since),
                                          param(webhook.last_exhausted_at),
                                          param(webhook.exhausted),
                                          param(now)}));
    if (!changed)
        return fail(Error::conflict(fmt::format(
            "webhook {} was changed meanwhile; read it again and repeat the change", webhook.id)));
    ++webhook.version;
    webhook.updated_at = now;
    return {};
}

Result<> delete_webhook(db::Session& session, std::int64_t workspace_id, std::int64_t id)
{
    if (!TRY(changes_row(session, kDelete, {db::param(id), db::param(workspace_id)})))
        return fail(missing(id));
    return {};
}

Result<Webhook> get_webhook(db::Session& session, std::int64_t id)
{
    auto webhook = TRY(query_first(session, kGet, {db::param(id)}, read_webhook));
    if (!webhook)
        return fail(missing(id));
    return std::move(*webhook);
}

Result<Webhook> get_webhook_of(db::Session& session, std::int64_t workspace_id, std::int64_t id)
{
    auto webhook = TRY(query_first(session, kGetOf, {db::param(id), db::param(workspace_id)}, read_webhook));
    if (!webhook)
        return fail(missing(id));
    return std::move(*webhook);
}

Result<std::vector<Webhook>> list_webhooks(db::Session& session, const WebhookFilter& filter)
{
    using db::param;
    if (filter.owner)
        return query_all(session, kListOfOwner,
                         {param(filter.workspace_id), param(filter.after_id), param(filter.limit),
                          param(filter.owner->user_id), param(filter.owner->token_id)},
                         read_webhook);
    return query_all(session, kList,
                     {param(filter.workspace_id), param(filter.after_id), param(filter.limit)}, read_webhook);
}

Result<> set_webhook_health(db::Session& session, std::int64_t id, const WebhookHealth& health)
{
    TRY(session.execute(kSetHealth, {db::param(id), db::param(health.failing_since),
                                     db::param(health.last_exhausted_at), db::param(health.exhausted)}));
    return {};
}

Result<bool> disable_webhook(db::Session& session, std::int64_t id, const std::string& reason, Instant now)
{
    return changes_row(session, kDisable, {db::param(id), db::param(now), db::param(reason)});
}

Result<> insert_webhook_secret(db::Session& session, WebhookSecret& secret)
{
    const auto id = TRY(
        session.query_integer(kInsertSecret, {db::param(secret.webhook_id), db::param(secret.sealed),
                                              db::param(secret.created_at), db::param(secret.expires_at)}));
    secret.id = id.value_or(0);
    return {};
}

Result<std::vector<WebhookSecret>> signing_secrets(db::Session& session, std::int64_t webhook_id, Instant now)
{
    return query_all(session, kSigning, {db::param(webhook_id), db::param(now)}, read_secret);
}

Result<> end_webhook_secrets(db::Session& session, std::int64_t webhook_id, std::int64_t keep_id,
                             Instant expires_at)
{
    TRY(session.execute(kEndSecrets, {db::param(webhook_id), db::param(keep_id), db::param(expires_at)}));
    return {};
}

Result<std::int64_t> delete_ended_secrets(db::Session& session, Instant now)
{
    return session.execute(kDeleteEnded, {db::param(now)});
}

} // namespace presstime::store
