// Dashboards, their published versions, and the connections their queries read.
#include "store/test_store.hpp"

namespace presstime::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class DashboardStore : public StoreTest {
protected:
    static Query make_query(const std::string& name, const std::string& connection = "shop")
    {
        Query query;
        query.name = name;
        query.connection = connection;
        query.sql = "SELECT 1 AS one";
        return query;
    }
    DashboardRecord add(const std::string& id, std::vector<Query> queries)
    {
        DashboardRecord record;
        record.draft.id = id;
        record.draft.name = "Name of " + id;
        record.draft.queries = std::move(queries);
        write([&](db::Session& session) { return insert_dashboard(session, record, at(0)); });
        return record;
    }
    DashboardRecord get(const std::string& id)
    {
        return read([&](db::Session& session) { return get_dashboard(session, 1, id); });
    }
    void update(DashboardRecord& record)
    {
        write([&](db::Session& session) { return update_dashboard(session, record, at(5)); });
    }
    void publish(const DashboardRecord& record)
    {
        write([&](db::Session& session) { return publish_dashboard(session, record, {.at = at(7)}); });
    }
    Dashboard published(const std::string& id)
    {
        return read([&](db::Session& session) { return get_published(session, 1, id); });
    }
};

TEST_F(DashboardStore, NumbersDashboardsAndQueriesOnceAndForAll)
{
    auto first = add("dash_a", {make_query("revenue"), make_query("orders")});
    auto second = add("dash_b", {make_query("revenue")});
    EXPECT_EQ(second.draft.number, first.draft.number + 1);
    auto stored = get("dash_a");
    EXPECT_EQ(stored.draft.number, first.draft.number);
    EXPECT_EQ(stored.draft.name, "Name of dash_a");
    ASSERT_THAT(stored.draft.queries, SizeIs(2));
    EXPECT_EQ(stored.draft.queries[0].id, first.draft.queries[0].id);
    EXPECT_NE(stored.draft.queries[0].id, stored.draft.queries[1].id);
    EXPECT_NE(stored.draft.queries[0].id, second.draft.queries[0].id);
    write([&](db::Session& session) { return delete_dashboard(session, 1, "dash_b"); });
    EXPECT_EQ(add("dash_c", {}).draft.number, second.draft.number + 1);
}

TEST_F(DashboardStore, KeepsTheIdOfAQueryThatStays)
{
    auto record = add("dash_a", {make_query("revenue"), make_query("orders")});
    auto revenue_id = record.draft.queries[0].id;
    auto orders_id = record.draft.queries[1].id;
    record.draft.queries = {make_query("orders", "archive"), make_query("fresh")};
    update(record);
    EXPECT_EQ(record.version, 2);
    auto stored = get("dash_a");
    EXPECT_EQ(stored.version, 2);
    EXPECT_EQ(stored.updated_at, at(5));
    ASSERT_THAT(stored.draft.queries, SizeIs(2));
    EXPECT_EQ(stored.draft.queries[0].id, orders_id);
    EXPECT_GT(stored.draft.queries[1].id, orders_id);
    EXPECT_NE(stored.draft.queries[1].id, revenue_id);
}

TEST_F(DashboardStore, RefusesATakenIdAndAStaleVersion)
{
    auto record = add("dash_a", {});
    DashboardRecord twin;
    twin.draft.id = "dash_a";
    twin.draft.name = "Twin";
    EXPECT_EQ(error_of([&](db::Session& session) { return insert_dashboard(session, twin, at(0)); }).kind,
              ErrorKind::conflict);
    auto stale = record;
    update(record);
    for (auto act : {update_dashboard, +[](db::Session& session, DashboardRecord& r, Instant now) {
                         return publish_dashboard(session, r, {.at = now});
                     }}) {
        Error error = error_of([&](db::Session& session) { return act(session, stale, at(9)); });
        EXPECT_EQ(error.kind, ErrorKind::conflict);
        EXPECT_THAT(error.message, HasSubstr("version 2 is stored"));
    }
}

