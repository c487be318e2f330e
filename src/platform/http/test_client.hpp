// A plain POSIX client for the server's tests, so that malformed bytes and half requests can be sent.
#pragma once

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace presstime::http {

// A blocking client that gives up after ten seconds, so
// a hanging server fails the test rather than stalls it.
class Client {
public:
    explicit Client(std::uint16_t port)
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        open(AF_INET, reinterpret_cast<sockaddr*>(&address), sizeof address);
    }
    explicit Client(const std::string& path)
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path.copy(address.sun_path, sizeof address.sun_path - 1);
        open(AF_UNIX, reinterpret_cast<sockaddr*>(&address), sizeof address);
    }
    ~Client()
    {
        if (socket_ >= 0)
            ::close(socket_);
    }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    bool connected() const { return connected_; }
    void send(std::string_view bytes)
    {
        for (std::size_t sent = 0; sent < bytes.size();) {
            ssize_t count = ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
            if (count <= 0)
                return;
            sent += static_cast<std::size_t>(count);
        }
    }
    // Everything until the server closes.
    std::string read_to_end()
    {
        while (fill()) {
        }
        return std::exchange(buffer_, {});
    }
    // Everything up to and with `mark`, for answers that go on.
    std::string read_until(std::string_view mark)
    {
        std::size_t found;
        while ((found = buffer_.find(mark)) == std::string::npos)
            if (!fill())
                return std::exchange(buffer_, {});
        std::string text = buffer_.substr(0, found + mark.size());
        buffer_.erase(0, text.size());
        return text;
    }
    // One answer, its body by Content-Length unless `head`.
    std::string read_answer(bool head = false)
    {
        std::size_t end;
        while ((end = buffer_.find("\r\n\r\n")) == std::string::npos)
            if (!fill())
                return std::exchange(buffer_, {});
        std::size_t length = end + 4;
        std::size_t field = buffer_.find("Content-Length: ");
        if (!head && field < end)
            length += std::stoul(buffer_.substr(field + 16));
        while (buffer_.size() < length)
            if (!fill())
                break;
        std::string answer = buffer_.substr(0, length);
        buffer_.erase(0, length);
        return answer;
    }
    pollfd poll_entry() const { return {socket_, POLLIN, 0}; }
    // True when the server closes without another byte.
    bool closed_by_server() { return !fill() && !timed_out_; }

private:
    void open(int family, const sockaddr* address, socklen_t length)
    {
        socket_ = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
        timeval limit{10, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
        connected_ = ::connect(socket_, address, length) == 0;
    }
    bool fill()
    {
        char chunk[65536];
        ssize_t count = ::recv(socket_, chunk, sizeof chunk, 0);
        timed_out_ = count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
        if (count <= 0)
            return false;
        buffer_.append(chunk, static_cast<std::size_t>(count));
        return true;
    }

    int socket_ = -1;
    bool connected_ = false;
    bool timed_out_ = false;
    std::string buffer_;
};

} // namespace presstime::http
