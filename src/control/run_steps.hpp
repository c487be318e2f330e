// A run as the steps that people know: waiting, each query, layout and drawing of each format, each delivery.
// Pure: told from what the run's rows say at one moment, so that a run under way and one long ended read the
// same.
#pragma once

#include "control/deliveries.hpp"
#include "model/enum_words.hpp"
#include "model/run.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace presstime::control {

enum class StepKind { queued, query, layout, render, delivery };
enum class StepStatus { waiting, running, done, failed };

struct RunStep {
    StepKind kind = StepKind::queued;
    std::string label; // of a query its name, of a format its name in capitals, of a delivery its channel
    StepStatus status = StepStatus::waiting;
    std::optional<Instant> started_at;
    std::optional<std::int64_t> elapsed_us; // of a running step so far
    std::optional<std::int64_t> rows;
    std::string detail;    // why it failed or what was cut; of a delivery the receiver's words
    std::string recipient; // of a delivery
};

// What the rows of one run say.
struct RunStory {
    const Run& run;
    const RunPlan& plan;
    const std::vector<StoredResult>& results;
    const std::vector<Artifact>& artifacts;
    const std::vector<DeliveryRecord>& deliveries;
};
std::vector<RunStep> steps_of(const RunStory& story, Instant now);

struct RunProgress {
    int done = 0;
    int total = 0;
    std::string label; // what is being done, for people
    Instant updated_at{};
};
// Queries, files and first tries of deliveries that are over, of all there will be. `tried` of `deliveries`.
struct ProgressFacts {
    RunStatus status = RunStatus::queued;
    RunPhase phase = RunPhase::query;
    Instant begun_at{}; // when it was claimed, or queued
    const RunPlan& plan;
    const std::vector<StoredResult>& results;
    const std::vector<Artifact>& artifacts;
    int deliveries = 0;
    int tried = 0;
};
RunProgress progress_of(const ProgressFacts& facts, Instant now);

} // namespace presstime::control

template <>
inline constexpr presstime::Words<5> presstime::kEnumWords<presstime::control::StepKind>{
    "queued", "query", "layout", "render", "delivery"};
template <>
inline constexpr presstime::Words<4> presstime::kEnumWords<presstime::control::StepStatus>{
    "waiting", "running", "done", "failed"};
