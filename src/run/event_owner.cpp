// Small readings of the store.
#include "run/event_owner.hpp"

#include "codec/document.hpp"
#include "platform/crypto/sha256.hpp"
#include "stage/settle.hpp"
#include "store/run_store.hpp"
#include "store/store.hpp"
#include "store/user_store.hpp"

#include <fmt/format.h>

namespace presstime::run {
namespace {

constexpr std::size_t kMaxTold = 50;

} // namespace

Result<std::vector<std::string>> addresses_to_tell(db::Session& session, const Webhook& webhook)
{
    if (webhook.owner.user_id != 0)
        if (const auto user = TRY(store::find_user(session, webhook.owner.user_id)); user && user->enabled)
            return std::vector{user->email};
    const std::string named = TRY(store::get_workspace(session, webhook.workspace_id)).owner_email;
    if (!named.empty())
        return std::vector{named};
    std::vector<std::string> addresses;
    for (const User& admin : TRY(store::active_admins(session, webhook.workspace_id)))
        if (addresses.size() < kMaxTold)
            addresses.push_back(admin.email);
    return addresses;
}

Delivery webhook_notice(const Webhook& webhook, const std::string& what, const std::string& address,
                        Instant now)
{
    Delivery notice;
    notice.workspace_id = webhook.workspace_id;
    notice.webhook_id = webhook.id;
    notice.purpose = DeliveryPurpose::webhook_notice;
    notice.channel = "email";
    notice.recipient = address;
    notice.message_id = fmt::format("webhook-{}.{}.{}.{}@presstime", webhook.id, what, to_micros(now),
                                    sha256_hex(address).substr(0, 12));
    notice.max_attempts = stage::email_max_attempts();
    notice.next_attempt_at = now;
    notice.created_at = now;
    return notice;
}

Result<std::string> template_of_run(db::Session& session, const Event& event)
{
    if (event.run_id == 0)
        return std::string();
    const Result<Run> run = store::get_run(session, event.run_id);
    if (!run || run->definition.empty())
        return std::string();
    const Result<codec::Definition> definition = codec::definition_from_json(run->definition);
    return definition ? definition->dashboard.template_html : std::string();
}

} // namespace presstime::run
