// One class walks through the demonstration in the order a person would: copy samples, start, apply,
// schedule, watch, save the files. It speaks to the server through the API alone, as any client does.
#include "app/demo.hpp"

#include "app/compose.hpp"
#include "app/demo_receiver.hpp"
#include "app/serve_command.hpp"
#include "app/settings.hpp"
#include "base/log.hpp"
#include "base/poke.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "cli/api_call.hpp"
#include "cli/apply.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <ostream>
#include <unistd.h>

namespace presstime {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using cli::number_of;
using cli::text_of;
using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

constexpr std::chrono::seconds kRunLimit{120};

struct DemoOptions {
    fs::path folder;
    fs::path examples;
    std::string listen;
    bool once = false;
};

struct DemoReport {
    const char* name;
    const char* dashboard;
};
constexpr DemoReport kReports[] = {{"Flight delays, sample", "dash_flights"},
                                   {"Seattle weather, sample", "dash_weather"},
                                   {"US employment, sample", "dash_employment"}};

double seconds_since(SteadyClock::time_point start)
{
    return std::chrono::duration<double>(SteadyClock::now() - start).count();
}

double milliseconds_of(const json::object& object, const char* key)
{
    const json::value* value = object.if_contains(key);
    return value && value->is_number() ? value->to_number<double>() : 0;
}

Result<> copy_samples(const DemoOptions& options)
{
    std::error_code error;
    fs::create_directories(options.folder / "data", error);
    for (const fs::directory_entry& entry : fs::directory_iterator(options.examples / "data", error))
        fs::copy_file(entry.path(), options.folder / "data" / entry.path().filename(),
                      fs::copy_options::update_existing, error);
    if (error)
        return fail(
            Error::give_up(fmt::format("the sample data of {} cannot be copied to {}: {}",
                                       options.examples.string(), options.folder.string(), error.message())));
    return {};
}

// One demonstration: its parts in the order they are needed.
class Demo {
public:
    Demo(DemoOptions options, std::ostream& out) : options_(std::move(options)), out_(out) {}

    Result<bool> run()
    {
        const auto start = SteadyClock::now();
        TRY(copy_samples(options_));
        TRY(receiver_.start(options_.folder / "received"));
        application_ = TRY(Application::open(TRY(settings())));
        TRY(application_->serve());
        api_ = cli::make_in_process_transport(
            [this](const http::Request& request) { return application_->handle(request); });
        out_ << fmt::format("server    {} with its data in {}, up after {:.2f} s\n", application_->address(),
                            options_.folder.string(), seconds_since(start));
        std::ofstream quiet; // the files are our own: their names are news to nobody
        const cli::ApplySummary applied = TRY(cli::apply_folder(*api_, options_.examples, quiet));
        out_ << fmt::format("samples   {} dashboards over {} connection from {}\n", applied.dashboards,
                            applied.connections, options_.examples.string());
        TRY(schedule_reports());
        return watch_reports();
    }

    void serve_until_stopped()
    {
        out_ << fmt::format("\nlog in    {}\n", log_in_address())
             << fmt::format("serving   {} until Ctrl-C\n", application_->address())
             << fmt::format("token     {}/presstime token create --name me --scope admin --data-dir {}\n",
                            fs::read_symlink("/proc/self/exe").parent_path().string(),
                            options_.folder.string())
             << std::flush;
        wait_for_stop_signal();
    }

    void stop()
    {
        if (application_)
            application_->stop();
        receiver_.stop();
    }

private:
    // As long as there is no user: the link that makes the owner, once. Afterwards the page that asks who it
    // is.
    std::string log_in_address()
    {
        const auto link = application_->first_start_link();
        if (!link)
            log_error("setup.no_link", link.error());
        return link && *link ? **link : application_->address() + "/";
    }

    Result<Settings> settings() const
    {
        SettingSources sources;
        sources.flags["data-dir"] = {options_.folder.string()};
        sources.flags["listen"] = {options_.listen};
        sources.flags["owner-email"] = {"owner@example.com"};
        // The one private address that may be posted to is our own receiver's.
        sources.flags["egress-allow"] = {fmt::format("127.0.0.1/32:{}", receiver_.port())};
        return load_settings(sources);
    }

