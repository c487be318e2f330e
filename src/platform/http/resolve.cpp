// Runs getaddrinfo on a thread of its own and waits for it no longer than the deadline.
#include "platform/http/resolve.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <fmt/format.h>
#include <memory>
#include <mutex>
#include <netdb.h>
#include <optional>
#include <sys/socket.h>
#include <system_error>
#include <thread>

namespace presstime::http {

namespace {

constexpr int kMostLookups = 64;
constexpr std::size_t kMostAddresses = 64;
// How often a waiting caller looks at its cancel flag.
constexpr std::chrono::milliseconds kCancelCheck{200};

std::atomic<int> g_lookups{0};

// A name as it was asked for, for sentences: without the final dot.
std::string_view spoken(std::string_view host)
{
    return host.ends_with('.') ? host.substr(0, host.size() - 1) : host;
}

// Shared between the caller and the lookup's thread; whoever leaves last frees it.
struct Lookup {
    std::mutex mutex;
    std::condition_variable done;
    std::optional<Result<std::vector<IpAddress>>> answer;
};

Result<> start_lookup(const std::shared_ptr<Lookup>& lookup, const std::string& host)
{
    auto busy = [&] {
        return fail(Error::retry(fmt::format("could not find {}: too many lookups wait", spoken(host))));
    };
    if (g_lookups.fetch_add(1) >= kMostLookups) {
        g_lookups.fetch_sub(1);
        return busy();
    }
    try {
        std::thread([lookup, host] {
            auto answer = resolve_now(host);
            if (!answer)
                answer.error().kind = ErrorKind::retry;
            g_lookups.fetch_sub(1);
            std::lock_guard lock(lookup->mutex);
            lookup->answer = std::move(answer);
            lookup->done.notify_all();
        }).detach();
    } catch (const std::system_error&) {
        g_lookups.fetch_sub(1);
        return busy();
    }
    return {};
}

} // namespace

Result<std::vector<IpAddress>> resolve_now(const std::string& host)
{
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* list = nullptr;
    int code = getaddrinfo(host.c_str(), nullptr, &hints, &list);
    if (code != 0) {
        bool answered = code == EAI_NONAME || code == EAI_FAIL || code == EAI_NODATA;
        std::string message = fmt::format("could not find {}: the name does not resolve", spoken(host));
        Error error = answered ? Error::not_found(std::move(message)) : Error::retry(std::move(message));
        return fail(std::move(error).with_context(gai_strerror(code)));
    }
    std::vector<IpAddress> addresses;
    for (addrinfo* entry = list; entry != nullptr && addresses.size() < kMostAddresses;
         entry = entry->ai_next) {
        auto address = from_socket_address(*entry->ai_addr);
        if (address && std::find(addresses.begin(), addresses.end(), *address) == addresses.end())
            addresses.push_back(*address);
    }
    freeaddrinfo(list);
    return addresses;
}

Result<std::vector<IpAddress>> resolve_host(const std::string& host, const Deadline& deadline)
{
    if (auto literal = parse_loose_ip_address(host))
        return std::vector<IpAddress>{*literal};
    auto lookup = std::make_shared<Lookup>();
    TRY(start_lookup(lookup, host));
    std::unique_lock lock(lookup->mutex);
    while (!lookup->answer && !deadline.expired()) {
        auto until = std::min(deadline.at(), std::chrono::steady_clock::now() + kCancelCheck);
        lookup->done.wait_until(lock, until);
    }
    if (!lookup->answer)
        return fail(Error::retry(
            fmt::format("could not find {}: the name servers did not answer in time", spoken(host))));
    return std::move(*lookup->answer);
}

} // namespace presstime::http
