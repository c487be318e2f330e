// Owners as they are now, and grants found through what lies in a category, also once it has gone.
#include "store/access_store.hpp"

#include "model/enum_text.hpp"
#include "store/test_store.hpp"

#include <fmt/format.h>

namespace presstime::store {
namespace {

constexpr db::Statement kUser{"test.user", R"sql(
    INSERT INTO users (id, workspace_id, email, email_key, name, role, enabled, created_at)
    VALUES ($1, 1, $2, $2, $3, $4, $5, 0)
)sql"};
constexpr db::Statement kGroup{"test.group",
                               "INSERT INTO groups (id, workspace_id, name) VALUES ($1, 1, $2)"};
constexpr db::Statement kMember{"test.member",
                                "INSERT INTO group_members (group_id, user_id) VALUES ($1, $2)"};
constexpr db::Statement kToken{"test.token", R"sql(
    INSERT INTO tokens (id, workspace_id, user_id, name, scope, role, prefix, hash, created_at, expires_at)
    VALUES ($1, 1, $2, $3, 'write', 'editor', '', $3, 0, $4)
)sql"};
constexpr db::Statement kCategory{"test.category", R"sql(
    INSERT INTO categories (workspace_id, name, description, grants) VALUES ($1, $2, '', $3)
)sql"};
constexpr db::Statement kMove{
    "test.move", "UPDATE dashboards SET category = $1 WHERE workspace_id = 1 AND id = 'dash_sales'"};

constexpr std::string_view kFinanceGrants = R"([{"user":7,"level":"read"}])";
const std::vector<Grant> kFinance{{GranteeKind::user, 7, Role::viewer, GrantLevel::read}};
const std::vector<Grant> kTombstone{{GranteeKind::group, 2, Role::viewer, GrantLevel::edit}};

class AccessStore : public StoreTest {
protected:
    void run_sql(const db::Statement& statement, const db::Parameters& parameters)
    {
        write([&](db::Session& session) -> Result<> {
            TRY(session.execute(statement, parameters));
            return {};
        });
    }
    void put_dashboard_into(std::string_view category) { run_sql(kMove, {db::param(category)}); }
    std::optional<Principal> owner(const OwnerRef& ref, std::int64_t workspace_id = 1)
    {
        return read([&](db::Session& session) { return find_owner(session, workspace_id, ref, start_); });
    }
    std::vector<Grant> grants_of(const Event& event)
    {
        const Resource resource =
            read([&](db::Session& session) { return resource_of_event(session, event); });
        EXPECT_EQ(resource.kind, event.resource);
        EXPECT_EQ(resource.workspace_id, event.workspace_id);
        return resource.grants;
    }
    Event event_about(ResourceKind kind, std::string id) const
    {
        Event event;
        event.resource = kind;
        event.resource_id = std::move(id);
        event.category = "Finance";
        event.occurred_at = start_;
        return event;
    }
};

TEST_F(AccessStore, FindsAUserWithRoleAndGroups)
{
    run_sql(kUser, {db::param(7), db::param("ann@example.com"), db::param("Ann"), db::param("editor"),
                    db::param(true)});
    for (int group : {2, 5}) {
        run_sql(kGroup, {db::param(group), db::param(fmt::format("group {}", group))});
        run_sql(kMember, {db::param(group), db::param(7)});
    }
    const std::optional<Principal> found = owner({.user_id = 7});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->kind, PrincipalKind::user);
    EXPECT_EQ(found->user_id, 7);
    EXPECT_EQ(found->email, "ann@example.com");
    EXPECT_EQ(found->name, "Ann");
    EXPECT_EQ(found->role, Role::editor);
    EXPECT_EQ(found->scope, Scope::admin);
    EXPECT_EQ(found->groups, (std::vector<std::int64_t>{2, 5}));
    EXPECT_FALSE(owner({.user_id = 7}, 2)) << "of another workspace";
}

TEST_F(AccessStore, FindsNoOwnerThatIsDisabledGoneOrNobody)
{
    run_sql(kUser, {db::param(8), db::param("bob@example.com"), db::param("Bob"), db::param("admin"),
                    db::param(false)});
    EXPECT_FALSE(owner({.user_id = 8}));
    EXPECT_FALSE(owner({.user_id = 9}));
    EXPECT_FALSE(owner({.token_id = 9}));
    EXPECT_FALSE(owner({}));
}

TEST_F(AccessStore, FindsAKeyUntilItExpires)
{
    run_sql(kUser, {db::param(7), db::param("ann@example.com"), db::param("Ann"), db::param("admin"),
                    db::param(true)});
    run_sql(kToken, {db::param(1), {}, db::param("lasting"), {}});
    run_sql(kToken, {db::param(2), {}, db::param("valid"), db::param(at(1))});
    run_sql(kToken, {db::param(3), {}, db::param("expired"), db::param(start_)});
    run_sql(kToken, {db::param(4), db::param(7), db::param("personal"), {}});
    const std::optional<Principal> key = owner({.token_id = 1});
    ASSERT_TRUE(key);
    EXPECT_EQ(key->kind, PrincipalKind::api_key);
    EXPECT_EQ(key->user_id, 0);
    EXPECT_EQ(key->token_id, 1);
    EXPECT_EQ(key->scope, Scope::write);
    EXPECT_EQ(key->role, Role::editor);
    EXPECT_TRUE(owner({.token_id = 2}));
    EXPECT_FALSE(owner({.token_id = 3}));
    EXPECT_FALSE(owner({.token_id = 4})) << "what is made with a personal token is its user's";
    EXPECT_FALSE(owner({.token_id = 1}, 2));
}

TEST_F(AccessStore, JudgesWhatLivesByWhereItLiesNow)
{
    run_sql(kCategory, {db::param(1), db::param("Finance"), db::param(kFinanceGrants)});
    const Report report = add_report("Weekly");
    const std::int64_t run_id = add_run(report.id, start_);
    const Event events[] = {event_about(ResourceKind::dashboard, "dash_sales"),
                            event_about(ResourceKind::report, fmt::format("{}", report.id)),
                            event_about(ResourceKind::run, fmt::format("{}", run_id))};
    for (const Event& event : events)
        EXPECT_TRUE(grants_of(event).empty()) << "the dashboard has left Finance since";
    put_dashboard_into("Finance");
    for (const Event& event : events)
        EXPECT_EQ(grants_of(event), kFinance) << to_text(event.resource);
    EXPECT_EQ(read([](db::Session& session) { return grants_of_category(session, 1, "Finance"); }), kFinance);
    EXPECT_TRUE(read([](db::Session& session) { return grants_of_category(session, 2, "Finance"); }).empty());
    EXPECT_FALSE(
        read([](db::Session& session) { return grants_of_dashboard(session, 2, "dash_sales"); }).has_value());
}

TEST_F(AccessStore, JudgesAQueryByItsDashboard)
{
    run_sql(kCategory, {db::param(1), db::param("Finance"), db::param(kFinanceGrants)});
    DashboardRecord record;
    record.draft.id = "dash_money";
    record.draft.name = "Money";
    record.draft.category = "Finance";
    record.draft.queries = {{0, "sums", "shop", "SELECT 1", 0, 0}};
    write([&](db::Session& session) { return insert_dashboard(session, record, start_); });
    const std::string id = fmt::format("{}", record.draft.queries.front().id);
    EXPECT_EQ(grants_of(event_about(ResourceKind::query, id)), kFinance);
}

TEST_F(AccessStore, JudgesWhatIsGoneByItsTombstoneOrItsCategory)
{
    Event deleted = event_about(ResourceKind::dashboard, "dash_gone");
    deleted.deleted = true;
    EXPECT_TRUE(grants_of(deleted).empty()) << "it lay open when it was deleted, and its category is gone";
    deleted.tombstone_grants = kTombstone;
    EXPECT_EQ(grants_of(deleted), kTombstone);

    Event earlier = event_about(ResourceKind::dashboard, "dash_gone");
    const std::vector<Grant> admins{{GranteeKind::role, 0, Role::admin, GrantLevel::read}};
    EXPECT_EQ(grants_of(earlier), admins) << "nothing says who might have read it";
    run_sql(kCategory, {db::param(1), db::param("Finance"), db::param(kFinanceGrants)});
    EXPECT_EQ(grants_of(earlier), kFinance);
    earlier.category.clear();
    EXPECT_TRUE(grants_of(earlier).empty());
}

TEST_F(AccessStore, JudgesNobodyByALaterDashboardOfTheSameId)
{
    run_sql(kCategory, {db::param(1), db::param("Finance"), db::param(kFinanceGrants)});
    const Event before = event_about(ResourceKind::dashboard, "dash_again");
    Event deleted = before;
    deleted.deleted = true;
    deleted.tombstone_grants = kTombstone;
    DashboardRecord record;
    record.draft.id = "dash_again";
    record.draft.name = "Open to all";
    write([&](db::Session& session) { return insert_dashboard(session, record, at(60)); });
    EXPECT_EQ(grants_of(before), kFinance);
    EXPECT_EQ(grants_of(deleted), kTombstone);
    Event after = before;
    after.occurred_at = at(60);
    EXPECT_TRUE(grants_of(after).empty());
}

TEST_F(AccessStore, JudgesACategoryByItsOwnGrants)
{
    run_sql(kCategory, {db::param(1), db::param("Finance"), db::param(kFinanceGrants)});
    EXPECT_EQ(grants_of(event_about(ResourceKind::category, "1")), kFinance);
    Event renamed = event_about(ResourceKind::category, "1");
    renamed.category = "Money";
    EXPECT_EQ(grants_of(renamed), kFinance);
}

} // namespace
} // namespace presstime::store
