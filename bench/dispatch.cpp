// 10,000 reports due in the same second: how long from the nominal instant until each run has begun and until
// each has ended, on SQLite with synchronous=FULL, beside a bare loop of one-row durable commits on the same
// disk. Then what a scheduler pass costs when nothing is due among 1,000 and among N idle schedules.
#include "bench.hpp"

#include "base/clock.hpp"
#include "base/id.hpp"
#include "base/log.hpp"
#include "platform/objects/object_store.hpp"
#include "run/pipeline.hpp"
#include "run/scheduler.hpp"
#include "run/source_pool.hpp"
#include "run/worker.hpp"
#include "store/dashboard_store.hpp"
#include "store/report_store.hpp"
#include "store/run_store.hpp"
#include "store/store.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <vector>

using namespace presstime;
using bench::must;
using SteadyClock = std::chrono::steady_clock;

namespace {

double seconds_since(SteadyClock::time_point start)
{
    return std::chrono::duration<double>(SteadyClock::now() - start).count();
}

double percentile(std::vector<double>& sorted, double share)
{
    return sorted.empty()
               ? 0
               : sorted[std::min(sorted.size() - 1, static_cast<std::size_t>(share * sorted.size()))];
}

struct Bench {
    Bench()
    {
        folder = std::filesystem::temp_directory_path() / ("presstime-bench-" + make_random_text(8));
        database = must(store::open(folder, "owner@example.com", clock), "open");
        objects = make_file_object_store(folder / "objects");
        Dashboard dashboard;
        dashboard.id = "dash_note";
        dashboard.name = "A note";
        Widget note;
        note.id = "w_note";
        note.kind = WidgetKind::text;
        note.markdown = "Nothing to query: what is measured is the protocol.";
        dashboard.widgets = {note};
        must(database->write([&](db::Session& session) -> Result<> {
            store::DashboardRecord record;
            record.draft = dashboard;
            TRY(store::insert_dashboard(session, record, clock.now()));
            return store::publish_dashboard(session, record, {.at = clock.now()});
        }),
             "dashboard");
    }
    ~Bench()
    {
        database->close();
        std::filesystem::remove_all(folder);
    }

    void add_reports(int count, Instant next_run_at)
    {
        constexpr int kBatch = 1000;
        for (int done = 0; done < count; done += kBatch)
            must(database->write([&](db::Session& session) -> Result<> {
                for (int i = 0; i < std::min(kBatch, count - done); ++i) {
                    Report report;
                    report.uuid = make_uuid(clock.now());
                    report.workspace_id = 1;
                    report.dashboard_id = "dash_note";
                    report.name = fmt::format("Report {}", done + i);
                    report.formats = {"json"};
                    report.next_run_at = next_run_at;
                    TRY(store::insert_report(session, report, clock.now()));
                }
                return {};
            }),
                 "reports");
    }

    std::filesystem::path folder;
    SystemClock clock;
    std::unique_ptr<db::Database> database;
    std::unique_ptr<ObjectStore> objects;
};

// Rows per second of the plainest durable work: one meta row a commit, one caller.
double bare_commits_per_second(Bench& bench)
{
    constexpr int kCommits = 2000;
    const auto start = SteadyClock::now();
    for (int i = 0; i < kCommits; ++i)
        must(bench.database->write([&](db::Session& session) {
            return store::set_meta(session, "bench", fmt::format("{}", i));
        }),
             "commit");
    return kCommits / seconds_since(start);
}

void dispatch(int count, int threads)
{
    Bench bench;
    const double bare = bare_commits_per_second(bench);
    const Instant nominal =
        bench.clock.now() + std::chrono::milliseconds(200) + std::chrono::seconds(count / 20'000);
    bench.add_reports(count, nominal);
    const SecretBox secrets(KeyRing::load_or_create(bench.folder / "secret.key").value());
    run::SourcePool sources(*bench.database, secrets, {});
    run::Pipeline pipeline(*bench.database, *bench.objects, sources, bench.clock, [] {}, {});
    run::Worker worker(*bench.database, bench.clock, pipeline,
                       {.worker_id = "bench", .threads = threads, .claim_batch = 64});
    run::Scheduler scheduler(*bench.database, bench.clock, [&] { worker.poke(); }, {});
    must(worker.start(), "worker");
    must(scheduler.start(), "scheduler");
    std::vector<double> queue_delays, start_delays, end_delays;
    const auto begin = SteadyClock::now();
    while (seconds_since(begin) < 300) {
        queue_delays.clear();
        start_delays.clear();
        end_delays.clear();
        must(bench.database->read([&](db::Session& session) -> Result<> {
            for (std::int64_t id = 1; id <= count; ++id) {
                const Result<Run> run = store::get_run(session, id);
                if (!run || !run->started_at)
                    continue;
                queue_delays.push_back(std::chrono::duration<double>(run->queued_at - nominal).count());
                start_delays.push_back(std::chrono::duration<double>(*run->started_at - nominal).count());
                if (run->finished_at)
                    end_delays.push_back(std::chrono::duration<double>(*run->finished_at - nominal).count());
            }
            return {};
        }),
             "read");
        if (static_cast<int>(end_delays.size()) == count)
            break;
        Poke{}.wait_for(std::chrono::milliseconds(250));
    }
    scheduler.stop();
    worker.stop();
    std::ranges::sort(queue_delays);
    std::ranges::sort(start_delays);
    std::ranges::sort(end_delays);
    const double total = end_delays.empty() ? 0 : end_delays.back();
    fmt::print("{} reports due in one second, {} workers, SQLite FULL\n", count, threads);
    fmt::print("  begun {}, ended {}\n", start_delays.size(), end_delays.size());
    fmt::print("  row written  p50 {:.2f} s  p99 {:.2f} s\n", percentile(queue_delays, 0.5),
               percentile(queue_delays, 0.99));
    fmt::print("  start delay  p50 {:.2f} s  p99 {:.2f} s\n", percentile(start_delays, 0.5),
               percentile(start_delays, 0.99));
    fmt::print("  end delay    p50 {:.2f} s  p99 {:.2f} s\n", percentile(end_delays, 0.5),
               percentile(end_delays, 0.99));
    fmt::print("  {:.0f} whole runs/s; bare one-row commits {:.0f}/s; ratio {:.2f}\n", count / total, bare,
               count / total / bare);
}

double idle_pass_us(int schedules)
{
    Bench bench;
    bench.add_reports(schedules, bench.clock.now() + std::chrono::hours(48));
    run::Scheduler scheduler(*bench.database, bench.clock, [] {}, {});
    constexpr int kPasses = 500;
    must(scheduler.run_once(), "pass");
    const auto start = SteadyClock::now();
    for (int i = 0; i < kPasses; ++i)
        must(scheduler.run_once(), "pass");
    return seconds_since(start) / kPasses * 1e6;
}

} // namespace

int main(int argc, char** argv)
{
    set_log_level(LogLevel::error);
    const int count = argc > 1 ? std::atoi(argv[1]) : 10'000;
    const int idle = argc > 2 ? std::atoi(argv[2]) : 1'000'000;
    dispatch(count, 2);
    const double few = idle_pass_us(1000);
    const double many = idle_pass_us(idle);
    fmt::print("scheduler pass with nothing due: {:.1f} us among 1,000 schedules, {:.1f} us among {}; ratio "
               "{:.2f}\n",
               few, many, idle, many / few);
}
