// What a user leaves behind, given to another in one transaction. Only admins may: whoever gets a webhook is
// who it asks rights for from then on.
#include "control/users.hpp"

#include "control/access.hpp"
#include "control/account_fields.hpp"
#include "control/changes.hpp"
#include "store/user_store.hpp"

#include <fmt/format.h>

#include <limits>

namespace presstime::control {
namespace {

Result<> require_admin(const Principal& principal)
{
    return require(principal, Action::administer, ResourceKind::user);
}

// The user that body {"to"} names, by id or address.
Result<User> find_receiver(db::Session& session, std::int64_t workspace_id, std::string_view json)
{
    const boost::json::value document = TRY(codec::parse_json(json));
    codec::ObjectReader reader(document, "");
    std::int64_t id = 0;
    std::string email;
    reader.require("to");
    const boost::json::value* to = reader.take("to");
    if (to != nullptr && to->is_string())
        reader.text("to", email, kEmailRule);
    else
        reader.integer("to", id, {1});
    TRY(reader.finish());
    std::optional<User> user;
    if (!email.empty())
        user = TRY(store::find_user_by_email(session, workspace_id, email));
    else if (user = TRY(store::find_user(session, id)); user && user->workspace_id != workspace_id)
        user.reset();
    if (!user)
        return fail(Error::invalid("to", "to must be the id or address of a user of this workspace"));
    if (!user->enabled)
        return fail(Error::invalid("to", fmt::format("to: {} is disabled", user->email)));
    return std::move(*user);
}

// Gives them away and says so in the audit.
Result<> give(db::Session& session, const Principal& principal, const std::vector<store::OwnedThing>& things,
              const std::string& from, const User& to, Instant now)
{
    TRY(store::give_to_user(session, to.workspace_id, things, to.id, now));
    return record_change(session, principal,
                         {.type = "user.handed_over",
                          .resource = from,
                          .detail = fmt::format("{} things to {}", things.size(), to.email)},
                         now);
}

} // namespace

Result<std::vector<store::OwnedThing>> Users::hand_over(const Principal& principal, std::int64_t id,
                                                        std::string_view json)
{
    TRY(require_admin(principal));
    std::vector<store::OwnedThing> things;
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        const User from = TRY(store::get_user(session, principal.workspace_id, id));
        const User to = TRY(find_receiver(session, principal.workspace_id, json));
        if (to.id == from.id)
            return fail(Error::invalid("to", "to must be somebody else"));
        things =
            TRY(store::things_of_user(session, from.workspace_id, from.id, std::numeric_limits<int>::max()));
        return give(session, principal, things, fmt::format("user {}", from.id), to,
                    environment_.clock.now());
    }));
    return things;
}

Result<std::vector<store::OwnedThing>> Users::orphans(const Principal& principal)
{
    TRY(require_admin(principal));
    std::vector<store::OwnedThing> things;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        things =
            TRY(store::orphans(session, principal.workspace_id, environment_.clock.now(), kMaxUnlimited));
        return {};
    }));
    return things;
}

Result<std::vector<store::OwnedThing>> Users::adopt_orphans(const Principal& principal, std::string_view json)
{
    TRY(require_admin(principal));
    std::vector<store::OwnedThing> things;
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        const Instant now = environment_.clock.now();
        const User to = TRY(find_receiver(session, principal.workspace_id, json));
        things = TRY(store::orphans(session, principal.workspace_id, now, kMaxUnlimited));
        return give(session, principal, things, "nobody", to, now);
    }));
    return things;
}

} // namespace presstime::control
