// People, their sessions, links and tokens, and whose things are.
#include "store/user_store.hpp"

#include "store/account_mail_store.hpp"
#include "store/ownership_store.hpp"
#include "store/session_store.hpp"
#include "store/test_store.hpp"

namespace presstime::store {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr db::Statement kOwnReport{
    "test.own_report", "UPDATE reports SET owner_user_id = $2, owner_token_id = $3 WHERE id = $1"};
constexpr db::Statement kAddWebhook{"test.add_webhook", R"sql(
    INSERT INTO webhooks (workspace_id, owner_user_id, url, auth, filters, format, description, headers,
                          properties, created_at, updated_at)
    VALUES (1, $1, 'https://hooks.example.com/secret?key=1', '', '[]', 'standard', '', '{}', '{}', 0, 0)
)sql"};

class UserStore : public StoreTest {
protected:
    User add_user(const std::string& email, Role role = Role::viewer)
    {
        User user{.email = email, .name = "Somebody", .role = role};
        write([&](db::Session& session) { return insert_user(session, user, at(0)); });
        return user;
    }
    User load(std::int64_t id)
    {
        return read([&](db::Session& session) { return get_user(session, 1, id); });
    }
    void give_password(std::int64_t id)
    {
        write([&](db::Session& session) { return set_password_hash(session, id, "hash"); });
    }
    std::int64_t add_session(std::int64_t user_id, const std::string& hash, Instant now, Instant end)
    {
        BrowserSession made{.user_id = user_id, .csrf = "c", .created_at = now, .expires_at = end};
        write([&](db::Session& session) { return insert_session(session, made, hash); });
        return made.id;
    }
    std::optional<BrowserSession> session_of(const std::string& hash)
    {
        return read([&](db::Session& session) { return find_session(session, hash); });
    }
    void add_link(LinkPurpose purpose, std::int64_t user_id, const std::string& hash, Instant now)
    {
        write([&](db::Session& session) {
            return insert_link(session, {purpose, user_id, now, now + std::chrono::hours(1)}, hash);
        });
    }
    std::optional<OneTimeLink> take(const std::string& hash)
    {
        return write([&](db::Session& session) { return take_link(session, hash); });
    }
};

TEST_F(UserStore, FindsAnAddressInAnyCaseAndTakesItOnce)
{
    const User ann = add_user("Ann@Example.com", Role::editor);
    auto find = [&](const std::string& email, std::int64_t workspace_id = 1) {
        return read([&](db::Session& session) { return find_user_by_email(session, workspace_id, email); });
    };
    for (const char* email : {"Ann@Example.com", "ann@example.com", "ANN@EXAMPLE.COM"}) {
        const auto found = find(email);
        ASSERT_TRUE(found) << email;
        EXPECT_EQ(found->id, ann.id);
        EXPECT_EQ(found->email, "Ann@Example.com");
        EXPECT_EQ(found->role, Role::editor);
    }
    EXPECT_FALSE(find("ann@example.com", 2));
    EXPECT_FALSE(find("' OR '1'='1"));
    User again{.email = "aNN@example.com", .name = "Other"};
    const Error taken = error_of([&](db::Session& session) { return insert_user(session, again, at(1)); });
    EXPECT_EQ(taken.kind, ErrorKind::conflict);
    EXPECT_THAT(taken.message, HasSubstr("exists already"));
}

TEST_F(UserStore, ChangesOnlyTheVersionThatWasRead)
{
    User ann = add_user("ann@example.com");
    User stale = ann;
    ann.role = Role::admin;
    ann.enabled = false;
    ann.name = "Robert'); DROP TABLE users;--";
    write([&](db::Session& session) { return update_user(session, ann); });
    EXPECT_EQ(ann.version, 2);
    EXPECT_EQ(load(ann.id).name, ann.name);
    EXPECT_EQ(load(ann.id).role, Role::admin);
    EXPECT_FALSE(load(ann.id).enabled);
    EXPECT_EQ(error_of([&](db::Session& session) { return update_user(session, stale); }).kind,
              ErrorKind::conflict);
    EXPECT_EQ(error_of([&](db::Session& session) { return get_user(session, 2, ann.id); }).kind,
              ErrorKind::not_found);
}

TEST_F(UserStore, TellsWhoCanActForTheWorkspace)
{
    EXPECT_FALSE(read([](db::Session& session) { return has_users(session); }));
    const User owner = add_user("o@example.com", Role::owner);
    const User admin = add_user("a@example.com", Role::admin);
    const User editor = add_user("e@example.com", Role::editor);
    EXPECT_TRUE(read([](db::Session& session) { return has_users(session); }));
    auto active = [&] { return read([](db::Session& session) { return active_admins(session, 1); }); };
    EXPECT_THAT(active(), IsEmpty()) << "nobody has a password yet";
    for (const User& user : {owner, admin, editor})
        give_password(user.id);
    EXPECT_TRUE(load(owner.id).has_password);
    EXPECT_THAT(active(), ElementsAre(Field(&User::id, owner.id), Field(&User::id, admin.id)));
    User gone = load(owner.id);
    gone.enabled = false;
    write([&](db::Session& session) { return update_user(session, gone); });
    EXPECT_THAT(active(), ElementsAre(Field(&User::id, admin.id)));
    EXPECT_THAT(read([](db::Session& session) {
                    return list_users(session, {.workspace_id = 1, .after_id = 1, .limit = 1});
                }),
                ElementsAre(Field(&User::id, admin.id)));
}

TEST_F(UserStore, EndsSessionsWithTheirUser)
{
    const User ann = add_user("ann@example.com");
    const std::int64_t first = add_session(ann.id, "h1", at(0), at(100));
    add_session(ann.id, "h2", at(0), at(50));
    ASSERT_TRUE(session_of("h1"));
    EXPECT_EQ(session_of("h1")->workspace_id, 1);
    EXPECT_EQ(session_of("h1")->last_used_at, at(0));
    EXPECT_FALSE(session_of("h"));
    write([&](db::Session& session) -> Result<> {
        TRY(note_session_use(session, first, at(9)));
        return note_user_seen(session, ann.id, at(9));
    });
    EXPECT_EQ(session_of("h1")->last_used_at, at(9));
    EXPECT_EQ(load(ann.id).last_seen_at, at(9));
    add_session(ann.id, "h3", at(60), at(200));
    EXPECT_FALSE(session_of("h2")) << "ended sessions go when the next is made";
    EXPECT_EQ(write([&](db::Session& session) { return delete_sessions_of(session, ann.id, first); }), 1);
    EXPECT_TRUE(session_of("h1"));
    EXPECT_FALSE(session_of("h3"));
    add_link(LinkPurpose::reset, ann.id, "l1", at(0));
    write([&](db::Session& session) { return delete_user(session, 1, ann.id); });
    EXPECT_FALSE(session_of("h1"));
    EXPECT_FALSE(take("l1"));
    EXPECT_EQ(error_of([&](db::Session& session) { return delete_user(session, 1, ann.id); }).kind,
              ErrorKind::not_found);
}

TEST_F(UserStore, ListsWhereSomebodyIsLoggedInAndEndsOneOfTheirs)
{
    const User ann = add_user("ann@example.com");
    const User bob = add_user("bob@example.com");
    const std::int64_t early = add_session(ann.id, "early", at(10), at(900));
    const std::int64_t late = add_session(ann.id, "late", at(20), at(900));
    add_session(bob.id, "his", at(30), at(900));
    const auto open = [&](Instant now, Instant used_since) {
        std::vector<std::int64_t> ids;
        for (const BrowserSession& each : read([&](db::Session& session) {
                 return list_sessions(session, {.user_id = ann.id, .now = now, .used_since = used_since});
             }))
            ids.push_back(each.id);
        return ids;
    };
    EXPECT_THAT(open(at(40), at(0)), ElementsAre(late, early));
    write([&](db::Session& session) { return note_session_use(session, early, at(50)); });
    EXPECT_THAT(open(at(60), at(0)), ElementsAre(early, late)) << "the last used first";
    EXPECT_THAT(open(at(60), at(20)), ElementsAre(early)) << "the other has idled away";
    EXPECT_THAT(open(at(900), at(0)), IsEmpty());
    EXPECT_FALSE(write([&](db::Session& session) { return delete_session_of(session, bob.id, early); }));
    EXPECT_TRUE(write([&](db::Session& session) { return delete_session_of(session, ann.id, early); }));
    EXPECT_FALSE(session_of("early"));
    EXPECT_TRUE(session_of("late"));
    EXPECT_EQ(read([](db::Session& session) { return count_users(session, 1); }), 2);
    EXPECT_EQ(read([](db::Session& session) { return count_users(session, 2); }), 0);
}

TEST_F(UserStore, GivesALinkToOneTakerAndKeepsTheNewest)
{
    const User ann = add_user("ann@example.com");
    add_link(LinkPurpose::invite, ann.id, "i1", at(0));
    add_link(LinkPurpose::reset, ann.id, "r1", at(0));
    add_link(LinkPurpose::reset, ann.id, "r2", at(1));
    EXPECT_FALSE(take("r1")) << "a fresh link ends the one before";
    EXPECT_EQ(read([&](db::Session& session) { return last_link_at(session, LinkPurpose::reset, ann.id); }),
              at(1));
    const auto taken = take("r2");
    ASSERT_TRUE(taken);
    EXPECT_EQ(taken->user_id, ann.id);
    EXPECT_EQ(taken->purpose, LinkPurpose::reset);
    EXPECT_FALSE(take("r2"));
    EXPECT_FALSE(
        read([&](db::Session& session) { return last_link_at(session, LinkPurpose::reset, ann.id); }));
    add_link(LinkPurpose::setup, 0, "s1", at(2));
    add_link(LinkPurpose::setup, 0, "s2", at(2));
    EXPECT_FALSE(read([](db::Session& session) { return find_link(session, "s1"); }));
    EXPECT_TRUE(read([](db::Session& session) { return find_link(session, "s2"); }));
    write([](db::Session& session) { return delete_setup_links(session); });
    EXPECT_FALSE(take("s2"));
    write([&](db::Session& session) { return delete_links_of(session, ann.id); });
    EXPECT_FALSE(take("i1"));
}

TEST_F(UserStore, KeepsPersonalTokensApartFromKeys)
{
    const User ann = add_user("ann@example.com");
    Token key{.name = "ci", .scope = Scope::write, .role = Role::admin};
    Token personal{.user_id = ann.id, .name = "mine", .expires_at = at(50)};
    write([&](db::Session& session) -> Result<> {
        TRY(insert_token(session, key, "k", at(1)));
        return insert_token(session, personal, "p", at(2));
    });
    const auto keys = read([](db::Session& session) { return list_tokens(session, 1); });
    EXPECT_THAT(keys, ElementsAre(Field(&Token::id, key.id)));
    EXPECT_EQ(keys.front().created_at, at(1));
    auto own = [&] { return read([&](db::Session& session) { return list_tokens_of(session, 1, ann.id); }); };
    ASSERT_THAT(own(), ElementsAre(Field(&Token::id, personal.id)));
    EXPECT_EQ(own().front().expires_at, at(50));
    EXPECT_EQ(own().front().user_id, ann.id);
    write([&](db::Session& session) { return note_token_use(session, personal.id, at(9), "203.0.113.9"); });
    EXPECT_EQ(own().front().last_used_at, at(9));
    EXPECT_EQ(own().front().last_used_from, "203.0.113.9");
    EXPECT_EQ(error_of([&](db::Session& session) { return delete_token_of(session, ann.id, key.id); }).kind,
              ErrorKind::not_found);
    write([&](db::Session& session) { return delete_token_of(session, ann.id, personal.id); });
    EXPECT_THAT(own(), IsEmpty());
    EXPECT_EQ(write([&](db::Session& session) { return delete_tokens_of(session, ann.id); }), 0);
}

TEST_F(UserStore, FindsWhatNobodyOwnsAndGivesItAway)
{
    const User ann = add_user("ann@example.com");
    const User bob = add_user("bob@example.com");
    const Report of_ann = add_report("Ann's");
    const Report of_nobody = add_report("Nobody's");
    write([&](db::Session& session) -> Result<> {
        TRY(session.execute(kOwnReport, {db::param(of_ann.id), db::param(ann.id), db::Parameter{}}));
        TRY(session.execute(kAddWebhook, {db::param(ann.id)}));
        return {};
    });
    auto owned = [&](std::int64_t id) {
        return read([&](db::Session& session) { return things_of_user(session, 1, id, 100); });
    };
    auto lost = [&] { return read([&](db::Session& session) { return orphans(session, 1, at(0), 100); }); };
    const auto things = owned(ann.id);
    ASSERT_THAT(things, SizeIs(2));
    EXPECT_EQ(things.at(0).name, "Ann's");
    EXPECT_EQ(things.at(1).kind, ResourceKind::webhook);
    EXPECT_EQ(things.at(1).name, "https://hooks.example.com") << "the path may be a secret";
    EXPECT_THAT(lost(), ElementsAre(Field(&OwnedThing::id, of_nobody.id)));
    const auto is_lost = [&](const Report& report) {
        return read([&](db::Session& session) { return is_orphan(session, report.id, at(0)); });
    };
    EXPECT_TRUE(is_lost(of_nobody));
    EXPECT_FALSE(is_lost(of_ann));
    User disabled = load(ann.id);
    disabled.enabled = false;
    write([&](db::Session& session) { return update_user(session, disabled); });
    EXPECT_THAT(lost(), SizeIs(3));
    EXPECT_TRUE(is_lost(of_ann));
    write([&](db::Session& session) { return give_to_user(session, 1, things, bob.id, at(3)); });
    EXPECT_THAT(owned(ann.id), IsEmpty());
    EXPECT_THAT(owned(bob.id), SizeIs(2));
    EXPECT_THAT(lost(), SizeIs(1));
    EXPECT_EQ(read([&](db::Session& session) { return get_report(session, of_ann.id); }).version, 2);
}

TEST_F(UserStore, ForgetsSettledLettersOnly)
{
    auto add = [&](const std::string& id, std::optional<Instant> finished_at) {
        Delivery letter;
        letter.workspace_id = 1;
        letter.purpose = DeliveryPurpose::account;
        letter.channel = "email";
        letter.recipient = "ann@example.com";
        letter.message_id = id;
        letter.payload_key = "accounts/" + id;
        letter.created_at = at(0);
        letter.finished_at = finished_at;
        if (finished_at)
            letter.state = DeliveryState::accepted;
        write([&](db::Session& session) -> Result<> {
            EXPECT_TRUE(TRY(insert_delivery(session, letter)));
            return {};
        });
    };
    add("waiting", {});
    add("sent", at(5));
    add("fresh", at(50));
    auto old = [&] { return read([&](db::Session& session) { return old_letters(session, at(10), 10); }); };
    ASSERT_THAT(old(), ElementsAre(Field(&OldLetter::payload_key, "accounts/sent")));
    const std::int64_t id = old().front().delivery_id;
    write([&](db::Session& session) { return delete_letter(session, id); });
    EXPECT_THAT(old(), IsEmpty());
}

} // namespace
} // namespace presstime::store