    // Each sample report becomes due by the clock, a moment from now: the way every report runs.
    Result<> schedule_reports()
    {
        const Instant due =
            std::chrono::time_point_cast<Microseconds>(std::chrono::system_clock::now()) + milliseconds(300);
        const json::value existing = TRY(cli::call_api(*api_, "GET", "/v1/reports"));
        for (const DemoReport& wanted : kReports) {
            const json::object document{
                {"name", wanted.name},
                {"dashboard_id", wanted.dashboard},
                {"schedule_kind", "once"},
                {"at", format_rfc3339(due)},
                {"timezone", "Europe/Berlin"},
                {"formats", {"pdf", "png", "csv"}},
                {"enabled", true},
                {"email_to", {"boss@example.com", "team@example.com"}},
                {"webhook_url", fmt::format("http://127.0.0.1:{}/reports", receiver_.port())}};
            std::string path = "/v1/reports";
            for (const json::value& report : existing.as_array())
                if (text_of(report.as_object(), "name") == wanted.name)
                    path = fmt::format("/v1/reports/{}", number_of(report.as_object(), "id"));
            const char* method = path == "/v1/reports" ? "POST" : "PATCH";
            const json::value saved = TRY(cli::call_api(*api_, method, path, json::serialize(document)));
            report_ids_.push_back(number_of(saved.as_object(), "id"));
        }
        due_ = due;
        out_ << fmt::format("schedule  {} reports due at {}\n\n", report_ids_.size(), format_rfc3339(due));
        return {};
    }

    Result<bool> watch_reports()
    {
        const auto start = SteadyClock::now();
        std::vector<std::string> shown(report_ids_.size());
        std::size_t ended = 0;
        bool all_good = true;
        Poke pause;
        while (ended < report_ids_.size() && SteadyClock::now() - start < kRunLimit) {
            for (std::size_t i = 0; i < report_ids_.size(); ++i) {
                if (shown[i] == "done")
                    continue;
                const json::object run = TRY(newest_run(report_ids_[i]));
                const std::string status = text_of(run, "status");
                if (status.empty() || status == "queued")
                    continue;
                const std::string line = status == "running" ? status : "done";
                if (line != shown[i] && line == "running")
                    out_ << fmt::format("run {:<4}  {}: running\n", number_of(run, "id"), kReports[i].name)
                         << std::flush;
                shown[i] = line;
                if (line == "done") {
                    all_good = TRY(print_run(kReports[i].name, run)) && all_good;
                    ++ended;
                }
            }
            pause.wait_for(milliseconds(20));
        }
        if (ended < report_ids_.size())
            return fail(Error::give_up("the runs did not end in time; look at the log above"));
        out_ << fmt::format("\nmail      {}\nposted    {}\nfiles     {}\n",
                            (options_.folder / "outbox").string(), (options_.folder / "received").string(),
                            (options_.folder / "reports").string());
        return all_good;
    }

    // The newest run that became due with this demonstration.
    Result<json::object> newest_run(std::int64_t report_id)
    {
        const json::value runs =
            TRY(cli::call_api(*api_, "GET", fmt::format("/v1/reports/{}/runs", report_id)));
        for (const json::value& run : runs.as_array())
            if (text_of(run.as_object(), "nominal_at") == format_rfc3339(due_))
                return TRY(cli::call_api(*api_, "GET",
                                         fmt::format("/v1/runs/{}", number_of(run.as_object(), "id"))))
                    .as_object();
        return json::object{};
    }

