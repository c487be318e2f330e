// One I/O thread of the engine: its exchanges, their deadlines, its connections. Everything but submit() and
// stop() runs on that thread.
#pragma once

#include "base/guarded.hpp"
#include "platform/http/post_connection.hpp"
#include "platform/http/post_exchange.hpp"
#include "platform/http/post_fault.hpp"
#include "platform/http/post_pool.hpp"
#include "platform/http/resolver_pool.hpp"

#include <atomic>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <thread>
#include <unordered_map>

namespace presstime::http {

// What the loops of one engine share; all of it outlives them.
struct PostShared {
    const EgressPolicy& policy;
    const EngineConfig& config;
    boost::asio::ssl::context& tls;
    ResolverPool& resolver;
    std::atomic<std::size_t>& in_flight;
};

class PostLoop {
public:
    explicit PostLoop(const PostShared& shared);
    ~PostLoop();
    PostLoop(const PostLoop&) = delete;
    PostLoop& operator=(const PostLoop&) = delete;

    // False after stop(); the exchange is untouched then.
    bool submit(std::unique_ptr<PostExchange>& exchange);
    // Fails whatever is under way as cancelled and joins the thread. Not from a `done`.
    void stop();

private:
    using TimePoint = std::chrono::steady_clock::time_point;
    using Timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                                    boost::asio::wait_traits<std::chrono::steady_clock>,
                                                    boost::asio::io_context::executor_type>;
    struct Inbox {
        std::vector<std::unique_ptr<PostExchange>> exchanges;
        bool open = true;
    };

    void listen();
    std::vector<std::unique_ptr<PostExchange>> take_inbox();
    PostExchange& add(std::unique_ptr<PostExchange> exchange);
    void drain();
    void begin(PostExchange& exchange);
    Result<std::shared_ptr<const PostDestination>> destination_of(const std::string& url);
    void resolve(PostExchange& exchange);
    void ask_resolver(PostExchange& exchange);
    void on_lookup(const std::string& name, const LookupAnswer& answer);
    void use_addresses(PostExchange& exchange, std::vector<IpAddress> addresses);
    void connect_next(PostExchange& exchange);
    void send(PostExchange& exchange);
    bool vet(const PostConnection& connection, const IpAddress& peer, std::uint16_t port) const;
    void on_opened(PostConnection& connection);
    void on_received(PostConnection& connection, std::string_view bytes);
    void on_lost(PostConnection& connection, const boost::system::error_code& error);
    void lose_open(PostExchange& exchange, const boost::system::error_code& error);
    void complete(PostExchange& exchange);
    void fail(PostExchange& exchange, PostFault fault);
    void finish(PostExchange& exchange);
    void leave_lookup(PostExchange& exchange);
    void release(PostExchange& exchange, bool reusable);
    void expire(PostExchange& exchange);
    void arm(TimePoint at);
    void sweep();
    void cancel_all();

    PostShared shared_;
    boost::asio::io_context io_{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{io_.get_executor()};
    PostConnectionEvents events_;
    Guarded<Inbox> inbox_;
    std::vector<std::unique_ptr<PostExchange>> exchanges_;
    std::unordered_map<std::string, std::shared_ptr<const PostDestination>> destinations_;
    std::unordered_map<std::string, std::vector<PostExchange*>> lookups_;
    PostPool pool_;
    Timer timer_{io_};
    TimePoint armed_ = TimePoint::max();
    std::thread thread_;
};

} // namespace presstime::http
