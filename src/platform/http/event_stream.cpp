// The queue between those who send and the session that writes. `wake_` is called under the lock, so that
// none comes after detach(); it only posts.
#include "platform/http/event_stream.hpp"

#include <utility>

namespace presstime::http {

std::string event_message(std::string_view event, std::string_view data, std::string_view id)
{
    std::string message;
    message.reserve(event.size() + data.size() + id.size() + 24);
    message.append("event: ").append(event).append("\n");
    if (!id.empty())
        message.append("id: ").append(id).append("\n");
    message.append("data: ").append(data).append("\n\n");
    return message;
}

bool EventStream::send(std::string_view message)
{
    std::lock_guard lock(mutex_);
    if (ended_)
        return false;
    if (!waiting_.empty() && waiting_.size() + message.size() > config_.most_bytes) {
        // Nothing of what it could not take in helps it any more; it will ask for what it missed.
        waiting_.clear();
        finish("too_slow");
        return false;
    }
    waiting_ += message;
    wake();
    return true;
}

void EventStream::end(std::string_view reason)
{
    std::lock_guard lock(mutex_);
    if (!ended_)
        finish(reason);
}

bool EventStream::ended() const
{
    std::lock_guard lock(mutex_);
    return ended_;
}

void EventStream::attach(std::function<void()> wake)
{
    std::lock_guard lock(mutex_);
    wake_ = std::move(wake);
}

void EventStream::detach()
{
    std::lock_guard lock(mutex_);
    ended_ = true;
    wake_ = nullptr;
}

EventStream::Piece EventStream::take()
{
    std::lock_guard lock(mutex_);
    return {std::exchange(waiting_, {}), ended_};
}

void EventStream::finish(std::string_view reason)
{
    ended_ = true;
    waiting_ += event_message("bye", "{\"reason\":\"" + std::string(reason) + "\"}");
    wake();
}

void EventStream::wake()
{
    if (wake_)
        wake_();
}

} // namespace presstime::http
