// The lock against a second process that really exists.
#include "app/data_folder.hpp"

#include <gtest/gtest.h>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <optional>

namespace presstime {
namespace {

class DataFolderTest : public testing::Test {
protected:
    void SetUp() override
    {
        char name[] = "/tmp/data-folder-test-XXXXXX";
        base_ = mkdtemp(name);
    }
    void TearDown() override { std::filesystem::remove_all(base_); }
    std::filesystem::path base_;
};

// A child that holds the folder until it is killed.
pid_t hold_in_child(const std::filesystem::path& path)
{
    int ready[2];
    if (::pipe(ready) != 0)
        return -1;
    pid_t child = ::fork();
    if (child == 0) {
        auto held = DataFolder::open(path);
        char answer = held ? 'y' : 'n';
        if (::write(ready[1], &answer, 1) == 1 && held)
            ::pause();
        ::_exit(0);
    }
    char answer = 'n';
    ssize_t bytes = ::read(ready[0], &answer, 1);
    ::close(ready[0]);
    ::close(ready[1]);
    return bytes == 1 && answer == 'y' ? child : -1;
}

TEST_F(DataFolderTest, IsCreatedForItsOwnerAlone)
{
    auto opened = DataFolder::open(base_ / "a/b/");
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_EQ(opened->path(), base_ / "a/b");
    struct stat status{};
    ASSERT_EQ(::stat((base_ / "a/b").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0700u);
    std::string pid;
    std::ifstream(base_ / "a/b/presstime.lock") >> pid;
    EXPECT_EQ(pid, std::to_string(::getpid()));
}

TEST_F(DataFolderTest, IsRefusedToASecondProcessUntilTheFirstDies)
{
    pid_t child = hold_in_child(base_ / "data");
    ASSERT_GT(child, 0);
    auto second = DataFolder::open(base_ / "data");
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().kind, ErrorKind::conflict);
    EXPECT_EQ(second.error().message, "another presstime (pid " + std::to_string(child) + ") is serving " +
                                          (base_ / "data").string() + "; stop it or use another --data-dir");
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    EXPECT_TRUE(DataFolder::open(base_ / "data"));
}

TEST_F(DataFolderTest, IsReleasedWithItsObjectAndNotByAMove)
{
    std::optional<DataFolder> kept;
    {
        auto opened = DataFolder::open(base_ / "data");
        ASSERT_TRUE(opened);
        kept.emplace(std::move(*opened));
    }
    EXPECT_FALSE(DataFolder::open(base_ / "data"));
    kept.reset();
    EXPECT_TRUE(DataFolder::open(base_ / "data"));
}

TEST_F(DataFolderTest, SaysWhyAFolderCannotBeUsed)
{
    std::ofstream(base_ / "file") << "x";
    for (const auto& path : {base_ / "file", base_ / "file/below"}) {
        auto opened = DataFolder::open(path);
        ASSERT_FALSE(opened);
        EXPECT_NE(opened.error().message.find("the data folder " + path.string() + " cannot be used"),
                  std::string::npos)
            << opened.error().message;
    }
}

} // namespace
} // namespace presstime
