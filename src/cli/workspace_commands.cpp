// The new workspace's first key is printed alone on standard output, since it is shown once.
#include "cli/workspace_commands.hpp"

#include "cli/api_call.hpp"
#include "cli/api_job.hpp"

#include <fmt/format.h>
#include <ostream>

namespace presstime::cli {
namespace json = boost::json;
namespace {

Result<> create(ApiTransport& api, const Arguments& arguments, std::ostream& out, std::ostream& err)
{
    const std::string name = arguments.value_or("name", "");
    if (name.empty())
        return fail(Error::invalid("--name", "--name is required: what people will know the workspace by"));
    json::object body{{"name", name}};
    if (const auto owner = arguments.value("owner-email"))
        body["owner_email"] = *owner;
    const json::value made = TRY(call_api(api, "POST", "/v1/workspaces", json::serialize(body)));
    out << text_of(made.as_object(), "token") << "\n";
    err << fmt::format("Workspace {} is there. This is its first key, of scope admin; it is shown once.\n",
                       number_of(made.as_object(), "id"));
    return {};
}

Result<> list(ApiTransport& api, const Arguments&, std::ostream& out, std::ostream&)
{
    const json::value workspaces = TRY(call_api(api, "GET", "/v1/workspaces"));
    for (const json::value& value : workspaces.as_array()) {
        const json::object& workspace = value.as_object();
        out << fmt::format("{}\t{}\t{}\n", number_of(workspace, "id"), text_of(workspace, "name"),
                           text_of(workspace, "owner_email"));
    }
    return {};
}

} // namespace

std::vector<Command> workspace_commands(const OpenApi& open)
{
    std::vector<Command> commands;
    commands.push_back(
        make_command(open, {"workspace create",
                            "--name NAME [--owner-email ADDRESS]",
                            "makes a further workspace and prints its first key, alone on standard output",
                            {{"name", FlagKind::value, "NAME", "what people will know it by"},
                             {"owner-email", FlagKind::value, "ADDRESS", "who is told of failures"}},
                            {},
                            create}));
    commands.push_back(make_command(
        open, {"workspace list", "", "lists the workspaces: id, name, owner's address", {}, {}, list}));
    return commands;
}

} // namespace presstime::cli
