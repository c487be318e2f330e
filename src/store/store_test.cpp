// Opening the store, workspaces, facts of the server, API keys and kept answers.
#include "store/test_store.hpp"

namespace presstime::store {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class Store : public StoreTest {};

TEST_F(Store, MakesTheFirstWorkspaceOnceAndTakesOverAChangedOwner)
{
    database_.reset();
    auto opened = open(folder_.path(), "other@example.com", clock_);
    ASSERT_TRUE(opened);
    database_ = std::move(*opened);
    auto workspace = read([](db::Session& session) { return get_workspace(session, 1); });
    EXPECT_EQ(workspace.name, "Presstime");
    EXPECT_EQ(workspace.owner_email, "other@example.com");
    EXPECT_EQ(error_of([](db::Session& session) { return get_workspace(session, 2); }).kind,
              ErrorKind::not_found);
}

TEST_F(Store, MakesItsFolder)
{
    auto nested = folder_.path() / "a" / "b";
    ASSERT_TRUE(open(nested, "owner@example.com", clock_));
    EXPECT_TRUE(std::filesystem::exists(nested / "presstime.db"));
    EXPECT_EQ(std::filesystem::status(nested).permissions(), std::filesystem::perms::owner_all);
    auto failed = open("/proc/nowhere", "owner@example.com", clock_);
    ASSERT_FALSE(failed);
    EXPECT_THAT(failed.error().message, HasSubstr("/proc/nowhere"));
}

TEST_F(Store, RemembersFacts)
{
    auto get = [&] { return read([](db::Session& session) { return get_meta(session, "tzdata"); }); };
    EXPECT_EQ(get(), "");
    for (const char* version : {"2025b", "2026a"}) {
        write([&](db::Session& session) { return set_meta(session, "tzdata", version); });
        EXPECT_EQ(get(), version);
    }
}

TEST_F(Store, FindsATokenByItsHash)
{
    Token token{.name = "ci", .scope = Scope::write, .prefix = "pt_ab"};
    write([&](db::Session& session) { return insert_token(session, token, "hash-1", at(0)); });
    auto find = [&](const std::string& hash) {
        return read([&](db::Session& session) { return find_token(session, hash); });
    };
    auto found = find("hash-1");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->id, token.id);
    EXPECT_EQ(found->name, "ci");
    EXPECT_EQ(found->scope, Scope::write);
    EXPECT_EQ(found->prefix, "pt_ab");
    EXPECT_FALSE(find("hash-2"));
    EXPECT_EQ(
        error_of([&](db::Session& session) { return insert_token(session, token, "hash-1", at(0)); }).kind,
        ErrorKind::conflict);
    EXPECT_THAT(read([](db::Session& session) { return list_tokens(session, 1); }), SizeIs(1));
    EXPECT_EQ(error_of([&](db::Session& session) { return delete_token(session, 2, token.id); }).kind,
              ErrorKind::not_found);
    write([&](db::Session& session) { return delete_token(session, 1, token.id); });
    EXPECT_FALSE(find("hash-1"));
    EXPECT_THAT(read([](db::Session& session) { return list_tokens(session, 1); }), IsEmpty());
}

TEST_F(Store, KeepsTheFirstAnswerOfAKeyUntilItIsOld)
{
    auto find = [&](std::int64_t workspace_id) {
        return read([&](db::Session& session) { return find_kept_answer(session, workspace_id, "key"); });
    };
    EXPECT_FALSE(find(1));
    KeptAnswer answer{.request = "abc", .status = 201, .body = "{}", .location = "/v1/reports/1"};
    write([&](db::Session& session) { return keep_answer(session, 1, "key", answer, at(0)); });
    EXPECT_EQ(
        error_of([&](db::Session& session) { return keep_answer(session, 1, "key", answer, at(1)); }).kind,
        ErrorKind::conflict);
    auto found = find(1);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->request, "abc");
    EXPECT_EQ(found->status, 201);
    EXPECT_EQ(found->body, "{}");
    EXPECT_EQ(found->location, "/v1/reports/1");
    EXPECT_FALSE(find(2));
    EXPECT_EQ(write([&](db::Session& session) { return delete_kept_answers(session, at(0)); }), 0);
    EXPECT_EQ(write([&](db::Session& session) { return delete_kept_answers(session, at(1)); }), 1);
    EXPECT_FALSE(find(1));
}

} // namespace
} // namespace presstime::store
