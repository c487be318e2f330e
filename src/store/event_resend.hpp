// An event sent to a webhook once more, because a person or a replay asks: the next revision of its delivery
// under the same webhook-id, judged by the owner's rights as they are now.
#pragma once

#include "model/delivery.hpp"
#include "model/event.hpp"
#include "model/webhook.hpp"
#include "platform/db/database.hpp"

namespace presstime::store {

struct Resend {
    const Event& event;
    const Webhook& webhook;
    DeliveryCause cause = DeliveryCause::redeliver;
    std::int64_t replay_id = 0;
    int max_attempts = 1;
};
// In a write transaction. Tries to come of an earlier revision are replaced by this one; a revision that
// nobody has tried yet, asked for by a person, is given back as it is, so that two clicks are one send.
// `conflict` while a try is under way. Without the right to read a suppressed row tells why.
Result<Delivery> resend_event(db::Session& session, const Resend& resend, Instant now);

} // namespace presstime::store
