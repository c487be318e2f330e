// Only facts that the rows hold: a second try sends the same headers.
#include "stage/webhook_headers.hpp"

#include "base/encoding.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

namespace presstime::stage {
std::string content_digest(const std::string& sha256_hex)
{
    const Result<std::vector<unsigned char>> bytes = hex_decode(sha256_hex);
    return bytes ? fmt::format("sha-256=:{}:", base64_encode(*bytes)) : std::string{};
}

std::vector<Header> artifact_headers(const Run& run, const Report& report, const Artifact& artifact,
                                     const std::string& prefix)
{
    return {
        {"Content-Type", artifact.content_type},
        {"Content-Disposition",
         fmt::format("attachment; filename*=UTF-8''{}", percent_encode_component(artifact.filename))},
        {"Content-Digest", content_digest(hash_of_sent_bytes(artifact))},
        {prefix + "-Report-Id", fmt::format("{}", report.id)},
        {prefix + "-Report-Name", percent_encode(report.name)},
        {prefix + "-Dashboard-Id", report.dashboard_id},
        {prefix + "-Run-Id", fmt::format("{}", run.id)},
        {prefix + "-Scheduled-For", format_rfc3339(run.nominal_at)},
        {prefix + "-Rows", fmt::format("{}", artifact.rows)},
        {prefix + "-Complete", artifact.complete ? "true" : "false"},
    };
}

} // namespace presstime::stage
