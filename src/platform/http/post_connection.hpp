// One connection of the engine: TCP, or TLS over it. It reads from the moment it stands until it is closed,
// so that a peer's goodbye is noticed while it is idle too. It judges nothing; what happens it tells its
// owner, on the thread that runs the io_context, which is the only one that may touch it.
#pragma once

#include "platform/http/ip_address.hpp"

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <chrono>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <string_view>

namespace presstime::http {

struct PostExchange;
class PostConnection;

using PostSocket =
    boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;
using PostBytes = std::shared_ptr<const std::string>;

// Nothing is called after close().
struct PostConnectionEvents {
    // Before the first byte: may this peer be spoken to?
    std::function<bool(const PostConnection&, const IpAddress& peer, std::uint16_t port)> vet;
    std::function<void(PostConnection&)> opened;
    std::function<void(PostConnection&, std::string_view bytes)> received;
    std::function<void(PostConnection&, boost::system::error_code)> lost;
};

class PostConnection : public std::enable_shared_from_this<PostConnection> {
public:
    enum class Step { connecting, securing, open, closed };

    // `events` must outlive the connection's last handler.
    PostConnection(boost::asio::io_context& io, const PostConnectionEvents& events, std::string origin);

    // Connects, and secures as `host` when there is a `tls` context.
    void connect(const IpAddress& address, std::uint16_t port, boost::asio::ssl::context* tls,
                 const std::string& host);
    // A failed write shows as the loss of the connection, so that an answer that came before it is read.
    void send(PostBytes bytes);
    void close();

    Step step() const { return step_; }
    // "203.0.113.9:443" once connected.
    const std::string& peer() const { return peer_; }
    const std::string& origin() const { return origin_; }
    // Of what was last sent.
    std::size_t bytes_sent() const { return sent_; }
    bool all_sent() const { return outgoing_ && sent_ == outgoing_->size(); }
    // Why the peer's certificate was not accepted, or nothing.
    std::string certificate_fault() const;

    // The owner's own notes.
    PostExchange* exchange = nullptr;
    bool was_used = false; // carried an exchange before this one
    std::chrono::steady_clock::time_point opened_at;
    std::chrono::steady_clock::time_point idle_until;
    std::list<std::shared_ptr<PostConnection>>::iterator place;

private:
    using Stream = boost::asio::ssl::stream<PostSocket&>;

    void on_connected(boost::system::error_code error, boost::asio::ssl::context* tls,
                      const std::string& host);
    void secure(boost::asio::ssl::context& tls, const std::string& host);
    void open();
    void write();
    void read();
    void on_read(boost::system::error_code error, std::size_t bytes);
    void lose(boost::system::error_code error);

    const PostConnectionEvents& events_;
    PostSocket socket_;
    std::unique_ptr<Stream> tls_;
    std::string origin_;
    std::string peer_;
    Step step_ = Step::connecting;
    PostBytes outgoing_;
    std::size_t sent_ = 0;
    std::array<char, 4096> inbox_;
};

} // namespace presstime::http
