// The receiver of the courier's benchmark, in its own process: one epoll thread that notes when each
// webhook-id came to each path, answers 200 at once, and never answers a path that begins with /hang.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace presstime::bench {

class TimedSink {
public:
    using SteadyClock = std::chrono::steady_clock;

    TimedSink()
    {
        listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address = {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        ::bind(listener_, reinterpret_cast<sockaddr*>(&address), size);
        ::listen(listener_, 4096);
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
        stop_ = ::eventfd(0, EFD_CLOEXEC);
        thread_ = std::thread([this] { serve(); });
    }
    ~TimedSink()
    {
        ::eventfd_write(stop_, 1);
        thread_.join();
        for (const auto& [socket, buffer] : buffers_)
            ::close(socket);
        ::close(listener_);
        ::close(stop_);
    }
    TimedSink(const TimedSink&) = delete;
    TimedSink& operator=(const TimedSink&) = delete;

    int port() const { return port_; }
    // "PATH ID" -> when it first came. Taken out: the next call begins anew.
    std::map<std::string, SteadyClock::time_point> take_arrivals()
    {
        std::lock_guard lock(mutex_);
        return std::exchange(arrivals_, {});
    }
    std::size_t arrived() const
    {
        std::lock_guard lock(mutex_);
        return arrivals_.size();
    }

private:
    static std::string_view between(std::string_view text, std::string_view before, std::string_view after)
    {
        const std::size_t from = text.find(before);
        if (from == std::string_view::npos)
            return {};
        text.remove_prefix(from + before.size());
        return text.substr(0, text.find(after));
    }

    void serve()
    {
        const int poll = ::epoll_create1(EPOLL_CLOEXEC);
        watch(poll, listener_);
        watch(poll, stop_);
        epoll_event events[256];
        for (;;) {
            const int count = ::epoll_wait(poll, events, 256, -1);
            for (int i = 0; i < count; ++i) {
                const int socket = events[i].data.fd;
                if (socket == stop_) {
                    ::close(poll);
                    return;
                }
                if (socket == listener_) {
                    const int accepted = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
                    const int on = 1;
                    ::setsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
                    watch(poll, accepted);
                    buffers_[accepted];
                } else if (!read(socket)) {
                    ::close(socket);
                    buffers_.erase(socket);
                }
            }
        }
    }
    static void watch(int poll, int socket)
    {
        epoll_event event = {};
        event.events = EPOLLIN;
        event.data.fd = socket;
        ::epoll_ctl(poll, EPOLL_CTL_ADD, socket, &event);
    }
    bool read(int socket)
    {
        constexpr std::string_view kAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
        char chunk[16384];
        const ssize_t count = ::recv(socket, chunk, sizeof chunk, 0);
        if (count <= 0)
            return false;
        const auto now = SteadyClock::now();
        std::string& buffer = buffers_[socket];
        buffer.append(chunk, static_cast<std::size_t>(count));
        for (;;) {
            const std::size_t end = buffer.find("\r\n\r\n");
            if (end == std::string::npos)
                return true;
            const std::string_view head = std::string_view(buffer).substr(0, end + 4);
            const std::size_t body =
                std::strtoul(std::string(between(head, "Content-Length: ", "\r\n")).c_str(), nullptr, 10);
            if (buffer.size() < end + 4 + body)
                return true;
            const std::string path(between(head, "POST ", " "));
            {
                std::lock_guard lock(mutex_);
                arrivals_.emplace(path + " " + std::string(between(head, "webhook-id: ", "\r\n")), now);
            }
            buffer.erase(0, end + 4 + body);
            if (!path.starts_with("/hang") &&
                ::send(socket, kAnswer.data(), kAnswer.size(), MSG_NOSIGNAL) < 0)
                return false;
        }
    }

    int listener_ = -1;
    int stop_ = -1;
    int port_ = 0;
    std::map<int, std::string> buffers_;
    mutable std::mutex mutex_;
    std::map<std::string, SteadyClock::time_point> arrivals_;
    std::thread thread_;
};

} // namespace presstime::bench
