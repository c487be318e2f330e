// One connection in the hands of a test's script: answers byte by byte, stalls, resets. It knows no HTTP
// beyond where a request ends, so that every wrong answer can be given. TLS on top if asked.
#pragma once

#include <arpa/inet.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <string_view>

namespace presstime::http {

// One accepted connection, in the hands of its script. Closed when the script returns.
class RawPeer {
public:
    RawPeer(int socket, int stop, SSL_CTX* tls) : socket_(socket), stop_(stop)
    {
        if (tls == nullptr)
            return;
        ssl_ = SSL_new(tls);
        SSL_set_fd(ssl_, socket_);
        secured_ = SSL_accept(ssl_) == 1;
    }
    ~RawPeer()
    {
        if (ssl_ != nullptr)
            SSL_free(ssl_);
        ::close(socket_);
    }
    RawPeer(const RawPeer&) = delete;
    RawPeer& operator=(const RawPeer&) = delete;

    // The next request, head and body by its Content-Length; empty when the client closed or the test ended.
    std::string read_request()
    {
        std::size_t end;
        while ((end = buffer_.find("\r\n\r\n")) == std::string::npos)
            if (!fill())
                return {};
        std::size_t length = buffer_.find("Content-Length: ");
        std::size_t whole =
            end + 4 + (length < end ? std::stoul(buffer_.substr(length + std::size("Content-Length:"))) : 0);
        while (buffer_.size() < whole)
            if (!fill())
                return {};
        std::string request = buffer_.substr(0, whole);
        buffer_.erase(0, whole);
        return request;
    }
    // False once the client has gone.
    bool send(std::string_view bytes)
    {
        while (!bytes.empty()) {
            ssize_t count = ssl_ != nullptr ? SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()))
                                            : ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count <= 0)
                return false;
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
        return true;
    }
    void ok(std::string_view body = "ok")
    {
        send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
             std::string(body));
    }
    // Holds the connection without reading until the client closes it or the test ends.
    void hold() { wait(std::chrono::hours(1), POLLRDHUP); }
    // One byte every 20 ms.
    void drip(std::string_view bytes)
    {
        for (char c : bytes)
            if (!send({&c, 1}) || !wait(std::chrono::milliseconds(20), POLLRDHUP))
                return;
    }
    // The close that follows goes out as a reset.
    void reset()
    {
        linger now{1, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    }
    bool secured() const { return secured_; }
    std::string server_name() const
    {
        const char* name = SSL_get_servername(ssl_, TLSEXT_NAMETYPE_host_name);
        return name == nullptr ? "" : name;
    }

private:
    // True when the time passed without anything happening.
    bool wait(std::chrono::milliseconds time, short events)
    {
        pollfd polled[] = {{socket_, events, 0}, {stop_, POLLIN, 0}};
        return ::poll(polled, 2, static_cast<int>(time.count())) == 0;
    }
    bool fill()
    {
        bool pending = ssl_ != nullptr && SSL_pending(ssl_) > 0;
        pollfd polled[] = {{socket_, POLLIN, 0}, {stop_, POLLIN, 0}};
        if (!pending && (::poll(polled, 2, 20'000) <= 0 || polled[1].revents != 0))
            return false;
        char chunk[16384];
        ssize_t count =
            ssl_ != nullptr ? SSL_read(ssl_, chunk, sizeof chunk) : ::recv(socket_, chunk, sizeof chunk, 0);
        if (count <= 0)
            return false;
        buffer_.append(chunk, static_cast<std::size_t>(count));
        return true;
    }

    int socket_;
    int stop_;
    SSL* ssl_ = nullptr;
    bool secured_ = false;
    std::string buffer_;
};

} // namespace presstime::http
