// An answer that goes on: server-sent events (the HTML standard, section 9.2). Whoever made the answer keeps
// a weak pointer and sends messages from any thread without waiting; the connection's session writes them,
// with a comment when nothing was sent for a while, and lets go of the stream when the client has gone. What
// waits is bounded: a client that reads too slowly is told so and cut.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace presstime::http {

struct EventStreamConfig {
    std::size_t most_bytes = 1 << 20; // waiting when more is sent; beyond, the stream ends with "too_slow"
    std::chrono::milliseconds heartbeat{15'000};
    std::chrono::milliseconds farewell{2'000}; // for the last bytes once it was ended
};

// One message as it goes over the wire. `data` without line breaks; `id` empty = the client's stays.
std::string event_message(std::string_view event, std::string_view data, std::string_view id = {});

class EventStream {
public:
    explicit EventStream(EventStreamConfig config = {}) : config_(config) {}

    // False once it has ended.
    bool send(std::string_view message);
    // What waits goes out, then the event "bye" with {"reason": reason}; only the first call counts.
    void end(std::string_view reason);
    bool ended() const;

    // For the session that writes it: `wake` is called, from any thread, whenever there is something to take,
    // until detach() has come back.
    void attach(std::function<void()> wake);
    void detach();
    struct Piece {
        std::string bytes;
        bool last = false;
    };
    // All that waits; nothing when there is nothing.
    Piece take();
    const EventStreamConfig& config() const { return config_; }

private:
    void finish(std::string_view reason);
    void wake();

    const EventStreamConfig config_;
    mutable std::mutex mutex_;
    std::string waiting_;
    bool ended_ = false;
    std::function<void()> wake_;
};

} // namespace presstime::http
