// Reads the facts in one transaction, then writes the mail outside of it.
#include "run/notice.hpp"

#include "platform/mail/mime.hpp"
#include "stage/mail_text.hpp"
#include "stage/webhook_mail.hpp"
#include "store/delivery_store.hpp"
#include "store/report_store.hpp"
#include "store/run_store.hpp"
#include "store/webhook_store.hpp"

#include <fmt/format.h>

namespace presstime::run {
namespace {

struct NoticeFacts {
    Run run;
    Report report;
    std::vector<std::string> failed_recipients;
    std::optional<Run> last_good;
};

Result<NoticeFacts> read_facts(db::Session& session, const Delivery& notice)
{
    NoticeFacts facts;
    facts.run = TRY(store::get_run(session, notice.run_id));
    facts.report = TRY(store::get_report(session, notice.report_id));
    facts.last_good = TRY(store::last_good_run(session, notice.report_id, notice.created_at));
    for (const Delivery& delivery : TRY(store::list_run_deliveries(session, notice.run_id))) {
        const bool not_reached = is_final(delivery.state) && delivery.state != DeliveryState::accepted;
        if (delivery.purpose == DeliveryPurpose::report && not_reached)
            facts.failed_recipients.push_back(fmt::format("{}: {}", delivery.recipient, delivery.reason));
    }
    return facts;
}

struct MailText {
    std::string key; // of the object it is stored as
    std::string subject;
    std::string body;
};

Result<MailText> run_notice(db::Database& database, const Delivery& notice, const std::string& public_url)
{
    NoticeFacts facts;
    TRY(database.read([&](db::Session& session) -> Result<> {
        facts = TRY(read_facts(session, notice));
        return {};
    }));
    stage::MailWords words = stage::failure_mail_words(
        {facts.run, facts.report, facts.failed_recipients, facts.last_good, public_url});
    return MailText{fmt::format("runs/{}/notice-{}.eml", notice.run_id, notice.id), std::move(words.subject),
                    std::move(words.body)};
}

Result<MailText> webhook_notice_text(db::Database& database, const Delivery& notice,
                                     const std::string& public_url)
{
    Webhook webhook;
    TRY(database.read([&](db::Session& session) -> Result<> {
        webhook = TRY(store::get_webhook(session, notice.webhook_id));
        return {};
    }));
    stage::MailWords words = stage::webhook_mail_words(webhook, public_url);
    return MailText{fmt::format("webhooks/{}/{}.eml", webhook.id, notice.id), std::move(words.subject),
                    std::move(words.body)};
}

} // namespace

Result<std::string> NoticeWriter::compose(const Delivery& notice) const
{
    const MailText text = TRY(notice.purpose == DeliveryPurpose::webhook_notice
                                  ? webhook_notice_text(database_, notice, public_url_)
                                  : run_notice(database_, notice, public_url_));
    mail::Mail mail;
    mail.from = mail_from_.text();
    mail.to = {notice.recipient};
    mail.subject = text.subject;
    mail.text = text.body;
    mail.date = notice.created_at;
    mail.message_id = notice.message_id;
    auto object = TRY(objects_.create(text.key));
    TRY(mail::compose(mail, [&](std::string_view bytes) { return object->write(bytes); }));
    TRY(object->commit());
    return text.key;
}

} // namespace presstime::run
