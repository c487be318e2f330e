// Events to webhooks with durable state: real SQLite with synchronous=FULL, real signatures, real HTTP to a
// sink in this process. Usage: bench_webhook_courier latency | isolation | drain COUNT HANGING_PERCENT
#include "bench.hpp"

#include "base/clock.hpp"
#include "base/id.hpp"
#include "base/log.hpp"
#include "platform/crypto/webhook_signature.hpp"
#include "run/event_courier.hpp"
#include "run/fanout.hpp"
#include "store/event_store.hpp"
#include "store/store.hpp"
#include "store/token_store.hpp"
#include "store/webhook_store.hpp"
#include "webhooks/timed_sink.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <thread>

using namespace presstime;
using SteadyClock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

struct Percentiles {
    double p50_ms = 0;
    double p99_ms = 0;
};

Percentiles percentiles_of(std::vector<double> values_ms)
{
    std::ranges::sort(values_ms);
    const auto at = [&](double share) {
        return values_ms.empty() ? 0.0
                                 : values_ms[std::min(values_ms.size() - 1,
                                                      static_cast<std::size_t>(values_ms.size() * share))];
    };
    return {at(0.5), at(0.99)};
}

// A server's part that sends events, over a folder of its own.
class Sender {
public:
    explicit Sender(int in_flight_per_webhook)
    {
        set_log_level(LogLevel::off);
        std::filesystem::create_directories(folder_);
        database_ = bench::must(store::open(folder_, "owner@example.com", clock_), "open");
        box_ = std::make_unique<SecretBox>(bench::must(KeyRing::load_or_create(folder_ / "key"), "key"));
        engine_ = bench::must(http::make_post_engine(policy_, {}), "engine");
        run::EventCourierConfig config;
        config.worker_id = "bench";
        config.in_flight_per_webhook = in_flight_per_webhook;
        courier_ = std::make_unique<run::EventCourier>(*database_, *engine_, *box_, clock_, config);
        fanout_ = std::make_unique<run::Fanout>(
            *database_, clock_, [this] { courier_->poke(); }, run::FanoutConfig{});
        write([&](db::Session& session) {
            owner_.scope = Scope::admin;
            owner_.role = Role::admin;
            owner_.name = "bench";
            return store::insert_token(session, owner_, "hash", clock_.now());
        });
    }
    ~Sender()
    {
        fanout_->stop();
        courier_->stop();
        database_->close();
        std::filesystem::remove_all(folder_);
    }

    void start()
    {
        bench::must(courier_->start(), "courier");
        bench::must(fanout_->start(), "fanout");
    }
    void add_webhook(const std::string& url)
    {
        write([&](db::Session& session) -> Result<> {
            Webhook webhook;
            webhook.owner.token_id = owner_.id;
            webhook.url = url;
            TRY(store::insert_webhook(session, webhook, clock_.now()));
            WebhookSecret secret;
            secret.webhook_id = webhook.id;
            secret.sealed = box_->seal(generate_webhook_secret(), store::kWebhookSecretPurpose);
            secret.created_at = clock_.now();
            return store::insert_webhook_secret(session, secret);
        });
    }
    // One commit of `count` events; their ids.
    std::vector<std::string> emit(int count)
    {
        std::vector<std::string> ids;
        write([&](db::Session& session) -> Result<> {
            ids.clear();
            for (int i = 0; i < count; ++i) {
                Event event;
                event.type = "dashboard.updated";
                event.occurred_at = clock_.now();
                event.actor = "bench";
                event.resource_id = "dash_bench";
                event.data = data_;
                TRY(store::insert_event(session, event));
                ids.push_back(event.uuid);
            }
            return {};
        });
        fanout_->poke();
        return ids;
    }
    // Everything addressed, nothing sent: a backlog.
    void fan_out_all()
    {
        while (bench::must(fanout_->run_once(), "fan out").more) {
        }
    }

private:
    void write(const std::function<Result<>(db::Session&)>& work)
    {
        bench::must(database_->write(work), "write");
    }

    SystemClock clock_;
    std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("presstime-bench-" + make_random_text(12));
    http::EgressPolicy policy_ = bench::must(http::EgressPolicy::create("127.0.0.1/32", "allow"), "policy");
    std::unique_ptr<db::Database> database_;
    std::unique_ptr<SecretBox> box_;
    std::unique_ptr<http::PostEngine> engine_;
    std::unique_ptr<run::EventCourier> courier_;
    std::unique_ptr<run::Fanout> fanout_;
    Token owner_;
    std::string data_ = R"({"workspace":{"id":1,"name":"Bench"},"dashboard":{"id":"dash_bench","number":1,)"
                        R"("name":"Sales","description":")" +
                        std::string(400, 'x') + R"(","category":""},"changed_by":"bench"})";
};

