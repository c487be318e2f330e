// A pass over every column that holds secrets. The id of the key it finished with is kept in `meta`, so that
// the next start need not look.
#include "control/secrets.hpp"

#include "base/log.hpp"
#include "control/access.hpp"
#include "control/changes.hpp"
#include "store/sealed_values.hpp"
#include "store/server_key_store.hpp"
#include "store/setting_store.hpp"
#include "store/store.hpp"
#include "store/webhook_store.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace presstime::control {
namespace json = boost::json;
namespace {

constexpr int kRowsAtOnce = 100;
constexpr std::chrono::seconds kPatience{30};
constexpr auto kMetaKey = "secrets.sealed_with";

// The members of a JSON object of texts, each through `renew(name, value)`.
template <typename Renew>
std::string renew_members(const std::string& text, Renew&& renew)
{
    std::error_code error;
    json::value parsed = json::parse(text, error);
    json::object* object = error ? nullptr : parsed.if_object();
    if (!object)
        return text;
    bool changed = false;
    for (auto& member : *object) {
        const json::string* value = member.value().if_string();
        if (!value)
            continue;
        const std::string before(*value);
        const std::string after = renew(std::string(member.key()), before);
        if (after != before) {
            member.value() = after;
            changed = true;
        }
    }
    return changed ? json::serialize(parsed) : text;
}

} // namespace

Secrets::Secrets(Environment environment, SecretBox& box, std::vector<ConnectionKind> kinds,
                 std::vector<std::string> settings)
    : environment_(std::move(environment)),
      box_(box),
      kinds_(std::move(kinds)),
      settings_(std::move(settings))
{
}

std::string Secrets::renewed(const std::string& value, std::string_view purpose, const std::string& what,
                             SealingCount& count) const
{
    if (value.empty())
        return value;
    if (!is_sealed(value)) {
        ++count.sealed;
        return box_.seal(value, purpose);
    }
    if (!box_.needs_reseal(value))
        return value;
    const Result<std::string> plain = box_.open(value, purpose);
    if (!plain) {
        ++count.unreadable;
        log_error("secrets.unreadable", plain.error(), {{"what", what}});
        return value;
    }
    ++count.renewed;
    return box_.seal(*plain, purpose);
}

std::string Secrets::renewed_report(const store::SecretRow& row, SealingCount& count) const
{
    return renew_members(row.text, [&](const std::string& name, const std::string& value) {
        const std::string what = fmt::format("{} of report {}", name, row.key);
        if (name == "pdf_password")
            return renewed(value, store::pdf_password_purpose(row.name), what, count);
        if (name == "webhook_secret")
            return renewed(value, store::webhook_secret_purpose(row.name), what, count);
        return value;
    });
}

std::string Secrets::renewed_options(const store::SecretRow& row, SealingCount& count) const
{
    return renew_members(row.text, [&](const std::string& name, const std::string& value) {
        if (!is_secret_option(kinds_, row.kind, name) && !is_sealed(value))
            return value;
        return renewed(value, store::option_purpose(row.workspace_id, row.name, name),
                       fmt::format("options.{} of connection {}", name, row.name), count);
    });
}

std::string Secrets::renewed_headers(const store::SecretRow& row, SealingCount& count) const
{
    return renew_members(row.text, [&](const std::string& name, const std::string& value) {
        return renewed(value, store::kWebhookHeaderPurpose,
                       fmt::format("headers.{} of webhook {}", name, row.key), count);
    });
}

std::string Secrets::renewed_text(store::SecretColumn column, const store::SecretRow& row,
                                  SealingCount& count) const
{
    const std::string what = fmt::format("{} of row {}", store::name_of(column), row.key);
    switch (column) {
    case store::SecretColumn::report_document:
        return renewed_report(row, count);
    case store::SecretColumn::connection_options:
        return renewed_options(row, count);
    case store::SecretColumn::webhook_authorization:
        return renewed(row.text, store::kWebhookAuthorizationPurpose, what, count);
    case store::SecretColumn::webhook_headers:
        return renewed_headers(row, count);
    case store::SecretColumn::webhook_secret:
        return renewed(row.text, store::kWebhookSecretPurpose, what, count);
    case store::SecretColumn::server_key:
        return renewed(row.text, store::kServerKeyPurpose, what, count);
    case store::SecretColumn::setting_value:
        return renewed(row.text, store::setting_purpose(row.key), what, count);
    }
    return row.text;
}

Result<std::string> Secrets::seal_page(store::SecretColumn column, const std::string& after_key,
                                       SealingCount& count)
{
    SealingCount page;
    std::string last;
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        page = {}; // the work may be done again
        last.clear();
        const std::vector<store::SecretRow> rows =
            TRY(store::secret_rows(session, column, after_key, kRowsAtOnce));
        for (const store::SecretRow& row : rows) {
            const std::string text = renewed_text(column, row, page);
            if (text != row.text)
                TRY(store::replace_secret(session, column, row, text));
        }
        if (rows.size() == static_cast<std::size_t>(kRowsAtOnce))
            last = rows.back().key;
        return {};
    }));
    count.sealed += page.sealed;
    count.renewed += page.renewed;
    count.unreadable += page.unreadable;
    return last;
}

Result<SealingCount> Secrets::seal_rows()
{
    SealingCount count;
    const std::string key = box_.newest_key_id();
    for (const store::SecretColumn column : store::kSecretColumns) {
        std::string after = TRY(seal_page(column, "", count));
        while (!after.empty())
            after = TRY(seal_page(column, after, count));
    }
    log_info("secrets.sealed",
             {{"sealed", count.sealed}, {"renewed", count.renewed}, {"unreadable", count.unreadable}});
    if (count.unreadable > 0)
        return count;
    TRY(environment_.database.write(
        [&](db::Session& session) { return store::set_meta(session, kMetaKey, key); }));
    return count;
}

Result<SealingCount> Secrets::seal_all()
{
    std::string done_with;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        done_with = TRY(store::get_meta(session, kMetaKey));
        return {};
    }));
    return done_with == box_.newest_key_id() ? SealingCount{} : TRY(seal_rows());
}

Result<SealingCount> Secrets::rotate(const Principal& principal)
{
    TRY(require_server_admin(principal));
    const std::unique_lock alone(rotating_, std::try_to_lock);
    if (!alone)
        return fail(Error::conflict("the key is being changed already; wait for its end"));
    TRY(box_.add_key());
    SealingCount count = TRY(seal_rows());
    // What was on its way into the database under an old key has been passed by: now nothing is.
    const auto alone_with_rows = box_.wait_for_carriers(kPatience);
    if (!alone_with_rows)
        return fail(Error::retry("things with secrets are being saved all the time; both keys are kept until "
                                 "this is tried again"));
    const SealingCount late = TRY(seal_rows());
    count.renewed += late.renewed;
    count.unreadable = late.unreadable;
    std::vector<std::string> still_needed;
    for (const std::string& text : settings_)
        still_needed.push_back(sealing_key_id(text));
    TRY(box_.remove_old_keys(still_needed));
    TRY(environment_.database.write([&](db::Session& session) {
        return record_change(
            session, principal,
            {.type = "secret_key.rotated",
             .resource = "secret key " + box_.newest_key_id(),
             .detail = fmt::format("{} renewed, {} unreadable", count.renewed, count.unreadable)},
            environment_.clock.now());
    }));
    return count;
}

bool Secrets::settings_lag_behind() const
{
    for (const std::string& text : settings_)
        if (box_.needs_reseal(text))
            return true;
    return false;
}

} // namespace presstime::control
