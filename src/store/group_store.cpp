// A group is written whole: its members are replaced with it, in the caller's transaction.
#include "store/group_store.hpp"

#include "store/category_store.hpp"
#include "store/query.hpp"

#include <algorithm>
#include <set>

namespace presstime::store {
namespace {

constexpr db::Statement kInsert{"groups.insert", R"sql(
    INSERT INTO groups (workspace_id, name)
    VALUES ($1, $2)
    RETURNING id
)sql"};
constexpr db::Statement kCount{"groups.count", R"sql(
    SELECT COUNT(*)
    FROM groups
    WHERE workspace_id = $1
)sql"};
constexpr db::Statement kUpdate{"groups.update", R"sql(
    UPDATE groups
    SET name = $4, version = version + 1
    WHERE id = $1 AND workspace_id = $2 AND version = $3
)sql"};
constexpr db::Statement kDelete{"groups.delete", R"sql(
    DELETE FROM groups
    WHERE id = $1 AND workspace_id = $2
)sql"};
constexpr db::Statement kGet{"groups.get", R"sql(
    SELECT id, workspace_id, name, version
    FROM groups
    WHERE id = $1 AND workspace_id = $2
)sql"};
constexpr db::Statement kList{"groups.list", R"sql(
    SELECT id, workspace_id, name, version
    FROM groups
    WHERE workspace_id = $1
    ORDER BY name
)sql"};
constexpr db::Statement kMembers{"groups.members", R"sql(
    SELECT user_id
    FROM group_members
    WHERE group_id = $1
    ORDER BY user_id
)sql"};
constexpr db::Statement kAddMember{"groups.add_member", R"sql(
    INSERT INTO group_members (group_id, user_id)
    VALUES ($1, $2)
)sql"};
constexpr db::Statement kRemoveMembers{"groups.remove_members", R"sql(
    DELETE FROM group_members
    WHERE group_id = $1
)sql"};

Result<GroupRecord> read_group(const db::Row& row)
{
    RowReader reader(row);
    GroupRecord record;
    record.group.id = reader.integer();
    record.group.workspace_id = reader.integer();
    record.group.name = reader.text();
    record.version = reader.integer();
    return record;
}

Error missing(std::int64_t id)
{
    return Error::not_found(fmt::format("group {} does not exist", id));
}

Error name_taken(const Group& group, Error error)
{
    if (error.kind != ErrorKind::conflict)
        return error;
    return Error::conflict(fmt::format("a group named {} exists already", group.name));
}

Result<> put_members(db::Session& session, Group& group)
{
    for (std::size_t index = 0; index < group.members.size(); ++index) {
        const Grant member{GranteeKind::user, group.members[index]};
        const std::string field = fmt::format("members[{}]", index);
        if (!TRY(has_grantee(session, group.workspace_id, member)))
            return fail(Error::invalid(
                field, fmt::format("{} names a user that does not exist: {}", field, member.id)));
    }
    TRY(session.execute(kRemoveMembers, {db::param(group.id)}));
    const std::set<std::int64_t> members(group.members.begin(), group.members.end());
    for (const std::int64_t member : members)
        TRY(session.execute(kAddMember, {db::param(group.id), db::param(member)}));
    group.members.assign(members.begin(), members.end());
    return {};
}

} // namespace

Result<> insert_group(db::Session& session, GroupRecord& record)
{
    using db::param;
    Group& group = record.group;
    if (TRY(session.query_integer(kCount, {param(group.workspace_id)})).value_or(0) >= kMaxGroups)
        return fail(Error::conflict(
            fmt::format("a workspace holds {} groups at most; delete one that no grant names", kMaxGroups)));
    auto id = session.query_integer(kInsert, {param(group.workspace_id), param(group.name)});
    if (!id)
        return fail(name_taken(group, std::move(id).error()));
    group.id = id->value_or(0);
    record.version = 1;
    return put_members(session, group);
}

Result<> update_group(db::Session& session, GroupRecord& record)
{
    using db::param;
    Group& group = record.group;
    const GroupRecord stored = TRY(get_group(session, group.workspace_id, group.id));
    auto changed =
        changes_row(session, kUpdate,
                    {param(group.id), param(group.workspace_id), param(record.version), param(group.name)});
    if (!changed)
        return fail(name_taken(group, std::move(changed).error()));
    if (!*changed)
        return fail(Error::conflict(fmt::format("group {} was changed meanwhile: version {} is stored, the "
                                                "change is for version {}; read it again",
                                                group.id, stored.version, record.version)));
    ++record.version;
    return put_members(session, group);
}

Result<> delete_group(db::Session& session, std::int64_t workspace_id, std::int64_t id)
{
    if (!TRY(changes_row(session, kDelete, {db::param(id), db::param(workspace_id)})))
        return fail(missing(id));
    return {};
}

Result<GroupRecord> get_group(db::Session& session, std::int64_t workspace_id, std::int64_t id)
{
    auto record = TRY(query_first(session, kGet, {db::param(id), db::param(workspace_id)}, read_group));
    if (!record)
        return fail(missing(id));
    record->group.members = TRY(query_ids(session, kMembers, {db::param(id)}));
    return std::move(*record);
}

Result<std::vector<GroupRecord>> list_groups(db::Session& session, std::int64_t workspace_id)
{
    std::vector<GroupRecord> records = TRY(query_all(session, kList, {db::param(workspace_id)}, read_group));
    for (GroupRecord& record : records)
        record.group.members = TRY(query_ids(session, kMembers, {db::param(record.group.id)}));
    return records;
}

} // namespace presstime::store
