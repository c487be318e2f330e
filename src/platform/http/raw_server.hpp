// A server for tests that does to each connection what a script says, see raw_peer.hpp.
#pragma once

#include "platform/http/raw_peer.hpp"

#include <atomic>
#include <functional>
#include <list>
#include <thread>

namespace presstime::http {

class RawServer {
public:
    using Script = std::function<void(RawPeer&)>;

    // Listens on 127.0.0.1; each connection runs `script` on a thread of its own.
    explicit RawServer(Script script, SSL_CTX* tls = nullptr) : script_(std::move(script)), tls_(tls)
    {
        stop_ = ::eventfd(0, EFD_CLOEXEC);
        listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        ::bind(listener_, reinterpret_cast<sockaddr*>(&address), size);
        ::listen(listener_, 4096);
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
        acceptor_ = std::thread([this] { accept(); });
    }
    ~RawServer()
    {
        ::eventfd_write(stop_, 1);
        acceptor_.join();
        for (std::thread& thread : scripts_)
            thread.join();
        ::close(listener_);
        ::close(stop_);
    }
    RawServer(const RawServer&) = delete;
    RawServer& operator=(const RawServer&) = delete;

    std::uint16_t port() const { return port_; }
    int connections() const { return connections_; }

private:
    void accept()
    {
        while (true) {
            pollfd polled[] = {{listener_, POLLIN, 0}, {stop_, POLLIN, 0}};
            ::poll(polled, 2, -1);
            if (polled[1].revents != 0)
                return;
            int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
            if (socket < 0)
                continue;
            ++connections_;
            scripts_.emplace_back([this, socket] {
                RawPeer peer(socket, stop_, tls_);
                script_(peer);
            });
        }
    }

    Script script_;
    SSL_CTX* tls_;
    int stop_ = -1;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<int> connections_{0};
    std::thread acceptor_;
    std::list<std::thread> scripts_;
};

} // namespace presstime::http
