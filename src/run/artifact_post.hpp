// One artifact as the request that posts it: its headers, and signatures made anew for each try. One over the
// size limit goes as a small JSON document with a link that opens it for a while.
#pragma once

#include "base/time.hpp"
#include "channel/channel.hpp"
#include "model/delivery.hpp"
#include "model/report.hpp"
#include "model/run.hpp"
#include "platform/crypto/secret_box.hpp"
#include "platform/objects/object_store.hpp"

#include <chrono>
#include <string>

namespace presstime::run {

struct ArtifactPost {
    Delivery delivery;
    Run run;
    Report report; // as it is now: the secret that holds at this try
    Artifact artifact;
};

struct ArtifactPostContext {
    ObjectStore& objects;
    const SecretBox& secrets;
    std::string header_prefix;
    std::string public_url;
    std::int64_t limit_bytes = 0;
    std::chrono::hours link_life{};
    Instant now{};
};

// Fills headers, and for a link also the payload. `give_up` when the secret cannot be opened.
Result<> dress(const ArtifactPost& post, const ArtifactPostContext& context, Consignment& consignment);

} // namespace presstime::run
