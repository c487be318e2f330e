// The program: a table of commands.
#include "app/compose.hpp"
#include "app/data_folder.hpp"
#include "app/demo.hpp"
#include "app/secret_command.hpp"
#include "app/serve_command.hpp"
#include "app/settings.hpp"
#include "app/source_settings.hpp"
#include "base/clock.hpp"
#include "base/log.hpp"
#include "cli/api_commands.hpp"
#include "cli/command.hpp"
#include "cli/render_command.hpp"
#include "cli/schedule_command.hpp"
#include "cli/secret_rotate_command.hpp"
#include "cli/webhook_command.hpp"

#include <iostream>
#include <malloc.h>
#include <unistd.h>

namespace presstime {
namespace {

constexpr std::chrono::seconds kCallTimeout{60};

// A transport that owns the application it calls into.
class OfflineTransport final : public cli::ApiTransport {
public:
    explicit OfflineTransport(std::unique_ptr<Application> application)
        : application_(std::move(application)),
          calls_(cli::make_in_process_transport(
              [this](const http::Request& request) { return application_->handle(request); }))
    {
    }
    Result<http::Response> call(const http::Request& request) override { return calls_->call(request); }

private:
    std::unique_ptr<Application> application_;
    std::unique_ptr<cli::ApiTransport> calls_;
};

Result<Settings> settings_of(const std::optional<std::string>& data_dir)
{
    cli::Arguments arguments;
    if (data_dir)
        arguments.flags["data-dir"] = {*data_dir};
    return load_settings(setting_sources(arguments, environ));
}

// Over the socket of the server that holds the folder, or in this process when nobody does.
Result<std::unique_ptr<cli::ApiTransport>> open_api(const std::optional<std::string>& data_dir)
{
    set_log_level(LogLevel::error);
    const Settings settings = TRY(settings_of(data_dir));
    Result<std::unique_ptr<Application>> application = Application::open(settings);
    if (application)
        return std::make_unique<OfflineTransport>(std::move(*application));
    if (application.error().kind != ErrorKind::conflict)
        return fail(application.error());
    return cli::make_socket_transport(socket_path(settings.data_dir), kCallTimeout);
}

int print_config(std::span<const std::string_view> words, std::ostream& out, std::ostream& err)
{
    std::vector<cli::Flag> flags = setting_flags();
    flags.push_back(
        {"default", cli::FlagKind::presence, "", "prints the file with every key and its default instead"});
    const Result<cli::Arguments> arguments = cli::parse_arguments(words, flags);
    if (!arguments)
        return cli::report_wrong_usage(err, arguments.error());
    if (arguments->has("default")) {
        out << default_settings_file();
        return cli::kExitDone;
    }
    const Result<Settings> settings = load_settings(setting_sources(*arguments, environ));
    if (!settings)
        return cli::report_wrong_usage(err, settings.error());
    out << print_settings(*settings);
    return cli::kExitDone;
}

std::vector<cli::Command> all_commands()
{
    std::vector<cli::Command> commands{serve_command(), demo_command()};
    for (cli::Command& command : cli::api_commands(open_api))
        commands.push_back(std::move(command));
    commands.push_back(cli::schedule_next_command());
    commands.push_back(
        cli::render_command([](const std::optional<std::string>& data_dir) -> Result<cli::RenderSettings> {
            return render_settings(TRY(settings_of(data_dir)));
        }));
    static const SystemClock clock;
    commands.push_back(cli::webhook_verify_command(std::cin, clock));
    commands.push_back(secret_seal_command(std::cin));
    commands.push_back(cli::secret_rotate_command(open_api));
    commands.push_back({"config",
                        "prints the settings given at the start, or with --default a file of all of them",
                        "usage: presstime config [--default] [--config FILE] ...\n", print_config});
    commands.push_back({"version", "prints the version", "usage: presstime version\n",
                        [](auto, std::ostream& out, std::ostream&) {
                            out << "presstime " PRESSTIME_VERSION "\n";
                            return cli::kExitDone;
                        }});
    return commands;
}

// Pictures and pages come and go by the tens of megabytes on several threads. With glibc's defaults every
// thread keeps an arena of its own and large blocks soon stop going back to the system: measured, a rendering
// server held 350 MB instead of 130.
void return_freed_memory()
{
    constexpr int kArenas = 2, kLarge_bytes = 512 * 1024, kKept_bytes = 2 * 1024 * 1024;
    mallopt(M_ARENA_MAX, kArenas);
    mallopt(M_MMAP_THRESHOLD, kLarge_bytes);
    mallopt(M_TRIM_THRESHOLD, kKept_bytes);
}

} // namespace
} // namespace presstime

int main(int argc, char** argv)
{
    presstime::return_freed_memory();
    const std::vector<std::string_view> words(argv + 1, argv + argc);
    return presstime::cli::run_command(presstime::all_commands(), words, std::cout, std::cerr);
}
