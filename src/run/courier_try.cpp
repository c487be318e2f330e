// One try of one delivery: compose if need be, send, and record the outcome with the end of its run.
#include "run/courier_lane.hpp"

#include "base/fail_point.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "run/artifact_post.hpp"
#include "run/run_end.hpp"
#include "run/unknown_policy.hpp"
#include "stage/settle.hpp"
#include "store/delivery_store.hpp"
#include "store/report_store.hpp"
#include "store/run_store.hpp"

#include <fmt/format.h>

namespace presstime::run {
namespace {

// A decided outcome must reach the ledger: a full disk is waited out this often, a poll apart.
constexpr int kRecordTries = 600;

} // namespace

void Courier::send(Lane& lane, Delivery delivery)
{
    fail_point("delivery.claimed");
    const Attempt made = attempt(lane, delivery);
    fail_point("delivery.tried");
    for (int tries = 0; tries < kRecordTries; ++tries) {
        const Result<> recorded = record(delivery, made);
        if (recorded) {
            fail_point("delivery.recorded");
            return;
        }
        log_error("delivery.outcome_not_recorded", recorded.error(), {{"delivery_id", delivery.id}});
        if (recorded.error().kind != ErrorKind::retry || stopping_)
            return;
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, config_.poll, [this] { return stopping_.load(); });
    }
}

Attempt Courier::attempt(Lane& lane, Delivery& delivery)
{
    Attempt made;
    const Instant started_at = clock_.now();
    Result<Consignment> consignment = consign(delivery);
    if (consignment) {
        consignment->before_commit_point = [this, &delivery]() -> Result<> {
            fail_point("delivery.before_payload_sent");
            bool held = false;
            TRY(database_.write([&](db::Session& session) -> Result<> {
                held = TRY(store::mark_payload_sent(session, store::fence_of(delivery), clock_.now()));
                return {};
            }));
            if (!held)
                return fail(Error::give_up("the delivery's lease was lost before anything was sent"));
            delivery.payload_sent = true;
            fail_point("delivery.payload_sent");
            return {};
        };
        made = lane.config.sender->deliver(*consignment,
                                           Deadline::after(lane.config.try_timeout).with_cancel(stop_now_));
    } else {
        made.outcome = consignment.error().kind == ErrorKind::retry ? AttemptOutcome::deferred
                                                                    : AttemptOutcome::rejected;
        made.error = consignment.error().message;
    }
    made.started_at = started_at;
    made.delivery_id = delivery.id;
    made.n = delivery.attempt;
    return made;
}

Result<Consignment> Courier::consign(Delivery& delivery)
{
    if (delivery.payload_key.empty()) {
        delivery.payload_key = TRY(notices_.compose(delivery));
        TRY(database_.write([&](db::Session& session) -> Result<> {
            TRY(store::set_payload_key(session, store::fence_of(delivery), delivery.payload_key));
            return {};
        }));
    }
    Consignment consignment;
    consignment.recipient = delivery.recipient;
    const Result<std::filesystem::path> path = objects_.path_of(delivery.payload_key);
    if (!path && path.error().kind != ErrorKind::not_found)
        return fail(path.error());
    std::error_code size_error;
    const auto size = path ? std::filesystem::file_size(*path, size_error) : 0;
    if (!path || size_error)
        return fail(Error::give_up("the stored payload is gone: it is past its retention"));
    consignment.payload_path = path->string();
    consignment.payload_bytes = static_cast<std::int64_t>(size);
    consignment.message_id = delivery.message_id;
    if (delivery.channel == "webhook")
        TRY(dress_artifact(delivery, consignment));
    return consignment;
}

// Headers and signatures of an artifact's post; one that is too large goes as a link to it.
Result<> Courier::dress_artifact(const Delivery& delivery, Consignment& consignment)
{
    ArtifactPost post;
    post.delivery = delivery;
    TRY(database_.read([&](db::Session& session) -> Result<> {
        post.run = TRY(store::get_run(session, delivery.run_id));
        post.report = TRY(store::get_report(session, delivery.report_id));
        for (const Artifact& artifact : TRY(store::list_artifacts(session, delivery.run_id)))
            if (artifact.n == delivery.artifact_n)
                post.artifact = artifact;
        return {};
    }));
    if (post.artifact.run_id == 0)
        return fail(Error::give_up("the artifact of this delivery is gone: it is past its retention"));
    return dress(post,
                 {objects_, secrets_, config_.header_prefix, config_.public_url, config_.artifact_limit_bytes,
                  config_.link_life, clock_.now()},
                 consignment);
}

Result<> Courier::record(const Delivery& delivery, Attempt made)
{
    return database_.write([&](db::Session& session) -> Result<> {
        const Instant now = clock_.now();
        const Result<UnknownOutcome> policy = unknown_policy(session, delivery);
        const store::Settlement settlement =
            stage::settle(delivery, made, policy ? *policy : UnknownOutcome::hold, now);
        if (!TRY(store::settle_delivery(session, store::fence_of(delivery), settlement, now))) {
            log_warn("delivery.lease_lost", {{"delivery_id", delivery.id}});
            return {};
        }
        TRY(store::insert_attempt(session, made));
        log_info("delivery.tried", {{"delivery_id", delivery.id},
                                    {"run_id", delivery.run_id},
                                    {"attempt", delivery.attempt},
                                    {"status_code", made.status_code},
                                    {"latency_us", made.latency_us},
                                    {"error", made.error}});
        fail_point("delivery.before_record");
        return delivery.run_id == 0 ? Result<>{} : settle_run(session, delivery.run_id, now);
    });
}

Result<> Courier::hand_back(const Delivery& delivery, Instant next_attempt_at, const std::string& reason)
{
    return database_.write([&](db::Session& session) -> Result<> {
        store::Settlement settlement;
        settlement.state = delivery.first_try_done ? DeliveryState::retrying : DeliveryState::pending;
        settlement.next_attempt_at = next_attempt_at;
        settlement.reason = reason;
        settlement.count_as_try = false;
        TRY(store::settle_delivery(session, store::fence_of(delivery), settlement, clock_.now()));
        return {};
    });
}

} // namespace presstime::run
