// The folder is walked by name, which begins with the time of the mail; heads are read of the mails of one
// page alone.
#include "control/outbox.hpp"

#include "base/text.hpp"
#include "control/access.hpp"
#include "control/changes.hpp"
#include "platform/mail/mail_head.hpp"
#include "store/server_facts.hpp"
#include "store/user_store.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <fstream>
#include <set>
#include <sys/stat.h>

namespace presstime::control {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kHeadBytes = 16 << 10;
constexpr std::size_t kLongestName = 255;
constexpr std::size_t kUuidLength = 36;
// Of a person who may see their own alone: so many of the folder's mails are looked into.
constexpr std::size_t kMostLookedInto = 2'000;

bool is_name_sign(char c)
{
    constexpr std::string_view kSigns = "@._+-";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kSigns.find(c) != std::string_view::npos;
}

bool is_mail_name(std::string_view name)
{
    return name.size() <= kLongestName && name.ends_with(".eml") && !name.starts_with('.') &&
           std::ranges::all_of(name, is_name_sign);
}

// The recipient stands in the name of its mail, signs that names do not have replaced: a first sieve.
std::string as_in_name(std::string_view address)
{
    constexpr std::size_t kShortEnough = 60;
    std::string part = to_lower_ascii(clip_utf8(address, kShortEnough));
    std::ranges::replace_if(part, [](char c) { return !is_name_sign(c); }, '_');
    return part;
}

Error missing_mail(const std::string& name)
{
    return Error::not_found(
        fmt::format("the outbox holds no mail {}", repair_utf8(clip_utf8(name, kLongestName))));
}

// A mail of no run may carry a link that sets a password: nobody reads that of somebody above them.
Result<bool> is_of_somebody_above(db::Session& session, const Principal& principal, const OutboxMail& mail)
{
    if (mail.run_id != 0)
        return false;
    const auto reader = TRY(store::find_user_by_email(session, principal.workspace_id, mail.recipient));
    return reader && reader->role > principal.role;
}

bool is_theirs(const Principal& principal, const OutboxMail& mail)
{
    return !principal.email.empty() && equals_ignore_case_ascii(principal.email, mail.recipient);
}

} // namespace

struct Outbox::FoundMail {
    OutboxMail mail;
    std::string message_id;
};

// Nothing for what is no plain file, or has gone meanwhile.
std::optional<Outbox::FoundMail> Outbox::read_mail(const std::string& name) const
{
    struct stat facts = {};
    const fs::path path = folder_ / name;
    if (::lstat(path.c_str(), &facts) != 0 || !S_ISREG(facts.st_mode))
        return std::nullopt;
    std::string head(kHeadBytes, '\0');
    std::ifstream file(path, std::ios::binary);
    file.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(file.gcount()));
    mail::MailHead fields = mail::read_mail_head(head);
    FoundMail found{.mail = {}, .message_id = std::move(fields.message_id)};
    OutboxMail& mail = found.mail;
    mail.name = name;
    mail.bytes = facts.st_size;
    mail.written_at = Instant(std::chrono::seconds(facts.st_mtim.tv_sec));
    mail.subject = std::move(fields.subject);
    mail.from = std::move(fields.from);
    mail.recipient = std::move(fields.envelope_to);
    for (const std::string_view address : split(fields.to, ','))
        if (!trim(address).empty())
            mail.to.emplace_back(trim(address));
    return found;
}

std::vector<std::string> Outbox::newest_names(const std::string& before, const std::string& part_of_name,
                                              std::size_t wanted) const
{
    std::set<std::string, std::greater<>> newest; // as many as are wanted, however many there are
    std::error_code failed;
    for (fs::directory_iterator entry(folder_, failed), end; !failed && entry != end;
         entry.increment(failed)) {
        std::string name = entry->path().filename().string();
        if (!is_mail_name(name) || (!before.empty() && name >= before) ||
            to_lower_ascii(name).find(part_of_name) == std::string::npos)
            continue;
        newest.insert(std::move(name));
        if (newest.size() > wanted)
            newest.erase(std::prev(newest.end()));
    }
    return {newest.begin(), newest.end()};
}

Result<Page<OutboxMail>> Outbox::list(const Principal& principal, const PageRequest& page)
{
    TRY(require(principal, Action::read, ResourceKind::workspace));
    const bool everything = require_server_admin(principal).has_value();
    if (!everything && principal.email.empty())
        return Page<OutboxMail>{};
    if (!page.cursor.empty() && !is_mail_name(page.cursor))
        return fail(Error::malformed("cursor is none that this list gave"));
    const auto shown = static_cast<std::size_t>(page.limit == 0 ? kMaxLimit : page.limit);
    const std::size_t looked_into = everything ? shown + 1 : kMostLookedInto;
    const std::string sieve = everything ? std::string() : as_in_name(principal.email);
    const std::vector<std::string> names = newest_names(page.cursor, sieve, looked_into);
    Page<OutboxMail> answer;
    std::vector<FoundMail> mails;
    for (const std::string& name : names) {
        if (mails.size() == shown) {
            answer.next_cursor = mails.back().mail.name;
            break;
        }
        std::optional<FoundMail> found = read_mail(name);
        if (found && (everything || is_theirs(principal, found->mail)))
            mails.push_back(std::move(*found));
    }
    if (answer.next_cursor.empty() && names.size() == looked_into)
        answer.next_cursor = names.back(); // there may be more of theirs among the older ones
    answer.items = TRY(readable_of(principal, std::move(mails)));
    return answer;
}

// The id of a report's mail begins with its run's: "0192....r0@example.com".
Result<std::vector<OutboxMail>> Outbox::readable_of(const Principal& principal, std::vector<FoundMail> found)
{
    std::vector<OutboxMail> readable;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        readable.clear();
        for (const FoundMail& each : found) {
            OutboxMail mail = each.mail;
            const std::string& id = each.message_id;
            const auto run = id.size() > kUuidLength && id[kUuidLength] == '.'
                                 ? TRY(store::find_run_by_uuid(session, id.substr(0, kUuidLength)))
                                 : std::nullopt;
            if (run && require_run(session, principal, Action::read, run->id)) {
                mail.run_id = run->id;
                mail.report_id = run->report_id;
            }
            if (is_theirs(principal, mail) || !TRY(is_of_somebody_above(session, principal, mail)))
                readable.push_back(std::move(mail));
        }
        return {};
    }));
    return readable;
}

Result<fs::path> Outbox::path_of(const Principal& principal, const std::string& name)
{
    TRY(require(principal, Action::read, ResourceKind::workspace));
    if (!is_mail_name(name))
        return fail(missing_mail(name));
    const std::optional<FoundMail> found = read_mail(name);
    if (!found)
        return fail(missing_mail(name));
    const bool readable = !TRY(readable_of(principal, {*found})).empty();
    if (!readable || (!is_theirs(principal, found->mail) && !require_server_admin(principal)))
        return fail(missing_mail(name).with_context(std::string(kHidden)));
    return folder_ / name;
}

Result<> Outbox::remove(const Principal& principal, const std::string& name)
{
    const fs::path path = TRY(path_of(principal, name));
    TRY(require_server_admin(principal));
    std::error_code failed;
    fs::remove(path, failed);
    if (failed)
        return fail(Error::give_up("the mail cannot be deleted; may the server write to its folder outbox?")
                        .with_context(failed.message()));
    return environment_.database.write([&](db::Session& session) {
        return record_change(session, principal, {.type = "outbox.deleted", .resource = "mail " + name},
                             environment_.clock.now());
    });
}

} // namespace presstime::control
