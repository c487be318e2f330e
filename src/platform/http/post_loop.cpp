// The life of the loop: what comes in, whose time is over, and how each exchange ends. The steps in between
// are in post_steps.cpp. What an exchange waits for is always one of: the resolver, a connection's events, or
// the timer. Whichever ends it calls finish(), which takes it out of the loop before its `done` runs.
#include "platform/http/post_loop.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <pthread.h>

namespace presstime::http {

namespace asio = boost::asio;
using boost::system::error_code;
using SteadyClock = std::chrono::steady_clock;

namespace {

// So that a name that moved is followed, however busy its connections are.
constexpr std::chrono::seconds kLongestLife{60};
// A connection is given up this much before its peer would close it.
constexpr std::chrono::seconds kPeerMargin{1};
// Deadlines that pass within this time are looked at together.
constexpr std::chrono::milliseconds kTick{5};

} // namespace

PostLoop::PostLoop(const PostShared& shared)
    : shared_(shared), pool_(shared.config.kept_per_endpoint, shared.config.kept_in_all)
{
    listen();
    thread_ = std::thread([this] {
        pthread_setname_np(pthread_self(), "post-io");
        io_.run();
    });
}

PostLoop::~PostLoop()
{
    stop();
}

void PostLoop::listen()
{
    events_.vet = [this](const PostConnection& connection, const IpAddress& peer, std::uint16_t port) {
        return vet(connection, peer, port);
    };
    events_.opened = [this](PostConnection& connection) { on_opened(connection); };
    events_.received = [this](PostConnection& connection, std::string_view bytes) {
        on_received(connection, bytes);
    };
    events_.lost = [this](PostConnection& connection, error_code error) { on_lost(connection, error); };
}

bool PostLoop::submit(std::unique_ptr<PostExchange>& exchange)
{
    enum class Took {
        refused,
        first,
        more
    } took = inbox_.with([&](Inbox& inbox) {
        if (!inbox.open)
            return Took::refused;
        inbox.exchanges.push_back(std::move(exchange));
        return inbox.exchanges.size() == 1 ? Took::first : Took::more;
    });
    if (took == Took::first)
        asio::post(io_, [this] { drain(); });
    return took != Took::refused;
}

void PostLoop::stop()
{
    bool was_open = inbox_.with([](Inbox& inbox) { return std::exchange(inbox.open, false); });
    if (was_open)
        asio::post(io_, [this] { cancel_all(); });
    if (thread_.joinable())
        thread_.join();
}

std::vector<std::unique_ptr<PostExchange>> PostLoop::take_inbox()
{
    return inbox_.with([](Inbox& inbox) { return std::exchange(inbox.exchanges, {}); });
}

PostExchange& PostLoop::add(std::unique_ptr<PostExchange> exchange)
{
    exchange->place = exchanges_.size();
    exchanges_.push_back(std::move(exchange));
    return *exchanges_.back();
}

void PostLoop::drain()
{
    for (auto& exchange : take_inbox())
        begin(add(std::move(exchange)));
}

// Gives the connection back or closes it.
void PostLoop::release(PostExchange& exchange, bool reusable)
{
    if (!exchange.connection)
        return;
    std::shared_ptr<PostConnection> connection = std::move(exchange.connection);
    exchange.connection.reset();
    connection->exchange = nullptr;
    auto now = SteadyClock::now();
    std::chrono::seconds keep = shared_.config.idle_timeout;
    if (auto peer_keeps = exchange.reader.kept_for())
        keep = std::min(keep, *peer_keeps - kPeerMargin);
    if (!reusable || keep <= std::chrono::seconds(0) || now - connection->opened_at > kLongestLife)
        return connection->close();
    connection->idle_until = now + keep;
    arm(connection->idle_until);
    pool_.put(std::move(connection));
}

void PostLoop::finish(PostExchange& exchange)
{
    std::unique_ptr<PostExchange> ended = std::move(exchanges_[exchange.place]);
    if (exchange.place + 1 != exchanges_.size()) {
        exchanges_[exchange.place] = std::move(exchanges_.back());
        exchanges_[exchange.place]->place = exchange.place;
    }
    exchanges_.pop_back();
    EngineOutcome& outcome = ended->outcome;
    outcome.status = ended->reader.status();
    outcome.response = std::move(ended->reader.body);
    outcome.retry_after = std::move(ended->reader.retry_after);
    outcome.delivery_wish = std::move(ended->reader.delivery_wish);
    outcome.latency = ended->since_submit();
    shared_.in_flight.fetch_sub(1);
    ended->done(std::move(outcome));
}

void PostLoop::leave_lookup(PostExchange& exchange)
{
    auto found = exchange.lookup.empty() ? lookups_.end() : lookups_.find(exchange.lookup);
    if (found != lookups_.end())
        std::erase(found->second, &exchange);
}

void PostLoop::arm(TimePoint at)
{
    if (at >= armed_)
        return;
    armed_ = at;
    timer_.expires_at(at);
    timer_.async_wait([this](error_code error) {
        if (!error)
            sweep();
    });
}

void PostLoop::sweep()
{
    armed_ = TimePoint::max();
    auto now = SteadyClock::now();
    std::vector<PostExchange*> over;
    auto next = pool_.close_idle(now).value_or(TimePoint::max());
    for (const auto& exchange : exchanges_) {
        bool has_more = exchange->stage == PostExchange::Stage::connecting &&
                        exchange->next_address < exchange->addresses.size();
        auto until = has_more ? std::min(exchange->address_until, exchange->deadline) : exchange->deadline;
        if (until <= now)
            over.push_back(exchange.get());
        else
            next = std::min(next, until);
    }
    for (PostExchange* exchange : over)
        expire(*exchange);
    if (next != TimePoint::max())
        arm(std::max(next, now + kTick));
}

void PostLoop::cancel_all()
{
    for (auto& exchange : take_inbox())
        add(std::move(exchange));
    while (!exchanges_.empty())
        fail(*exchanges_.back(), cancelled_fault());
    pool_.close_all();
    timer_.cancel();
    work_.reset();
}

} // namespace presstime::http
