// People, keys, categories, the audit and the workspace.
#include "api/openapi.hpp"

namespace presstime::api {
namespace {

constexpr Operation kOperations[] = {
    {"GET", "/v1/categories", "Access", "Lists the categories you may read, with your level in each", "", "",
     "Category[]"},
    {"POST", "/v1/categories", "Access", "Makes a category", "", "CategoryDocument", "Category", 201},
    {"GET", "/v1/categories/{category_id}", "Access", "Shows a category; its grants to who may manage it", "",
     "", "Category"},
    {"PATCH", "/v1/categories/{category_id}", "Access",
     "Changes a category; a new name moves its dashboards along", "", "CategoryDocument", "Category"},
    {"DELETE", "/v1/categories/{category_id}", "Access", "Deletes a category that no dashboard names", "", "",
     "", 204},
    {"GET", "/v1/groups", "Access", "Lists the groups", "", "", "Group[]"},
    {"POST", "/v1/groups", "Access", "Makes a group", "", "GroupDocument", "Group", 201},
    {"GET", "/v1/groups/{group_id}", "Access", "Shows a group", "", "", "Group"},
    {"PATCH", "/v1/groups/{group_id}", "Access", "Renames a group or replaces its members", "",
     "GroupDocument", "Group"},
    {"DELETE", "/v1/groups/{group_id}", "Access", "Deletes a group that no category names", "", "", "", 204},
    {"GET", "/v1/users/{user_id}/access", "Access", "What can this person see?", "", "", "UserAccess"},
    {"GET", "/v1/access", "Access", "Who can see this dashboard?", "dashboard", "", "Reader[]"},
    {"GET", "/v1/audit", "Audit", "Lists who changed what and who was refused, newest first",
     "limit cursor actor action resource since until format", "", "AuditRow[]"},
    {"GET", "/v1/workspace", "Workspace", "Shows your workspace", "", "", "Workspace"},
    {"PATCH", "/v1/workspace", "Workspace", "Renames your workspace", "", "WorkspaceDocument", "Workspace"},
    {"GET", "/v1/workspaces", "Workspace", "Lists the workspaces; for the operator of the machine", "", "",
     "Workspace[]"},
    {"POST", "/v1/workspaces", "Workspace",
     "Makes a workspace and its first key; for the operator of the machine", "", "WorkspaceDocument",
     "NewWorkspace", 201},
    {"GET", "/v1/users", "Users", "Lists the users", "q limit cursor", "", "User[]"},
    {"POST", "/v1/users", "Users", "Invites somebody by mail", "", "Invitation", "User", 201},
    {"GET", "/v1/users/me", "Users", "Shows who you are", "", "", "User"},
    {"PATCH", "/v1/users/me", "Users", "Changes your name", "", "UserDocument", "User"},
    {"POST", "/v1/users/me/password", "Users", "Changes your password and ends your other sessions", "",
     "PasswordChange", "", 204},
    {"GET", "/v1/users/me/tokens", "Users", "Lists your personal tokens", "", "", "Token[]"},
    {"POST", "/v1/users/me/tokens", "Users", "Makes a personal token, shown once", "", "TokenDocument",
     "NewToken", 201},
    {"DELETE", "/v1/users/me/tokens/{token_id}", "Users", "Ends one of your tokens", "", "", "", 204},
    {"GET", "/v1/users/{user_id}", "Users", "Shows a user", "", "", "User"},
    {"PATCH", "/v1/users/{user_id}", "Users", "Changes name or role, disables or enables", "", "UserDocument",
     "User"},
    {"DELETE", "/v1/users/{user_id}", "Users", "Deletes a user who owns nothing any more", "", "", "", 204},
    {"GET", "/v1/users/{user_id}/tokens", "Users", "Lists a user's personal tokens", "", "", "Token[]"},
    {"POST", "/v1/users/{user_id}/link", "Users", "Mails a link for a new password", "", "", "MailedLink"},
    {"POST", "/v1/users/{user_id}/hand-over", "Users", "Gives everything a user owns to another", "",
     "HandOver", "HandedOver"},
    {"GET", "/v1/orphans", "Users", "Lists what nobody owns any more", "", "", "OwnedThing[]"},
    {"POST", "/v1/orphans/hand-over", "Users", "Gives what nobody owns to a user", "", "HandOver",
     "HandedOver"},
    {"GET", "/v1/tokens", "Tokens", "Lists the API keys", "", "", "Token[]"},
    {"POST", "/v1/tokens", "Tokens", "Makes an API key, shown once", "", "TokenDocument", "NewToken", 201},
    {"DELETE", "/v1/tokens/{token_id}", "Tokens", "Ends a key", "", "", "", 204},
    {"POST", "/v1/session", "Sessions", "Logs in and sets the session cookie", "", "LogIn", "Session"},
    {"GET", "/v1/session", "Sessions", "Shows the session", "", "", "Session"},
    {"DELETE", "/v1/session", "Sessions", "Logs out", "", "", "", 204},
    {"GET", "/v1/sessions", "Sessions", "Lists where you are logged in", "", "", "OpenSession[]"},
    {"DELETE", "/v1/sessions", "Sessions", "Ends your other sessions", "", "", "EndedSessions"},
    {"DELETE", "/v1/sessions/{session_id}", "Sessions", "Ends one of your sessions", "", "", "", 204},
    {"POST", "/v1/one-time-links/inspect", "Sessions", "Says what a one-time link is for", "", "LinkToken",
     "LinkDetails"},
    {"POST", "/v1/one-time-links/accept", "Sessions", "Sets the password that a one-time link asks for", "",
     "LinkAcceptance", "AcceptedLink"},
    {"POST", "/v1/password-reset", "Sessions", "Mails a link to an address, if somebody has it", "",
     "ResetRequest", "Notice", 202},
};

} // namespace

std::span<const Operation> access_operations()
{
    return kOperations;
}

} // namespace presstime::api
