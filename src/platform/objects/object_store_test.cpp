#include "platform/objects/object_store.hpp"

#include "platform/crypto/sha256.hpp"

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

namespace presstime {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class FileObjectStore : public testing::Test {
protected:
    FileObjectStore()
    {
        std::string name = (fs::temp_directory_path() / "presstime-objects-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
        store_ = make_file_object_store(folder_ / "objects");
    }
    ~FileObjectStore() override { fs::remove_all(folder_); }

    int files() const
    {
        int count = 0;
        for (const auto& entry : fs::recursive_directory_iterator(folder_))
            count += entry.is_regular_file() ? 1 : 0;
        return count;
    }

    fs::path folder_;
    std::unique_ptr<ObjectStore> store_;
};

TEST_F(FileObjectStore, StoresAndHashesWhatWasWritten)
{
    std::string bytes(300'000, 'x');
    auto info = put_object(*store_, "runs/512/1.pdf", bytes);
    ASSERT_TRUE(info) << info.error().message;
    EXPECT_EQ(info->bytes, 300'000);
    EXPECT_EQ(info->sha256, sha256_hex(bytes));
    EXPECT_EQ(get_object(*store_, "runs/512/1.pdf", 1 << 20).value(), bytes);
    EXPECT_EQ(files(), 1);
}

TEST_F(FileObjectStore, HashesSmallAndLargePiecesInOrder)
{
    auto writer = store_->create("mixed").value();
    std::string expected;
    for (std::size_t size : {1UL, 70'000UL, 60'000UL, 200'000UL, 3UL, 131'072UL, 0UL, 5UL}) {
        std::string piece(size, static_cast<char>('a' + size % 26));
        ASSERT_TRUE(writer->write(piece));
        expected += piece;
    }
    EXPECT_EQ(writer->commit()->sha256, sha256_hex(expected));
    EXPECT_EQ(get_object(*store_, "mixed", 1 << 20).value(), expected);
}

TEST_F(FileObjectStore, ShowsNothingBeforeTheCommitAndLeavesNothingWithoutOne)
{
    {
        auto writer = store_->create("a/b").value();
        ASSERT_TRUE(writer->write("half"));
        auto path = store_->path_of("a/b");
        ASSERT_FALSE(path);
        EXPECT_EQ(path.error().kind, ErrorKind::not_found);
    }
    EXPECT_EQ(files(), 0);
}

TEST_F(FileObjectStore, ReplacesAnOlderObjectWhole)
{
    ASSERT_TRUE(put_object(*store_, "a", "a longer first version"));
    ASSERT_TRUE(put_object(*store_, "a", "second"));
    EXPECT_EQ(get_object(*store_, "a", 100).value(), "second");
}

TEST_F(FileObjectStore, RefusesAnySecondUseOfAFinishedWriter)
{
    auto writer = store_->create("a").value();
    ASSERT_TRUE(writer->commit());
    EXPECT_FALSE(writer->write("more"));
    EXPECT_FALSE(writer->commit());
}

TEST_F(FileObjectStore, RefusesKeysThatCouldLeaveTheFolder)
{
    for (const std::string key : {"", "..", "a/../b", "/etc/passwd", "a//b", "a/", ".hidden", "a/.b", "a b",
                                  "a\\b", "\xc3\xa9", ".unfinished/x"}) {
        auto created = store_->create(key);
        ASSERT_FALSE(created) << key;
        EXPECT_EQ(created.error().kind, ErrorKind::invalid);
        EXPECT_FALSE(store_->path_of(key)) << key;
        EXPECT_FALSE(store_->remove(key)) << key;
    }
    EXPECT_FALSE(store_->create(std::string("a\0b", 3)));
    EXPECT_FALSE(store_->create(std::string(600, 'a')));
    EXPECT_FALSE(store_->remove_prefix(""));
    EXPECT_FALSE(store_->remove_prefix("/"));
}

TEST_F(FileObjectStore, RemovesOneObjectOrAFolderOfThem)
{
    for (const char* key : {"runs/51/1.csv", "runs/512/1.csv", "runs/512/results/2.ptr"})
        ASSERT_TRUE(put_object(*store_, key, "x"));
    ASSERT_TRUE(store_->remove_prefix("runs/512/"));
    EXPECT_TRUE(store_->path_of("runs/51/1.csv"));
    EXPECT_FALSE(store_->path_of("runs/512/1.csv"));
    ASSERT_TRUE(store_->remove("runs/51/1.csv"));
    EXPECT_TRUE(store_->remove("runs/51/1.csv")) << "removing twice is no error";
    EXPECT_EQ(files(), 0);
}

TEST_F(FileObjectStore, RemovesTheObjectsOfAFolderThatBeginAlike)
{
    for (const char* key :
         {"runs/512/result-1.ptr", "runs/512/result-2.ptr", "runs/512/1.csv", "result-3.ptr"})
        ASSERT_TRUE(put_object(*store_, key, "x"));
    ASSERT_TRUE(store_->remove_prefix("runs/512/result-"));
    EXPECT_EQ(files(), 2);
    EXPECT_TRUE(store_->path_of("runs/512/1.csv"));
    EXPECT_TRUE(store_->remove_prefix("runs/513/result-")) << "nothing there is no error";
}

TEST_F(FileObjectStore, SweepsWhatACrashLeft)
{
    ASSERT_TRUE(put_object(*store_, "kept", "x"));
    EXPECT_EQ(store_->sweep_unfinished().value(), 0);
    std::ofstream(folder_ / "objects" / ".unfinished" / "left") << "half";
    EXPECT_EQ(store_->sweep_unfinished().value(), 1);
    EXPECT_EQ(files(), 1);
    EXPECT_EQ(make_file_object_store(folder_ / "nowhere")->sweep_unfinished().value(), 0);
}

TEST_F(FileObjectStore, SaysThatAnObjectIsTooLargeToRead)
{
    ASSERT_TRUE(put_object(*store_, "big", std::string(100, 'x')));
    auto bytes = get_object(*store_, "big", 99);
    ASSERT_FALSE(bytes);
    EXPECT_EQ(bytes.error().kind, ErrorKind::too_large);
}

// The limit stands in for a full disk: the same failed write, without a file system of its own.
TEST_F(FileObjectStore, FullDiskIsARetryThatLeavesNothingBehind)
{
    ASSERT_TRUE(put_object(*store_, "before", "x"));
    struct rlimit old = {};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &old), 0);
    auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
    struct rlimit small = {64 * 1024, old.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
    auto failed = put_object(*store_, "full", std::string(300'000, 'x'));
    ::setrlimit(RLIMIT_FSIZE, &old);
    std::signal(SIGXFSZ, old_handler);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().kind, ErrorKind::retry);
    EXPECT_THAT(failed.error().message, HasSubstr("no space left"));
    EXPECT_EQ(files(), 1);
    EXPECT_TRUE(put_object(*store_, "full", "fits again"));
}

} // namespace
} // namespace presstime
