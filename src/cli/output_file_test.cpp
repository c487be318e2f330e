// A result goes out whole, or its name stays as it was.
#include "cli/output_file.hpp"

#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <streambuf>
#include <unistd.h>

namespace presstime::cli {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

// Takes so many bytes and no more, as a disk does that fills up.
class FullAfter : public std::streambuf {
public:
    explicit FullAfter(std::streamsize room) : room_(room) {}

private:
    std::streamsize xsputn(const char*, std::streamsize count) override
    {
        const std::streamsize taken = std::min(count, room_);
        room_ -= taken;
        return taken;
    }
    int_type overflow(int_type letter) override { return room_-- > 0 ? letter : traits_type::eof(); }

    std::streamsize room_;
};

class OutputFolder : public testing::Test {
protected:
    OutputFolder() { fs::create_directories(folder_); }
    ~OutputFolder() override { fs::remove_all(folder_); }

    fs::path with_bytes(const std::string& name, std::size_t bytes) const
    {
        std::ofstream(folder_ / name, std::ios::binary) << std::string(bytes, 'x');
        return folder_ / name;
    }

    fs::path folder_ = fs::temp_directory_path() / ("presstime-output-test-" + std::to_string(getpid()));
};

using OutputFileTest = OutputFolder;

TEST_F(OutputFileTest, SaysSoWhenOnlyAPartOfItCouldBeWritten)
{
    for (const std::size_t size : {10U, 8'192U, 65'536U, 200'000U}) {
        for (const std::size_t room : {std::size_t{0}, size / 2, size - 1}) {
            FullAfter full(static_cast<std::streamsize>(room));
            std::ostream out(&full);
            auto file = OutputFile::create("-", out);
            ASSERT_TRUE(file);
            const Result<> written = file->commit(with_bytes("from", size));
            ASSERT_FALSE(written) << size << " bytes, room for " << room;
            EXPECT_THAT(written.error().message, HasSubstr("cannot be written"));
        }
        FullAfter wide(static_cast<std::streamsize>(size));
        std::ostream out(&wide);
        EXPECT_TRUE(OutputFile::create("-", out)->commit(with_bytes("from", size)));
    }
}

TEST_F(OutputFileTest, TakesThePlaceOfAFileAndLeavesNothingBeside)
{
    const fs::path from = with_bytes("from", 100'000), to = with_bytes("to", 3);
    std::ostream none(nullptr);
    {
        auto file = OutputFile::create(to.string(), none);
        ASSERT_TRUE(file);
        EXPECT_EQ(fs::file_size(to), 3U);
        ASSERT_TRUE(file->commit(from));
    }
    EXPECT_EQ(fs::file_size(to), 100'000U);
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 2);
}

TEST_F(OutputFileTest, KeepsWhatWasThereWhenNothingIsCommitted)
{
    const fs::path to = with_bytes("to", 3);
    std::ostream none(nullptr);
    ASSERT_TRUE(OutputFile::create(to.string(), none));
    EXPECT_EQ(fs::file_size(to), 3U);
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1);
}

} // namespace
} // namespace presstime::cli
