// Migrations: forward over a filled database, once, and never over a schema this program does not know.
#include "store/migrate.hpp"
#include "store/test_store.hpp"

namespace presstime::store {
namespace {

using testing::HasSubstr;

class Migrate : public StoreTest {
protected:
    // The built-in scripts and one more, which adds a column and moves data into it.
    std::vector<Migration> with_next(std::string_view sha256 = "02", std::string_view script = kNext)
    {
        auto known = builtin_migrations(db::Dialect::sqlite);
        std::vector<Migration> migrations(known.begin(), known.end());
        migrations.push_back({static_cast<int>(migrations.size()) + 1, "add_slug", sha256, script});
        return migrations;
    }
    std::string slug_of(std::int64_t report_id)
    {
        static constexpr db::Statement kSlug{"test.slug", "SELECT slug FROM reports WHERE id = $1"};
        std::string slug;
        auto done = database_->read([&](db::Session& session) {
            return session.query(kSlug, {db::param(report_id)}, [&](const db::Row& row) -> Result<> {
                slug = row.text(0);
                return {};
            });
        });
        return done ? slug : done.error().context;
    }

    static constexpr std::string_view kNext = R"sql(
        ALTER TABLE reports ADD COLUMN slug TEXT NOT NULL DEFAULT '';
        UPDATE reports SET slug = lower(name);
        CREATE INDEX reports_by_slug ON reports (slug);
    )sql";
};

TEST_F(Migrate, CarriesAFilledDatabaseForwardOnce)
{
    auto report = add_report("Daily", at(5));
    auto run_id = add_run(report.id, at(0));
    ASSERT_TRUE(migrate(*database_, with_next(), at(1)));
    EXPECT_EQ(slug_of(report.id), "daily");
    auto again = migrate(*database_, with_next(), at(2));
    EXPECT_TRUE(again) << again.error().message;
    // What was there is there, and goes on working.
    EXPECT_EQ(read([&](db::Session& session) { return get_report(session, report.id); }).next_run_at, at(5));
    EXPECT_EQ(run(run_id).report_id, report.id);
    EXPECT_EQ(slug_of(add_report("New").id), "");
    EXPECT_EQ(db::check_integrity(*database_), "ok");
}

TEST_F(Migrate, ChangesNothingWhenAScriptFails)
{
    auto report = add_report("Daily");
    auto failed =
        migrate(*database_, with_next("02", "UPDATE reports SET name = 'x'; SELECT nonsense;"), at(1));
    ASSERT_FALSE(failed);
    EXPECT_EQ(read([&](db::Session& session) { return get_report(session, report.id); }).name, "Daily");
    ASSERT_TRUE(migrate(*database_, with_next(), at(1)));
    EXPECT_EQ(slug_of(report.id), "daily");
}

TEST_F(Migrate, RefusesADatabaseOfANewerVersion)
{
    ASSERT_TRUE(migrate(*database_, with_next(), at(1)));
    database_.reset();
    auto opened = open(folder_.path(), "owner@example.com", clock_);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind, ErrorKind::give_up);
    EXPECT_THAT(opened.error().message, HasSubstr("newer version"));
    EXPECT_THAT(opened.error().message, HasSubstr("add_slug"));
}

TEST_F(Migrate, RefusesAnEditedScript)
{
    ASSERT_TRUE(migrate(*database_, with_next("02"), at(1)));
    auto edited = migrate(*database_, with_next("03"), at(2));
    ASSERT_FALSE(edited);
    EXPECT_EQ(edited.error().kind, ErrorKind::give_up);
    const std::size_t number = builtin_migrations(db::Dialect::sqlite).size() + 1;
    EXPECT_THAT(edited.error().message, HasSubstr("migration " + std::to_string(number) + " (add_slug)"));
}

TEST(Migrations, AreNumberedAlikeInEveryDialect)
{
    auto sqlite = builtin_migrations(db::Dialect::sqlite);
    auto postgresql = builtin_migrations(db::Dialect::postgresql);
    ASSERT_FALSE(sqlite.empty());
    ASSERT_EQ(sqlite.size(), postgresql.size());
    for (std::size_t index = 0; index < sqlite.size(); ++index) {
        EXPECT_EQ(sqlite[index].number, static_cast<int>(index) + 1);
        EXPECT_EQ(postgresql[index].number, sqlite[index].number);
        EXPECT_EQ(postgresql[index].name, sqlite[index].name);
        EXPECT_EQ(sqlite[index].sha256.size(), 64U);
        EXPECT_NE(sqlite[index].sha256, postgresql[index].sha256);
    }
}

} // namespace
} // namespace presstime::store
