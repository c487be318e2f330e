// Mail is composed once per envelope: one for all recipients together, or one
// each. Names of stored mails and message ids derive from the run alone, so
// that planning again after a crash gives the same bytes under the same names.
#include "run/delivery_plan.hpp"

#include "base/encoding.hpp"
#include "base/text.hpp"
#include "platform/crypto/sha256.hpp"
#include "platform/mail/mail_address.hpp"
#include "platform/mail/mime.hpp"
#include "stage/mail_text.hpp"
#include "stage/settle.hpp"
#include "store/artifact_link.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace presstime::run {
namespace {

Delivery base_delivery(const Run& run, Instant now)
{
    Delivery delivery;
    delivery.workspace_id = run.workspace_id;
    delivery.run_id = run.id;
    delivery.report_id = run.report_id;
    delivery.next_attempt_at = now;
    delivery.created_at = now;
    return delivery;
}

struct Recipient {
    std::string address;
    RecipientRole role = RecipientRole::to;
};

// Each address once, in the order To, Cc, Bcc; a test run reaches its caller alone.
std::vector<Recipient> recipients_of(const Run& run, const Report& report)
{
    if (run.cause == RunCause::test)
        return {{run.test_recipient, RecipientRole::to}};
    std::vector<Recipient> recipients;
    auto add = [&](const std::vector<std::string>& addresses, RecipientRole role) {
        for (const std::string& address : addresses) {
            const bool known = std::ranges::any_of(recipients, [&](const Recipient& recipient) {
                return equals_ignore_case_ascii(recipient.address, address);
            });
            if (!known)
                recipients.push_back({address, role});
        }
    };
    add(report.email_to, RecipientRole::to);
    add(report.cc, RecipientRole::cc);
    add(report.bcc, RecipientRole::bcc);
    return recipients;
}

bool posts_artifacts(const Run& run, const Report& report)
{
    return !report.webhook_url.empty() && run.cause != RunCause::test;
}

} // namespace

int expected_deliveries(const Run& run, const Report& report)
{
    const std::size_t posts = posts_artifacts(run, report) ? report.formats.size() : 0;
    return static_cast<int>(recipients_of(run, report).size() + posts);
}

Result<> DeliveryPlanner::add_html(mail::Mail& mail, const DrawnRun& drawn, const stage::ReportMail& words,
                                   const stage::MailWords& text) const
{
    const stage::MailBody& body = drawn.body;
    mail.html =
        stage::report_mail_html({words, text, body.figures, body.picture, body.subtitle, body.data_as_of});
    if (!body.picture_key.empty())
        mail.images.push_back(
            {body.picture.content_id, "image/png", TRY(objects_.path_of(body.picture_key))});
    return {};
}

Result<std::string> DeliveryPlanner::store_mail(const DrawnRun& drawn, const MailEnvelope& envelope) const
{
    mail::Mail mail;
    mail.from = config_.mail_from.text();
    mail.to = envelope.to;
    mail.cc = envelope.cc;
    mail.message_id = envelope.message_id;
    mail.date = drawn.run.as_of.value_or(drawn.run.nominal_at);
    stage::ReportMail words{drawn.run,       drawn.definition.report, drawn.definition.dashboard,
                            drawn.artifacts, config_.public_url,      {},
                            drawn.errors,    &drawn.body.figures};
    std::int64_t attached_bytes = 0;
    for (const Artifact& artifact : drawn.artifacts) {
        if (attached_bytes + artifact.bytes > config_.attachment_limit_bytes) {
            const std::string path = store::artifact_link_path(
                secrets_, {drawn.run.id, artifact.n, mail.date + config_.link_life});
            words.linked_artifacts.push_back(fmt::format(
                "{} ({}): {}{}", artifact.filename, format_bytes(artifact.bytes), config_.public_url, path));
            continue;
        }
        attached_bytes += artifact.bytes;
        mail::Attachment attachment;
        attachment.filename = artifact.filename;
        attachment.content_type = artifact.content_type;
        attachment.content = TRY(objects_.path_of(artifact.object_key));
        mail.attachments.push_back(std::move(attachment));
    }
    const stage::MailWords text = stage::report_mail_words(words);
    mail.subject = text.subject;
    mail.text = text.body;
    if (drawn.definition.report.email_html && std::ranges::none_of(drawn.artifacts, is_encrypted))
        TRY(add_html(mail, drawn, words, text));
    std::string key = fmt::format("runs/{}/{}.eml", drawn.run.id, envelope.name);
    auto object = TRY(objects_.create(key));
    TRY(mail::compose(mail, [&](std::string_view bytes) { return object->write(bytes); }));
    TRY(object->commit());
    return key;
}

Result<> DeliveryPlanner::plan_mail(const DrawnRun& drawn, Instant now,
                                    std::vector<Delivery>& deliveries) const
{
    const Report& report = drawn.definition.report;
    const std::vector<Recipient> recipients = recipients_of(drawn.run, report);
    if (recipients.empty())
        return {};
    const bool test = drawn.run.cause == RunCause::test;
    const bool together = report.email_mode == EmailMode::together && !test;
    const std::string domain = mail::domain_of(config_.mail_from.text());
    std::string shared_key;
    const std::string shared_id = fmt::format("{}.r0@{}", drawn.run.uuid, domain);
    if (together)
        shared_key = TRY(store_mail(drawn, {"mail", report.email_to, report.cc, shared_id}));
    for (const Recipient& recipient : recipients) {
        Delivery delivery = base_delivery(drawn.run, now);
        delivery.channel = "email";
        delivery.recipient = recipient.address;
        delivery.role = recipient.role;
        delivery.max_attempts = stage::email_max_attempts();
        if (together) {
            delivery.message_id = shared_id;
            delivery.payload_key = shared_key;
        } else {
            const std::string hash = sha256_hex(recipient.address).substr(0, 12);
            delivery.message_id = fmt::format("{}.{}.r0@{}", drawn.run.uuid, hash, domain);
            delivery.payload_key =
                TRY(store_mail(drawn, {"mail-" + hash, {recipient.address}, {}, delivery.message_id}));
        }
        deliveries.push_back(std::move(delivery));
    }
    return {};
}

Result<std::vector<Delivery>> DeliveryPlanner::plan(const DrawnRun& drawn, Instant now) const
{
    std::vector<Delivery> deliveries;
    TRY(plan_mail(drawn, now, deliveries));
    const Report& report = drawn.definition.report;
    if (!posts_artifacts(drawn.run, report))
        return deliveries;
    for (const Artifact& artifact : drawn.artifacts) {
        Delivery delivery = base_delivery(drawn.run, now);
        delivery.channel = "webhook";
        delivery.recipient = report.webhook_url;
        delivery.artifact_n = artifact.n;
        delivery.message_id = fmt::format("msg_{}_{}", drawn.run.uuid, artifact.n);
        delivery.payload_key = artifact.object_key;
        delivery.max_attempts = stage::webhook_max_attempts(report.webhook_retries);
        deliveries.push_back(std::move(delivery));
    }
    return deliveries;
}

} // namespace presstime::run
