// The state database on real files: transactions, groups, snapshots, errors. What happens when the process or
// the disk fails is in sqlite_fault_test.cpp.
#include "platform/db/database.hpp"
#include "platform/db/test_database.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <latch>
#include <numeric>
#include <sys/stat.h>
#include <thread>

namespace presstime::db {
namespace {

using testing::HasSubstr;

class Sqlite : public testing::Test {
protected:
    TemporaryFolder folder_;
    std::unique_ptr<Database> database_ = open_notes(folder_.path() / "state.db");
};

TEST_F(Sqlite, BindsByTheNumberInTheNameNotByFirstAppearance)
{
    static constexpr Statement kSwapped{"test.swapped", "SELECT $2, $1, $2"};
    auto outcome = database_->read([](Session& session) {
        return session.query(kSwapped, {param(1), param("two")}, [](const Row& row) -> Result<> {
            EXPECT_EQ(row.text(0), "two");
            EXPECT_EQ(row.integer(1), 1);
            EXPECT_EQ(row.text(2), "two");
            return {};
        });
    });
    EXPECT_TRUE(outcome) << outcome.error().context;
}

TEST_F(Sqlite, KeepsEveryKindOfValue)
{
    static constexpr Statement kValues{"test.values", "SELECT $1, $2, $3, $4, $5, $6, $7"};
    std::string with_zero("a\0b", 3);
    auto now = from_micros(1'764'000'000'123'456);
    auto outcome = database_->read([&](Session& session) {
        Parameters values{
            param(std::int64_t{1} << 62),   0.25, param(with_zero), std::monostate{}, param(true), param(now),
            param(std::optional<Instant>())};
        return session.query(kValues, values, [&](const Row& row) -> Result<> {
            EXPECT_EQ(row.integer(0), std::int64_t{1} << 62);
            EXPECT_EQ(row.real(1), 0.25);
            EXPECT_EQ(row.text(2), with_zero);
            EXPECT_TRUE(row.is_null(3));
            EXPECT_EQ(row.text(3), "");
            EXPECT_TRUE(row.boolean(4));
            EXPECT_EQ(row.instant(5), now);
            EXPECT_EQ(row.optional_instant(6), std::nullopt);
            return {};
        });
    });
    EXPECT_TRUE(outcome) << outcome.error().context;
}

TEST_F(Sqlite, RefusesTheWrongNumberOfParameters)
{
    static constexpr Statement kOne{"test.one", "SELECT $1"};
    static constexpr Statement kGap{"test.gap", "SELECT $1, $3"};
    static constexpr Statement kUnnumbered{"test.unnumbered", "SELECT ?"};
    for (auto [statement, parameters] : {std::pair(&kOne, Parameters{}),
                                         {&kOne, {param(1), param(2)}},
                                         {&kGap, {param(1), param(3)}},
                                         {&kUnnumbered, {param(1)}}}) {
        auto outcome = database_->read([&](Session& session) {
            return session.query(*statement, parameters, [](const Row&) { return Result<>(); });
        });
        ASSERT_FALSE(outcome) << statement->name;
        EXPECT_EQ(outcome.error().kind, ErrorKind::give_up);
        EXPECT_THAT(outcome.error().context, HasSubstr(std::string(statement->name)));
    }
}

TEST_F(Sqlite, RunsAStatementWithinItself)
{
    ASSERT_TRUE(add_notes(*database_, 1, 3));
    int pairs = 0;
    auto outcome = database_->read([&](Session& session) {
        return session.query(kListNotes, {}, [&](const Row&) {
            return session.query(kListNotes, {}, [&](const Row&) -> Result<> {
                ++pairs;
                return {};
            });
        });
    });
    EXPECT_TRUE(outcome);
    EXPECT_EQ(pairs, 9);
}

TEST_F(Sqlite, GroupsQueuedWritesIntoFewerCommits)
{
    constexpr int kThreads = 8;
    constexpr int kEach = 50;
    auto before = database_->write_counts();
    // The first write holds the writer until every thread has one queued or on its way.
    std::latch all_started(kThreads);
    std::vector<std::jthread> threads;
    std::jthread holder([&] {
        EXPECT_TRUE(database_->write([&](Session&) -> Result<> {
            all_started.wait();
            return {};
        }));
    });
    for (int thread = 0; thread < kThreads; ++thread)
        threads.emplace_back([&, thread] {
            all_started.count_down();
            for (int n = 0; n < kEach; ++n)
                EXPECT_TRUE(add_note(*database_, thread * kEach + n + 1));
        });
    threads.clear();
    holder.join();

    std::vector<std::int64_t> expected(kThreads * kEach);
    std::iota(expected.begin(), expected.end(), 1);
    EXPECT_EQ(list_notes(*database_), expected);
    auto after = database_->write_counts();
    EXPECT_EQ(after.works - before.works, kThreads * kEach + 1);
    EXPECT_LT(after.commits - before.commits, after.works - before.works);
}

TEST_F(Sqlite, KeepsNeighboursOfAFailingWorkInTheSameGroup)
{
    // Both works queue behind a held writer, so that they land in one group.
    std::latch release(1);
    std::latch held(1);
    std::jthread holder([&] {
        EXPECT_TRUE(database_->write([&](Session&) -> Result<> {
            held.count_down();
            release.wait();
            return {};
        }));
    });
    held.wait();
    std::vector<std::jthread> threads;
    for (int n = 1; n <= 20; ++n)
        threads.emplace_back([&, n] {
            auto outcome = database_->write([&](Session& session) -> Result<> {
                TRY(session.execute(kAddNote, {param(n), param("note")}));
                if (n % 4 == 0)
                    return fail(Error::forbidden("not this one"));
                if (n % 4 == 1)
                    throw std::bad_alloc();
                return {};
            });
            EXPECT_EQ(outcome.has_value(), n % 4 >= 2);
        });
    release.count_down();
    threads.clear();
    EXPECT_EQ(list_notes(*database_), (std::vector<std::int64_t>{2, 3, 6, 7, 10, 11, 14, 15, 18, 19}));
}

TEST_F(Sqlite, ReadsOneSnapshotWhateverIsWrittenMeanwhile)
{
    ASSERT_TRUE(add_notes(*database_, 1, 2));
    auto outcome = database_->read([&](Session& session) -> Result<> {
        EXPECT_EQ(TRY(session.query_integer(kCountNotes, {})), 2);
        EXPECT_TRUE(add_note(*database_, 3));
        EXPECT_EQ(TRY(session.query_integer(kCountNotes, {})), 2);
        return {};
    });
    EXPECT_TRUE(outcome);
    EXPECT_EQ(list_notes(*database_).size(), 3U);
}

TEST_F(Sqlite, RefusesAWriteOnAReaderAndAWriteWithinAWrite)
{
    auto on_reader = database_->read([](Session& session) -> Result<> {
        TRY(session.execute(kAddNote, {param(1), param("x")}));
        return {};
    });
    ASSERT_FALSE(on_reader);
    EXPECT_EQ(on_reader.error().kind, ErrorKind::give_up);
    auto nested = database_->write([&](Session&) { return add_note(*database_, 1); });
    ASSERT_FALSE(nested);
    EXPECT_EQ(nested.error().kind, ErrorKind::give_up);
    EXPECT_TRUE(list_notes(*database_).empty());
}

TEST_F(Sqlite, NamesTheConstraintOfAConflict)
{
    ASSERT_TRUE(add_note(*database_, 1));
    auto outcome = add_note(*database_, 1);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().kind, ErrorKind::conflict);
    EXPECT_THAT(outcome.error().context, HasSubstr("notes.number"));
}

TEST_F(Sqlite, EnforcesForeignKeys)
{
    static constexpr Statement kAddLine{"test.add_line", "INSERT INTO lines (note) VALUES ($1)"};
    auto outcome = database_->write([](Session& session) -> Result<> {
        TRY(session.execute(kAddLine, {param(99)}));
        return {};
    });
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().kind, ErrorKind::conflict);
}

TEST_F(Sqlite, CountsChangedRowsAndReturnsIds)
{
    ASSERT_TRUE(add_notes(*database_, 1, 5));
    static constexpr Statement kEdit{"test.edit", "UPDATE notes SET text = $2 WHERE number <= $1"};
    static constexpr Statement kTake{"test.take",
                                     "DELETE FROM notes WHERE number = $1 RETURNING number * 10"};
    auto outcome = database_->write([](Session& session) -> Result<> {
        EXPECT_EQ(TRY(session.execute(kEdit, {param(3), param("new")})), 3);
        EXPECT_EQ(TRY(session.execute(kEdit, {param(0), param("new")})), 0);
        EXPECT_EQ(TRY(session.query_integer(kTake, {param(4)})), 40);
        EXPECT_EQ(TRY(session.query_integer(kTake, {param(4)})), std::nullopt);
        return {};
    });
    EXPECT_TRUE(outcome);
}

TEST_F(Sqlite, ServesMoreReadersThanItHasConnections)
{
    ASSERT_TRUE(add_notes(*database_, 1, 10));
    std::vector<std::jthread> threads;
    std::atomic<int> right = 0;
    for (int n = 0; n < 12; ++n)
        threads.emplace_back([&] { right += list_notes(*database_).size() == 10 ? 1 : 0; });
    threads.clear();
    EXPECT_EQ(right, 12);
}

TEST_F(Sqlite, AnswersGiveUpAfterClose)
{
    ASSERT_TRUE(add_note(*database_, 1));
    database_->close();
    database_->close();
    auto written = add_note(*database_, 2);
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().kind, ErrorKind::give_up);
    auto read = database_->read([](Session&) { return Result<>(); });
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().kind, ErrorKind::give_up);
}

