// Sealing needs the key file alone, so it works beside a running server.
#include "app/secret_command.hpp"

#include "app/sealed_settings.hpp"
#include "app/settings.hpp"
#include "cli/arguments.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <istream>
#include <ostream>
#include <unistd.h>

namespace presstime {
namespace {

constexpr std::size_t kMaxSecret_bytes = 3000; // sealed, it must fit a line of the settings file

Result<std::string> read_secret(std::istream& in)
{
    std::string line;
    std::getline(in, line);
    if (line.ends_with('\r'))
        line.pop_back();
    if (line.empty() || line.size() > kMaxSecret_bytes)
        return fail(Error::give_up(fmt::format(
            "standard input must give the secret as one line of 1 to {} bytes", kMaxSecret_bytes)));
    return line;
}

Result<std::string> seal(const Settings& settings, std::istream& in)
{
    const std::string secret = TRY(read_secret(in));
    const std::filesystem::path folder = std::filesystem::path(settings.secret_key_file).parent_path();
    std::error_code failed; // the key file says it better
    if (std::filesystem::create_directories(folder, failed))
        std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failed);
    return SecretBox(TRY(KeyRing::load_or_create(settings.secret_key_file))).seal(secret, kSettingPurpose);
}

std::vector<cli::Flag> flags()
{
    std::vector<cli::Flag> wanted;
    for (cli::Flag& flag : setting_flags())
        if (flag.name == "config" || flag.name == "data-dir" || flag.name == "secret-key-file")
            wanted.push_back(std::move(flag));
    return wanted;
}

} // namespace

cli::Command secret_seal_command(std::istream& in)
{
    return {"secret seal", "reads a secret from standard input and prints it sealed, for the settings file",
            "usage: presstime secret seal [--data-dir FOLDER] < FILE\n\n"
            "Prints \"sealed:...\", which smtp_password accepts. Only this server's key file opens it.\n\n" +
                describe_flags(flags()),
            [&in](std::span<const std::string_view> words, std::ostream& out, std::ostream& err) {
                const Result<cli::Arguments> arguments = cli::parse_arguments(words, flags());
                if (!arguments)
                    return cli::report_wrong_usage(err, arguments.error());
                const Result<Settings> settings = load_settings(setting_sources(*arguments, environ));
                if (!settings)
                    return cli::report_wrong_usage(err, settings.error());
                const Result<std::string> sealed = seal(*settings, in);
                if (!sealed)
                    return cli::report_failure(err, sealed.error());
                out << *sealed << '\n';
                return cli::kExitDone;
            }};
}

} // namespace presstime