    Result<bool> print_run(const char* name, const json::object& run)
    {
        const std::string status = text_of(run, "status");
        out_ << fmt::format("run {:<4}  {}: {}{}\n", number_of(run, "id"), name, status,
                            text_of(run, "error").empty() ? std::string{} : ", " + text_of(run, "error"));
        for (const json::value& each : run.at("artifacts").as_array()) {
            const json::object& artifact = each.as_object();
            const fs::path file = TRY(save_artifact(number_of(run, "id"), artifact));
            out_ << fmt::format("          drawn   {:>7.1f} ms  {} ({}, {} rows)\n",
                                milliseconds_of(artifact, "elapsed_ms"), file.string(),
                                format_bytes(static_cast<std::uint64_t>(number_of(artifact, "bytes"))),
                                number_of(artifact, "rows"));
        }
        bool delivered = true;
        for (const json::value& each : run.at("deliveries").as_array()) {
            const json::object& delivery = each.as_object();
            const std::string state = text_of(delivery, "status");
            out_ << fmt::format("          {:<7} {:>10}  {} {}\n", text_of(delivery, "channel"),
                                latency_of(delivery), text_of(delivery, "recipient"), state);
            delivered = delivered && state == "accepted";
        }
        out_ << std::flush;
        return status == "success" && delivered;
    }

    static std::string latency_of(const json::object& delivery)
    {
        const json::value* attempts = delivery.if_contains("attempts");
        if (!attempts || !attempts->is_array() || attempts->get_array().empty())
            return {};
        const json::object& last = attempts->get_array().back().as_object();
        return fmt::format("{:.1f} ms", milliseconds_of(last, "latency_ms"));
    }

    Result<fs::path> save_artifact(std::int64_t run_id, const json::object& artifact)
    {
        http::Request request;
        request.method = "GET";
        request.path = fmt::format("/v1/runs/{}/artifacts/{}", run_id, number_of(artifact, "n"));
        request.local = true;
        const http::Response response = TRY(api_->call(request));
        fs::path file = options_.folder / "reports" / text_of(artifact, "filename");
        std::error_code error;
        fs::create_directories(file.parent_path(), error);
        std::ofstream stream(file, std::ios::binary);
        stream << response.body;
        if (!stream || response.status != 200)
            return fail(Error::give_up(fmt::format("{} cannot be written", file.string())));
        return file;
    }

    DemoOptions options_;
    std::ostream& out_;
    DemoReceiver receiver_;
    std::unique_ptr<Application> application_;
    std::unique_ptr<cli::ApiTransport> api_;
    std::vector<std::int64_t> report_ids_;
    Instant due_{};
};

const std::vector<cli::Flag> kFlags{
    {"once", cli::FlagKind::presence, "", "exits after the run; 1 if any step failed"},
    {"data-dir", cli::FlagKind::value, "FOLDER", "where the demo keeps everything (default ./demo-data)"},
    {"listen", cli::FlagKind::value, "IP:PORT", "where to serve (default 127.0.0.1:8080)"},
    {"examples", cli::FlagKind::value, "FOLDER",
     "the sample dashboards and data (default: those of the source tree)"},
};

int demo(std::span<const std::string_view> words, std::ostream& out, std::ostream& err)
{
    const Result<cli::Arguments> arguments = cli::parse_arguments(words, kFlags);
    if (!arguments)
        return cli::report_wrong_usage(err, arguments.error());
    DemoOptions options;
    options.folder = fs::absolute(arguments->value_or("data-dir", "demo-data"));
    options.examples = arguments->value_or("examples", PRESSTIME_EXAMPLES_DIR);
    options.listen = arguments->value_or("listen", "127.0.0.1:8080");
    options.once = arguments->has("once");
    set_log_level(LogLevel::warn);
    block_stop_signals();
    const bool once = options.once;
    Demo demonstration(std::move(options), out);
    const Result<bool> done = demonstration.run();
    if (done && !once)
        demonstration.serve_until_stopped();
    demonstration.stop();
    if (!done)
        return cli::report_failure(err, done.error());
    if (!*done)
        err << "presstime: not every step of the demo succeeded; see the lines above\n";
    return *done ? cli::kExitDone : cli::kExitFailed;
}

} // namespace

cli::Command demo_command()
{
    return {"demo", "makes and delivers reports from sample data, then serves",
            "usage: presstime demo [--once] [--data-dir FOLDER] [--listen IP:PORT]\n\n" +
                cli::describe_flags(kFlags),
            demo};
}

} // namespace presstime
