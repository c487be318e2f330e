// Every handler holds the connection, and looks first whether it was closed meanwhile.
#include "platform/http/post_connection.hpp"

#include "platform/http/post_tls.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <fmt/format.h>
#include <netinet/tcp.h>

namespace presstime::http {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

tcp::endpoint to_endpoint(const IpAddress& address, std::uint16_t port)
{
    if (address.family == IpAddress::Family::v6) {
        asio::ip::address_v6::bytes_type bytes;
        std::copy_n(address.bytes.begin(), bytes.size(), bytes.begin());
        return {asio::ip::address_v6(bytes), port};
    }
    asio::ip::address_v4::bytes_type bytes;
    std::copy_n(address.bytes.begin(), bytes.size(), bytes.begin());
    return {asio::ip::address_v4(bytes), port};
}

} // namespace

PostConnection::PostConnection(asio::io_context& io, const PostConnectionEvents& events, std::string origin)
    : events_(events), socket_(io), origin_(std::move(origin))
{
}

void PostConnection::connect(const IpAddress& address, std::uint16_t port, asio::ssl::context* tls,
                             const std::string& host)
{
    socket_.async_connect(to_endpoint(address, port),
                          [self = shared_from_this(), tls, host](error_code error) {
                              if (self->step_ != Step::closed)
                                  self->on_connected(error, tls, host);
                          });
}

void PostConnection::on_connected(error_code error, asio::ssl::context* tls, const std::string& host)
{
    tcp::endpoint peer;
    if (!error)
        peer = socket_.remote_endpoint(error);
    if (error)
        return lose(error);
    auto address = from_socket_address(*peer.data());
    if (!address || !events_.vet(*this, *address, peer.port()))
        return lose(asio::error::access_denied);
    bool is_v6 = address->family == IpAddress::Family::v6;
    peer_ = is_v6 ? fmt::format("[{}]:{}", to_text(*address), peer.port())
                  : fmt::format("{}:{}", to_text(*address), peer.port());
    error_code ignored;
    socket_.set_option(tcp::no_delay(true), ignored);
    if (tls != nullptr)
        secure(*tls, host);
    else
        open();
}

void PostConnection::secure(asio::ssl::context& tls, const std::string& host)
{
    step_ = Step::securing;
    tls_ = std::make_unique<Stream>(socket_, tls);
    if (!expect_tls_peer(tls_->native_handle(), host))
        return lose(asio::error::invalid_argument);
    tls_->async_handshake(asio::ssl::stream_base::client, [self = shared_from_this()](error_code error) {
        if (self->step_ == Step::closed)
            return;
        if (error)
            self->lose(error);
        else
            self->open();
    });
}

void PostConnection::open()
{
    step_ = Step::open;
    read();
    events_.opened(*this);
}

void PostConnection::send(PostBytes bytes)
{
    outgoing_ = std::move(bytes);
    sent_ = 0;
    write();
}

void PostConnection::write()
{
    auto done = [self = shared_from_this(), bytes = outgoing_](error_code error, std::size_t count) {
        if (self->step_ == Step::closed || self->outgoing_ != bytes)
            return;
        self->sent_ += count;
        if (!error && !self->all_sent())
            self->write();
    };
    auto rest = asio::buffer(*outgoing_) + sent_;
    if (tls_)
        tls_->async_write_some(rest, std::move(done));
    else
        socket_.async_write_some(rest, std::move(done));
}

void PostConnection::read()
{
    auto done = [self = shared_from_this()](error_code error, std::size_t count) {
        if (self->step_ != Step::closed)
            self->on_read(error, count);
    };
    if (tls_)
        tls_->async_read_some(asio::buffer(inbox_), std::move(done));
    else
        socket_.async_read_some(asio::buffer(inbox_), std::move(done));
}

void PostConnection::on_read(error_code error, std::size_t bytes)
{
    if (error)
        return lose(error);
    events_.received(*this, {inbox_.data(), bytes});
    if (step_ == Step::open)
        read();
}

void PostConnection::lose(error_code error)
{
    events_.lost(*this, error);
}

void PostConnection::close()
{
    step_ = Step::closed;
    error_code ignored;
    socket_.close(ignored);
}

std::string PostConnection::certificate_fault() const
{
    return tls_ ? http::certificate_fault(tls_->native_handle()) : std::string();
}

} // namespace presstime::http
