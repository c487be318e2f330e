// A group that a category grants something stays: without its last grant the category would be open to all.
#include "control/groups.hpp"

#include "base/text.hpp"
#include "codec/json_reader.hpp"
#include "control/access.hpp"
#include "control/changes.hpp"
#include "store/category_store.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace presstime::control {
namespace {

constexpr std::size_t kMaxMembers = 10'000;

void read_members(codec::ObjectReader& reader, std::vector<std::int64_t>& members)
{
    const boost::json::array* given = reader.list("members", kMaxMembers);
    if (!given)
        return;
    members.clear();
    for (std::size_t index = 0; index < given->size(); ++index) {
        const boost::json::value& each = (*given)[index];
        if (each.is_int64() && each.get_int64() > 0)
            members.push_back(each.get_int64());
        else
            reader.fail(codec::indexed("members", index), "must be the id of a user");
    }
    std::ranges::sort(members);
}

Result<> read_group(std::string_view text, Group& group)
{
    const boost::json::value document = TRY(codec::parse_json(text));
    codec::ObjectReader reader(document, "");
    reader.ignore({"id", "version"});
    if (group.name.empty())
        reader.require("name");
    reader.text("name", group.name, codec::kNameRule);
    read_members(reader, group.members);
    return reader.finish();
}

std::string named(std::int64_t id)
{
    return fmt::format("group {}", id);
}

std::string summary(const Group& group)
{
    return fmt::format("{}, {} members", group.name, group.members.size());
}

} // namespace

Result<store::GroupRecord> Groups::create(const Principal& principal, std::string_view json)
{
    TRY(require(principal, Action::administer, ResourceKind::user));
    store::GroupRecord wanted;
    wanted.group.workspace_id = principal.workspace_id;
    TRY(read_group(json, wanted.group));
    store::GroupRecord made;
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        made = wanted;
        TRY(store::insert_group(session, made));
        return record_change(
            session, principal,
            {.type = "group.created", .resource = named(made.group.id), .detail = summary(made.group)},
            environment_.clock.now());
    }));
    return made;
}

Result<store::GroupRecord> Groups::patch(const Principal& principal, std::int64_t id, std::string_view json,
                                         ExpectedVersion expected)
{
    TRY(require(principal, Action::administer, ResourceKind::user));
    store::GroupRecord changed;
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        const store::GroupRecord before = TRY(store::get_group(session, principal.workspace_id, id));
        TRY(check_version(expected, before.version, named(id)));
        changed = before;
        TRY(read_group(json, changed.group));
        if (changed.group.name == before.group.name && changed.group.members == before.group.members)
            return {};
        TRY(store::update_group(session, changed));
        return record_change(
            session, principal,
            {.type = "group.updated", .resource = named(id), .detail = summary(changed.group)},
            environment_.clock.now());
    }));
    return changed;
}

Result<> Groups::remove(const Principal& principal, std::int64_t id)
{
    TRY(require(principal, Action::administer, ResourceKind::user));
    return environment_.database.write([&](db::Session& session) -> Result<> {
        const store::GroupRecord record = TRY(store::get_group(session, principal.workspace_id, id));
        std::vector<std::string> users;
        for (const Category& category : TRY(store::list_categories(session, principal.workspace_id)))
            if (std::ranges::any_of(category.grants, [&](const Grant& grant) {
                    return grant.kind == GranteeKind::group && grant.id == id;
                }))
                users.push_back("category " + category.name);
        if (!users.empty())
            return fail(Error::conflict(fmt::format("group {} is granted something by {}; change those first",
                                                    record.group.name, join(users, ", "))));
        TRY(store::delete_group(session, principal.workspace_id, id));
        return record_change(
            session, principal,
            {.type = "group.deleted", .resource = named(id), .detail = summary(record.group)},
            environment_.clock.now());
    });
}

Result<store::GroupRecord> Groups::get(const Principal& principal, std::int64_t id)
{
    TRY(require(principal, Action::read, ResourceKind::user));
    store::GroupRecord record;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        record = TRY(store::get_group(session, principal.workspace_id, id));
        return {};
    }));
    return record;
}

Result<std::vector<store::GroupRecord>> Groups::list(const Principal& principal)
{
    TRY(require(principal, Action::read, ResourceKind::user));
    std::vector<store::GroupRecord> records;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        records = TRY(store::list_groups(session, principal.workspace_id));
        return {};
    }));
    return records;
}

} // namespace presstime::control
