// Reads the facts in one transaction, then writes the mail outside of it.
#include "run/notice.hpp"

#include "platform/mail/mime.hpp"
#include "stage/mail_text.hpp"
#include "store/delivery_store.hpp"
#include "store/report_store.hpp"
#include "store/run_store.hpp"

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

} // namespace

Result<std::string> NoticeWriter::compose(const Delivery& notice) const
{
    NoticeFacts facts;
    TRY(database_.read([&](db::Session& session) -> Result<> {
        facts = TRY(read_facts(session, notice));
        return {};
    }));
    const stage::MailWords words = stage::failure_mail_words(
        {facts.run, facts.report, facts.failed_recipients, facts.last_good, public_url_});
    mail::Mail mail;
    mail.from = mail_from_;
    mail.to = {notice.recipient};
    mail.subject = words.subject;
    mail.text = words.body;
    mail.date = notice.created_at;
    mail.message_id = notice.message_id;
    std::string key = fmt::format("runs/{}/notice.eml", notice.run_id);
    auto object = TRY(objects_.create(key));
    TRY(mail::compose(mail, [&](std::string_view bytes) { return object->write(bytes); }));
    TRY(object->commit());
    return key;
}

} // namespace presstime::run
