// What the state database promises when the process is killed or the disk is full or broken: nothing
// acknowledged is lost, nothing is acknowledged that is not stored, and it goes on when there is room again.
#include "platform/db/database.hpp"
#include "platform/db/test_database.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <atomic>
#include <csignal>
#include <map>
#include <set>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace presstime::db {
namespace {

using testing::HasSubstr;

Result<> add_large_note(Database& database, int number)
{
    std::string text(50'000, 'x');
    return database.write([&](Session& session) -> Result<> {
        TRY(session.execute(kAddNote, {param(number), param(text)}));
        return {};
    });
}

// Writes numbers from `first` on, from several threads, and
// reports each acknowledged one on `pipe`, until killed.
[[noreturn]] void write_until_killed(const std::filesystem::path& file, std::int64_t first, int pipe)
{
    auto database = open_notes(file);
    std::atomic<std::int64_t> next = first;
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back([&] {
            for (;;) {
                std::int64_t number = next++;
                if (!add_note(*database, number) || ::write(pipe, &number, sizeof number) != sizeof number)
                    _exit(1);
            }
        });
    threads.clear();
    _exit(1);
}

TEST(SqliteKilled, LosesNothingThatWasAcknowledged)
{
    TemporaryFolder folder;
    auto file = folder.path() / "state.db";
    std::set<std::int64_t> acknowledged;
    for (int round = 0; round < 8; ++round) {
        int ends[2];
        ASSERT_EQ(::pipe(ends), 0);
        pid_t child = ::fork();
        if (child == 0)
            write_until_killed(file, std::int64_t{round} * 1'000'000, ends[1]);
        ::close(ends[1]);
        std::int64_t number = 0;
        for (int count = 0;
             count < 40 + round * 7 && ::read(ends[0], &number, sizeof number) == sizeof number; ++count)
            acknowledged.insert(number);
        ::kill(child, SIGKILL);
        while (::read(ends[0], &number, sizeof number) == sizeof number)
            acknowledged.insert(number);
        ::close(ends[0]);
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        ASSERT_TRUE(WIFSIGNALED(status));
    }
    auto database = open_notes(file);
    auto stored = list_notes(*database);
    std::set<std::int64_t> found(stored.begin(), stored.end());
    EXPECT_GE(acknowledged.size(), 8U * 40U);
    for (std::int64_t number : acknowledged)
        EXPECT_TRUE(found.contains(number)) << number;
    EXPECT_EQ(check_integrity(*database), "ok");
}

// Run by the next test in a process of its own, since fail points are read once per process.
TEST(SqliteKilled, DISABLED_WriteOneNote)
{
    auto database = open_notes(std::getenv("PRESSTIME_TEST_FILE"));
    EXPECT_TRUE(add_note(*database, 1));
}

// One write in a process that a fail point kills; how many notes are there afterwards.
std::size_t notes_after_kill_at(const std::string& point)
{
    TemporaryFolder folder;
    auto file = folder.path() / "state.db";
    pid_t child = ::fork();
    if (child == 0) {
        // The second passing: the first is the commit that open_notes makes.
        ::setenv("PRESSTIME_FAIL_POINT", (point + ":2").c_str(), 1);
        ::setenv("PRESSTIME_TEST_FILE", file.c_str(), 1);
        ::execl("/proc/self/exe", "db_test", "--gtest_also_run_disabled_tests",
                "--gtest_filter=SqliteKilled.DISABLED_WriteOneNote", "--gtest_brief=1", nullptr);
        _exit(1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << point;
    return list_notes(*open_notes(file)).size();
}

TEST(SqliteKilled, CommitIsTheLine)
{
    EXPECT_EQ(notes_after_kill_at("db.before_commit"), 0U);
    EXPECT_EQ(notes_after_kill_at("db.after_commit"), 1U);
}

TEST(SqliteFull, SaysSoAndGoesOnWhenThereIsRoom)
{
    TemporaryFolder folder;
    auto database = open_notes(folder.path() / "state.db");
    auto limit_pages = [&](const char* pragma) {
        return database->write([&](Session& session) { return session.execute_script(pragma); });
    };
    ASSERT_TRUE(limit_pages("PRAGMA max_page_count = 40"));
    int number = 1;
    auto outcome = add_large_note(*database, number);
    while (outcome && number < 100)
        outcome = add_large_note(*database, ++number);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().kind, ErrorKind::retry);
    EXPECT_THAT(outcome.error().message, HasSubstr("disk full"));
    EXPECT_THAT(outcome.error().message, HasSubstr(folder.path().string()));

    ASSERT_TRUE(limit_pages("PRAGMA max_page_count = 100000"));
    EXPECT_TRUE(add_large_note(*database, number));
    EXPECT_EQ(list_notes(*database).size(), static_cast<std::size_t>(number));
    EXPECT_EQ(check_integrity(*database), "ok");
}

// In a child: no file may grow past a limit, as on a full disk; then the limit is lifted.
int write_past_the_file_limit(const std::filesystem::path& file)
{
    ::signal(SIGXFSZ, SIG_IGN);
    auto database = open_notes(file);
    rlimit limit{};
    ::getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = 300'000;
    ::setrlimit(RLIMIT_FSIZE, &limit);
    int number = 1;
    auto outcome = add_large_note(*database, number);
    while (outcome && number < 100)
        outcome = add_large_note(*database, ++number);
    if (outcome || outcome.error().kind != ErrorKind::retry)
        return 1;
    if (list_notes(*database).size() != static_cast<std::size_t>(number - 1))
        return 2;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_FSIZE, &limit);
    if (!add_large_note(*database, number))
        return 3;
    return check_integrity(*database) == "ok" ? 0 : 4;
}

TEST(SqliteFull, AcknowledgesNothingThatTheSystemRefusedToWrite)
{
    TemporaryFolder folder;
    auto file = folder.path() / "state.db";
    pid_t child = ::fork();
    if (child == 0)
        _exit(write_past_the_file_limit(file));
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0);
    auto database = open_notes(file);
    EXPECT_EQ(check_integrity(*database), "ok");
}

// The system's files with one fault: syncs fail while
// `failing` is set. New connections use it while it lives.
class BrokenDisk {
public:
    BrokenDisk()
    {
        sqlite3_initialize();
        real_ = sqlite3_vfs_find(nullptr);
        vfs_ = *real_;
        vfs_.zName = "broken_disk";
        vfs_.xOpen = open;
        sqlite3_vfs_register(&vfs_, 1);
    }
    ~BrokenDisk()
    {
        failing = false;
        sqlite3_vfs_unregister(&vfs_);
        sqlite3_vfs_register(real_, 1);
    }
    BrokenDisk(const BrokenDisk&) = delete;
    BrokenDisk& operator=(const BrokenDisk&) = delete;

