// Links to one artifact that open without a key until they end: for files too large to attach or post. The
// text in the address is a sealed value, so that nobody can make or change one.
#pragma once

#include "base/time.hpp"
#include "platform/crypto/secret_box.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace presstime::store {

struct ArtifactLink {
    std::int64_t run_id = 0;
    int artifact_n = 1;
    Instant ends_at{};
};

// "/v1/links/..."
std::string artifact_link_path(const SecretBox& box, const ArtifactLink& link);
// not_found for a text that is no link of this server, or whose time is over.
Result<ArtifactLink> open_artifact_link(const SecretBox& box, std::string_view token, Instant now);

} // namespace presstime::store
