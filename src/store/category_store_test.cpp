// Categories, groups, workspaces and the audit as rows.
#include "store/audit_list.hpp"
#include "store/category_store.hpp"
#include "store/group_store.hpp"
#include "store/test_store.hpp"
#include "store/user_store.hpp"
#include "store/workspace_store.hpp"

#include <fmt/format.h>

namespace presstime::store {
namespace {

class RightsStore : public StoreTest {
protected:
    Category add_category(const std::string& name, std::vector<Grant> grants = {})
    {
        Category category;
        category.name = name;
        category.grants = std::move(grants);
        write([&](db::Session& session) { return insert_category(session, category); });
        return category;
    }
    std::int64_t add_user(const std::string& email)
    {
        User user;
        user.email = email;
        write([&](db::Session& session) { return insert_user(session, user, start_); });
        return user.id;
    }
    Category category(std::int64_t id)
    {
        return read([&](db::Session& session) { return get_category(session, 1, id); });
    }
    DashboardRecord dashboard()
    {
        return read([](db::Session& session) { return get_dashboard(session, 1, "dash_sales"); });
    }
};

TEST_F(RightsStore, KeepsCategoriesWithTheirGrants)
{
    const std::vector<Grant> grants{{GranteeKind::user, 7, Role::viewer, GrantLevel::edit},
                                    {GranteeKind::role, 0, Role::editor, GrantLevel::read}};
    const Category made = add_category("Finance", grants);
    add_category("Alerts");
    EXPECT_EQ(category(made.id).grants, grants);
    const auto names = [&](std::int64_t workspace_id) {
        std::vector<std::string> out;
        for (const Category& each :
             read([&](db::Session& session) { return list_categories(session, workspace_id); }))
            out.push_back(each.name);
        return out;
    };
    EXPECT_EQ(names(1), (std::vector<std::string>{"Alerts", "Finance"}));
    EXPECT_TRUE(names(2).empty());
    const Error twice = error_of([](db::Session& session) {
        Category again;
        again.name = "Finance";
        return insert_category(session, again);
    });
    EXPECT_EQ(twice.message, "a category named Finance exists already");
    write([&](db::Session& session) { return delete_category(session, 1, made.id); });
    EXPECT_FALSE(read([](db::Session& session) { return find_category(session, 1, "Finance"); }).has_value());
    EXPECT_EQ(error_of([&](db::Session& session) { return delete_category(session, 1, made.id); }).kind,
              ErrorKind::not_found);
}

TEST_F(RightsStore, MovesDashboardsWithARenamedCategoryAndLeavesTheirVersions)
{
    Category renamed = add_category("Finance");
    write([&](db::Session& session) -> Result<> {
        DashboardRecord record = TRY(get_dashboard(session, 1, "dash_sales"));
        record.draft.category = "Finance";
        TRY(update_dashboard(session, record, start_));
        return publish_dashboard(session, record, {.at = start_});
    });
    const std::int64_t version = dashboard().version;
    renamed.name = "Money";
    write([&](db::Session& session) { return update_category(session, renamed); });
    EXPECT_EQ(renamed.version, 2);
    EXPECT_EQ(dashboard().draft.category, "Money");
    EXPECT_EQ(dashboard().version, version) << "published is still what the draft says";
    EXPECT_EQ(read([](db::Session& session) { return get_published(session, 1, "dash_sales"); }).category,
              "Money");
    EXPECT_EQ(read([](db::Session& session) { return dashboards_in_category(session, 1, "Money", 5); }),
              std::vector<std::string>{"dash_sales"});
    renamed.version = 1;
    EXPECT_EQ(error_of([&](db::Session& session) { return update_category(session, renamed); }).kind,
              ErrorKind::conflict);
}

TEST_F(RightsStore, KeepsGroupsWithTheirMembers)
{
    const std::int64_t ann = add_user("ann@example.com");
    const std::int64_t bob = add_user("bob@example.com");
    GroupRecord record;
    record.group.name = "Controllers";
    record.group.members = {bob, ann, bob};
    write([&](db::Session& session) { return insert_group(session, record); });
    const auto stored = [&] {
        return read([&](db::Session& session) { return get_group(session, 1, record.group.id); });
    };
    EXPECT_EQ(stored().group.members, (std::vector<std::int64_t>{ann, bob}));
    record.group.members = {bob};
    write([&](db::Session& session) { return update_group(session, record); });
    EXPECT_EQ(stored().version, 2);
    write([&](db::Session& session) { return delete_user(session, 1, bob); });
    EXPECT_TRUE(stored().group.members.empty());
    record.group.members = {bob};
    EXPECT_EQ(error_of([&](db::Session& session) { return update_group(session, record); }).field,
              "members[0]");
    EXPECT_TRUE(stored().group.members.empty()) << "nothing of a refused change stays";
    EXPECT_EQ(read([](db::Session& session) { return list_groups(session, 1); }).size(), 1u);
    write([&](db::Session& session) { return delete_group(session, 1, record.group.id); });
    EXPECT_TRUE(read([](db::Session& session) { return list_groups(session, 1); }).empty());
}

TEST_F(RightsStore, KnowsWhoMayBeGrantedSomething)
{
    const std::int64_t ann = add_user("ann@example.com");
    const auto has = [&](GranteeKind kind, std::int64_t id, std::int64_t workspace_id = 1) {
        return read([&](db::Session& session) { return has_grantee(session, workspace_id, {kind, id}); });
    };
    EXPECT_TRUE(has(GranteeKind::user, ann));
    EXPECT_FALSE(has(GranteeKind::user, ann, 2));
    EXPECT_FALSE(has(GranteeKind::user, ann + 1));
    EXPECT_FALSE(has(GranteeKind::group, ann));
    EXPECT_TRUE(has(GranteeKind::role, 0));
}

TEST_F(RightsStore, CountsWorkspacesUp)
{
    Workspace two;
    two.name = "Two";
    write([&](db::Session& session) { return insert_workspace(session, two, start_); });
    EXPECT_EQ(two.id, 2);
    write([&](db::Session& session) { return rename_workspace(session, 2, "Second"); });
    const auto all = read([](db::Session& session) { return list_workspaces(session); });
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all.back().name, "Second");
    EXPECT_EQ(error_of([](db::Session& session) { return rename_workspace(session, 3, "x"); }).kind,
              ErrorKind::not_found);
}

TEST_F(RightsStore, ListsTheAuditByWhatIsAsked)
{
    for (int n = 0; n < 5; ++n) {
        AuditRow row;
        row.at = at(n);
        row.actor = n % 2 == 0 ? "ann@example.com" : "key nightly";
        row.action = "report.updated";
        row.resource = fmt::format("report {}", n);
        write([&](db::Session& session) { return insert_audit(session, row); });
    }
    const auto found = [&](AuditFilter filter) {
        std::vector<std::string> resources;
        for (const AuditRow& row : read([&](db::Session& session) { return list_audit(session, filter); }))
            resources.push_back(row.resource);
        return resources;
    };
    using Names = std::vector<std::string>;
    EXPECT_EQ(found({.limit = 2}), (Names{"report 4", "report 3"}));
    EXPECT_EQ(found({.before_id = 3}), (Names{"report 1", "report 0"}));
    EXPECT_EQ(found({.actor = "key nightly"}), (Names{"report 3", "report 1"}));
    EXPECT_EQ(found({.resource = "report 2"}), Names{"report 2"});
    EXPECT_EQ(found({.since = at(1), .until = at(3)}), (Names{"report 2", "report 1"}));
    EXPECT_TRUE(found({.action = "report.created"}).empty());
    EXPECT_TRUE(found({.workspace_id = 2}).empty());
    write([&](db::Session& session) { return set_audit_times(session, 5, 12); });
    EXPECT_EQ(read([](db::Session& session) { return list_audit(session, {.limit = 1}); }).front().times, 12);
    EXPECT_EQ(write([&](db::Session& session) { return delete_old_audit(session, at(4), 3); }), 3);
    EXPECT_EQ(found({}), (Names{"report 4", "report 3"}));
}

} // namespace
} // namespace presstime::store