    static inline std::atomic<bool> failing = false;

private:
    static int sync(sqlite3_file* file, int flags)
    {
        return failing ? SQLITE_IOERR_FSYNC : real_sync_(file, flags);
    }
    // The system's methods differ by kind of file; each kind gets its copy with our sync in it.
    static int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags)
    {
        int code = real_->xOpen(real_, name, file, flags, out_flags);
        if (code == SQLITE_OK && file->pMethods != nullptr) {
            auto& methods = methods_.try_emplace(file->pMethods, *file->pMethods).first->second;
            real_sync_ = file->pMethods->xSync;
            methods.xSync = sync;
            file->pMethods = &methods;
        }
        return code;
    }

    static inline sqlite3_vfs* real_ = nullptr;
    static inline sqlite3_vfs vfs_{};
    static inline int (*real_sync_)(sqlite3_file*, int) = nullptr;
    static inline std::map<const sqlite3_io_methods*, sqlite3_io_methods> methods_;
};

TEST(SqliteBrokenDisk, NeverWritesAgainAfterAFailedSync)
{
    TemporaryFolder folder;
    BrokenDisk disk;
    auto database = open_notes(folder.path() / "state.db");
    ASSERT_TRUE(add_note(*database, 1));
    BrokenDisk::failing = true;
    auto outcome = add_note(*database, 2);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().kind, ErrorKind::give_up);
    EXPECT_THAT(outcome.error().message, HasSubstr("disk"));

    BrokenDisk::failing = false;
    auto later = add_note(*database, 3);
    ASSERT_FALSE(later);
    EXPECT_EQ(later.error().kind, ErrorKind::give_up);
    EXPECT_EQ(list_notes(*database), std::vector<std::int64_t>{1});
}

} // namespace
} // namespace presstime::db