TEST_F(DashboardStore, PublishesAVersionThatEditsDoNotTouch)
{
    auto record = add("dash_a", {make_query("revenue")});
    auto revenue_id = record.draft.queries[0].id;
    Error error = error_of([&](db::Session& session) { return get_published(session, 1, "dash_a"); });
    EXPECT_EQ(error.kind, ErrorKind::not_found);
    EXPECT_THAT(error.message, "dashboard dash_a is not published");
    error = error_of([&](db::Session& session) { return get_published(session, 1, "dash_z"); });
    EXPECT_THAT(error.message, "dashboard dash_z does not exist");

    publish(record);
    record.draft.name = "New name";
    record.draft.queries = {make_query("other")};
    update(record);
    Dashboard shown = published("dash_a");
    EXPECT_EQ(shown.name, "Name of dash_a");
    EXPECT_EQ(shown.number, record.draft.number);
    ASSERT_THAT(shown.queries, SizeIs(1));
    EXPECT_EQ(shown.queries[0].name, "revenue");
    EXPECT_EQ(shown.queries[0].id, revenue_id) << "also when the draft has dropped the query";
    EXPECT_EQ(get("dash_a").published_version, 1);

    publish(record);
    EXPECT_EQ(published("dash_a").name, "New name");
    auto versions = read([](db::Session& session) { return list_versions(session, 1, "dash_a"); });
    ASSERT_THAT(versions, SizeIs(2));
    EXPECT_EQ(versions[0].version, 2);
    EXPECT_TRUE(versions[0].current);
    EXPECT_EQ(versions[1].version, 1);
    EXPECT_FALSE(versions[1].current);
    EXPECT_EQ(versions[1].published_at, at(7));
    EXPECT_EQ(read([](db::Session& session) { return get_version(session, 1, "dash_a", 1); }).name,
              "Name of dash_a");
    EXPECT_EQ(error_of([](db::Session& session) { return get_version(session, 1, "dash_a", 7); }).message,
              "dashboard dash_a has no published version 7");

    write([&](db::Session& session) { return unpublish_dashboard(session, 1, "dash_a", at(8)); });
    EXPECT_EQ(get("dash_a").published_version, std::nullopt);
    publish(record); // the same version again
    EXPECT_EQ(published("dash_a").name, "New name");
}

TEST_F(DashboardStore, IsNotDeletedWhileAReportDrawsIt)
{
    auto report = add_report("Daily");
    EXPECT_EQ(error_of([](db::Session& session) { return delete_dashboard(session, 1, "dash_sales"); }).kind,
              ErrorKind::conflict);
    write([&](db::Session& session) { return delete_report(session, 1, report.id); });
    write([](db::Session& session) { return delete_dashboard(session, 1, "dash_sales"); });
    for (auto act : {+[](db::Session& s) { return delete_dashboard(s, 1, "dash_sales"); },
                     +[](db::Session& s) { return unpublish_dashboard(s, 1, "dash_sales", Instant{}); }})
        EXPECT_EQ(error_of(act).kind, ErrorKind::not_found);
}

TEST_F(DashboardStore, KeepsWhatListsShowBesideTheDraft)
{
    auto record = add("dash_a", {make_query("q")});
    record.draft.tags = {"weekly"};
    record.draft.description = "Words";
    update(record);
    const auto rows = read([](db::Session& session) { return list_dashboard_rows(session, 1); });
    ASSERT_THAT(rows, SizeIs(2)) << "dash_sales beside it";
    EXPECT_EQ(rows[0].id, "dash_a");
    EXPECT_EQ(rows[0].tags, record.draft.tags);
    EXPECT_EQ(rows[0].description, "Words");
    EXPECT_EQ(rows[0].version, 2);
    EXPECT_EQ(rows[0].reports, 0);
}

