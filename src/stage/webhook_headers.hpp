// The request headers of an artifact post: what it is, of which run, and whether it is whole.
#pragma once

#include "channel/channel.hpp"
#include "model/report.hpp"
#include "model/run.hpp"

#include <string>
#include <vector>

namespace presstime::stage {

// The value of Content-Digest (RFC 9530 section 2) for a SHA-256 in hexadecimal.
std::string content_digest(const std::string& sha256_hex);

std::vector<Header> artifact_headers(const Run& run, const Report& report, const Artifact& artifact,
                                     const std::string& prefix);

} // namespace presstime::stage
