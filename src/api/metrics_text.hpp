// The text that Prometheus reads (exposition format 0.0.4), from figures.
#pragma once

#include "control/metrics.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace presstime::api {

// What the system says of this process.
struct ProcessFigures {
    double cpu_s = 0;
    std::int64_t resident_bytes = 0;
    std::int64_t open_files = 0;
};
ProcessFigures read_process_figures();

std::string metrics_text(const control::Figures& figures, const std::map<int, std::int64_t>& requests,
                         const ProcessFigures& process);

} // namespace presstime::api
