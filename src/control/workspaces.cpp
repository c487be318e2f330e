// A new workspace comes with a key, since nobody is in it yet who could make one.
#include "control/workspaces.hpp"

#include "codec/json_reader.hpp"
#include "control/access.hpp"
#include "control/changes.hpp"
#include "platform/mail/mail_address.hpp"
#include "store/workspace_store.hpp"

#include <fmt/format.h>

namespace presstime::control {
namespace {

Result<> require_operator(const Principal& principal)
{
    if (principal.kind == PrincipalKind::local_operator)
        return {};
    return fail(Error::forbidden(
        "workspaces are made at the machine itself, with: presstime workspace create --name NAME"));
}

} // namespace

Result<store::Workspace> Workspaces::get(const Principal& principal)
{
    TRY(require(principal, Action::read, ResourceKind::workspace));
    store::Workspace workspace;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        workspace = TRY(store::get_workspace(session, principal.workspace_id));
        return {};
    }));
    return workspace;
}

Result<store::Workspace> Workspaces::patch(const Principal& principal, std::string_view json)
{
    TRY(require(principal, Action::administer, ResourceKind::workspace));
    const boost::json::value document = TRY(codec::parse_json(json));
    codec::ObjectReader reader(document, "");
    std::string name;
    reader.ignore({"id", "owner_email"});
    reader.require("name");
    reader.text("name", name, codec::kNameRule);
    TRY(reader.finish());
    store::Workspace workspace;
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        TRY(store::rename_workspace(session, principal.workspace_id, name));
        workspace = TRY(store::get_workspace(session, principal.workspace_id));
        return record_change(session, principal,
                             {.type = "workspace.updated",
                              .resource = fmt::format("workspace {}", workspace.id),
                              .detail = "name"},
                             environment_.clock.now());
    }));
    return workspace;
}

Result<NewWorkspace> Workspaces::create(const Principal& principal, std::string_view json)
{
    TRY(require_operator(principal));
    const boost::json::value document = TRY(codec::parse_json(json));
    codec::ObjectReader reader(document, "");
    store::Workspace wanted;
    reader.require("name");
    reader.text("name", wanted.name, codec::kNameRule);
    reader.text("owner_email", wanted.owner_email, {0, 320});
    TRY(reader.finish());
    if (!wanted.owner_email.empty())
        TRY(mail::check_mail_address(wanted.owner_email, "owner_email"));
    NewWorkspace made;
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        made.workspace = wanted;
        TRY(store::insert_workspace(session, made.workspace, environment_.clock.now()));
        return record_change(session, principal,
                             {.type = "workspace.created",
                              .resource = fmt::format("workspace {}", made.workspace.id),
                              .detail = made.workspace.name},
                             environment_.clock.now());
    }));
    Principal there = principal;
    there.workspace_id = made.workspace.id;
    made.secret = TRY(tokens_.create(there, R"({"name": "first key", "scope": "admin"})")).secret;
    return made;
}

Result<std::vector<store::Workspace>> Workspaces::list(const Principal& principal)
{
    TRY(require_operator(principal));
    std::vector<store::Workspace> workspaces;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        workspaces = TRY(store::list_workspaces(session));
        return {};
    }));
    return workspaces;
}

} // namespace presstime::control
