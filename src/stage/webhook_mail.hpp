// The words of the mail to a webhook's owner when nothing arrives any more, or sending was switched off.
#pragma once

#include "model/webhook.hpp"
#include "stage/mail_text.hpp"

#include <string>

namespace presstime::stage {

// What the webhook's row says now decides which of the two it is. The address is shown without its path and
// query, which may hold a secret.
MailWords webhook_mail_words(const Webhook& webhook, const std::string& public_url);

} // namespace presstime::stage
