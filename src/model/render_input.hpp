// Everything a renderer is given, as plain values: the definition, the results, the instant it is dated with.
#pragma once

#include "model/dashboard.hpp"
#include "model/report.hpp"
#include "model/run.hpp"
#include "model/table.hpp"
#include "model/theme.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace presstime {

// Reads a stored or fresh result batch by batch; never holds more than one batch.
class BatchReader {
public:
    virtual ~BatchReader() = default;
    virtual const std::vector<Column>& columns() const = 0;
    // Fills `batch` (cleared first) with the next rows; false at the end. Known `completeness()` only after
    // the end.
    virtual Result<bool> next(Batch& batch) = 0;
    virtual Completeness completeness() const = 0;
};

// One query's outcome within a run.
struct QueryOutcome {
    std::string query;
    std::string error; // one sentence when it failed; then there is no reader
    std::function<Result<std::unique_ptr<BatchReader>>()> open; // a fresh reader from the first row
    std::int64_t rows = 0;
    Completeness completeness;
};

struct RenderInput {
    Dashboard dashboard;
    Report report; // paper, orientation, locale, csv dialect, name
    std::string workspace_name;
    Period period;
    Instant nominal_at{};
    Instant as_of{};      // "Data as of", and every date inside the artifact
    std::string timezone; // IANA; times are shown in it
    std::function<std::chrono::seconds(Instant)> utc_offset; // wall time of `timezone`; empty = UTC
    Theme theme;                                             // the dashboard's, with the workspace's changes
    std::optional<Instant> late_due_at;                      // set when the run came late: when it was due
    std::map<std::string, std::string> parameters_shown;     // label -> text, for the subtitle
    std::map<std::string, QueryOutcome> results;             // by query name
};

// What a renderer says about the file it wrote.
struct RenderSummary {
    std::int64_t rows = 0; // rows written over all tables
    std::int64_t rows_in_result = 0;
    bool complete = true;
    std::string note; // reasons of cuts and failed widgets, one sentence each
    int failed_widgets = 0;
    int empty_widgets = 0;
    std::string missing_glyphs; // "U+1FAE9, U+1CC00": characters no installed font has; empty = none
};

} // namespace presstime
