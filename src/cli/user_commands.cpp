// People are named by id or by address. A link is printed alone on standard output.
#include "cli/user_commands.hpp"

#include "base/text.hpp"
#include "cli/api_call.hpp"
#include "cli/api_job.hpp"

#include <fmt/format.h>
#include <ostream>

namespace presstime::cli {
namespace json = boost::json;
namespace {

std::string path_of(const json::object& user, std::string_view below = "")
{
    return fmt::format("/v1/users/{}{}", number_of(user, "id"), below);
}

Result<json::object> find_user(ApiTransport& api, const std::string& wanted)
{
    if (const auto id = parse_int(wanted))
        return TRY(call_api(api, "GET", fmt::format("/v1/users/{}", *id))).as_object();
    const json::value users = TRY(call_api(api, "GET", "/v1/users"));
    std::vector<std::string> addresses;
    for (const json::value& user : users.as_array()) {
        addresses.push_back(text_of(user.as_object(), "email"));
        if (equals_ignore_case_ascii(addresses.back(), wanted))
            return user.as_object();
    }
    const std::optional<std::string> near = did_you_mean(wanted, addresses);
    return fail(
        Error::not_found(fmt::format("there is no user \"{}\"{}", wanted,
                                     near ? fmt::format("; did you mean {}?", *near) : std::string{})));
}

Result<> print_link(const json::object& mailed, std::ostream& out, std::ostream& err)
{
    out << text_of(mailed, "link") << "\n";
    err << fmt::format("The link works once, until {}. It was mailed to {} too.\n",
                       text_of(mailed, "link_expires_at"), text_of(mailed, "email"));
    return {};
}

Result<> invite(ApiTransport& api, const Arguments& arguments, std::ostream& out, std::ostream& err)
{
    json::object body{{"email", arguments.positionals.at(0)}};
    for (const char* member : {"name", "role"})
        if (const auto given = arguments.value(member))
            body[member] = *given;
    const json::value made = TRY(call_api(api, "POST", "/v1/users", json::serialize(body)));
    return print_link(made.as_object(), out, err);
}

Result<> reset_password(ApiTransport& api, const Arguments& arguments, std::ostream& out, std::ostream& err)
{
    const json::object user = TRY(find_user(api, arguments.positionals.at(0)));
    const json::value mailed = TRY(call_api(api, "POST", path_of(user, "/link")));
    return print_link(mailed.as_object(), out, err);
}

Result<> list(ApiTransport& api, const Arguments&, std::ostream& out, std::ostream&)
{
    const json::value users = TRY(call_api(api, "GET", "/v1/users"));
    for (const json::value& value : users.as_array()) {
        const json::object& user = value.as_object();
        const bool enabled = user.at("enabled").as_bool();
        const bool invited = user.at("invited").as_bool();
        out << fmt::format("{}\t{}\t{}\t{}\t{}\n", number_of(user, "id"), text_of(user, "email"),
                           text_of(user, "role"),
                           !enabled  ? "disabled"
                           : invited ? "invited"
                                     : "enabled",
                           text_of(user, "last_seen_at"));
    }
    return {};
}

// A command that changes members of the named user.
auto change(std::function<json::object(const Arguments&)> members)
{
    return [members](ApiTransport& api, const Arguments& arguments, std::ostream&,
                     std::ostream& err) -> Result<> {
        const json::object user = TRY(find_user(api, arguments.positionals.at(0)));
        const json::value changed =
            TRY(call_api(api, "PATCH", path_of(user), json::serialize(members(arguments))));
        err << fmt::format("{} is {} and {}\n", text_of(changed.as_object(), "email"),
                           text_of(changed.as_object(), "role"),
                           changed.at("enabled").as_bool() ? "enabled" : "disabled");
        return {};
    };
}

Result<> hand_over(ApiTransport& api, const Arguments& arguments, std::ostream& out, std::ostream& err)
{
    const std::string wanted = arguments.value_or("to", "");
    if (wanted.empty())
        return fail(Error::invalid("--to", "--to is required: the user who takes over"));
    const json::object from = TRY(find_user(api, arguments.positionals.at(0)));
    const json::object to = TRY(find_user(api, wanted));
    const json::value moved = TRY(call_api(api, "POST", path_of(from, "/hand-over"),
                                           json::serialize(json::object{{"to", number_of(to, "id")}})));
    const json::array& things = moved.at("moved").as_array();
    for (const json::value& thing : things)
        out << fmt::format("{}\t{}\t{}\n", text_of(thing.as_object(), "kind"),
                           number_of(thing.as_object(), "id"), text_of(thing.as_object(), "name"));
    err << fmt::format("{} things moved to {}\n", things.size(), text_of(to, "email"));
    return {};
}

Result<> remove(ApiTransport& api, const Arguments& arguments, std::ostream&, std::ostream& err)
{
    const json::object user = TRY(find_user(api, arguments.positionals.at(0)));
    TRY(call_api(api, "DELETE", path_of(user)));
    err << fmt::format("{} is deleted\n", text_of(user, "email"));
    return {};
}

std::vector<Job> jobs()
{
    const Positionals one{1, 1, "USER"};
    return {
        {"user invite",
         "EMAIL [--role viewer|editor|admin|owner] [--name NAME]",
         "invites somebody by mail and prints the link that sets the password",
         {{"role", FlagKind::value, "ROLE", "viewer (default), editor, admin or owner"},
          {"name", FlagKind::value, "NAME", "how the person is called"}},
         {1, 1, "EMAIL"},
         invite},
        {"user list", "", "lists people: id, address, role, state, last seen", {}, {}, list},
        {"user disable",
         "USER",
         "disables somebody: sessions and tokens end at once and do not come back",
         {},
         one,
         change([](const Arguments&) { return json::object{{"enabled", false}}; })},
        {"user enable", "USER", "lets somebody log in again", {}, one, change([](const Arguments&) {
             return json::object{{"enabled", true}};
         })},
        {"user set-role",
         "USER ROLE",
         "makes somebody viewer, editor, admin or owner",
         {},
         {2, 2, "USER ROLE"},
         change(
             [](const Arguments& arguments) { return json::object{{"role", arguments.positionals.at(1)}}; })},
        {"user reset-password",
         "USER",
         "mails a link for a new password and prints it",
         {},
         one,
         reset_password},
        {"user hand-over",
         "USER --to USER",
         "gives everything somebody owns to another, and prints what moved",
         {{"to", FlagKind::value, "USER", "who takes over"}},
         one,
         hand_over},
        {"user delete", "USER", "deletes somebody who owns nothing any more", {}, one, remove},
    };
}

} // namespace

std::vector<Command> user_commands(const OpenApi& open)
{
    std::vector<Command> commands;
    for (Job& job : jobs())
        commands.push_back(make_command(open, std::move(job)));
    return commands;
}

} // namespace presstime::cli
