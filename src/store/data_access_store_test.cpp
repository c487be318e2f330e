// Keys of hosts and embed sessions: found by thumbprint and hash alone, kept apart by workspace, gone in
// time.
#include "store/data_access_key_store.hpp"
#include "store/embed_session_store.hpp"
#include "store/test_store.hpp"

namespace presstime::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class DataAccessStoreTest : public StoreTest {
protected:
    DataAccessKey add_key(const std::string& kid, const std::string& name)
    {
        DataAccessKey key{.kid = kid, .name = name, .algorithm = "ES256", .public_key = "PEM"};
        key.created_at = start_;
        write([&](db::Session& session) { return insert_data_access_key(session, key); });
        return key;
    }
    EmbedSession add_session(const std::string& hash, Instant expires_at)
    {
        EmbedSession embed;
        embed.dashboard_id = make_report("any").dashboard_id;
        embed.tenant_id = "acme";
        embed.permissions.locked_filters = {{"plan", {Value(std::string("pro"))}}};
        embed.permissions.hidden_widgets = {"w_notes"};
        embed.owner.token_id = 7;
        embed.created_at = start_;
        embed.expires_at = expires_at;
        write([&](db::Session& session) { return insert_embed_session(session, embed, hash); });
        return embed;
    }
    std::optional<EmbedSession> find_session(const std::string& hash)
    {
        return read([&](db::Session& session) { return find_embed_session(session, hash); });
    }
};

TEST_F(DataAccessStoreTest, AKeyIsFoundByItsThumbprint)
{
    const DataAccessKey key = add_key("thumb", "host");
    const auto found = read([](db::Session& session) { return find_data_access_key(session, "thumb"); });
    ASSERT_TRUE(found);
    EXPECT_EQ(found->id, key.id);
    EXPECT_EQ(found->name, "host");
    EXPECT_EQ(found->algorithm, "ES256");
    EXPECT_EQ(found->public_key, "PEM");
    EXPECT_EQ(found->created_at, start_);
    EXPECT_FALSE(read([](db::Session& session) { return find_data_access_key(session, "other"); }));
}

TEST_F(DataAccessStoreTest, TheNewestKeysComeFirst)
{
    for (const char* name : {"a", "b", "c"})
        add_key(name, name);
    const auto keys = read([](db::Session& session) { return newest_data_access_keys(session, 2); });
    ASSERT_EQ(keys.size(), 2u);
    EXPECT_EQ(keys[0].name, "c");
    EXPECT_EQ(keys[1].name, "b");
    EXPECT_EQ(read([](db::Session& session) { return list_data_access_keys(session, 1); }).size(), 3u);
    EXPECT_TRUE(read([](db::Session& session) { return list_data_access_keys(session, 2); }).empty());
}

TEST_F(DataAccessStoreTest, AKeySpeaksForOneWorkspaceAlone)
{
    const DataAccessKey key = add_key("thumb", "host");
    DataAccessKey again = key;
    again.name = "other";
    EXPECT_EQ(error_of([&](db::Session& session) { return insert_data_access_key(session, again); }).kind,
              ErrorKind::conflict);
    EXPECT_EQ(error_of([&](db::Session& session) { return get_data_access_key(session, 2, key.id); }).kind,
              ErrorKind::not_found);
    EXPECT_EQ(error_of([&](db::Session& session) { return delete_data_access_key(session, 2, key.id); }).kind,
              ErrorKind::not_found);
    write([&](db::Session& session) { return delete_data_access_key(session, 1, key.id); });
    EXPECT_FALSE(read([](db::Session& session) { return find_data_access_key(session, "thumb"); }));
}

TEST_F(DataAccessStoreTest, ASessionComesBackWhole)
{
    const EmbedSession made = add_session("hash", at(3'600));
    const auto found = find_session("hash");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->id, made.id);
    EXPECT_EQ(found->dashboard_id, made.dashboard_id);
    EXPECT_EQ(found->tenant_id, "acme");
    EXPECT_EQ(found->owner, (OwnerRef{.token_id = 7}));
    EXPECT_EQ(found->expires_at, at(3'600));
    EXPECT_THAT(found->permissions.hidden_widgets, ElementsAre("w_notes"));
    ASSERT_EQ(found->permissions.locked_filters.size(), 1u);
    EXPECT_EQ(found->permissions.locked_filters[0].name, "plan");
    EXPECT_FALSE(find_session("other"));
}

TEST_F(DataAccessStoreTest, EndedSessionsAreNotListedAndGo)
{
    add_session("ended", at(10));
    const EmbedSession first = add_session("first", at(100));
    const EmbedSession last = add_session("last", at(100));
    const auto list = [&](std::int64_t before, int limit) {
        std::vector<std::int64_t> ids;
        for (const EmbedSession& each : read([&](db::Session& session) {
                 return list_embed_sessions(session, 1, at(10), before, limit);
             }))
            ids.push_back(each.id);
        return ids;
    };
    EXPECT_THAT(list(0, 10), ElementsAre(last.id, first.id));
    EXPECT_THAT(list(0, 1), ElementsAre(last.id));
    EXPECT_THAT(list(last.id, 10), ElementsAre(first.id));
    EXPECT_EQ(write([&](db::Session& session) { return delete_ended_embed_sessions(session, at(11)); }), 1);
    EXPECT_FALSE(find_session("ended"));
    EXPECT_TRUE(find_session("first"));
}

TEST_F(DataAccessStoreTest, ASessionGoesWithItsDashboard)
{
    const EmbedSession made = add_session("hash", at(100));
    write([&](db::Session& session) { return delete_dashboard(session, 1, made.dashboard_id); });
    EXPECT_FALSE(find_session("hash"));
}

TEST_F(DataAccessStoreTest, LookUpsOfEveryRequestGoByIndex)
{
    add_session("hash", at(100));
    find_session("hash");
    read([](db::Session& session) { return find_data_access_key(session, "thumb"); });
    write([&](db::Session& session) { return delete_ended_embed_sessions(session, at(1)); });
    for (const char* statement :
         {"embed_sessions.find", "data_access_keys.find", "embed_sessions.delete_ended"})
        EXPECT_THAT(observed().plans[statement], HasSubstr("SEARCH")) << statement;
}

} // namespace
} // namespace presstime::store
