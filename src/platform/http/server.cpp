// Binding, accepting and stopping; the life of one connection is server_session's. Every acceptor and session
// lives on one io_context that a few named threads run.
#include "platform/http/server.hpp"

#include "base/log.hpp"
#include "platform/http/handler_pool.hpp"
#include "platform/http/problem.hpp"
#include "platform/http/server_session.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <fmt/format.h>

#include <pthread.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <condition_variable>
#include <mutex>
#include <thread>
#include <unordered_set>

namespace presstime::http {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr std::chrono::milliseconds kAcceptPause{100}; // after a failed accept, such as no free descriptor
constexpr std::size_t kUnixPathLimit = 107;            // sun_path of unix(7) without its final zero

// Written without waiting to a connection over the limit.
std::string too_many_connections()
{
    std::string body = make_problem_response({503, "too many connections are open; try again", {}, {}}).body;
    return fmt::format("HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\n"
                       "Retry-After: 1\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{}",
                       body.size(), body);
}

Error cannot_listen(const std::string& where, const error_code& error, std::string_view mend)
{
    return Error::give_up(fmt::format("cannot listen on {}: {}; {}", where, error.message(), mend));
}

std::string peer_of(const asio::ip::tcp::socket& socket)
{
    error_code error;
    auto endpoint = socket.remote_endpoint(error);
    return error ? std::string("unknown") : endpoint.address().to_string();
}
std::string peer_of(const asio::local::stream_protocol::socket&)
{
    return "local";
}
void prepare(asio::ip::tcp::socket& socket)
{
    error_code ignored;
    socket.set_option(asio::ip::tcp::no_delay(true), ignored);
}
void prepare(asio::local::stream_protocol::socket&) {}

} // namespace

class Server::Listening {
public:
    Listening(Config config, Handler handler)
        : config_(std::move(config)),
          handler_(std::move(handler)),
          pool_(config_.handler_threads, config_.handler_queue),
          context_{config_, handler_, pool_}
    {
    }

    Result<> start()
    {
        TRY(empty_upload_folder());
        for (const ListenAddress& address : config_.listen)
            TRY(listen_on(address));
        if (config_.unix_socket)
            TRY(listen_on(*config_.unix_socket));
        pool_.start();
        for (auto& acceptor : tcp_)
            accept(*acceptor, Origin::network);
        if (unix_)
            accept(*unix_, Origin::unix_socket);
        for (int i = 0; i < config_.io_threads; ++i)
            threads_.emplace_back([this] {
                pthread_setname_np(pthread_self(), "http-io");
                io_.run();
            });
        return {};
    }

    void stop()
    {
        if (context_.stopping.exchange(true))
            return;
        asio::post(accepting_, [this] { close_acceptors(); });
        {
            std::unique_lock lock(mutex_);
            for (const auto& session : sessions_)
                session->finish();
            sessions_changed_.wait_for(lock, config_.drain_timeout, [this] { return sessions_.empty(); });
            for (const auto& session : sessions_)
                session->abort();
        }
        pool_.stop();
        work_.reset();
        for (std::thread& thread : threads_)
            thread.join();
        threads_.clear();
        if (unix_)
            ::unlink(config_.unix_socket->c_str());
    }

    const std::vector<ListenAddress>& bound() const { return bound_; }

private:
    using TcpAcceptor = asio::ip::tcp::acceptor;
    using UnixAcceptor = asio::local::stream_protocol::acceptor;

    // What lies there was left by a process that died.
    Result<> empty_upload_folder()
    {
        if (!config_.uploads)
            return {};
        std::error_code error;
        std::filesystem::remove_all(config_.uploads->folder, error);
        std::filesystem::create_directories(config_.uploads->folder, error);
        if (error)
            return fail(Error::give_up(fmt::format("the folder {} for uploads cannot be made: {}",
                                                   config_.uploads->folder.native(), error.message())));
        return {};
    }

    Result<> listen_on(const ListenAddress& address)
    {
        error_code error;
        std::string_view mend = "stop the program that uses it or choose another --listen";
        auto ip = asio::ip::make_address(address.host, error);
        if (error)
            return fail(cannot_listen(address.text(), error, "write a numeric IP address"));
        asio::ip::tcp::endpoint endpoint(ip, address.port);
        auto acceptor = std::make_unique<TcpAcceptor>(accepting_);
        if (acceptor->open(endpoint.protocol(), error) ||
            acceptor->set_option(TcpAcceptor::reuse_address(true), error) ||
            acceptor->bind(endpoint, error) ||
            acceptor->listen(asio::socket_base::max_listen_connections, error))
            return fail(cannot_listen(address.text(), error, mend));
        bound_.push_back({address.host, acceptor->local_endpoint(error).port()});
        tcp_.push_back(std::move(acceptor));
        return {};
    }

