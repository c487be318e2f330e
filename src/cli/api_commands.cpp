// A table of jobs; what they share stands once, in api_job.cpp.
#include "cli/api_commands.hpp"

#include "base/text.hpp"
#include "cli/api_call.hpp"
#include "cli/api_job.hpp"
#include "cli/apply.hpp"
#include "cli/user_commands.hpp"
#include "cli/workspace_commands.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <ostream>

namespace presstime::cli {
namespace json = boost::json;
namespace {

std::int64_t id_of(const json::object& object)
{
    return object.at("id").to_number<std::int64_t>();
}

Result<> create_token(ApiTransport& api, const Arguments& arguments, std::ostream& out, std::ostream& err)
{
    const std::string name = arguments.value_or("name", "");
    if (name.empty())
        return fail(Error::invalid("--name", "--name is required: what you will recognise the token by"));
    json::object body{{"name", name}, {"scope", arguments.value_or("scope", "read")}};
    if (const auto role = arguments.value("role"))
        body["role"] = *role;
    const json::value answer = TRY(call_api(api, "POST", "/v1/tokens", json::serialize(body)));
    out << text_of(answer.as_object(), "token") << "\n";
    err << "This token is shown once; keep it safe.\n";
    return {};
}

// A report by its id or its name.
Result<json::object> find_report(ApiTransport& api, const std::string& wanted)
{
    if (const auto id = parse_int(wanted))
        return TRY(call_api(api, "GET", fmt::format("/v1/reports/{}", *id))).as_object();
    const json::value reports = TRY(call_api(api, "GET", "/v1/reports"));
    std::vector<std::string> names;
    for (const json::value& report : reports.as_array()) {
        names.push_back(text_of(report.as_object(), "name"));
        if (names.back() == wanted)
            return report.as_object();
    }
    const std::optional<std::string> near = did_you_mean(wanted, names);
    return fail(
        Error::not_found(fmt::format("there is no report \"{}\"{}", wanted,
                                     near ? fmt::format("; did you mean \"{}\"?", *near) : std::string{})));
}

Result<> run_report(ApiTransport& api, const Arguments& arguments, std::ostream& out, std::ostream& err)
{
    const json::object report = TRY(find_report(api, arguments.positionals.at(0)));
    const json::value run = TRY(call_api(api, "POST", fmt::format("/v1/reports/{}/run", id_of(report))));
    out << id_of(run.as_object()) << "\n";
    err << fmt::format("Run {} of \"{}\" is queued; a running server takes it up at once.\n",
                       id_of(run.as_object()), text_of(report, "name"));
    return {};
}

// What the files of a run say about themselves: cuts, characters without a glyph.
std::string notes_of(const json::object& run)
{
    std::vector<std::string> notes;
    if (const json::value* artifacts = run.if_contains("artifacts"); artifacts && artifacts->is_array())
        for (const json::value& artifact : artifacts->get_array()) {
            const std::string note = text_of(artifact.as_object(), "note");
            if (!note.empty() && std::ranges::find(notes, note) == notes.end())
                notes.push_back(note);
        }
    return join(notes, " ");
}

Result<> list_runs(ApiTransport& api, const Arguments& arguments, std::ostream& out, std::ostream&)
{
    const json::object report = TRY(find_report(api, arguments.positionals.at(0)));
    const json::value runs = TRY(call_api(api, "GET", fmt::format("/v1/reports/{}/runs", id_of(report))));
    for (const json::value& value : runs.as_array()) {
        const json::object& run = value.as_object();
        std::string why = text_of(run, "error").empty() ? text_of(run, "reason") : text_of(run, "error");
        if (why.empty())
            why = notes_of(run);
        out << fmt::format("{}\t{}\t{}\t{}\n", id_of(run), text_of(run, "nominal_at"), text_of(run, "status"),
                           why);
    }
    return {};
}

Result<> apply(ApiTransport& api, const Arguments& arguments, std::ostream&, std::ostream& err)
{
    const ApplySummary done = TRY(apply_folder(api, arguments.positionals.at(0), err));
    err << fmt::format("{} connections, {} dashboards, {} reports applied\n", done.connections,
                       done.dashboards, done.reports);
    return {};
}

Result<> export_documents(ApiTransport& api, const Arguments& arguments, std::ostream& out, std::ostream&)
{
    TRY(export_folder(api, arguments.positionals.at(0), out));
    return {};
}

} // namespace

std::vector<Command> api_commands(const OpenApi& open)
{
    const std::vector<Job> jobs{
        {"token create",
         "--name NAME [--scope read|write|admin] [--role viewer|editor|admin|owner]",
         "makes an API token and prints it, once, alone on standard output",
         {{"name", FlagKind::value, "NAME", "what you will recognise it by"},
          {"scope", FlagKind::value, "SCOPE", "read (default), write or admin"},
          {"role", FlagKind::value, "ROLE",
           "viewer, editor, admin or owner (default: viewer for read, else admin)"}},
         {},
         create_token},
        {"apply",
         "DIR",
         "brings connections, dashboards and reports to what the YAML files below DIR say",
         {},
         {1, 1, "DIR"},
         apply},
        {"export",
         "DIR",
         "writes connections, dashboards and reports as YAML files below DIR",
         {},
         {1, 1, "DIR"},
         export_documents},
        {"run",
         "REPORT",
         "runs a report now, given by id or name, and prints the run's id",
         {},
         {1, 1, "REPORT"},
         run_report},
        {"runs",
         "REPORT",
         "lists a report's runs, newest first: id, due instant, status, reason or note",
         {},
         {1, 1, "REPORT"},
         list_runs},
    };
    std::vector<Command> commands;
    commands.reserve(jobs.size());
    for (const Job& job : jobs)
        commands.push_back(make_command(open, job));
    for (Command& command : workspace_commands(open))
        commands.push_back(std::move(command));
    for (Command& command : user_commands(open))
        commands.push_back(std::move(command));
    return commands;
}

} // namespace presstime::cli
