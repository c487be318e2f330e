// One query run alone: by a person, or on its own schedule. A report's run is model/run.hpp.
#pragma once

#include "model/run.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace presstime {

struct QueryRun {
    std::int64_t id = 0;
    std::int64_t workspace_id = 1;
    std::string dashboard_id;
    std::int64_t query_id = 0;
    std::string query_name;
    RunCause cause = RunCause::manual; // schedule, catch_up or manual
    Instant nominal_at{};
    Period period{};
    RunStatus status = RunStatus::queued; // never partial
    std::string reason;                   // why it was skipped
    std::string error;                    // why it failed, one sentence
    int attempt = 0;
    std::string worker_id;
    std::optional<Instant> lease_until;
    Instant not_before{};
    Instant queued_at{};
    std::optional<Instant> started_at;
    std::optional<Instant> finished_at;
    std::int64_t rows = 0;
    bool complete = true;
    std::string object_key; // the stored result; empty when there is none any more
};

} // namespace presstime