    // The caller holds the lock of the folder, so a socket found there is left over from a process that died.
    Result<> listen_on(const std::filesystem::path& path)
    {
        error_code error;
        std::string_view mend = "move the data folder or remove what stands there";
        if (path.native().size() > kUnixPathLimit)
            return fail(
                Error::give_up(fmt::format("the socket path {} is longer than {} bytes; use a data folder "
                                           "with a shorter path",
                                           path.native(), kUnixPathLimit)));
        struct stat status{};
        if (::lstat(path.c_str(), &status) == 0 && S_ISSOCK(status.st_mode))
            ::unlink(path.c_str());
        auto acceptor = std::make_unique<UnixAcceptor>(accepting_);
        asio::local::stream_protocol::endpoint endpoint(path.native());
        if (acceptor->open(endpoint.protocol(), error) || acceptor->bind(endpoint, error))
            return fail(cannot_listen(path.native(), error, mend));
        // Nobody can connect between bind and listen, so the mode is right from the first connection on.
        if (::chmod(path.c_str(), S_IRUSR | S_IWUSR) != 0)
            error = error_code(errno, boost::system::system_category());
        if (error || acceptor->listen(asio::socket_base::max_listen_connections, error))
            return fail(cannot_listen(path.native(), error, mend));
        unix_ = std::move(acceptor);
        return {};
    }

    template <typename Acceptor>
    void accept(Acceptor& acceptor, Origin origin)
    {
        asio::any_io_executor strand = asio::make_strand(io_);
        acceptor.async_accept(
            strand, asio::bind_executor(accepting_, [this, &acceptor, origin](auto error, auto socket) {
                if (context_.stopping || error == asio::error::operation_aborted)
                    return;
                if (error)
                    return pause_accepting(acceptor, origin, error);
                begin_session(std::move(socket), origin);
                accept(acceptor, origin);
            }));
    }

    template <typename Acceptor>
    void pause_accepting(Acceptor& acceptor, Origin origin, const error_code& error)
    {
        log_warn("http.accept_failed", {{"reason", error.message()}});
        pause_.expires_after(kAcceptPause);
        pause_.async_wait([this, &acceptor, origin](const error_code&) {
            if (!context_.stopping)
                accept(acceptor, origin);
        });
    }

    template <typename Socket>
    void begin_session(Socket socket, Origin origin)
    {
        prepare(socket);
        std::string peer = peer_of(socket);
        std::lock_guard lock(mutex_);
        if (context_.stopping)
            return;
        if (sessions_.size() >= config_.max_connections) {
            std::string refusal = too_many_connections();
            ::send(socket.native_handle(), refusal.data(), refusal.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
            return;
        }
        auto session =
            std::make_shared<Session>(Session::Socket(std::move(socket)), context_, origin, std::move(peer));
        sessions_.insert(session);
        session->start([this, key = session.get()] { end_session(key); });
    }

    void end_session(Session* session)
    {
        std::lock_guard lock(mutex_);
        std::erase_if(sessions_, [session](const auto& held) { return held.get() == session; });
        sessions_changed_.notify_all();
    }

    void close_acceptors()
    {
        error_code ignored;
        for (auto& acceptor : tcp_)
            acceptor->close(ignored);
        if (unix_)
            unix_->close(ignored);
        pause_.cancel();
    }

    const Config config_;
    const Handler handler_;
    HandlerPool pool_;
    SessionContext context_;
    asio::io_context io_;
    asio::executor_work_guard<asio::io_context::executor_type> work_{io_.get_executor()};
    asio::strand<asio::io_context::executor_type> accepting_{asio::make_strand(io_)};
    asio::steady_timer pause_{accepting_};
    std::vector<std::unique_ptr<TcpAcceptor>> tcp_;
    std::unique_ptr<UnixAcceptor> unix_;
    std::vector<ListenAddress> bound_;
    std::mutex mutex_;
    std::condition_variable sessions_changed_;
    std::unordered_set<std::shared_ptr<Session>> sessions_;
    std::vector<std::thread> threads_;
};

Server::Server(Config config, Handler handler)
    : listening_(std::make_unique<Listening>(std::move(config), std::move(handler)))
{
}

Server::~Server()
{
    stop();
}

Result<> Server::start()
{
    return listening_->start();
}

void Server::stop()
{
    listening_->stop();
}

std::vector<ListenAddress> Server::bound() const
{
    return listening_->bound();
}

} // namespace presstime::http