TEST_F(DashboardStore, ListsInPagesById)
{
    add("dash_b", {make_query("q")});
    add("dash_a", {});
    auto page = [&](const std::string& after, int limit) {
        std::vector<std::string> ids;
        for (const auto& record :
             read([&](db::Session& session) { return list_dashboards(session, 1, after, limit); }))
            ids.push_back(record.draft.id);
        return ids;
    };
    EXPECT_THAT(page("", 10), ElementsAre("dash_a", "dash_b", "dash_sales"));
    EXPECT_THAT(page("dash_a", 1), ElementsAre("dash_b"));
}

class ConnectionStore : public DashboardStore {
protected:
    ConnectionRecord add_connection(const std::string& name)
    {
        ConnectionRecord record;
        record.connection = {.workspace_id = 1,
                             .name = name,
                             .kind = "duckdb",
                             .options = {{"path", "/data/\"shop\".db"}, {"password", "s3cret"}}};
        write([&](db::Session& session) { return insert_connection(session, record, at(0)); });
        return record;
    }
};

TEST_F(ConnectionStore, KeepsOptionsByName)
{
    auto record = add_connection("shop");
    auto stored = read([](db::Session& session) { return get_connection(session, 1, "shop"); });
    EXPECT_EQ(stored.connection.id, record.connection.id);
    EXPECT_EQ(stored.connection.kind, "duckdb");
    EXPECT_EQ(stored.connection.options, record.connection.options);
    EXPECT_EQ(stored.version, 1);
    add_connection("archive");
    EXPECT_THAT(read([](db::Session& session) { return list_connections(session, 1); }), SizeIs(2));
    write([](db::Session& session) { return delete_connection(session, 1, "shop"); });
    EXPECT_EQ(error_of([](db::Session& session) { return get_connection(session, 1, "shop"); }).kind,
              ErrorKind::not_found);
    EXPECT_EQ(error_of([](db::Session& session) { return delete_connection(session, 1, "shop"); }).kind,
              ErrorKind::not_found);
}

TEST_F(ConnectionStore, RefusesATakenNameAndAStaleVersion)
{
    auto shop = add_connection("shop");
    auto archive = add_connection("archive");
    Error error = error_of([&](db::Session& session) {
        ConnectionRecord twin = shop;
        return insert_connection(session, twin, at(1));
    });
    EXPECT_EQ(error.kind, ErrorKind::conflict);
    EXPECT_THAT(error.message, HasSubstr("shop"));
    archive.connection.name = "shop";
    EXPECT_EQ(error_of([&](db::Session& session) { return update_connection(session, archive, at(1)); }).kind,
              ErrorKind::conflict);
    auto stale = shop;
    shop.connection.options["path"] = "/other";
    write([&](db::Session& session) { return update_connection(session, shop, at(2)); });
    EXPECT_EQ(shop.version, 2);
    error = error_of([&](db::Session& session) { return update_connection(session, stale, at(3)); });
    EXPECT_EQ(error.kind, ErrorKind::conflict);
    EXPECT_THAT(error.message, HasSubstr("version 2 is stored"));
    stale.connection.id = 99;
    EXPECT_EQ(error_of([&](db::Session& session) { return update_connection(session, stale, at(3)); }).kind,
              ErrorKind::not_found);
}

TEST_F(ConnectionStore, NamesTheQueriesThatReadIt)
{
    add_connection("shop");
    auto record = add("dash_a", {make_query("revenue", "shop"), make_query("stock", "archive")});
    auto users = [&] {
        return read([](db::Session& session) { return connection_users(session, 1, "shop"); });
    };
    EXPECT_THAT(users(), ElementsAre("dash_a: revenue"));
    publish(record);
    record.draft.queries = {make_query("stock", "archive")};
    update(record);
    EXPECT_THAT(users(), ElementsAre("dash_a (published): revenue"));
    publish(record);
    EXPECT_THAT(users(), IsEmpty());
}

} // namespace
} // namespace presstime::store
