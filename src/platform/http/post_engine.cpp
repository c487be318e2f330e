// Hands each request to the I/O thread of its origin, so that requests to one origin find each other's kept
// connections.
#include "platform/http/post_engine.hpp"

#include "platform/http/post_loop.hpp"
#include "platform/http/post_tls.hpp"
#include "platform/http/resolve.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <string_view>

namespace presstime::http {

namespace {

std::string_view origin_part(std::string_view url)
{
    std::size_t scheme_end = url.find("://");
    std::size_t from = scheme_end == std::string_view::npos ? 0 : scheme_end + 3;
    return url.substr(0, url.find_first_of("/?", from));
}

class Engine final : public PostEngine {
public:
    Engine(const EgressPolicy& policy, EngineConfig config, std::unique_ptr<boost::asio::ssl::context> tls)
        : config_(std::move(config)),
          tls_(std::move(tls)),
          resolver_(config_.resolver_threads, config_.max_in_flight,
                    config_.resolve ? config_.resolve : resolve_now)
    {
        for (int i = 0; i < std::max(1, config_.io_threads); ++i)
            loops_.push_back(
                std::make_unique<PostLoop>(PostShared{policy, config_, *tls_, resolver_, in_flight_}));
    }
    ~Engine() override { stop(); }

    Result<> submit(EngineRequest request, std::function<void(EngineOutcome)> done) override
    {
        if (in_flight_.fetch_add(1) >= config_.max_in_flight) {
            in_flight_.fetch_sub(1);
            return fail(Error{ErrorKind::too_many,
                              fmt::format("{} webhooks are under way; send more when some have ended",
                                          config_.max_in_flight),
                              {},
                              {}});
        }
        auto exchange = std::make_unique<PostExchange>();
        exchange->submitted = std::chrono::steady_clock::now();
        exchange->deadline = exchange->submitted + request.timeout;
        exchange->request = std::move(request);
        exchange->done = std::move(done);
        std::size_t origin = std::hash<std::string_view>{}(origin_part(exchange->request.url));
        if (loops_[origin % loops_.size()]->submit(exchange))
            return {};
        in_flight_.fetch_sub(1);
        return fail(Error::give_up("the engine that sends webhooks has stopped"));
    }

    void stop() override
    {
        for (const auto& loop : loops_)
            loop->stop();
        resolver_.stop();
    }

    std::size_t in_flight() const override { return in_flight_.load(); }

private:
    EngineConfig config_;
    std::unique_ptr<boost::asio::ssl::context> tls_;
    std::atomic<std::size_t> in_flight_{0};
    ResolverPool resolver_;
    std::vector<std::unique_ptr<PostLoop>> loops_;
};

} // namespace

Result<std::unique_ptr<PostEngine>> make_post_engine(const EgressPolicy& policy, EngineConfig config)
{
    auto tls = TRY(make_tls_client(config.ca_file));
    return std::make_unique<Engine>(policy, std::move(config), std::move(tls));
}

} // namespace presstime::http
