// Signals are waited for on the main thread and delivered to no other; all work is the Application's.
#include "app/serve_command.hpp"

#include "app/compose.hpp"
#include "app/settings.hpp"
#include "base/deadline.hpp"
#include "base/log.hpp"
#include "platform/canvas/canvas.hpp"

#include <chrono>
#include <csignal>
#include <fmt/format.h>
#include <ostream>
#include <thread>
#include <unistd.h>

namespace presstime {
namespace {

sigset_t stop_signals()
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    return signals;
}

// A command of the command line holds the folder for a moment when no server does; one server, for its life.
Result<std::unique_ptr<Application>> open_application(const Settings& settings)
{
    constexpr std::chrono::milliseconds kPause{50};
    const Deadline deadline = Deadline::after(std::chrono::seconds(2));
    for (;;) {
        Result<std::unique_ptr<Application>> application = Application::open(settings);
        if (application || application.error().kind != ErrorKind::conflict || deadline.expired())
            return application;
        std::this_thread::sleep_for(kPause);
    }
}

int serve(std::span<const std::string_view> words, std::ostream& out, std::ostream& err)
{
    const Result<cli::Arguments> arguments = cli::parse_arguments(words, setting_flags());
    if (!arguments)
        return cli::report_wrong_usage(err, arguments.error());
    const Result<Settings> settings = load_settings(setting_sources(*arguments, environ));
    if (!settings)
        return cli::report_wrong_usage(err, settings.error());
    LogLevel level = LogLevel::info;
    if (parse_log_level(settings->log_level, level))
        set_log_level(level);
    block_stop_signals();
    Result<std::unique_ptr<Application>> application = open_application(*settings);
    if (!application)
        return cli::report_failure(err, application.error());
    if (const Result<> serving = (*application)->serve(); !serving)
        return cli::report_failure(err, serving.error());
    if (const auto link = (*application)->first_start_link(); !link)
        log_error("setup.no_link", link.error());
    else if (*link)
        err << "First start: whoever opens this link becomes the owner; it works once:\n"
            << **link << '\n'
            << std::flush;
    out << "ready " << (*application)->address() << '\n' << std::flush;
    if (const Result<> fonts = check_fonts(); !fonts)
        log_error("fonts.missing", fonts.error());
    wait_for_stop_signal();
    (*application)->stop();
    return cli::kExitDone;
}

} // namespace

void block_stop_signals()
{
    const sigset_t signals = stop_signals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN); // a receiver that hangs up is an error of one write, not of the process
}

void wait_for_stop_signal()
{
    const sigset_t signals = stop_signals();
    int received = 0;
    sigwait(&signals, &received);
    log_info("server.stopping", {{"signal", received}});
    // A second signal ends a drain that takes too long.
    pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
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
