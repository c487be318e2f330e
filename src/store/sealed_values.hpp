// The secrets inside reports and connections. In values and rows they stand as sealed texts; they are opened
// here, at the moment of use. A text that is not sealed is taken as it is: rows of an earlier release, until
// the start has sealed them.
#pragma once

#include "model/connection.hpp"
#include "model/report.hpp"
#include "platform/crypto/secret_box.hpp"

#include <string>
#include <string_view>

namespace presstime::store {

// What they are sealed for. A report's is bound to its uuid, a connection's to its workspace and name, which
// never change: a value copied to another row does not open.
std::string pdf_password_purpose(std::string_view report_uuid);
std::string webhook_secret_purpose(std::string_view report_uuid);
std::string option_purpose(std::int64_t workspace_id, std::string_view connection, std::string_view option);

// "" when there is none; `give_up` naming the field when it cannot be opened.
Result<std::string> open_pdf_password(const SecretBox& box, const Report& report);
Result<std::string> open_webhook_secret(const SecretBox& box, const Report& report);
// One option's text, and all those a source is opened with.
Result<std::string> open_option(const SecretBox& box, const Connection& connection, const std::string& name);
Result<OptionValues> open_options(const SecretBox& box, const Connection& connection);

// The text to store for `plain`: `stored` itself when that opens to the same, so that saving a document
// unchanged changes nothing.
std::string seal_or_keep(const SecretBox& box, std::string_view plain, std::string_view stored,
                         std::string_view purpose);

} // namespace presstime::store
