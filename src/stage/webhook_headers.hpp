// The request headers of an artifact post: what it is, of which run, and whether it is whole.
#pragma once

#include "channel/channel.hpp"
#include "model/report.hpp"
#include "model/run.hpp"

#include <string>
#include <vector>

namespace presstime::stage {

std::vector<Header> artifact_headers(const Run& run, const Report& report, const Artifact& artifact,
                                     const std::string& prefix);

} // namespace presstime::stage
