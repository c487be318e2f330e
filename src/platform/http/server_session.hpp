// One connection of the server: reads requests in turn, hands each to the pool, writes the answer. Internal
// to platform/http: includes Asio, so nothing but server.cpp includes this.
#pragma once

#include "platform/http/event_stream.hpp"
#include "platform/http/handler_pool.hpp"
#include "platform/http/problem.hpp"
#include "platform/http/server.hpp"
#include "platform/http/uploaded_file.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <atomic>
#include <memory>
#include <string>

namespace presstime::http {

// What all sessions share; outlives them.
struct SessionContext {
    const ServerConfig& config;
    const Handler& handler;
    HandlerPool& pool;
    std::atomic<bool> stopping = false;
    std::atomic<int> uploads = 0; // whose file is held
};

enum class Origin { network, unix_socket };

class Session final : public std::enable_shared_from_this<Session> {
public:
    // TCP and Unix sockets alike, so that the session loop is compiled once.
    using Socket = boost::asio::generic::stream_protocol::socket;
    using Stream = boost::beast::basic_stream<boost::asio::generic::stream_protocol>;

    // `socket` runs on a strand of its own.
    Session(Socket socket, SessionContext& context, Origin origin, std::string peer);

    // Serves until the connection ends; `ended` is called once, on the session's strand.
    void start(std::function<void()> ended);
    // Closes when idle; a request that runs is answered first, a stream says that it ends. Safe from any
    // thread.
    void finish();
    // Closes at once. Safe from any thread.
    void abort();

private:
    enum class After { keep_alive, close };

    boost::asio::awaitable<void> run();
    boost::asio::awaitable<bool> wait_for_first_byte();
    boost::asio::awaitable<bool> read_request();
    boost::asio::awaitable<void> answer_request();
    boost::asio::awaitable<bool> write_response();
    boost::asio::awaitable<bool> stream_file(int descriptor, std::uint64_t bytes);
    boost::asio::awaitable<void> close_gently();

    // server_stream.cpp: an answer that goes on.
    boost::asio::awaitable<void> write_stream();
    boost::asio::awaitable<bool> write_piece(const EventStream::Piece& piece);
    void attach_to_stream();
    void watch_client();
    void cut_stream_soon();

    // server_body.cpp.
    using HeaderParser = boost::beast::http::request_parser<boost::beast::http::string_body>;
    bool comes_to_disk() const;
    boost::asio::awaitable<bool> may_upload();
    boost::asio::awaitable<bool> read_upload(HeaderParser& header);
    void refuse_upload(const boost::system::error_code& error);

    boost::asio::awaitable<bool> read_body(HeaderParser& parser);
    boost::asio::awaitable<bool> allow_body(bool nothing_to_read);
    template <typename Message>
    bool take_request(Message& message);
    void refuse(const Problem& problem);
    void refuse_for(const boost::system::error_code& code);

    Stream stream_;
    SessionContext& context_;
    const Origin origin_;
    const std::string peer_;
    boost::beast::flat_buffer buffer_;
    boost::asio::steady_timer answered_; // cancelled when the handler has come back, or a stream has news
    boost::asio::steady_timer cut_;      // ends a stream whose last bytes nobody takes
    bool first_ = true;
    bool idle_ = true;
    // The exchange under way.
    Request request_;
    Response response_;
    bool have_response_ = false;
    bool head_only_ = false;
    unsigned http_version_ = 11;
    After after_ = After::keep_alive;
    // While an answer goes on.
    bool client_gone_ = false;
    bool cut_soon_ = false;
    std::size_t sent_meanwhile_ = 0; // bytes, by the client
};

} // namespace presstime::http
