// The receiver of the webhook benchmarks: one epoll thread that reads each POST whole and answers 200 at
// once, so that what is measured is the sender. Prints its port and serves until it is killed.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

namespace {

constexpr std::string_view kAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

struct Connection {
    int socket = -1;
    std::string buffer;
};

// Bytes of the first whole request in `text`; 0 while it is not whole.
std::size_t request_bytes(std::string_view text)
{
    constexpr std::string_view kLength = "ontent-Length: "; // undici writes it in small letters
    constexpr std::string_view kSmall = "ontent-length: ";
    std::size_t end = text.find("\r\n\r\n");
    std::size_t length = std::min(text.find(kLength), text.find(kSmall));
    if (end == std::string_view::npos || length > end)
        return 0;
    std::size_t whole = end + 4 + std::strtoul(text.data() + length + kLength.size(), nullptr, 10);
    return whole <= text.size() ? whole : 0;
}

// False when the sender has gone.
bool serve(Connection& connection)
{
    char chunk[16384];
    ssize_t count = ::recv(connection.socket, chunk, sizeof chunk, 0);
    if (count <= 0)
        return false;
    connection.buffer.append(chunk, static_cast<std::size_t>(count));
    while (std::size_t whole = request_bytes(connection.buffer)) {
        connection.buffer.erase(0, whole);
        if (::send(connection.socket, kAnswer.data(), kAnswer.size(), MSG_NOSIGNAL) < 0)
            return false;
    }
    return true;
}

int listen_on_loopback()
{
    int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener, 4096) != 0)
        std::exit(1);
    ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
    std::printf("%d\n", ntohs(address.sin_port));
    std::fflush(stdout);
    return listener;
}

void accept_into(int poll, int listener)
{
    auto connection = std::make_unique<Connection>();
    connection->socket = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection->socket < 0)
        return;
    int on = 1;
    ::setsockopt(connection->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    epoll_event event = {.events = EPOLLIN, .data = {.ptr = connection.get()}};
    ::epoll_ctl(poll, EPOLL_CTL_ADD, connection.release()->socket, &event); // freed when the sender goes
}

} // namespace

int main()
{
    int listener = listen_on_loopback();
    int poll = ::epoll_create1(EPOLL_CLOEXEC);
    epoll_event event = {.events = EPOLLIN, .data = {.ptr = nullptr}};
    ::epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event);
    while (true) {
        epoll_event events[256];
        int count = ::epoll_wait(poll, events, 256, -1);
        for (int i = 0; i < count; ++i) {
            auto* connection = static_cast<Connection*>(events[i].data.ptr);
            if (connection == nullptr) {
                accept_into(poll, listener);
            } else if (!serve(*connection)) {
                ::close(connection->socket);
                delete connection;
            }
        }
    }
}
