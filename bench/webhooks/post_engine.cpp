// Signed POSTs per second through the engine, and the processor time each costs: as many requests as asked
// for are under way at any time, each signed with its own id when its predecessor has ended. Usage:
// bench_post_engine PORT IN_FLIGHT SECONDS BODY_FILE [IO_THREADS]
#include "bench.hpp"

#include "base/clock.hpp"
#include "platform/crypto/webhook_signature.hpp"
#include "platform/http/post_engine.hpp"

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <latch>
#include <string>
#include <vector>

using namespace presstime;
using SteadyClock = std::chrono::steady_clock;

namespace {

struct Bench {
    http::PostEngine& engine;
    std::string url;
    std::string body;
    std::vector<WebhookKey> keys;
    SteadyClock::time_point until;
    std::latch stopped;
    SystemClock clock;
    std::atomic<std::int64_t> sent{0};
    std::atomic<std::int64_t> failed{0};

    void send_next()
    {
        if (SteadyClock::now() >= until)
            return stopped.count_down();
        std::string id = fmt::format("msg_{:020}", sent.fetch_add(1));
        Instant now = clock.now();
        http::EngineRequest request;
        request.url = url;
        request.body = body;
        request.headers = {{"Content-Type", "application/json"},
                           {"webhook-id", id},
                           {"webhook-timestamp", webhook_timestamp(now)},
                           {"webhook-signature", bench::must(sign_webhook(keys, {id, now}, body), "sign")}};
        bench::must(engine.submit(std::move(request),
                                  [this](const http::EngineOutcome& outcome) {
                                      failed += outcome.status == 200 ? 0 : 1;
                                      send_next();
                                  }),
                    "submit");
    }
};

} // namespace

int main(int argc, char** argv)
{
    if (argc < 5) {
        fmt::print(stderr, "usage: bench_post_engine PORT IN_FLIGHT SECONDS BODY_FILE [IO_THREADS]\n");
        return 2;
    }
    std::ptrdiff_t in_flight = std::atol(argv[2]);
    std::ifstream file(argv[4]);
    auto policy = bench::must(http::EgressPolicy::create("127.0.0.1/32", "allow"), "policy");
    http::EngineConfig config;
    config.io_threads = argc > 5 ? std::atoi(argv[5]) : 1;
    config.kept_per_endpoint = 1024;
    config.kept_in_all = 1024;
    auto engine = bench::must(http::make_post_engine(policy, config), "engine");
    auto seconds = std::chrono::seconds(std::atol(argv[3]));
    Bench run{*engine,
              fmt::format("http://127.0.0.1:{}/hook", argv[1]),
              std::string(std::istreambuf_iterator<char>(file), {}),
              {},
              SteadyClock::now() + seconds,
              std::latch(in_flight),
              {},
              {},
              {}};
    run.keys.push_back(bench::must(WebhookKey::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), "key"));
    double cpu = bench::cpu_seconds();
    auto started = SteadyClock::now();
    for (std::ptrdiff_t i = 0; i < in_flight; ++i)
        run.send_next();
    run.stopped.wait();
    double took = std::chrono::duration<double>(SteadyClock::now() - started).count();
    cpu = bench::cpu_seconds() - cpu;
    auto sent = static_cast<double>(run.sent.load());
    fmt::print("{:.0f} {:.2f} {}\n", sent / took, cpu / sent * 1e6, run.failed.load());
    return run.failed == 0 ? 0 : 1;
}
