// The secrets inside a report's document: the password of its PDF, and what its artifact webhook signs with.
// People give them in the clear or masked; rows hold them sealed.
#pragma once

#include "model/report.hpp"
#include "platform/crypto/secret_box.hpp"

#include <string>

namespace presstime::control {

// Puts stored texts in the place of masks, and keeps the webhook's secret when the document does not name
// one.
void keep_stored_secrets(const Report& stored, Report& report);

// Seals what was given; a report with a webhook and no secret gets one made. The answer is the secret that
// was made, to be shown once; "" when none was. `invalid("pdf_password")` or "webhook_secret".
Result<std::string> seal_secrets(const SecretBox& box, const Report* stored, Report& report);

} // namespace presstime::control
