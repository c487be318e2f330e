// Every column that holds sealed texts, row by row: for the pass that seals them again with the newest key.
#pragma once

#include "platform/db/database.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace presstime::store {

enum class SecretColumn {
    report_document,       // JSON with pdf_password or webhook_secret
    connection_options,    // JSON object; which options are secret is the plug-in's to say
    webhook_authorization, // one sealed text
    webhook_headers,       // JSON object, every value sealed
    webhook_secret,        // one sealed text
    server_key,            // one sealed text
    setting_value,         // one sealed text
};
inline constexpr std::array kSecretColumns{
    SecretColumn::report_document, SecretColumn::connection_options, SecretColumn::webhook_authorization,
    SecretColumn::webhook_headers, SecretColumn::webhook_secret,     SecretColumn::server_key,
    SecretColumn::setting_value};
// "reports.document", for the log.
std::string_view name_of(SecretColumn column);

struct SecretRow {
    std::string key;  // the row's primary key
    std::string text; // the column
    std::int64_t workspace_id = 0;
    std::string name; // a report's uuid, a connection's name
    std::string kind; // a connection's plug-in
};

// At most `limit` rows that hold something, in the order of their keys after `after_key` ("" = from the
// first).
Result<std::vector<SecretRow>> secret_rows(db::Session& session, SecretColumn column,
                                           const std::string& after_key, int limit);
// Puts `text` in the column's place; neither version nor time of the row change. False when the column no
// longer holds `row.text`.
Result<bool> replace_secret(db::Session& session, SecretColumn column, const SecretRow& row,
                            const std::string& text);

} // namespace presstime::store