TEST_F(Sqlite, FindsEverythingAfterReopeningAndFoldsTheLog)
{
    auto file = folder_.path() / "state.db";
    ASSERT_TRUE(add_notes(*database_, 1, 5'000));
    ASSERT_EQ(list_notes(*database_).size(), 5'000U);
    database_.reset();
    EXPECT_FALSE(std::filesystem::exists(file.string() + "-wal"));
    database_ = open_notes(file);
    EXPECT_EQ(list_notes(*database_).size(), 5'000U);
    EXPECT_EQ(check_integrity(*database_), "ok");
}

TEST_F(Sqlite, KeepsTheLogBoundedWhileWriting)
{
    // About 60 MB go through the log; checkpoints between the writes keep it near their 4 MiB step.
    std::string text(100'000, 'x');
    for (int n = 1; n <= 600; ++n)
        ASSERT_TRUE(database_->write([&](Session& session) -> Result<> {
            TRY(session.execute(kAddNote, {param(n), param(text)}));
            return {};
        }));
    EXPECT_LT(std::filesystem::file_size(folder_.path() / "state.db-wal"), 8U << 20);
}

TEST_F(Sqlite, IsReadableByItsOwnerOnly)
{
    struct stat status{};
    ASSERT_TRUE(add_note(*database_, 1));
    for (const char* name : {"state.db", "state.db-wal"}) {
        ASSERT_EQ(::stat((folder_.path() / name).c_str(), &status), 0);
        EXPECT_EQ(status.st_mode & 0777, 0600U) << name;
    }
}

TEST(SqliteOpen, NamesTheFileThatIsNoDatabase)
{
    TemporaryFolder folder;
    auto file = folder.path() / "state.db";
    std::ofstream(file) << std::string(8'192, 'n');
    auto opened = open_sqlite({.file = file});
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind, ErrorKind::give_up);
    EXPECT_THAT(opened.error().message, HasSubstr(file.string()));
}

TEST(SqliteOpen, NamesTheFolderThatIsNotThere)
{
    auto opened = open_sqlite({.file = "/nonexistent/folder/state.db"});
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind, ErrorKind::give_up);
    EXPECT_THAT(opened.error().message, HasSubstr("/nonexistent/folder"));
}

} // namespace
} // namespace presstime::db
