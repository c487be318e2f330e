// The webhook document of /v1/webhooks: what people say of a subscription. What the server adds (id, version,
// keys, how sending goes) is welcome in it and not looked at, so that an answer can be sent back.
#pragma once

#include "base/result.hpp"
#include "model/webhook.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace presstime::codec {

struct WebhookDocument {
    Webhook webhook; // with `headers` and `authorization` as they were: sealed texts that no document holds
    std::map<std::string, std::optional<std::string>> headers; // as given, in the clear; nothing = remove it
    bool removes_all_headers = false;                          // "headers": null
    std::optional<std::string> secret;                         // as given
    std::optional<OwnerRef> owner;                             // {"user_id"} or {"token_id"}
    bool enable = false;                                       // "disabled": false was said
};

Result<WebhookDocument> webhook_from_json(std::string_view json);
// Only the named keys change; `headers` and `properties` are merged by name, null removes one. A new secret
// is refused here: rotate-secret makes one.
Result<WebhookDocument> patch_webhook(const Webhook& current, std::string_view json);

} // namespace presstime::codec
