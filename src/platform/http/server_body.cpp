// Reading a body, into memory or to disk (UploadConfig). For disk the handler is asked before the first byte
// is read, so that nobody without the right fills it; then the body streams into a file of its own.
#include "platform/http/server_session.hpp"

#include "base/id.hpp"
#include "base/log.hpp"
#include "base/text.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http.hpp>
#include <fmt/format.h>

namespace presstime::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::awaitable;
using asio::redirect_error;
using asio::use_awaitable;
using beast::error_code;

namespace {

constexpr int kLetItCome = 100;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

// One of the few places for uploads, given back when nothing holds it any more; nothing when all are taken.
std::shared_ptr<void> take_place(SessionContext& context, int places)
{
    if (context.uploads.fetch_add(1) >= places) {
        --context.uploads;
        return nullptr;
    }
    return {&context, [](void* held) { --static_cast<SessionContext*>(held)->uploads; }};
}

// Beside those of the network, which end the connection without an answer.
bool is_of_disk(const error_code& error)
{
    using namespace boost::system;
    return error == errc::io_error || error == errc::permission_denied ||
           error == errc::no_such_file_or_directory || error == errc::too_many_files_open ||
           error == errc::read_only_file_system || error == errc::file_exists;
}

} // namespace

// Where uploads may come, the limit stands on the parser only from here on.
awaitable<bool> Session::read_body(HeaderParser& parser)
{
    error_code error;
    parser.body_limit(context_.config.body_limit);
    if (parser.content_length().value_or(0) > context_.config.body_limit)
        error = beast::http::error::body_limit;
    stream_.expires_after(context_.config.body_timeout);
    if (!error && !co_await allow_body(parser.is_done()))
        co_return false;
    if (!error && !parser.is_done())
        co_await beast::http::async_read(stream_, buffer_, parser, redirect_error(use_awaitable, error));
    if (error)
        refuse_for(error);
    co_return !error;
}

// What an Expect header asks for; false when it is refused.
awaitable<bool> Session::allow_body(bool nothing_to_read)
{
    error_code error;
    std::string_view expect = request_.header("expect");
    if (!expect.empty() && !equals_ignore_case_ascii(expect, "100-continue")) {
        refuse({417, "the only Expect header understood is 100-continue", {}, {}});
        co_return false;
    }
    if (!expect.empty() && !nothing_to_read && buffer_.size() == 0 && http_version_ >= 11) {
        auto interim = asio::buffer(kContinue);
        co_await asio::async_write(stream_, interim, redirect_error(use_awaitable, error));
    }
    co_return !error;
}

bool Session::comes_to_disk() const
{
    const auto& uploads = context_.config.uploads;
    return uploads && request_.method == "PUT" && request_.path.starts_with(uploads->path_prefix);
}

// True when the handler lets the body come; otherwise its refusal stands in response_.
awaitable<bool> Session::may_upload()
{
    request_.upload_waits = true;
    co_await answer_request();
    request_.upload_waits = false;
    if (response_.status != kLetItCome || response_.stream) {
        after_ = After::close;
        co_return false;
    }
    have_response_ = false;
    response_ = Response{};
    co_return true;
}

awaitable<bool> Session::read_upload(HeaderParser& header)
{
    const UploadConfig& uploads = *context_.config.uploads;
    std::shared_ptr<void> place = take_place(context_, uploads.at_once);
    if (!place) {
        refuse({429, "other files are being uploaded; try again in a moment", {}, "too_many"});
        response_.headers.emplace_back("Retry-After", "5");
        co_return false;
    }
    if (!co_await may_upload())
        co_return false;
    beast::http::request_parser<beast::http::file_body> parser(std::move(header));
    parser.body_limit(uploads.limit);
    request_.upload =
        std::make_shared<UploadedFile>(uploads.folder / ("upload-" + make_random_text(20)), std::move(place));
    error_code error;
    parser.get().body().open(request_.upload->path().c_str(), beast::file_mode::write_new, error);
    stream_.expires_after(uploads.timeout);
    if (!error && !co_await allow_body(parser.is_done()))
        co_return false;
    if (!error && !parser.is_done())
        co_await beast::http::async_read(stream_, buffer_, parser, redirect_error(use_awaitable, error));
    after_ = parser.get().keep_alive() ? After::keep_alive : After::close;
    parser.get().body().close();
    if (error)
        refuse_upload(error);
    co_return !error;
}

void Session::refuse_upload(const error_code& error)
{
    request_.upload.reset();
    const std::uint64_t limit = context_.config.uploads->limit;
    if (error == beast::http::error::body_limit)
        refuse({413, fmt::format("the file is over the limit of {}", format_bytes(limit)), {}, "too_large"});
    else if (error == boost::system::errc::no_space_on_device)
        refuse({507, "there is no space left on the server's disk for this file", {}, {}});
    else if (is_of_disk(error))
        refuse({500, "the file cannot be kept; the server's log says why", {}, {}});
    else
        refuse_for(error);
    if (have_response_ && response_.status >= 500)
        log_warn("http.upload_failed", {{"reason", error.message()}});
}

} // namespace presstime::http
