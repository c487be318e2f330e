// One nominal instant of a report, what it made, and what became of each delivery.
#pragma once

#include "base/time.hpp"
#include "model/schedule.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace presstime {

enum class RunStatus { queued, running, success, partial, failed, cancelled, skipped };
enum class RunCause { schedule, catch_up, manual, test, trigger, replay };
// Where a running run stands; each step is durable before the next begins.
enum class RunPhase { query, render, deliver, done };

inline bool is_terminal(RunStatus status)
{
    return status != RunStatus::queued && status != RunStatus::running;
}

// Told by a schedule, not asked for by a person: what can be on time or late.
inline bool is_by_clock(RunCause cause)
{
    return cause == RunCause::schedule || cause == RunCause::catch_up;
}

struct Run {
    std::int64_t id = 0;
    std::string uuid;
    std::int64_t workspace_id = 0;
    std::int64_t report_id = 0;
    Instant nominal_at{};
    std::string nominal_local; // "2026-04-21T09:00:00-04:00[America/New_York]"
    Period period{};
    RunCause cause = RunCause::schedule;
    std::string burst_key;
    RunStatus status = RunStatus::queued;
    RunPhase phase = RunPhase::query;
    std::string reason; // why it was skipped or cancelled
    std::string error;  // why it failed or is partial, one sentence
    int attempt = 0;
    std::string worker_id;
    std::optional<Instant> lease_until;
    Instant not_before{}; // a retry waits until then
    Instant queued_at{};
    std::optional<Instant> started_at;
    std::optional<Instant> finished_at;
    std::int64_t rows = 0; // rows written over all artifacts' tables
    bool complete = true;  // false when anything was cut
    std::int64_t artifact_bytes = 0;
    // A skipped range: this row stands for `skipped_count` instants from nominal_at to skipped_to.
    std::optional<Instant> skipped_to;
    std::int64_t skipped_count = 0;
    std::string test_recipient; // cause test: the only recipient
    std::int64_t replay_of = 0; // cause replay: the run whose stored results are drawn again
    // Snapshot taken at the first claim, so that an edit never changes a run under way: JSON of the report
    // and of the dashboard version, and the instant the artifacts are dated with.
    std::string definition;
    std::optional<Instant> as_of;
};

// What a run has before it, in the order of the work; written with its definition.
struct RunPlan {
    std::vector<std::string> queries; // by name
    std::vector<std::string> formats; // the n-th is artifact n + 1
    int deliveries = 0;               // as far as known before they are planned

    bool operator==(const RunPlan&) const = default;
};

struct StoredResult {
    std::int64_t run_id = 0;
    std::string query;      // name within the dashboard
    std::string object_key; // where the column file lies; empty when the query failed
    std::string sha256;
    std::int64_t rows = 0;
    std::int64_t bytes = 0;
    bool cut = false;
    std::string cut_reason;
    std::string error;                 // one sentence when the query failed
    std::optional<Instant> started_at; // nothing: copied from another run, or not known
    std::int64_t elapsed_us = 0;
};

struct Artifact {
    std::int64_t run_id = 0;
    int n = 1; // 1-based within the run
    std::string format;
    std::string filename;
    std::string content_type;
    std::string object_key;
    std::int64_t bytes = 0;
    std::string sha256;      // hex, of what was drawn
    std::string sent_sha256; // of the encrypted bytes that are stored and sent; empty = the same
    std::int64_t rows = 0;
    bool complete = true;
    std::string note; // what was cut, what failed; empty when whole
    int failed_widgets = 0;
    std::optional<Instant> started_at;     // of the layout, or of the drawing where there is none
    std::optional<std::int64_t> layout_us; // before elapsed_us; nothing for a format without pages
    std::int64_t elapsed_us = 0;           // of the drawing
};

inline bool is_encrypted(const Artifact& artifact)
{
    return !artifact.sent_sha256.empty();
}
inline const std::string& hash_of_sent_bytes(const Artifact& artifact)
{
    return is_encrypted(artifact) ? artifact.sent_sha256 : artifact.sha256;
}

} // namespace presstime
