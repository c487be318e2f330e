// Every family says its help and type once, then one line for each set of labels. Labels are words of ours
// and names of channels: nothing in them needs escaping.
#include "api/metrics_text.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <ctime>
#include <filesystem>
#include <fstream>

namespace presstime::api {
namespace {

class MetricsWriter {
public:
    void family(std::string_view name, std::string_view type, std::string_view help)
    {
        name_ = name;
        text_ += fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n", name, help, type);
    }
    void value(std::string_view labels, double number)
    {
        text_ += labels.empty() ? fmt::format("{} {}\n", name_, number)
                                : fmt::format("{}{{{}}} {}\n", name_, labels, number);
    }
    void single(std::string_view name, std::string_view type, std::string_view help, double number)
    {
        family(name, type, help);
        value("", number);
    }
    std::string take() { return std::move(text_); }

private:
    std::string_view name_;
    std::string text_;
};

double seconds_since(Instant now, const std::optional<Instant>& then)
{
    return then ? std::max(0.0, std::chrono::duration<double>(now - *then).count()) : 0;
}

void write_runs(MetricsWriter& writer, const control::Figures& figures)
{
    writer.family("presstime_runs_open", "gauge", "Runs that have not ended, by status.");
    for (const std::string_view status : {"queued", "running"}) {
        std::int64_t count = 0;
        for (const store::LabelledCount& each : figures.open_runs)
            if (each.label == status)
                count = each.count;
        writer.value(fmt::format("status=\"{}\"", status), static_cast<double>(count));
    }
    writer.family("presstime_runs_total", "counter", "Runs that ended since this process began, by status.");
    for (const std::string_view status : {"success", "partial", "failed", "cancelled", "skipped"}) {
        const auto found = figures.ended_runs.find(std::string(status));
        writer.value(fmt::format("status=\"{}\"", status),
                     found == figures.ended_runs.end() ? 0 : static_cast<double>(found->second));
    }
    writer.single("presstime_runs_due", "gauge", "Queued runs whose time has come.",
                  static_cast<double>(figures.due_runs.count));
    writer.single("presstime_runs_due_oldest_seconds", "gauge", "How long the oldest of them has waited.",
                  seconds_since(figures.now, figures.due_runs.oldest));
}

void write_deliveries(MetricsWriter& writer, const control::Figures& figures)
{
    writer.family("presstime_deliveries_waiting", "gauge",
                  "Deliveries whose next try is to come, by channel; event = webhooks of events.");
    for (const store::ChannelQueue& queue : figures.queues)
        writer.value(fmt::format("channel=\"{}\"", queue.channel), static_cast<double>(queue.waiting));
    writer.family("presstime_deliveries_overdue_seconds", "gauge",
                  "How long the oldest due try has waited, by channel.");
    for (const store::ChannelQueue& queue : figures.queues)
        writer.value(fmt::format("channel=\"{}\"", queue.channel),
                     seconds_since(figures.now, queue.oldest_due));
    writer.single("presstime_deliveries_under_way", "gauge", "Tries under way.",
                  static_cast<double>(figures.deliveries_under_way));
    writer.family("presstime_delivery_tries_total", "counter",
                  "Tries since the first reading, by channel and outcome.");
    for (const auto& [labels, count] : figures.tries)
        writer.value(fmt::format("channel=\"{}\",outcome=\"{}\"", labels.first, labels.second),
                     static_cast<double>(count));
    writer.single("presstime_events_waiting", "gauge", "Events not yet given to every webhook.",
                  static_cast<double>(figures.unfanned_events.count));
    writer.single("presstime_events_waiting_oldest_seconds", "gauge", "How old the oldest of them is.",
                  seconds_since(figures.now, figures.unfanned_events.oldest));
}

} // namespace

ProcessFigures read_process_figures()
{
    ProcessFigures figures;
    timespec cpu{};
    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu) == 0)
        figures.cpu_s = static_cast<double>(cpu.tv_sec) + static_cast<double>(cpu.tv_nsec) / 1e9;
    std::ifstream memory("/proc/self/statm");
    std::int64_t pages = 0;
    if (memory >> pages >> pages)
        figures.resident_bytes = pages * sysconf(_SC_PAGESIZE);
    std::error_code failed;
    for (std::filesystem::directory_iterator each("/proc/self/fd", failed), end; !failed && each != end;
         each.increment(failed))
        ++figures.open_files;
    return figures;
}

std::string metrics_text(const control::Figures& figures, const std::map<int, std::int64_t>& requests,
                         const ProcessFigures& process)
{
    MetricsWriter writer;
    write_runs(writer, figures);
    write_deliveries(writer, figures);
    writer.family("presstime_http_requests_total", "counter", "Requests answered, by status.");
    for (const auto& [status, count] : requests)
        writer.value(fmt::format("status=\"{}\"", status), static_cast<double>(count));
    writer.single("presstime_state_writes_total", "counter", "Works that the state's writer has done.",
                  static_cast<double>(figures.writes.works));
    writer.single("presstime_state_commits_total", "counter", "Commits they took together.",
                  static_cast<double>(figures.writes.commits));
    writer.single("process_cpu_seconds_total", "counter", "CPU time of the process.", process.cpu_s);
    writer.single("process_resident_memory_bytes", "gauge", "Memory of the process.",
                  static_cast<double>(process.resident_bytes));
    writer.single("process_open_fds", "gauge", "Open files and connections.",
                  static_cast<double>(process.open_files));
    return writer.take();
}

} // namespace presstime::api
