// The session loop, and with handler_pool the whole life of a request. The only coroutines of the house are
// here: every aggregate is named before a co_await (g++ 12 destroys a braced temporary in one twice), and TRY
// is not used.
#include "platform/http/server_session.hpp"

#include "base/log.hpp"
#include "base/text.hpp"
#include "platform/http/open_file.hpp"
#include "platform/http/problem.hpp"
#include "platform/http/request_target.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <ctime>

namespace presstime::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::awaitable;
using asio::redirect_error;
using asio::use_awaitable;
using beast::error_code;
using Answer = beast::http::response<beast::http::string_body>;

namespace {

constexpr std::size_t kFileChunk = 64 << 10;
constexpr std::size_t kLingerBytes = 4 << 20;
constexpr std::chrono::seconds kLingerTime{2};

std::string_view view(beast::string_view text)
{
    return {text.data(), text.size()};
}

// IMF-fixdate of RFC 9110 section 5.6.7.
std::string http_date()
{
    std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    char text[32];
    return {text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

Response call_handler(const Handler& handler, const Request& request)
{
    std::string what = "unknown";
    try {
        return handler(request);
    } catch (const std::exception& exception) {
        what = exception.what();
    } catch (...) {
        what += " (not a std::exception)";
    }
    log(LogLevel::error, "http.handler_threw", {{"path", request.path}, {"what", what}});
    return make_problem_response({500, "the server failed to handle this request; its log says why", {}, {}});
}

std::uint64_t most_bytes_of_a_body(const ServerConfig& config)
{
    return std::max<std::uint64_t>(config.body_limit, config.uploads ? config.uploads->limit : 0);
}

bool headers_are_clean(const Response& response)
{
    return !has_control_characters(response.content_type) &&
           std::none_of(response.headers.begin(), response.headers.end(), [](const auto& header) {
               return has_control_characters(header.first) || has_control_characters(header.second);
           });
}

} // namespace

Session::Session(Socket socket, SessionContext& context, Origin origin, std::string peer)
    : stream_(std::move(socket)),
      context_(context),
      origin_(origin),
      peer_(std::move(peer)),
      answered_(stream_.get_executor()),
      cut_(stream_.get_executor())
{
}

void Session::start(std::function<void()> ended)
{
    auto self = shared_from_this();
    asio::co_spawn(stream_.get_executor(), run(),
                   [self, ended = std::move(ended)](const std::exception_ptr& thrown) {
                       try {
                           if (thrown)
                               std::rethrow_exception(thrown);
                       } catch (const std::exception& exception) {
                           log(LogLevel::error, "http.session_threw", {{"what", exception.what()}});
                       }
                       ended();
                   });
}

void Session::finish()
{
    asio::post(stream_.get_executor(), [self = shared_from_this()] {
        if (self->idle_)
            self->stream_.close();
        else if (self->response_.stream)
            self->response_.stream->end("server_stopping");
    });
}

void Session::abort()
{
    asio::post(stream_.get_executor(), [self = shared_from_this()] {
        self->after_ = After::close;
        self->have_response_ = true;
        self->answered_.cancel();
        self->stream_.close();
    });
}

awaitable<void> Session::run()
{
    while (after_ == After::keep_alive && !context_.stopping) {
        have_response_ = false;
        if (!co_await wait_for_first_byte())
            break;
        bool complete = co_await read_request();
        if (complete)
            co_await answer_request();
        request_.upload.reset();
        if (!have_response_ || !co_await write_response())
            break;
    }
    if (stream_.socket().is_open())
        co_await close_gently();
}

// Waits without a parser, so that an idle connection is told from a slow header and costs next to nothing.
awaitable<bool> Session::wait_for_first_byte()
{
    if (buffer_.size() > 0)
        co_return true;
    error_code error;
    buffer_.shrink_to_fit();
    stream_.expires_after(first_ ? context_.config.header_timeout : context_.config.idle_timeout);
    first_ = false;
    idle_ = true;
    auto space = buffer_.prepare(1024);
    std::size_t bytes = co_await stream_.async_read_some(space, redirect_error(use_awaitable, error));
    idle_ = false;
    buffer_.commit(bytes);
    co_return !error;
}

// True with request_ filled; otherwise either a refusal stands in response_ or the connection is over.
awaitable<bool> Session::read_request()
{
    error_code error;
    HeaderParser parser;
    parser.header_limit(static_cast<std::uint32_t>(context_.config.header_limit));
    parser.body_limit(most_bytes_of_a_body(context_.config));
    head_only_ = false;
    stream_.expires_after(context_.config.header_timeout);
    co_await beast::http::async_read_header(stream_, buffer_, parser, redirect_error(use_awaitable, error));
    if (error) {
        refuse_for(error);
        co_return false;
    }
    http_version_ = parser.get().version();
    head_only_ = parser.get().method() == beast::http::verb::head;
    if (!take_request(parser.get())) {
        after_ = After::close;
        co_return false;
    }
    if (comes_to_disk())
        co_return co_await read_upload(parser);
    if (!co_await read_body(parser))
        co_return false;
    request_.body = std::move(parser.get().body());
    after_ = parser.get().keep_alive() ? After::keep_alive : After::close;
    co_return true;
}

// False when a refusal has been put into response_.
template <typename Message>
bool Session::take_request(Message& message)
{
    request_ = {};
    request_.local = origin_ == Origin::unix_socket;
    request_.peer = peer_;
    request_.method = head_only_ ? "GET" : std::string(view(message.method_string()));
    std::size_t hosts = 0;
    for (const auto& field : message) {
        std::string name = to_lower_ascii(view(field.name_string()));
        hosts += name == "host" ? 1 : 0;
        auto [entry, fresh] = request_.headers.try_emplace(name, view(field.value()));
        if (!fresh)
            entry->second.append(name == "cookie" ? "; " : ", ").append(view(field.value()));
    }
    if (http_version_ >= 11 && hosts != 1) {
        refuse({400, "an HTTP/1.1 request must have exactly one Host header", {}, {}});
        return false;
    }
    std::string_view encoding = request_.header("transfer-encoding");
    if (!encoding.empty() && !equals_ignore_case_ascii(encoding, "chunked")) {
        refuse({501, "the only Transfer-Encoding understood is chunked", {}, {}});
        return false;
    }
    auto target = parse_request_target(view(message.target()));
    if (!target) {
        refuse({400, target.error().message, {}, {}});
        return false;
    }
    request_.path = std::move(target->path);
    request_.query = std::move(target->query);
    return true;
}

// The connection is closed after a refusal: what follows on it may be the rest of a body nobody read.
void Session::refuse(const Problem& problem)
{
    response_ = make_problem_response(problem);
    have_response_ = true;
    after_ = After::close;
}

void Session::refuse_for(const error_code& code)
{
    using beast::http::error;
    after_ = After::close;
    const auto& config = context_.config;
    if (code == error::header_limit || code == error::buffer_overflow)
        refuse({431,
                fmt::format("the request's headers are over {}", format_bytes(config.header_limit)),
                {},
                {}});
    else if (code == error::body_limit)
        refuse({413,
                fmt::format("the request body is over the limit of {} (setting request_body_limit)",
                            format_bytes(config.body_limit)),
                {},
                {}});
    else if (code.category() == make_error_code(error::bad_method).category() &&
             code != error::end_of_stream && code != error::partial_message)
        refuse({400, fmt::format("malformed HTTP request: {}", code.message()), {}, {}});
}

// Runs the handler on the pool and waits for it without holding an I/O thread.
awaitable<void> Session::answer_request()
{
    error_code ignored;
    auto self = shared_from_this();
    answered_.expires_at(asio::steady_timer::time_point::max());
    HandlerPool::Job job = [self] {
        auto response = std::make_shared<Response>(call_handler(self->context_.handler, self->request_));
        asio::post(self->stream_.get_executor(), [self, response] {
            if (self->have_response_)
                return;
            self->response_ = std::move(*response);
            self->have_response_ = true;
            self->answered_.cancel();
        });
    };
    stream_.expires_never();
    if (!context_.pool.try_submit(std::move(job))) {
        response_ = make_problem_response({503, "the server is busy; try again in a moment", {}, {}});
        response_.headers.emplace_back("Retry-After", "1");
        have_response_ = true;
        co_return;
    }
    while (!have_response_)
        co_await answered_.async_wait(redirect_error(use_awaitable, ignored));
}

// True when the connection may carry on.
awaitable<bool> Session::write_response()
{
    error_code error;
    OpenFile file;
    if (response_.file && !file.open(*response_.file)) {
        log_warn("http.file_missing", {{"file", response_.file->string()}});
        response_ = make_problem_response({404, "the file of this answer is no longer stored", {}, {}});
    } else if (!headers_are_clean(response_)) {
        log(LogLevel::error, "http.header_refused", {{"path", request_.path}});
        response_ = make_problem_response({500, "an answer's header held a control character", {}, {}});
    }
    const bool goes_on = response_.stream && !head_only_;
    if (context_.stopping || goes_on)
        after_ = After::close;

    Answer answer;
    answer.version(http_version_);
    answer.result(static_cast<unsigned>(response_.status));
    answer.reason({reason_phrase(response_.status).data(), reason_phrase(response_.status).size()});
    answer.set(beast::http::field::date, http_date());
    bool bodiless = response_.status == 204 || response_.status == 304;
    if (!bodiless)
        answer.set(beast::http::field::content_type, response_.content_type);
    for (const auto& [name, value] : response_.headers)
        answer.insert(name, value);
    answer.keep_alive(after_ == After::keep_alive);
    std::uint64_t length = response_.file ? file.bytes() : response_.body.size();
    if (response_.stream)
        answer.chunked(http_version_ >= 11);
    else if (!bodiless)
        answer.content_length(length);
    bool with_body = !bodiless && !head_only_ && !response_.file && !response_.stream;
    if (with_body)
        answer.body() = std::move(response_.body);

    beast::http::response_serializer<beast::http::string_body> serializer(answer);
    serializer.split(!with_body);
    while (!error && !(with_body ? serializer.is_done() : serializer.is_header_done())) {
        stream_.expires_after(context_.config.write_timeout);
        co_await beast::http::async_write_some(stream_, serializer, redirect_error(use_awaitable, error));
    }
    bool written = !error;
    if (written && response_.file && !bodiless && !head_only_)
        written = co_await stream_file(file.descriptor(), length);
    if (written && goes_on) {
        co_await write_stream();
        written = false;
    }
    response_.stream.reset(); // whoever sends sees that nobody reads any more
    co_return written;
}

// A file that shrinks meanwhile ends the connection: the client sees fewer bytes than Content-Length.
awaitable<bool> Session::stream_file(int descriptor, std::uint64_t bytes)
{
    error_code error;
    std::string chunk(std::min<std::uint64_t>(kFileChunk, bytes), '\0');
    for (std::uint64_t sent = 0; sent < bytes;) {
        std::size_t wanted = std::min<std::uint64_t>(chunk.size(), bytes - sent);
        ssize_t got = ::pread(descriptor, chunk.data(), wanted, static_cast<off_t>(sent));
        if (got <= 0)
            co_return false;
        auto piece = asio::buffer(chunk.data(), static_cast<std::size_t>(got));
        stream_.expires_after(context_.config.write_timeout);
        co_await asio::async_write(stream_, piece, redirect_error(use_awaitable, error));
        if (error)
            co_return false;
        sent += static_cast<std::uint64_t>(got);
    }
    co_return true;
}

// Closing with unread bytes would reset the connection and could take the answer with it; so the rest is read
// and dropped for a short while (RFC 9112 section 9.6).
awaitable<void> Session::close_gently()
{
    error_code error;
    stream_.socket().shutdown(Socket::shutdown_send, error);
    buffer_.clear();
    stream_.expires_after(kLingerTime);
    for (std::size_t dropped = 0; !error && dropped < kLingerBytes && !context_.stopping;) {
        buffer_.clear();
        auto space = buffer_.prepare(kFileChunk);
        dropped += co_await stream_.async_read_some(space, redirect_error(use_awaitable, error));
    }
    stream_.close();
}

} // namespace presstime::http
