// One pair of statements a column. Each list gives key, text, workspace, name and kind.
#include "store/secret_rows.hpp"

#include "base/text.hpp"
#include "store/query.hpp"

#include <algorithm>

namespace presstime::store {
namespace {

enum class KeyType { integer, text };

struct ColumnSql {
    SecretColumn column;
    std::string_view name;
    KeyType key;
    db::Statement list;
    db::Statement replace;
};

constexpr std::array kColumns{
    ColumnSql{SecretColumn::report_document,
              "reports.document",
              KeyType::integer,
              {"secret_rows.reports", R"sql(
    SELECT id, document, workspace_id, uuid, ''
    FROM reports
    WHERE id > $1 AND (document LIKE '%"pdf_password"%' OR document LIKE '%"webhook_secret"%')
    ORDER BY id
    LIMIT $2
)sql"},
              {"secret_rows.replace_report", R"sql(
    UPDATE reports
    SET document = $2
    WHERE id = $1 AND document = $3
)sql"}},
    ColumnSql{SecretColumn::connection_options,
              "connections.options",
              KeyType::integer,
              {"secret_rows.connections", R"sql(
    SELECT id, options, workspace_id, name, kind
    FROM connections
    WHERE id > $1
    ORDER BY id
    LIMIT $2
)sql"},
              {"secret_rows.replace_connection", R"sql(
    UPDATE connections
    SET options = $2
    WHERE id = $1 AND options = $3
)sql"}},
    ColumnSql{SecretColumn::webhook_authorization,
              "webhooks.auth",
              KeyType::integer,
              {"secret_rows.webhook_auths", R"sql(
    SELECT id, auth, workspace_id, '', ''
    FROM webhooks
    WHERE id > $1 AND auth <> ''
    ORDER BY id
    LIMIT $2
)sql"},
              {"secret_rows.replace_webhook_auth", R"sql(
    UPDATE webhooks
    SET auth = $2
    WHERE id = $1 AND auth = $3
)sql"}},
    ColumnSql{SecretColumn::webhook_headers,
              "webhooks.headers",
              KeyType::integer,
              {"secret_rows.webhook_headers", R"sql(
    SELECT id, headers, workspace_id, '', ''
    FROM webhooks
    WHERE id > $1 AND headers <> '{}'
    ORDER BY id
    LIMIT $2
)sql"},
              {"secret_rows.replace_webhook_headers", R"sql(
    UPDATE webhooks
    SET headers = $2
    WHERE id = $1 AND headers = $3
)sql"}},
    ColumnSql{SecretColumn::webhook_secret,
              "webhook_secrets.sealed",
              KeyType::integer,
              {"secret_rows.webhook_secrets", R"sql(
    SELECT id, sealed, 0, '', ''
    FROM webhook_secrets
    WHERE id > $1
    ORDER BY id
    LIMIT $2
)sql"},
              {"secret_rows.replace_webhook_secret", R"sql(
    UPDATE webhook_secrets
    SET sealed = $2
    WHERE id = $1 AND sealed = $3
)sql"}},
    ColumnSql{SecretColumn::server_key,
              "server_keys.sealed_pem",
              KeyType::text,
              {"secret_rows.server_keys", R"sql(
    SELECT kid, sealed_pem, 0, '', ''
    FROM server_keys
    WHERE kid > $1
    ORDER BY kid
    LIMIT $2
)sql"},
              {"secret_rows.replace_server_key", R"sql(
    UPDATE server_keys
    SET sealed_pem = $2
    WHERE kid = $1 AND sealed_pem = $3
)sql"}},
    ColumnSql{SecretColumn::setting_value,
              "settings.value",
              KeyType::text,
              {"secret_rows.settings", R"sql(
    SELECT key, value, 0, '', ''
    FROM settings
    WHERE key > $1 AND sealed = 1
    ORDER BY key
    LIMIT $2
)sql"},
              {"secret_rows.replace_setting", R"sql(
    UPDATE settings
    SET value = $2
    WHERE key = $1 AND value = $3
)sql"}},
};

static_assert(std::ranges::equal(kColumns, kSecretColumns, {}, &ColumnSql::column), "in the enum's order");

const ColumnSql& sql_of(SecretColumn column)
{
    return kColumns[static_cast<std::size_t>(column)];
}

db::Parameter key_parameter(const ColumnSql& sql, const std::string& key)
{
    return sql.key == KeyType::text ? db::param(key) : db::param(parse_int(key).value_or(0));
}

} // namespace

std::string_view name_of(SecretColumn column)
{
    return sql_of(column).name;
}

Result<std::vector<SecretRow>> secret_rows(db::Session& session, SecretColumn column,
                                           const std::string& after_key, int limit)
{
    const ColumnSql& sql = sql_of(column);
    return query_all(session, sql.list, {key_parameter(sql, after_key), db::param(limit)},
                     [&](const db::Row& row) -> Result<SecretRow> {
                         return SecretRow{sql.key == KeyType::text ? row.text(0)
                                                                   : fmt::format("{}", row.integer(0)),
                                          row.text(1), row.integer(2), row.text(3), row.text(4)};
                     });
}

Result<bool> replace_secret(db::Session& session, SecretColumn column, const SecretRow& row,
                            const std::string& text)
{
    const ColumnSql& sql = sql_of(column);
    return changes_row(session, sql.replace,
                       {key_parameter(sql, row.key), db::param(text), db::param(row.text)});
}

} // namespace presstime::store
