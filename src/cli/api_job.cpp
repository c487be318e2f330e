// The frame around a job.
#include "cli/api_job.hpp"

#include <fmt/format.h>

namespace presstime::cli {

Command make_command(const OpenApi& open, Job job)
{
    job.flags.push_back(
        {"data-dir", FlagKind::value, "FOLDER", "the server's data folder (default: the data_dir setting)"});
    Command command;
    command.name = job.name;
    command.summary = job.what;
    command.usage = fmt::format("usage: presstime {} {}\n\n{}\n\n{}", job.name, job.words, job.what,
                                describe_flags(job.flags));
    command.run = [open, job](std::span<const std::string_view> words, std::ostream& out, std::ostream& err) {
        const Result<Arguments> arguments = parse_arguments(words, job.flags, job.positionals);
        if (!arguments)
            return report_wrong_usage(err, arguments.error());
        const Result<std::unique_ptr<ApiTransport>> api = open(arguments->value("data-dir"));
        if (!api)
            return report_failure(err, api.error());
        const Result<> done = job.work(**api, *arguments, out, err);
        return done ? kExitDone : report_failure(err, done.error());
    };
    return command;
}

} // namespace presstime::cli
