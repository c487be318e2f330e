// Decides, without doing: what becomes of a delivery after a try, and how a run ends once every delivery has
// had its first try. Pure functions of rows; the state diagrams are in docs/run-protocol.md.
#pragma once

#include "model/delivery.hpp"
#include "model/report.hpp"
#include "model/run.hpp"
#include "store/delivery_store.hpp"

#include <string>

namespace presstime::stage {

// How often mail whose outcome stayed unknown is sent again (same bytes) before it is held.
constexpr int kUnknownResends = 2;

// Tries of an email including the first; the waits between them are in settle.cpp.
int email_max_attempts();
// The wait after the delivery's try that just failed: 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h
// (Standard Webhooks 1.0.0), a fifth more or less.
Microseconds webhook_wait(const Delivery& delivery);
// Tries of an artifact webhook: the first and `retries` more (waits in docs/run-protocol.md).
int webhook_max_attempts(int retries);

// The settlement after `attempt`, which is the try number `delivery.attempt`. Waits carry +-20 % jitter that
// depends on the delivery alone, so that a replayed trace is the same.
store::Settlement settle(const Delivery& delivery, const Attempt& attempt, UnknownOutcome on_unknown,
                         Instant now);

// The settlement of a delivery whose sender died: nothing left, or the outcome is unknown.
store::Settlement settle_abandoned(const Delivery& delivery, UnknownOutcome on_unknown, Instant now);

struct RunEnd {
    RunStatus status = RunStatus::success;
    std::string error;
};
// `run_error` is what made the artifacts partial, or empty.
RunEnd decide_run_end(const store::DeliveryTally& tally, const std::string& run_error);

} // namespace presstime::stage