std::string url_of(const bench::TimedSink& sink, const std::string& path)
{
    return fmt::format("http://127.0.0.1:{}{}", sink.port(), path);
}

// One event every `pause`, `count` times: from its durable commit to its first byte at each of the paths.
Percentiles paced(Sender& sender, bench::TimedSink& sink, int count, milliseconds pause, std::size_t expected)
{
    std::map<std::string, SteadyClock::time_point> committed;
    auto next = SteadyClock::now();
    for (int i = 0; i < count; ++i) {
        std::this_thread::sleep_until(next += pause);
        for (const std::string& id : sender.emit(1))
            committed[id] = SteadyClock::now();
    }
    for (int wait = 0; sink.arrived() < expected && wait < 1'000; ++wait)
        std::this_thread::sleep_for(milliseconds(10));
    std::vector<double> waits_ms;
    for (const auto& [key, at] : sink.take_arrivals())
        if (const auto found = committed.find(key.substr(key.find(' ') + 1));
            found != committed.end() && !key.starts_with("/hang"))
            waits_ms.push_back(std::chrono::duration<double, std::milli>(at - found->second).count());
    return percentiles_of(std::move(waits_ms));
}

void latency()
{
    bench::TimedSink sink;
    Sender sender(16);
    sender.add_webhook(url_of(sink, "/hook"));
    sender.start();
    paced(sender, sink, 50, milliseconds(5), 50);
    const Percentiles figures = paced(sender, sink, 1'000, milliseconds(5), 1'000);
    fmt::print("commit to first byte p50 {:.2f} ms p99 {:.2f} ms (200 events/s, one webhook)\n",
               figures.p50_ms, figures.p99_ms);
}

// p99 at 99 webhooks while the hundredth answers, and while it hangs.
void isolation()
{
    double p99_ms[2] = {};
    for (const bool hangs : {false, true}) {
        bench::TimedSink sink;
        Sender sender(16);
        for (int i = 0; i < 99; ++i)
            sender.add_webhook(url_of(sink, fmt::format("/hook/{}", i)));
        sender.add_webhook(url_of(sink, hangs ? "/hang" : "/hook/99"));
        sender.start();
        paced(sender, sink, 20, milliseconds(100), 20 * 99);
        const Percentiles figures = paced(sender, sink, 200, milliseconds(100), 200 * 99);
        p99_ms[hangs] = figures.p99_ms;
        fmt::print("100 webhooks, {}: p50 {:.1f} ms p99 {:.1f} ms at the 99\n",
                   hangs ? "one hangs" : "all well", figures.p50_ms, figures.p99_ms);
    }
    fmt::print("p99 with one that hangs: {:+.0f} %\n", (p99_ms[1] / p99_ms[0] - 1) * 100);
}

// A backlog for 100 webhooks, of which some never answer: until everything for the others has arrived.
void drain(int count, int hanging_percent)
{
    constexpr int kWebhooks = 100;
    bench::TimedSink sink;
    Sender sender(64);
    for (int i = 0; i < kWebhooks; ++i)
        sender.add_webhook(url_of(sink, fmt::format("{}/{}", i < hanging_percent ? "/hang" : "/hook", i)));
    for (int made = 0; made < count / kWebhooks; made += 100)
        sender.emit(std::min(100, count / kWebhooks - made));
    sender.fan_out_all();
    const auto expected = static_cast<std::size_t>(count / kWebhooks * (kWebhooks - hanging_percent));
    const auto began = SteadyClock::now();
    sender.start();
    std::size_t answered = 0;
    while (answered < expected) {
        std::this_thread::sleep_for(milliseconds(20));
        for (const auto& [key, at] : sink.take_arrivals())
            answered += key.starts_with("/hook") ? 1 : 0;
    }
    const double took = std::chrono::duration<double>(SteadyClock::now() - began).count();
    fmt::print("{} deliveries, {} % of 100 webhooks hang: {} drained in {:.1f} s, {:.0f}/s\n", count,
               hanging_percent, expected, took, static_cast<double>(expected) / took);
}

} // namespace

int main(int argc, char** argv)
{
    const std::string what = argc > 1 ? argv[1] : "";
    if (what == "latency")
        latency();
    else if (what == "isolation")
        isolation();
    else if (what == "drain" && argc == 4)
        drain(std::atoi(argv[2]), std::atoi(argv[3]));
    else {
        fmt::print(stderr,
                   "usage: bench_webhook_courier latency | isolation | drain COUNT HANGING_PERCENT\n");
        return 2;
    }
    return 0;
}
