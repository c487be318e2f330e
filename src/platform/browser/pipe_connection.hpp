// Messages of the Chrome DevTools protocol over the debugging pipe: JSON texts, each ended by a NUL. One
// thread pumps what comes in to mailboxes, any thread sends and waits at its own mailbox. What the messages
// mean is page_session's.
#pragma once

#include "base/deadline.hpp"
#include "base/result.hpp"

#include <boost/json/object.hpp>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>

namespace presstime::browser {

// What arrived for one page, in order: answers to its commands and events of its session. Guarded by the
// connection's lock.
struct Mailbox {
    static constexpr std::size_t kMostMessages = 20'000;
    std::deque<boost::json::object> messages;
    bool overflowed = false;
};

struct Command {
    std::string session; // empty = the browser itself
    std::string method;
    boost::json::object parameters;
};

class PipeConnection {
public:
    // `channel` stays the caller's and must not block.
    explicit PipeConnection(int channel) : channel_(channel) {}

    // Moves what has arrived, or arrives within `patience`, to the mailboxes; false once the other side is
    // gone. For the owner thread alone.
    bool pump(std::chrono::milliseconds patience);
    // Everybody who waits, or will, is told that the browser ended; afterwards nobody uses the channel.
    void close();
    bool closed() const;

    // Sends a command whose answer comes to `mailbox`; its id. `retry` when the browser is gone, `give_up`
    // when the deadline passes before all is written, which also ends the connection.
    Result<std::int64_t> send(Mailbox& mailbox, const Command& command, const Deadline& deadline);
    // The next message. `retry` when the browser is gone, `give_up` when the deadline passes.
    Result<boost::json::object> receive(Mailbox& mailbox, const Deadline& deadline);

    // Events of the session come to `mailbox` until forget().
    void listen(Mailbox& mailbox, const std::string& session);
    void forget(Mailbox& mailbox);

private:
    void mark_closed();
    bool read_some();
    void route(std::string_view text);
    Result<> write_all(std::string_view bytes, const Deadline& deadline);

    const int channel_;
    std::string unread_; // the beginning of a message; the owner thread's
    std::mutex write_mutex_;

    mutable std::mutex mutex_; // guards what follows, and every mailbox
    std::condition_variable arrived_;
    bool closed_ = false;
    std::int64_t last_id_ = 0;
    std::map<std::int64_t, Mailbox*> awaited_;
    std::map<std::string, Mailbox*> sessions_;
};

} // namespace presstime::browser
