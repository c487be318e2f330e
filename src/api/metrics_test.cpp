// /metrics: who may read it, its shape, and that its counters count each thing once.
#include "api/access_world.hpp"
#include "api/metrics_text.hpp"

#include <regex>

namespace presstime::api {
namespace {

http::Response ask(World& world, const std::string& peer, const std::string& key = "")
{
    http::Request request;
    request.method = "GET";
    request.path = "/metrics";
    request.peer = peer;
    if (!key.empty())
        request.headers["authorization"] = "Bearer " + key;
    return world.router.handle(request);
}

// The value in the line that begins with this name and labels; -1 when there is none.
double value_of(const std::string& text, const std::string& series)
{
    const std::size_t at = text.find("\n" + series + " ");
    return at == std::string::npos ? -1 : std::stod(text.substr(at + series.size() + 2));
}

TEST(Metrics, AreForKeysOfAnyScopeAndForThisMachine)
{
    World world;
    EXPECT_EQ(ask(world, "127.0.0.1").status, 200);
    EXPECT_EQ(ask(world, "203.0.113.9").status, 401);
    EXPECT_EQ(ask(world, "203.0.113.9", "pt_wrong").status, 401);
    EXPECT_EQ(ask(world, "203.0.113.9", world.make_key("read")).status, 200);
    http::Request proxied;
    proxied.method = "GET";
    proxied.path = "/metrics";
    proxied.peer = "127.0.0.1";
    proxied.headers["x-forwarded-for"] = "203.0.113.9";
    EXPECT_EQ(world.router.handle(proxied).status, 401) << "a proxy here is not somebody here";
}

TEST(Metrics, AreInTheFormThatPrometheusReads)
{
    AccessWorld world;
    const http::Response answer = ask(world, "127.0.0.1");
    EXPECT_EQ(answer.content_type, "text/plain; version=0.0.4; charset=utf-8");
    const std::regex line(
        R"(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="[a-z0-9_]*"(,[a-z]+="[a-z0-9_]*")*\})? [0-9.e+-]+)");
    for (std::string_view each : split(answer.body, '\n'))
        EXPECT_TRUE(each.empty() || std::regex_match(std::string(each), line)) << each;
    EXPECT_TRUE(answer.body.ends_with('\n'));
    for (const char* series :
         {"process_cpu_seconds_total", "process_resident_memory_bytes", "process_open_fds",
          "presstime_state_writes_total", "presstime_state_commits_total"})
        EXPECT_GT(value_of(answer.body, series), 0) << series;
}

TEST(Metrics, CountWhatIsOpenAndWhatEnded)
{
    AccessWorld world; // one run is queued, one mail waits
    const auto value = [&](const std::string& series) {
        return value_of(ask(world, "127.0.0.1").body, series);
    };
    EXPECT_EQ(value(R"(presstime_runs_open{status="queued"})"), 1);
    EXPECT_EQ(value(R"(presstime_deliveries_waiting{channel="email"})"), 1);
    world.clock.advance(std::chrono::seconds(90));
    EXPECT_EQ(value("presstime_runs_due_oldest_seconds"), 90);
    const std::string cancelled = R"(presstime_runs_total{status="cancelled"})";
    EXPECT_EQ(value(cancelled), 0);
    world.post(fmt::format("/v1/runs/{}/cancel", world.run_id));
    world.clock.advance(std::chrono::minutes(1));
    EXPECT_EQ(value(cancelled), 1);
    EXPECT_EQ(value(cancelled), 1) << "once, however often somebody asks";
    EXPECT_EQ(value(R"(presstime_runs_open{status="queued"})"), 0);
    EXPECT_GT(value(R"(presstime_http_requests_total{status="200"})"), 5);
}

TEST(Metrics, CountEachTryOnce)
{
    AccessWorld world;
    ask(world, "127.0.0.1");
    world.write([&](db::Session& session) {
        Attempt attempt;
        attempt.delivery_id = world.delivery_id;
        attempt.outcome = AttemptOutcome::deferred;
        return store::insert_attempt(session, attempt);
    });
    for (int readings = 0; readings < 2; ++readings)
        EXPECT_EQ(value_of(ask(world, "127.0.0.1").body,
                           R"(presstime_delivery_tries_total{channel="email",outcome="deferred"})"),
                  1);
}

} // namespace
} // namespace presstime::api
