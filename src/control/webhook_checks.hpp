// What a webhook may say before it is saved. Each check stops at the first mistake and names its field.
#pragma once

#include "base/result.hpp"
#include "codec/webhook_json.hpp"
#include "model/webhook.hpp"

#include <map>
#include <string>
#include <string_view>

namespace presstime::control {

// A header that people add to every request of a webhook: a token (RFC 9110 section 5.1) that neither frames
// the message, nor is the server's to set, nor can pass for a signature; with a value of one line, at most
// 4,096 bytes.
Result<> check_webhook_header(std::string_view name, std::string_view value);
// Two names that differ in case alone are one header.
Result<> check_header_names(const std::map<std::string, std::string>& headers);

// Where the address leads to another host, no stored header goes along unseen: whoever may change the address
// may not know its value. Each must be given anew or removed.
Result<> check_moved_headers(const Webhook& current, const Webhook& wanted,
                             const codec::WebhookDocument& document);

// A secret for v1: whsec_ with base64, or a text of 32 to 128 characters.
Result<> check_webhook_secret(std::string_view secret);

// Whether the receiver must answer the registration check: format notifications, unless the address has the
// query parameter `noecho`.
bool needs_echo(const Webhook& webhook);
// The address with `echo=HEX` added to its query.
std::string echo_address(std::string_view url, std::string_view hex);

} // namespace presstime::control
