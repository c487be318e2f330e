// One submitted request on its way through the engine.
#pragma once

#include "platform/http/post_connection.hpp"
#include "platform/http/post_engine.hpp"
#include "platform/http/post_message.hpp"
#include "platform/http/response_reader.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

namespace presstime::http {

// accepted -> resolving -> connecting -> exchanging; a kept connection skips the middle, and one that turns
// out closed leads back to resolving, once.
struct PostExchange {
    using TimePoint = std::chrono::steady_clock::time_point;
    enum class Stage { accepted, resolving, connecting, exchanging };

    EngineRequest request;
    std::function<void(EngineOutcome)> done;
    TimePoint submitted;
    TimePoint deadline;
    std::size_t place = 0; // among the loop's exchanges

    Stage stage = Stage::accepted;
    std::shared_ptr<const PostDestination> destination;
    PostBytes bytes;
    std::string lookup; // the name asked for while resolving
    std::vector<IpAddress> addresses;
    std::size_t next_address = 0;
    TimePoint address_until; // when the next address gets its turn
    bool only_local_faults = true;
    bool strayed = false; // the connected peer is not one of those that were vetted
    boost::system::error_code last_error;
    std::shared_ptr<PostConnection> connection;
    ResponseReader reader;
    EngineOutcome outcome;

    std::chrono::microseconds since_submit() const
    {
        return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() -
                                                                     submitted);
    }
};

} // namespace presstime::http
