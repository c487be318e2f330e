// Reading never waits for a page: a mailbox that overflows loses messages and says so. Writing may wait, up
// to the deadline; a message cut in the middle would spoil all that follow, so it ends the connection.
#include "platform/browser/pipe_connection.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace presstime::browser {
namespace {

constexpr std::size_t kMostMessageBytes = 512UL << 20;
// Pages that talk to the console would be parsed for nobody.
constexpr std::string_view kConsole = R"({"method":"Runtime.consoleAPICalled")";

Error browser_gone()
{
    return Error::retry("the browser ended while it made the page; the next try starts a new one");
}

Error out_of_time()
{
    return Error::give_up("the page was not finished in time");
}

int patience_of(const Deadline& deadline)
{
    constexpr std::chrono::milliseconds kLongest{100};
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline.remaining());
    return static_cast<int>(std::min(left, kLongest).count());
}

} // namespace

bool PipeConnection::pump(std::chrono::milliseconds patience)
{
    if (closed())
        return false;
    pollfd waiting{channel_, POLLIN, 0};
    poll(&waiting, 1, static_cast<int>(patience.count()));
    return waiting.revents == 0 || read_some();
}

bool PipeConnection::read_some()
{
    std::array<char, 256UL * 1024> buffer;
    const ssize_t got = recv(channel_, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return true;
    if (got <= 0)
        return false;
    std::string_view fresh(buffer.data(), static_cast<std::size_t>(got));
    for (std::size_t end = fresh.find('\0'); end != std::string_view::npos; end = fresh.find('\0')) {
        unread_.append(fresh.substr(0, end));
        fresh.remove_prefix(end + 1);
        route(unread_);
        unread_.clear();
    }
    unread_.append(fresh);
    return unread_.size() <= kMostMessageBytes;
}

void PipeConnection::route(std::string_view text)
{
    if (text.starts_with(kConsole))
        return;
    boost::system::error_code failed;
    boost::json::value value = boost::json::parse(text, failed);
    if (failed || !value.is_object())
        return;
    boost::json::object& message = value.as_object();
    const std::lock_guard lock(mutex_);
    Mailbox* mailbox = nullptr;
    if (const auto* id = message.if_contains("id"); id && id->is_int64()) {
        if (const auto found = awaited_.extract(id->as_int64()))
            mailbox = found.mapped();
    } else if (const auto* session = message.if_contains("sessionId"); session && session->is_string()) {
        if (const auto found = sessions_.find(std::string(session->as_string())); found != sessions_.end())
            mailbox = found->second;
    }
    if (!mailbox)
        return;
    if (mailbox->messages.size() < Mailbox::kMostMessages)
        mailbox->messages.push_back(std::move(message));
    else
        mailbox->overflowed = true;
    arrived_.notify_all();
}

void PipeConnection::mark_closed()
{
    const std::lock_guard lock(mutex_);
    closed_ = true;
    arrived_.notify_all();
}

void PipeConnection::close()
{
    mark_closed();
    // Whoever still writes has left once this lock is free.
    const std::lock_guard lock(write_mutex_);
}

bool PipeConnection::closed() const
{
    const std::lock_guard lock(mutex_);
    return closed_;
}

Result<std::int64_t> PipeConnection::send(Mailbox& mailbox, const Command& command, const Deadline& deadline)
{
    std::int64_t id = 0;
    {
        const std::lock_guard lock(mutex_);
        id = ++last_id_;
        awaited_[id] = &mailbox;
    }
    boost::json::object message{{"id", id}, {"method", command.method}, {"params", command.parameters}};
    if (!command.session.empty())
        message["sessionId"] = command.session;
    std::string text = boost::json::serialize(message);
    text.push_back('\0');
    TRY(write_all(text, deadline));
    return id;
}

Result<> PipeConnection::write_all(std::string_view bytes, const Deadline& deadline)
{
    const std::lock_guard lock(write_mutex_);
    const std::size_t whole = bytes.size();
    while (!bytes.empty()) {
        if (closed())
            return fail(browser_gone());
        const ssize_t sent = ::send(channel_, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent > 0) {
            bytes.remove_prefix(static_cast<std::size_t>(sent));
            continue;
        }
        if (errno != EAGAIN && errno != EINTR)
            return fail(browser_gone());
        if (deadline.expired()) {
            if (bytes.size() < whole)
                mark_closed();
            return fail(out_of_time());
        }
        pollfd waiting{channel_, POLLOUT, 0};
        poll(&waiting, 1, patience_of(deadline));
    }
    return {};
}

Result<boost::json::object> PipeConnection::receive(Mailbox& mailbox, const Deadline& deadline)
{
    std::unique_lock lock(mutex_);
    while (mailbox.messages.empty()) {
        if (closed_)
            return fail(browser_gone());
        if (deadline.expired())
            return fail(out_of_time());
        // A cancelled deadline pokes nobody, so it is looked at now and then.
        arrived_.wait_for(lock, std::chrono::milliseconds(std::max(1, patience_of(deadline))));
    }
    if (mailbox.overflowed)
        return fail(Error::give_up("the page makes requests faster than they can be answered"));
    boost::json::object message = std::move(mailbox.messages.front());
    mailbox.messages.pop_front();
    return message;
}

void PipeConnection::listen(Mailbox& mailbox, const std::string& session)
{
    const std::lock_guard lock(mutex_);
    sessions_[session] = &mailbox;
}

void PipeConnection::forget(Mailbox& mailbox)
{
    const std::lock_guard lock(mutex_);
    std::erase_if(awaited_, [&](const auto& entry) { return entry.second == &mailbox; });
    std::erase_if(sessions_, [&](const auto& entry) { return entry.second == &mailbox; });
}

} // namespace presstime::browser
