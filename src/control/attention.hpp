// What waits for a person: failures that nothing has mended since, recipients that were not reached, runs
// that are late, what has lost its owner or was switched off, and a disk that fills up. Each with the one
// thing that would mend it. Of a run that ended, a person may also say that it is dealt with.
#pragma once

#include "control/access.hpp"
#include "control/disk_use.hpp"
#include "model/enum_words.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace presstime::control {

enum class AttentionKind {
    failed_run,
    partial_run,
    unknown_delivery,
    failed_delivery,
    late_run,
    orphaned_report,
    disabled_webhook,
    disk,
};
// What mends it, in one step.
std::string_view mend_of(AttentionKind kind); // run_again, resend, hand_over, resume_webhook, open

struct Attention {
    AttentionKind kind = AttentionKind::failed_run;
    std::string title;  // the report's or webhook's name, or "Disk"
    std::string detail; // one sentence: what happened
    Instant at{};
    std::int64_t run_id = 0; // 0 = none, as of those below
    std::int64_t report_id = 0;
    std::int64_t delivery_id = 0;
    std::int64_t webhook_id = 0;
    std::int64_t user_id = 0; // whom an orphan still names
};

struct AttentionList {
    std::vector<Attention> items; // kMaxAttention at most: late runs, then the newest
    std::int64_t total = 0;       // counted no further than a thousand of a kind
};
inline constexpr int kMaxAttention = 100;
// Failures older than this are history.
inline constexpr std::chrono::days kAttentionSpan{7};

// Orphans are shown to those who may give them away, webhooks to their owner and to admins, a disk that fills
// up to those who administer the server.
Result<AttentionList> find_attention(const Reading& reading, const DiskUse& disk, Instant now);

} // namespace presstime::control

template <>
inline constexpr presstime::Words<8> presstime::kEnumWords<presstime::control::AttentionKind>{
    "failed_run", "partial_run",     "unknown_delivery", "failed_delivery",
    "late_run",   "orphaned_report", "disabled_webhook", "disk"};
