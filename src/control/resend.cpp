// "Send again": the next revision of chosen deliveries. Mail gets a Message-ID of its own, or receivers would
// drop it as a copy of the first; all else of the stored bytes stays.
#include "control/runs.hpp"

#include "base/text.hpp"
#include "codec/json_reader.hpp"
#include "control/access.hpp"
#include "control/changes.hpp"
#include "store/delivery_store.hpp"
#include "store/run_store.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <tuple>

namespace presstime::control {
namespace {

constexpr std::int64_t kMaxMailBytes = 64LL << 20;

struct Selection {
    bool all = false;
    std::vector<std::string> recipients;
    int artifact = 0; // that file alone; 0 = whatever goes to them
};

Result<Selection> read_selection(std::string_view json)
{
    Selection selection;
    if (trim(json).empty())
        return selection;
    const boost::json::value document = TRY(codec::parse_json(json));
    codec::ObjectReader reader(document, "");
    reader.boolean("all", selection.all);
    reader.texts("recipients", selection.recipients, 1'000, {1, 2'000});
    reader.integer("artifact", selection.artifact, {1, 1'000});
    TRY(reader.finish());
    if (selection.all && !selection.recipients.empty())
        return fail(
            Error::invalid("recipients", "recipients must not stand beside all; give one of the two"));
    return selection;
}

// The newest revision of each (channel, recipient, artifact).
std::vector<Delivery> newest_revisions(const std::vector<DeliveryRecord>& records)
{
    std::map<std::tuple<std::string, std::string, int>, Delivery> newest;
    for (const auto& [delivery, attempts] : records) {
        if (delivery.purpose != DeliveryPurpose::report)
            continue;
        auto [place, inserted] =
            newest.try_emplace({delivery.channel, delivery.recipient, delivery.artifact_n}, delivery);
        if (!inserted && delivery.revision > place->second.revision)
            place->second = delivery;
    }
    std::vector<Delivery> chosen;
    for (auto& [key, delivery] : newest)
        chosen.push_back(std::move(delivery));
    return chosen;
}

Result<std::vector<Delivery>> choose(const std::vector<DeliveryRecord>& deliveries,
                                     const Selection& selection)
{
    std::vector<Delivery> newest = newest_revisions(deliveries);
    for (std::size_t index = 0; index < selection.recipients.size(); ++index)
        if (std::ranges::find(newest, selection.recipients[index], &Delivery::recipient) == newest.end())
            return fail(Error::invalid(fmt::format("recipients[{}]", index),
                                       fmt::format("recipients[{}] is no recipient of this run: {}", index,
                                                   selection.recipients[index])));
    std::erase_if(newest, [&](const Delivery& delivery) {
        if (!is_final(delivery.state) ||
            (selection.artifact != 0 && delivery.artifact_n != selection.artifact))
            return true;
        if (!selection.recipients.empty())
            return std::ranges::find(selection.recipients, delivery.recipient) == selection.recipients.end();
        return !selection.all && delivery.state == DeliveryState::accepted;
    });
    return newest;
}

// A mail sent again is another mail: "a.r0@host" -> "a.r2@host". An artifact posted again keeps its
// webhook-id, by which receivers know what they have (Standard Webhooks 1.0.0); it may hold no dot.
std::string next_message_id(const Delivery& old, int revision)
{
    const std::string& message_id = old.message_id;
    if (old.channel == "webhook")
        return message_id.substr(0, message_id.find('.'));
    const std::string old_mark = fmt::format(".r{}", revision - 1);
    const std::size_t mark = message_id.rfind(old_mark);
    if (mark != std::string::npos)
        return message_id.substr(0, mark) + fmt::format(".r{}", revision) +
               message_id.substr(mark + old_mark.size());
    return fmt::format("{}.r{}", message_id, revision);
}

Delivery next_revision(const Delivery& old, Instant now)
{
    Delivery next;
    next.workspace_id = old.workspace_id;
    next.run_id = old.run_id;
    next.report_id = old.report_id;
    next.channel = old.channel;
    next.recipient = old.recipient;
    next.role = old.role;
    next.artifact_n = old.artifact_n;
    next.revision = old.revision + 1;
    next.message_id = next_message_id(old, next.revision);
    next.payload_key = old.payload_key;
    next.max_attempts = old.max_attempts;
    next.next_attempt_at = now;
    next.created_at = now;
    return next;
}

// Stored bytes once more with another Message-ID in the header.
Result<> copy_mail(ObjectStore& objects, const Delivery& old, const Delivery& next)
{
    std::string bytes = TRY(get_object(objects, old.payload_key, kMaxMailBytes));
    const std::size_t body = bytes.find("\r\n\r\n");
    const std::size_t at = bytes.find("<" + old.message_id + ">");
    if (at == std::string::npos || at > body)
        return fail(Error::give_up("the stored mail does not carry its Message-ID; run the report again"));
    bytes.replace(at + 1, old.message_id.size(), next.message_id);
    TRY(put_object(objects, next.payload_key, bytes));
    return {};
}

} // namespace

Result<RunDetails> Runs::resend(const Principal& principal, std::int64_t run_id, std::string_view json)
{
    TRY(require_scope(principal, Action::run, ResourceKind::run));
    const Selection selection = TRY(read_selection(json));
    const RunDetails before = TRY(look_up(principal, Action::run, run_id));
    std::vector<Delivery> chosen = TRY(choose(before.deliveries, selection));
    if (chosen.empty())
        return fail(Error::conflict(
            fmt::format("run {} has nothing to send again: no delivery failed for good", run_id)));
    const Instant now = environment_.clock.now();
    std::map<std::string, std::string> copies; // old key -> new key: a mail to several is stored once
    for (Delivery& delivery : chosen) {
        Delivery next = next_revision(delivery, now);
        if (delivery.artifact_n == 0 && !delivery.payload_key.empty()) {
            const auto [copy, first] = copies.try_emplace(
                delivery.payload_key + " " + next.message_id,
                fmt::format("runs/{}/resend-{}-r{}.eml", run_id, delivery.id, next.revision));
            next.payload_key = copy->second;
            if (first)
                TRY(copy_mail(environment_.objects, delivery, next));
        }
        delivery = std::move(next);
    }
    RunDetails after;
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        const Run run = TRY(find(session, principal, Action::run, run_id));
        for (Delivery delivery : chosen)
            if (!TRY(store::insert_delivery(session, delivery)))
                return fail(Error::conflict(fmt::format("run {} is being sent again already", run_id)));
        after = TRY(details(session, run));
        return record_change(session, principal,
                             {.type = "run.resent",
                              .resource = fmt::format("run {}", run_id),
                              .detail = fmt::format("{} deliveries", chosen.size())},
                             now);
    }));
    wake();
    return after;
}

} // namespace presstime::control
