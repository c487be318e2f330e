// Name lookups on a few threads of their own, because the system's resolver blocks. Names that have been slow
// share half of the threads, so that dead name servers of some do not keep everybody waiting.
#pragma once

#include "base/result.hpp"
#include "platform/http/ip_address.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace presstime::http {

struct LookupAnswer {
    Result<std::vector<IpAddress>> addresses;
    bool local_fault = false; // no name server answered, and no other name has resolved of late either
};

class ResolverPool {
public:
    using Resolve = std::function<Result<std::vector<IpAddress>>(const std::string& host)>;
    using Done = std::function<void(LookupAnswer)>; // called on a thread of the pool

    // At most `most_waiting` lookups wait for a thread.
    ResolverPool(int threads, std::size_t most_waiting, Resolve resolve);
    ~ResolverPool();
    ResolverPool(const ResolverPool&) = delete;
    ResolverPool& operator=(const ResolverPool&) = delete;

    // False when too many wait, or after stop().
    bool look_up(std::string host, Done done);
    // False while lookups wait for a thread, or when no name server has answered of late.
    bool keeps_up() const;
    // Forgets what waits and calls no `done` afterwards. A thread inside the system's resolver cannot be
    // interrupted: it is left to end by itself, with nothing but its own state in hand.
    void stop();

private:
    struct State;
    std::shared_ptr<State> state_;
};

} // namespace presstime::http
