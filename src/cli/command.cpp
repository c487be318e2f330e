// Lookup, help and the last catch; commands themselves live in files of their own.
#include "cli/command.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <ostream>

namespace presstime::cli {

namespace {

using Words = std::span<const std::string_view>;

std::size_t count_words(std::string_view name)
{
    return static_cast<std::size_t>(std::count(name.begin(), name.end(), ' ')) + 1;
}

std::string joined(Words words)
{
    return join(std::vector<std::string>(words.begin(), words.end()), " ");
}

const Command* find_command(const std::vector<Command>& commands, Words arguments)
{
    const Command* best = nullptr;
    for (const Command& command : commands) {
        std::size_t words = count_words(command.name);
        if (words <= arguments.size() && joined(arguments.first(words)) == command.name &&
            (best == nullptr || command.name.size() > best->name.size()))
            best = &command;
    }
    return best;
}

bool asks_for_help(Words arguments)
{
    auto end = std::find(arguments.begin(), arguments.end(), "--");
    return std::any_of(arguments.begin(), end,
                       [](std::string_view word) { return word == "--help" || word == "-h"; });
}

// The commands whose name begins with `prefix` ("" = all).
std::string list_commands(const std::vector<Command>& commands, std::string_view prefix)
{
    std::size_t width = 0;
    for (const Command& command : commands)
        width = std::max(width, command.name.size());
    std::string text;
    for (const Command& command : commands)
        if (command.name.starts_with(prefix))
            text += fmt::format("  {:<{}}  {}\n", command.name, width, command.summary);
    return text;
}

void print_help(const std::vector<Command>& commands, std::string_view prefix, std::ostream& out)
{
    out << fmt::format("usage: presstime {}COMMAND [ARGUMENTS]\n\n{}\n"
                       "presstime COMMAND --help says more about one.\n",
                       prefix, list_commands(commands, prefix));
}

int answer_unknown(const std::vector<Command>& commands, Words arguments, std::ostream& err)
{
    std::vector<std::string> names;
    names.reserve(commands.size());
    for (const Command& command : commands)
        names.push_back(command.name);
    std::string first(arguments.front());
    auto near = arguments.size() > 1 ? did_you_mean(joined(arguments.first(2)), names) : std::nullopt;
    if (!near)
        near = did_you_mean(first, names);
    std::string hint = near ? fmt::format("did you mean \"{}\"?", *near) : "presstime --help lists them";
    return report_wrong_usage(err,
                              Error::invalid({}, fmt::format("unknown command \"{}\"; {}", first, hint)));
}

} // namespace

int report_failure(std::ostream& err, const Error& error)
{
    err << "presstime: " << error.message << '\n';
    return kExitFailed;
}

int report_wrong_usage(std::ostream& err, const Error& error)
{
    err << "presstime: " << error.message << '\n';
    return kExitUsage;
}

int run_command(const std::vector<Command>& commands, Words arguments, std::ostream& out, std::ostream& err)
{
    const Command* command = find_command(commands, arguments);
    bool help = asks_for_help(arguments);
    int status = kExitDone;
    if (command != nullptr) {
        Words rest = arguments.subspan(count_words(command->name));
        try {
            if (help)
                out << command->usage;
            else
                status = command->run(rest, out, err);
        } catch (const std::exception& exception) {
            status = report_failure(
                err, Error::give_up(fmt::format("{} failed: {}", command->name, exception.what())));
        }
    } else {
        std::string prefix = arguments.empty() || arguments.front().starts_with("-")
                                 ? ""
                                 : std::string(arguments.front()) + " ";
        bool lists = !list_commands(commands, prefix).empty();
        if (help && lists)
            print_help(commands, prefix, out);
        else if (arguments.empty() || (arguments.size() == 1 && lists)) {
            print_help(commands, prefix, err);
            status = kExitUsage;
        } else
            status = answer_unknown(commands, arguments, err);
    }
    out.flush();
    if (!out && status == kExitDone)
        return report_failure(err, Error::give_up("the output could not be written; is the disk full?"));
    return status;
}

} // namespace presstime::cli
