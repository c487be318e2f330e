// The sentences of failed tries, side by side.
#include "platform/http/post_fault.hpp"

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <cerrno>
#include <fmt/format.h>

namespace presstime::http {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

PostFault fault(PostFailure failure, std::string sentence, const error_code& error)
{
    return {failure, false, Error::retry(std::move(sentence)).with_context(error.message())};
}

} // namespace

bool is_local_fault(const error_code& error)
{
    constexpr int kLocal[] = {EMFILE,   ENFILE,        ENOBUFS, ENOMEM, ENETUNREACH,
                              ENETDOWN, EADDRNOTAVAIL, EPERM,   EACCES, EAFNOSUPPORT};
    return error.category() == boost::system::system_category() &&
           std::find(std::begin(kLocal), std::end(kLocal), error.value()) != std::end(kLocal);
}

bool is_tls_error(const error_code& error)
{
    return error.category() == asio::error::get_ssl_category();
}

bool is_stale_error(const error_code& error)
{
    return error == asio::error::eof || error == asio::error::connection_reset ||
           error == asio::error::broken_pipe || error == asio::error::connection_aborted ||
           error == asio::ssl::error::stream_truncated;
}

PostFault bad_request_fault(Error error)
{
    return {PostFailure::bad_request, false, std::move(error)};
}

PostFault refused_fault(Error error)
{
    return {PostFailure::egress_refused, false, std::move(error)};
}

PostFault lookup_fault(const std::string& host, Error error, bool local)
{
    std::string_view why =
        error.kind == ErrorKind::retry ? "the name servers did not answer" : "the name does not resolve";
    std::string context = std::move(error.message) + " " + error.context;
    return {PostFailure::dns, local,
            Error::retry(fmt::format("could not find {}: {}", host, why)).with_context(std::move(context))};
}

PostFault connect_fault(const std::string& host, const error_code& error, bool local)
{
    PostFault result = fault(PostFailure::connect, fmt::format("could not connect to {}", host), error);
    result.local_fault = local;
    return result;
}

PostFault tls_fault(const std::string& host, const error_code& error, std::string_view certificate_fault)
{
    PostFault result =
        certificate_fault.empty()
            ? fault(PostFailure::tls,
                    fmt::format(
                        "the TLS handshake with {} failed; it must speak TLS 1.2 or newer and ask for no "
                        "client certificate",
                        host),
                    error)
            : fault(PostFailure::tls,
                    fmt::format("the TLS certificate of {} was not accepted ({}); have it mended", host,
                                certificate_fault),
                    error);
    return result;
}

PostFault timeout_fault(const std::string& host, std::string_view during)
{
    return {PostFailure::timeout, false,
            Error::retry(fmt::format("{} did not answer in time", host)).with_context(std::string(during))};
}

PostFault lost_fault(const std::string& host, const error_code& error)
{
    return fault(PostFailure::reset,
                 fmt::format("{} closed the connection before its answer was complete", host), error);
}

PostFault answer_fault(const std::string& host, std::string_view reason)
{
    return {PostFailure::bad_answer, false,
            Error::retry(fmt::format("the answer of {} cannot be used: {}", host, reason))};
}

PostFault cancelled_fault()
{
    return {PostFailure::cancelled, false, Error::retry("the server stopped before the answer came")};
}

} // namespace presstime::http
