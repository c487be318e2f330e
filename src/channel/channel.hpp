// Family: a stored payload -> outside. A channel makes exactly one try and says what became of it; retries,
// leases and the ledger belong to the courier. Every implementation passes
// test/conformance/channel_conformance.
#pragma once

#include "base/deadline.hpp"
#include "base/result.hpp"
#include "model/delivery.hpp"
#include "model/option_schema.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace presstime {

struct Header {
    std::string name;
    std::string value;
};

// One try's input. `payload` is the stored MIME message (mail) or the artifact's bytes (webhook), opened by
// path so that large files stream.
struct Consignment {
    std::string recipient; // mail address or URL
    std::string payload_path;
    std::int64_t payload_bytes = 0;
    std::vector<Header> headers; // webhook: request headers; mail: unused (they are in the bytes)
    std::string message_id;      // names the file in the outbox
    // Called right before the point of no return (mail: before the final dot; webhook: before the first body
    // byte). It checks the lease and commits the mark; on error the try stops there and is `deferred`.
    std::function<Result<>()> before_commit_point;
};

class Channel {
public:
    virtual ~Channel() = default;
    // Blocks until the try is decided; never throws, never returns an outcome it did not see. Safe to call
    // from several threads at once.
    virtual Attempt deliver(const Consignment& consignment, Deadline deadline) = 0;
};

struct ChannelPlugin {
    std::string name;
    std::string summary;
    OptionSchema options;
    Result<std::unique_ptr<Channel>> (*create)(const OptionValues& options);
};

const std::vector<ChannelPlugin>& channel_plugins();
Result<const ChannelPlugin*> find_channel_plugin(std::string_view name, std::string_view field);

} // namespace presstime
