// Signals are waited for on the main thread and delivered to no other; all work is the Application's. One
// Application is one lap: to put changed settings into force the parts go down and up again within the
// process.
#include "app/serve_command.hpp"

#include "app/compose.hpp"
#include "app/settings.hpp"
#include "base/deadline.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "platform/canvas/canvas.hpp"

#include <chrono>
#include <csignal>
#include <fmt/format.h>
#include <functional>
#include <ostream>
#include <thread>
#include <unistd.h>

namespace presstime {
namespace {

constexpr int kRestartSignal = SIGUSR1;

sigset_t stop_signals()
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    return signals;
}

sigset_t awaited_signals()
{
    sigset_t signals = stop_signals();
    sigaddset(&signals, kRestartSignal);
    return signals;
}

// Somebody wants the process to end while its parts are down.
bool is_stop_pending()
{
    sigset_t pending;
    sigpending(&pending);
    return sigismember(&pending, SIGINT) == 1 || sigismember(&pending, SIGTERM) == 1;
}

enum class Wake { stop, restart };

Wake wait_for_signal()
{
    const sigset_t signals = awaited_signals();
    int received = 0;
    sigwait(&signals, &received);
    log_info(received == kRestartSignal ? "server.restarting" : "server.stopping", {{"signal", received}});
    if (received == kRestartSignal)
        return Wake::restart;
    // A second signal ends a drain that takes too long.
    const sigset_t stops = stop_signals();
    pthread_sigmask(SIG_UNBLOCK, &stops, nullptr);
    return Wake::stop;
}

// A command of the command line holds the folder for a moment when no server does; one server, for its life.
Result<std::unique_ptr<Application>> open_application(const Settings& settings, std::chrono::seconds patience)
{
    constexpr std::chrono::milliseconds kPause{50};
    const Deadline deadline = Deadline::after(patience);
    for (;;) {
        Result<std::unique_ptr<Application>> application = Application::open(settings);
        if (application || application.error().kind != ErrorKind::conflict || deadline.expired())
            return application;
        std::this_thread::sleep_for(kPause);
    }
}

void use_log_level(const Settings& settings)
{
    LogLevel level = LogLevel::info;
    if (parse_log_level(settings.log_level, level))
        set_log_level(level);
}

void tell_first_start(Application& application, std::ostream& err)
{
    if (const auto link = application.first_start_link(); !link)
        log_error("setup.no_link", link.error());
    else if (*link)
        err << "First start: whoever opens this link becomes the owner; it works once:\n"
            << **link << '\n'
            << std::flush;
}

// The parts from going up to going down; whether they are to go up again.
Result<bool> serve_lap(Settings& settings, std::chrono::seconds patience,
                       const std::function<void(Application&)>& up)
{
    const std::unique_ptr<Application> application = TRY(open_application(settings, patience));
    use_log_level(application->settings());
    TRY(application->serve([main = pthread_self()] { pthread_kill(main, kRestartSignal); }));
    up(*application);
    const bool again = wait_for_signal() == Wake::restart;
    // The port that the system chose once is kept.
    if (const auto listen = settings.given.find("listen"); listen != settings.given.end())
        listen->second.text = join(application->listening(), ",");
    application->stop();
    return again && !is_stop_pending();
}

// Settings that were changed meanwhile count from the next lap on.
Result<> serve_in_laps(Settings settings, std::ostream& out, std::ostream& err)
{
    const auto first_up = [&](Application& application) {
        tell_first_start(application, err);
        out << "ready " << application.address() << '\n' << std::flush;
        if (const Result<> fonts = check_fonts(); !fonts)
            log_error("fonts.missing", fonts.error());
    };
    bool again = TRY(serve_lap(settings, std::chrono::seconds(2), first_up));
    while (again) {
        settings = TRY(read_settings(settings.given));
        again = TRY(serve_lap(settings, std::chrono::seconds(30), [](Application&) {}));
    }
    return {};
}

int serve(std::span<const std::string_view> words, std::ostream& out, std::ostream& err)
{
    const Result<cli::Arguments> arguments = cli::parse_arguments(words, setting_flags());
    if (!arguments)
        return cli::report_wrong_usage(err, arguments.error());
    const Result<Settings> settings = load_settings(setting_sources(*arguments, environ));
    if (!settings)
        return cli::report_wrong_usage(err, settings.error());
    use_log_level(*settings);
    block_stop_signals();
    if (const Result<> served = serve_in_laps(*settings, out, err); !served)
        return cli::report_failure(err, served.error());
    return cli::kExitDone;
}

} // namespace

void block_stop_signals()
{
    const sigset_t signals = awaited_signals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN); // a receiver that hangs up is an error of one write, not of the process
}

void wait_for_stop_signal()
{
    while (wait_for_signal() == Wake::restart) {
    }
}

cli::Command serve_command()
{
    return {
        "serve", "runs the server; prints one line \"ready ADDRESS\" when it listens",
        fmt::format("usage: presstime serve [--data-dir FOLDER] [--listen IP:PORT] [--config FILE] ...\n\n{}",
                    cli::describe_flags(setting_flags())),
        serve};
}

} // namespace presstime
