// Settings, disk, outbox, and what server this is.
#include "api/openapi.hpp"

namespace presstime::api {
namespace {

constexpr Operation kOperations[] = {
    {"GET", "/v1/settings", "Settings", "Lists every setting with its value and where that comes from", "",
     "", "Setting[]"},
    {"PATCH", "/v1/settings", "Settings",
     "Stores settings by key; null goes back to what holds without the stored value", "", "SettingChanges",
     "ChangedSettings"},
    {"POST", "/v1/settings/apply", "Settings",
     "Takes the server's parts down and up again with what is stored; same process, same port", "", "",
     "Notice", 202},
    {"POST", "/v1/settings/mail/test", "Settings",
     "Sends a test mail, also by settings that are not saved, and tells every step", "", "MailTest",
     "MailTestOutcome"},
    {"GET", "/v1/disk", "Settings", "What is kept on disk, for how long, and the room that is left", "", "",
     "DiskUse"},
    {"GET", "/v1/outbox", "Outbox", "Lists the mails that were written instead of sent, newest first",
     "limit cursor", "", "OutboxMail[]"},
    {"GET", "/v1/outbox/{mail_name}", "Outbox", "Gives the whole message (message/rfc822)", "", "", "file"},
    {"DELETE", "/v1/outbox/{mail_name}", "Outbox", "Deletes a mail from the outbox", "", "", "", 204},
    {"GET", "/v1/about", "Server", "What server this is, and how far its workspace has come", "", "",
     "About"},
};

} // namespace

std::span<const Operation> house_operations()
{
    return kOperations;
}

} // namespace presstime::api
