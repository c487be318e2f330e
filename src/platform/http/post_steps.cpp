// The steps of one exchange: where its URL leads, its addresses, its connection, its answer, and what each
// way to fail is called.
#include "platform/http/post_loop.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>

namespace presstime::http {

namespace asio = boost::asio;
using boost::system::error_code;
using SteadyClock = std::chrono::steady_clock;

namespace {

constexpr std::size_t kMostDestinations = 8192;
constexpr std::size_t kMostAddressesTried = 8;

// By the operator's leave. Whether such an address refuses or swallows is nobody else's to know.
bool leads_inward(const std::vector<IpAddress>& addresses)
{
    return std::any_of(addresses.begin(), addresses.end(),
                       [](const IpAddress& address) { return reach_of(address) != Reach::open; });
}

} // namespace

void PostLoop::begin(PostExchange& exchange)
{
    auto destination = destination_of(exchange.request.url);
    if (!destination)
        return fail(exchange, bad_request_fault(destination.error()));
    exchange.destination = *destination;
    auto bytes = write_post(*exchange.destination, exchange.request);
    if (!bytes)
        return fail(exchange, bad_request_fault(bytes.error()));
    exchange.request = {};
    exchange.bytes = std::make_shared<const std::string>(std::move(*bytes));
    arm(exchange.deadline);
    exchange.connection = pool_.take(exchange.destination->origin, SteadyClock::now());
    if (!exchange.connection)
        return resolve(exchange);
    exchange.connection->exchange = &exchange;
    exchange.connection->was_used = true;
    send(exchange);
}

Result<std::shared_ptr<const PostDestination>> PostLoop::destination_of(const std::string& url)
{
    auto known = destinations_.find(url);
    if (known != destinations_.end())
        return known->second;
    auto made = std::make_shared<const PostDestination>(TRY(parse_destination(url)));
    if (destinations_.size() >= kMostDestinations)
        destinations_.clear();
    destinations_.emplace(url, made);
    return made;
}

void PostLoop::resolve(PostExchange& exchange)
{
    const PostDestination& destination = *exchange.destination;
    exchange.stage = PostExchange::Stage::resolving;
    if (destination.literal)
        return use_addresses(exchange, {*destination.literal});
    auto name = shared_.policy.lookup_name(destination.asked_host);
    if (!name)
        return fail(exchange, refused_fault(name.error()));
    exchange.lookup = *name;
    ask_resolver(exchange);
}

// Whoever asks for a name that is being looked up waits for the same answer, also when those who asked before
// have run out of time.
void PostLoop::ask_resolver(PostExchange& exchange)
{
    auto [waiting, is_new] = lookups_.try_emplace(exchange.lookup);
    waiting->second.push_back(&exchange);
    if (!is_new)
        return;
    bool taken =
        shared_.resolver.look_up(exchange.lookup, [this, name = exchange.lookup](LookupAnswer answer) {
            asio::post(io_, [this, name, answer = std::move(answer)] { on_lookup(name, answer); });
        });
    if (taken)
        return;
    lookups_.erase(exchange.lookup);
    fail(exchange, lookup_fault(exchange.destination->host, Error::retry("too many lookups wait"), true));
}

void PostLoop::on_lookup(const std::string& name, const LookupAnswer& answer)
{
    auto waiting = lookups_.extract(name);
    if (waiting.empty())
        return;
    for (PostExchange* exchange : waiting.mapped()) {
        exchange->lookup.clear();
        if (answer.addresses)
            use_addresses(*exchange, *answer.addresses);
        else
            fail(*exchange,
                 lookup_fault(exchange->destination->host, answer.addresses.error(), answer.local_fault));
    }
}

void PostLoop::use_addresses(PostExchange& exchange, std::vector<IpAddress> addresses)
{
    const PostDestination& destination = *exchange.destination;
    exchange.outcome.times.resolved = exchange.since_submit();
    if (addresses.empty())
        return fail(exchange, lookup_fault(destination.host, Error::not_found("no address"), false));
    if (auto judged = shared_.policy.check_addresses(destination.host, addresses, destination.port); !judged)
        return fail(exchange, refused_fault(judged.error()));
    if (addresses.size() > kMostAddressesTried)
        addresses.resize(kMostAddressesTried);
    exchange.addresses = std::move(addresses);
    exchange.next_address = 0;
    exchange.stage = PostExchange::Stage::connecting;
    connect_next(exchange);
}

// In order, each address with its share of the time that is left.
void PostLoop::connect_next(PostExchange& exchange)
{
    release(exchange, false);
    const PostDestination& destination = *exchange.destination;
    std::size_t left = exchange.addresses.size() - exchange.next_address;
    if (left == 0)
        return fail(exchange,
                    connect_fault(destination.host, exchange.last_error, exchange.only_local_faults));
    auto now = SteadyClock::now();
    exchange.address_until = now + (exchange.deadline - now) / static_cast<long>(left);
    arm(exchange.address_until);
    exchange.connection = std::make_shared<PostConnection>(io_, events_, destination.origin);
    exchange.connection->exchange = &exchange;
    exchange.connection->connect(exchange.addresses[exchange.next_address++], destination.port,
                                 destination.tls ? &shared_.tls : nullptr, destination.host);
}

bool PostLoop::vet(const PostConnection& connection, const IpAddress& peer, std::uint16_t port) const
{
    PostExchange& exchange = *connection.exchange;
    bool is_vetted =
        std::find(exchange.addresses.begin(), exchange.addresses.end(), peer) != exchange.addresses.end();
    exchange.strayed = !is_vetted || !shared_.policy.allows(exchange.destination->host, peer, port);
    exchange.outcome.times.connected = exchange.since_submit();
    return !exchange.strayed;
}

void PostLoop::on_opened(PostConnection& connection)
{
    PostExchange& exchange = *connection.exchange;
    connection.opened_at = SteadyClock::now();
    exchange.outcome.times.opened = exchange.since_submit();
    send(exchange);
}

void PostLoop::send(PostExchange& exchange)
{
    exchange.stage = PostExchange::Stage::exchanging;
    exchange.outcome.request_started = true;
    exchange.connection->send(exchange.bytes);
}

void PostLoop::on_received(PostConnection& connection, std::string_view bytes)
{
    if (connection.exchange == nullptr) // nobody asked
        return pool_.drop(connection);
    PostExchange& exchange = *connection.exchange;
    if (!exchange.reader.began())
        exchange.outcome.times.first_byte = exchange.since_submit();
    switch (exchange.reader.take(bytes)) {
    case ResponseReader::Progress::more:
        return;
    case ResponseReader::Progress::whole:
        return complete(exchange);
    case ResponseReader::Progress::broken:
        return fail(exchange, answer_fault(exchange.destination->host, exchange.reader.fault()));
    }
}

void PostLoop::on_lost(PostConnection& connection, const error_code& error)
{
    if (connection.exchange == nullptr)
        return pool_.drop(connection);
    PostExchange& exchange = *connection.exchange;
    if (exchange.strayed)
        return fail(exchange,
                    refused_fault(Error::forbidden("the connection led outside of what was checked")));
    const std::string& host = exchange.destination->host;
    switch (connection.step()) {
    case PostConnection::Step::connecting:
        exchange.last_error = error;
        exchange.only_local_faults = exchange.only_local_faults && is_local_fault(error);
        return connect_next(exchange);
    case PostConnection::Step::securing:
        if (is_tls_error(error))
            return fail(exchange, tls_fault(host, error, connection.certificate_fault()));
        return fail(exchange, connect_fault(host, error, false));
    case PostConnection::Step::open:
        return lose_open(exchange, error);
    case PostConnection::Step::closed:
        return;
    }
}

// A kept connection that its peer had closed shows as lost before any answer. The request is then sent once
// more: it may have arrived after all, which a receiver tells by the webhook's id, as for every retry.
void PostLoop::lose_open(PostExchange& exchange, const error_code& error)
{
    const std::string& host = exchange.destination->host;
    bool in_order = error == asio::error::eof || error == asio::ssl::error::stream_truncated;
    if (in_order && exchange.reader.end() == ResponseReader::Progress::whole)
        return complete(exchange);
    bool is_stale = exchange.connection->was_used && !exchange.reader.began() && is_stale_error(error);
    if (is_stale && !exchange.outcome.resent_on_fresh) {
        exchange.outcome.resent_on_fresh = true;
        release(exchange, false);
        return resolve(exchange);
    }
    fail(exchange, is_tls_error(error) && !is_stale_error(error) ? tls_fault(host, error, {})
                                                                 : lost_fault(host, error));
}

void PostLoop::complete(PostExchange& exchange)
{
    bool reusable = exchange.reader.reusable() && exchange.connection->all_sent();
    exchange.outcome.peer = exchange.connection->peer();
    exchange.outcome.bytes_sent = static_cast<std::int64_t>(exchange.connection->bytes_sent());
    release(exchange, reusable);
    finish(exchange);
}

void PostLoop::fail(PostExchange& exchange, PostFault fault)
{
    if (exchange.connection) {
        exchange.outcome.peer = exchange.connection->peer();
        exchange.outcome.bytes_sent = static_cast<std::int64_t>(exchange.connection->bytes_sent());
    }
    exchange.outcome.failure = fault.failure;
    exchange.outcome.local_fault = fault.local_fault;
    exchange.outcome.error = std::move(fault.error);
    leave_lookup(exchange);
    release(exchange, false);
    finish(exchange);
}

void PostLoop::expire(PostExchange& exchange)
{
    const std::string& host = exchange.destination->host;
    switch (exchange.stage) {
    case PostExchange::Stage::accepted:
    case PostExchange::Stage::exchanging:
        return fail(exchange, timeout_fault(host, "exchanging"));
    case PostExchange::Stage::resolving:
        return fail(exchange,
                    lookup_fault(host, Error::retry("the deadline passed"), !shared_.resolver.keeps_up()));
    case PostExchange::Stage::connecting: {
        error_code timed_out = asio::error::timed_out;
        bool is_secured = exchange.connection->step() == PostConnection::Step::securing;
        if (!is_secured && exchange.next_address < exchange.addresses.size()) {
            exchange.last_error = timed_out;
            exchange.only_local_faults = false;
            return connect_next(exchange);
        }
        PostFault fault = connect_fault(host, timed_out, false);
        if (!leads_inward(exchange.addresses))
            fault.failure = PostFailure::timeout;
        return fail(exchange, std::move(fault));
    }
    }
}

} // namespace presstime::http
