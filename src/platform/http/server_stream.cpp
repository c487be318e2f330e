// The part of a session that writes an answer that goes on. It sleeps on the session's strand until the
// stream has something, the heartbeat is due or the client has gone; no thread waits with it.
#include "platform/http/server_session.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>

namespace presstime::http {

namespace asio = boost::asio;
using asio::awaitable;
using asio::redirect_error;
using asio::use_awaitable;
using boost::system::error_code;

namespace {

constexpr std::string_view kHeartbeat = ":\n\n"; // a comment: readers pass over it
constexpr std::size_t kMostMeanwhile = 4 << 10;  // bytes a client has no reason to send

} // namespace

awaitable<void> Session::write_stream()
{
    error_code woken;
    const std::shared_ptr<EventStream> source = response_.stream;
    attach_to_stream();
    watch_client();
    if (context_.stopping)
        source->end("server_stopping");
    for (bool open = true; open && !client_gone_;) {
        EventStream::Piece piece = source->take();
        if (piece.bytes.empty() && !piece.last) {
            answered_.expires_after(source->config().heartbeat);
            co_await answered_.async_wait(redirect_error(use_awaitable, woken));
            if (woken)
                continue;
            piece.bytes = kHeartbeat;
        }
        if (piece.last)
            cut_stream_soon();
        open = co_await write_piece(piece) && !piece.last;
    }
    source->detach();
    cut_.cancel();
    stream_.socket().shutdown(Socket::shutdown_send, woken);
    stream_.close();
}

awaitable<bool> Session::write_piece(const EventStream::Piece& piece)
{
    error_code error;
    std::string framed = piece.bytes;
    if (http_version_ >= 11) {
        framed = piece.bytes.empty() ? "" : fmt::format("{:x}\r\n{}\r\n", piece.bytes.size(), piece.bytes);
        framed += piece.last ? "0\r\n\r\n" : "";
    }
    auto bytes = asio::buffer(framed);
    stream_.expires_after(context_.config.write_timeout);
    co_await asio::async_write(stream_, bytes, redirect_error(use_awaitable, error));
    co_return !error;
}

// Whoever sends wakes the session through its strand: what arrives while a piece is being written is found by
// the take() after it.
void Session::attach_to_stream()
{
    response_.stream->attach([weak = weak_from_this()] {
        const auto self = weak.lock();
        if (!self)
            return;
        asio::post(self->stream_.get_executor(), [self] {
            self->answered_.cancel();
            if (self->response_.stream && self->response_.stream->ended())
                self->cut_stream_soon();
        });
    });
}

// A client that closes is noticed at once, not at the next heartbeat. The read has no time limit; limits of
// writes do not touch it.
void Session::watch_client()
{
    stream_.expires_never();
    auto space = buffer_.prepare(1024);
    stream_.async_read_some(space, [self = shared_from_this()](const error_code& error, std::size_t bytes) {
        self->sent_meanwhile_ += bytes;
        if (!error && self->sent_meanwhile_ <= kMostMeanwhile)
            return self->watch_client();
        self->client_gone_ = true;
        self->answered_.cancel();
        self->stream_.close();
    });
}

// The last bytes of a stream that was ended get a moment to leave, also when the client takes nothing.
void Session::cut_stream_soon()
{
    if (std::exchange(cut_soon_, true))
        return;
    cut_.expires_after(response_.stream->config().farewell);
    cut_.async_wait([self = shared_from_this()](const error_code& cancelled) {
        if (!cancelled)
            self->stream_.close();
    });
}

} // namespace presstime::http
