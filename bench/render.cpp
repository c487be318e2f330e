// Our side of the rendering benchmarks: draws the sample dashboards from stored results, as a run does, when
// its driver asks for it. One job a line on standard input ("dashboard pdf"), one line back: milliseconds,
// CPU milliseconds, bytes of the file, pages, peak KiB. The driver, peers/render.mjs, asks a peer in between.
#include "bench.hpp"
#include "render_data.hpp"

#include "platform/canvas/canvas.hpp"
#include "renderer/renderer.hpp"
#include "stage/layout.hpp"

#include <barrier>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sched.h>
#include <sstream>
#include <thread>
#include <vector>

using namespace presstime;
namespace fs = std::filesystem;

namespace {

constexpr int kMaxPages = 5'000;
constexpr int kTogether = 10;

struct Drawn {
    std::string bytes;
    std::size_t pages = 0;
};

Drawn draw(const RenderInput& input, const std::string& format)
{
    const RendererPlugin* plugin = bench::must(find_renderer_plugin(format, "format"), "format");
    PageList pages;
    if (plugin->needs != RendererInput::tables)
        pages = bench::must(stage::lay_out(input, stage::page_setup(input, plugin->needs, kMaxPages),
                                           text_measure_of_this_thread()),
                            "layout");
    StringSink sink;
    const Deadline deadline = Deadline::after(std::chrono::minutes(5));
    const RenderSummary summary = bench::must(plugin->render(input, pages, sink, deadline), "render");
    if (!summary.complete || summary.failed_widgets > 0)
        bench::must(Result<>(fail(Error::give_up("the picture is not whole: " + summary.note))), "render");
    return {std::move(sink.text), pages.pages.size()};
}

struct Cost {
    double wall_ms = 0;
    double cpu_ms = 0;
};

template <typename Work>
Cost cost_of(Work work)
{
    const double cpu = bench::cpu_seconds();
    const auto start = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - start;
    return {wall.count(), (bench::cpu_seconds() - cpu) * 1e3};
}

// Ten dashboards one after another on one core, or all at once, a thread each, on every core. The threads
// have drawn once before the clock starts, as a server's workers have.
Cost draw_ten(const RenderInput& input, const std::string& format, int threads)
{
    std::barrier<> gate(threads + 1);
    std::vector<std::jthread> workers;
    for (int i = 0; i < threads; ++i)
        workers.emplace_back([&] {
            if (threads == 1) {
                cpu_set_t one;
                CPU_ZERO(&one);
                CPU_SET(0, &one);
                ::sched_setaffinity(0, sizeof one, &one);
            }
            draw(input, format);
            gate.arrive_and_wait();
            for (int n = 0; n < kTogether / threads; ++n)
                draw(input, format);
            gate.arrive_and_wait();
        });
    gate.arrive_and_wait();
    return cost_of([&] { gate.arrive_and_wait(); });
}

void answer(const std::string& line, const RenderInput& dashboard, const RenderInput& table,
            const fs::path& folder)
{
    std::istringstream words(line);
    std::string subject, format, mode;
    words >> subject >> format >> mode;
    const RenderInput& input = subject == "table" ? table : dashboard;
    Drawn drawn;
    Cost cost;
    if (mode == "sequential" || mode == "at_once") {
        cost = draw_ten(input, format, mode == "at_once" ? kTogether : 1);
    } else {
        cost = cost_of([&] { drawn = draw(input, format); });
        std::ofstream(folder / fmt::format("presstime_{}.{}", subject, format), std::ios::binary)
            << drawn.bytes;
    }
    fmt::print("{:.3f} {:.3f} {} {} {}\n", cost.wall_ms, cost.cpu_ms, drawn.bytes.size(), drawn.pages,
               bench::status_kib("VmHWM"));
    std::fflush(stdout);
}

} // namespace

int main(int count, char** arguments)
{
    if (count != 2) {
        fmt::print(stderr, "usage: bench_render FOLDER; jobs come on standard input (see bench/render.sh)\n");
        return 2;
    }
    const fs::path folder = arguments[1];
    auto objects = make_file_object_store(folder / "objects");
    const RenderInput dashboard = bench::sample_dashboard(*objects);
    const RenderInput table = bench::long_table(*objects);
    std::ofstream(folder / "dashboard.json") << bench::results_as_json(dashboard);
    std::ofstream(folder / "table.json") << bench::results_as_json(table);
    fmt::print("ready\n");
    std::fflush(stdout);
    for (std::string line; std::getline(std::cin, line);)
        answer(line, dashboard, table, folder);
    return 0;
}
