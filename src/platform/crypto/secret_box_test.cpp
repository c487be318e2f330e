#include "platform/crypto/secret_box.hpp"

#include "base/encoding.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

namespace presstime {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class KeyFile : public testing::Test {
protected:
    void SetUp() override
    {
        char name[] = "/tmp/key-file-test-XXXXXX";
        folder_ = mkdtemp(name);
        path_ = folder_ / "secret.key";
    }
    void TearDown() override { fs::remove_all(folder_); }

    KeyRing ring() const { return KeyRing::load_or_create(path_).value(); }
    SecretBox box() const { return SecretBox(ring()); }
    std::string text() const
    {
        std::ifstream file(path_);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    void write(const std::string& text) const
    {
        std::ofstream(path_) << text;
        fs::permissions(path_, fs::perms::owner_read | fs::perms::owner_write);
    }
    std::string refusal() const
    {
        const Result<KeyRing> loaded = KeyRing::load_or_create(path_);
        EXPECT_FALSE(loaded);
        return loaded ? "" : loaded.error().message;
    }
    std::size_t files() const
    {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
    }

    fs::path folder_;
    fs::path path_;
};

TEST_F(KeyFile, IsMadeOnceAndReadByItsOwnerAlone)
{
    const std::string id = ring().newest().id;
    EXPECT_EQ(fs::status(path_).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_EQ(ring().newest().id, id);
    EXPECT_EQ(files(), 1U) << "nothing is left aside";
}

TEST_F(KeyFile, IsRefusedWhenOthersMayReadIt)
{
    ring();
    for (const fs::perms right : {fs::perms::group_read, fs::perms::others_read, fs::perms::group_write}) {
        fs::permissions(path_, fs::perms::owner_read | fs::perms::owner_write | right);
        EXPECT_THAT(refusal(), HasSubstr("chmod 600 " + path_.string()));
    }
}

TEST_F(KeyFile, IsNeverReplacedBecauseItIsDamaged)
{
    for (const std::string& damaged :
         {std::string(), std::string("rubbish\n"), std::string("abcdefgh AAAA\n"),
          "toolongid " + base64_encode(std::string(32, 'x')) + "\n",
          "abcdefgh " + base64_encode(std::string(32, 'x')) + "=\n"}) {
        write(damaged);
        EXPECT_THAT(refusal(), HasSubstr("from its copy")) << damaged;
        EXPECT_EQ(text(), damaged);
    }
    EXPECT_EQ(refusal().find(base64_encode(std::string(32, 'x'))), std::string::npos);
}

TEST_F(KeyFile, SaysWhyItCannotBeMade)
{
    path_ = folder_ / "nowhere" / "secret.key";
    EXPECT_THAT(refusal(), HasSubstr("secret_key_file"));
}

TEST_F(KeyFile, GetsNewKeysInFrontAndLosesOldOnes)
{
    KeyRing keys = ring();
    const std::string first = keys.newest().id;
    ASSERT_TRUE(keys.add_key());
    const std::string second = keys.newest().id;
    EXPECT_NE(first, second);
    EXPECT_NE(keys.find(first), nullptr);
    EXPECT_EQ(ring().newest().id, second);
    EXPECT_EQ(ring().size(), 2U);
    ASSERT_TRUE(keys.remove_old_keys());
    EXPECT_EQ(ring().size(), 1U);
    EXPECT_EQ(ring().find(first), nullptr);
    EXPECT_EQ(fs::status(path_).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_EQ(files(), 1U);
}

TEST_F(KeyFile, HoldsTenKeysAtMost)
{
    KeyRing keys = ring();
    for (int i = 1; i < 10; ++i)
        ASSERT_TRUE(keys.add_key());
    EXPECT_EQ(keys.add_key().error().kind, ErrorKind::conflict);
    EXPECT_EQ(ring().size(), 10U);
}

TEST_F(KeyFile, IsOneWhoeverMakesItFirst)
{
    std::vector<std::string> ids(8);
    std::vector<std::jthread> threads;
    for (std::string& id : ids)
        threads.emplace_back([&id, this] { id = ring().newest().id; });
    threads.clear();
    EXPECT_THAT(ids, testing::Each(ids.front()));
    EXPECT_EQ(files(), 1U);
}

using Box = KeyFile;

TEST_F(Box, OpensWhatItSealed)
{
    const SecretBox sealing = box();
    for (const std::string& plain :
         {std::string(), std::string("hunter2"), std::string("a\0ü\xff", 5), std::string(100'000, 'x')}) {
        const std::string sealed = sealing.seal(plain, "report.pdf_password");
        EXPECT_TRUE(is_sealed(sealed));
        EXPECT_TRUE(sealed.starts_with("sealed:v1:"));
        EXPECT_EQ(box().open(sealed, "report.pdf_password").value(), plain);
        EXPECT_NE(sealing.seal(plain, "report.pdf_password"), sealed) << "a nonce of its own";
        EXPECT_FALSE(sealing.needs_reseal(sealed));
    }
    EXPECT_EQ(sealing.seal("hunter2", "x").find("hunter2"), std::string::npos);
}

TEST_F(Box, DoesNotOpenAValueMovedElsewhere)
{
    const std::string sealed = box().seal("hunter2", "report.pdf_password");
    const Result<std::string> opened = box().open(sealed, "webhook.secret");
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind, ErrorKind::give_up);
    EXPECT_THAT(opened.error().message, HasSubstr("moved"));
}

TEST_F(Box, DoesNotOpenAValueOfWhichAnyLetterIsAnother)
{
    const SecretBox sealing = box();
    const std::string sealed = sealing.seal("hunter2", "p");
    for (std::size_t at = 0; at < sealed.size(); ++at) {
        std::string damaged = sealed;
        damaged[at] = damaged[at] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(sealing.open(damaged, "p")) << at;
    }
    EXPECT_FALSE(sealing.open(sealed.substr(0, sealed.size() - 4), "p"));
    EXPECT_FALSE(sealing.open("hunter2", "p"));
}

TEST_F(Box, KnowsWhatIsNotSealed)
{
    const std::string sealed = box().seal("hunter2", "p");
    EXPECT_TRUE(is_sealed(sealed));
    for (const std::string& other :
         {std::string(), std::string("hunter2"), std::string("sealed:v1:"),
          std::string("sealed:v1:abcdefgh:"), std::string("sealed:v1:abcdefgh:AAAA"), " " + sealed,
          "sealed:v2" + sealed.substr(9)})
        EXPECT_FALSE(is_sealed(other)) << other;
}

TEST_F(Box, OpensOldValuesUntilTheirKeyIsDropped)
{
    SecretBox sealing = box();
    const std::string old = sealing.seal("hunter2", "p");
    ASSERT_TRUE(sealing.add_key());
    EXPECT_TRUE(sealing.needs_reseal(old));
    EXPECT_EQ(sealing.open(old, "p").value(), "hunter2");
    const std::string renewed = sealing.seal("hunter2", "p");
    EXPECT_FALSE(sealing.needs_reseal(renewed));
    ASSERT_TRUE(sealing.remove_old_keys());
    EXPECT_EQ(box().open(renewed, "p").value(), "hunter2");
    const Result<std::string> lost = sealing.open(old, "p");
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().kind, ErrorKind::give_up);
    EXPECT_THAT(lost.error().message, HasSubstr(path_.string()));
}

TEST_F(Box, KeepsTheOldKeysThatAreNamed)
{
    SecretBox sealing = box();
    const std::string first = sealing.seal("a", "p");
    ASSERT_TRUE(sealing.add_key());
    const std::string second = sealing.seal("b", "p");
    ASSERT_TRUE(sealing.add_key());
    ASSERT_TRUE(sealing.remove_old_keys({sealing_key_id(first), sealing.newest_key_id()}));
    EXPECT_EQ(box().open(first, "p").value(), "a");
    EXPECT_FALSE(box().open(second, "p"));
    EXPECT_EQ(ring().size(), 2U);
    EXPECT_EQ(sealing_key_id("hunter2"), "");
}

TEST_F(Box, IsForManyThreadsWhileItsKeyChanges)
{
    SecretBox sealing = box();
    std::jthread sealer([&] {
        for (int i = 0; i < 200; ++i)
            EXPECT_EQ(sealing.open(sealing.seal("x", "p"), "p").value(), "x");
    });
    for (int i = 0; i < 5; ++i)
        EXPECT_TRUE(sealing.add_key());
}

} // namespace
} // namespace presstime
