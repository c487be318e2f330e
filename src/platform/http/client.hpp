// The HTTP client: one POST of a stored file to the outside world under an
// egress policy, and one call to this machine's own server over its Unix
// socket. It makes exactly one try, keeps no connection, follows no redirect.
#pragma once

#include "base/deadline.hpp"
#include "base/result.hpp"
#include "platform/http/egress.hpp"
#include "platform/http/message.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace presstime::http {

// Of an answer's body at most this much is read, and this much of it kept.
inline constexpr std::size_t kResponseReadLimit = 64UL * 1024;
inline constexpr std::size_t kResponseKeepLimit = 16UL * 1024;

struct PostRequest {
    std::string url;
    std::filesystem::path body_path;
    std::int64_t body_bytes = 0;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string ca_file; // PEM; empty = the system's store
    // Called once, with the connection up and the header sent, right before the first byte of the body leaves
    // (an empty body: right before connecting). An error stops the try there.
    std::function<Result<>()> before_first_body_byte;
};

struct PostOutcome {
    int status = 0;          // of the final answer, once its status line has arrived; 0 = none
    std::string response;    // first bytes of the answer's body, as received
    std::string retry_after; // that header's value, as received
    std::string peer;        // "203.0.113.9:443"
    std::chrono::microseconds latency{0};
    std::int64_t body_bytes_sent = 0;
    bool body_started = false; // the first byte may have left
    bool body_complete = false;
    std::optional<Error> error; // why there is no status, or why the exchange broke off after it
};

// Blocks until the exchange has ended or `deadline` has passed, body and answer included. Resolves the name
// once, refuses it when any of its addresses is out of bounds, and connects to those addresses alone.
PostOutcome post_file(const EgressPolicy& policy, const PostRequest& request, const Deadline& deadline);

// A call to the server that listens on the Unix socket at `path`. `not_found` when nobody listens there;
// `retry` when the call broke off or took too long; `too_large` for an answer over 256 MiB.
Result<Response> call_over_socket(const std::filesystem::path& path, const Request& request,
                                  const Deadline& deadline);

} // namespace presstime::http
