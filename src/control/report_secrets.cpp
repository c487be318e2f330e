// A text that says the same as the stored one stays sealed as it is, so that saving a document unchanged
// changes nothing.
#include "control/report_secrets.hpp"

#include "model/masked.hpp"
#include "platform/crypto/webhook_signature.hpp"
#include "store/sealed_values.hpp"

#include <fmt/format.h>

namespace presstime::control {
namespace {

constexpr std::size_t kMaxPdfPassword = 127; // bytes; ISO 32000-2, 7.6.4.3.3

bool is_stored(const std::string& text, const std::string& known)
{
    return text.empty() || (text == known && is_sealed(known));
}

Result<> seal_pdf_password(const SecretBox& box, const std::string& known, Report& report)
{
    if (is_stored(report.pdf_password, known))
        return {};
    if (report.pdf_password == kMasked)
        return fail(Error::invalid(
            "pdf_password", "pdf_password is masked here and not stored yet; give the password itself"));
    if (report.pdf_password.size() > kMaxPdfPassword)
        return fail(Error::invalid("pdf_password",
                                   fmt::format("pdf_password must have at most {} bytes", kMaxPdfPassword)));
    report.pdf_password =
        store::seal_or_keep(box, report.pdf_password, known, store::pdf_password_purpose(report.uuid));
    return {};
}

Result<> check_report_webhook_secret(const std::string& secret)
{
    const Result<WebhookKey> key = WebhookKey::parse(secret);
    if (key && key->hmac_key())
        return {};
    return fail(Error::invalid("webhook_secret",
                               "webhook_secret must have 32 to 128 characters, or be whsec_ "
                               "and 24 to 64 bytes in base64; leave it out and one is made"));
}

} // namespace

void keep_stored_secrets(const Report& stored, Report& report)
{
    if (report.pdf_password == kMasked)
        report.pdf_password = stored.pdf_password;
    if (report.webhook_secret == kMasked || report.webhook_secret.empty())
        report.webhook_secret = stored.webhook_secret;
}

Result<std::string> seal_secrets(const SecretBox& box, const Report* stored, Report& report)
{
    TRY(seal_pdf_password(box, stored ? stored->pdf_password : std::string(), report));
    const std::string known = stored ? stored->webhook_secret : std::string();
    if (report.webhook_secret == kMasked) // a document from another server
        report.webhook_secret.clear();
    std::string made;
    if (report.webhook_secret.empty() && !report.webhook_url.empty()) {
        made = generate_webhook_secret();
        report.webhook_secret = made;
    }
    if (is_stored(report.webhook_secret, known))
        return made;
    TRY(check_report_webhook_secret(report.webhook_secret));
    report.webhook_secret =
        store::seal_or_keep(box, report.webhook_secret, known, store::webhook_secret_purpose(report.uuid));
    return made;
}

} // namespace presstime::control
