// Many small POSTs at once: what event webhooks are sent with. A few I/O threads hold every connection; a
// request has one deadline for all of it and makes one try. It follows no redirect, uses no proxy, and speaks
// only to addresses that the egress policy has judged. What a status means is the caller's business.
#pragma once

#include "base/result.hpp"
#include "platform/http/egress.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace presstime::http {

struct EngineRequest {
    std::string url;
    std::string body;
    // Names and values without CR, LF or NUL; Host, Content-Length and Connection are the engine's own.
    std::vector<std::pair<std::string, std::string>> headers;
    std::chrono::milliseconds timeout{15'000}; // for everything: name, connection, answer and its body
};

enum class PostFailure {
    none,           // a whole answer came; `status` says which
    dns,            // the name did not resolve
    egress_refused, // the policy forbids one of its addresses
    connect,        // refused, unreachable or reset while connecting; of a private address also: too late
    tls,            // no trusted, matching certificate, or no common version
    reset,          // closed or reset before a whole answer
    timeout,        // the deadline passed
    bad_answer,     // not HTTP/1, or more header than the limits allow
    bad_request,    // the URL or a header cannot be sent
    cancelled,      // the engine stopped
};

// Since submit(); 0 = did not come to it, as for the first three on a kept connection.
struct PostTimes {
    std::chrono::microseconds resolved{0};
    std::chrono::microseconds connected{0};
    std::chrono::microseconds opened{0}; // ready to be written to, TLS included
    std::chrono::microseconds first_byte{0};
};

struct EngineOutcome {
    PostFailure failure = PostFailure::none;
    int status = 0;            // of the final answer, also when its body broke off; 0 = none
    std::string response;      // first bytes of the answer's body, as received
    std::string retry_after;   // that header as received, joined by ", " when repeated
    std::string delivery_wish; // the header `webhook-delivery`, as received
    std::string peer;          // "203.0.113.9:443"
    std::chrono::microseconds latency{0};
    PostTimes times;
    std::int64_t bytes_sent = 0;
    bool request_started = false; // the first byte may have left
    bool resent_on_fresh = false; // a kept connection turned out closed; the same bytes went over a new one
    bool local_fault = false;     // this machine's network is at fault: not to be held against the endpoint
    std::optional<Error> error;   // a sentence for the endpoint's owner; inner addresses in its context only
};

struct EngineConfig {
    int io_threads = 1;
    int resolver_threads = 4;
    std::size_t max_in_flight = 4096;
    std::size_t kept_per_endpoint = 64; // idle connections
    std::size_t kept_in_all = 512;
    std::chrono::seconds idle_timeout{20};
    std::string ca_file; // PEM; empty = the system's
    // For tests: addresses of a name instead of the system's resolver. `retry` = no name server answered; any
    // other error = there is no such name.
    std::function<Result<std::vector<IpAddress>>(const std::string& host)> resolve;
};

class PostEngine {
public:
    virtual ~PostEngine() = default; // stops
    // Takes the request and returns at once; `done` is called exactly once, on one of the engine's threads,
    // and must not block. too_many when max_in_flight requests are under way; give_up after stop().
    virtual Result<> submit(EngineRequest request, std::function<void(EngineOutcome)> done) = 0;
    // Cancels what is under way, calls every `done`, and joins the threads. Not to be called from a `done`.
    virtual void stop() = 0;
    virtual std::size_t in_flight() const = 0;
};

// `policy` must outlive the engine. As it cannot change, a kept connection stays as allowed as when it was
// made; with another policy comes another engine.
Result<std::unique_ptr<PostEngine>> make_post_engine(const EgressPolicy& policy, EngineConfig config);

} // namespace presstime::http
