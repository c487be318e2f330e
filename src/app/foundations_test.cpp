// The server's ground with settings that were changed in it while it ran.
#include "app/foundations.hpp"

#include "base/id.hpp"
#include "platform/crypto/secret_box.hpp"
#include "store/setting_store.hpp"
#include "store/store.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace presstime {
namespace {

namespace fs = std::filesystem;

class Ground : public testing::Test {
protected:
    ~Ground() override { fs::remove_all(folder_); }

    Settings outside(std::vector<std::string> environment = {}) const
    {
        return load_settings(
                   {.environment = std::move(environment), .flags = {{"data-dir", {folder_.string()}}}})
            .value();
    }
    void store(std::vector<store::StoredSetting> rows) const
    {
        const Foundations ground = lay_foundations(outside()).value();
        const SecretBox box(ground.ring);
        const Result<> done = ground.state->write([&](db::Session& session) -> Result<> {
            for (store::StoredSetting& row : rows) {
                if (row.sealed)
                    row.value = box.seal(row.value, store::setting_purpose(row.key));
                TRY(store::put_setting(session, row, from_micros(0)));
            }
            return {};
        });
        ASSERT_TRUE(done) << done.error().message;
    }
    static std::string owner_of(const Foundations& ground)
    {
        std::string owner;
        EXPECT_TRUE(ground.state->read([&](db::Session& session) -> Result<> {
            owner = TRY(store::get_workspace(session, 1)).owner_email;
            return {};
        }));
        return owner;
    }

    fs::path folder_ = fs::temp_directory_path() / ("presstime-ground-" + make_random_text(12));
};

TEST_F(Ground, TakesWhatIsStored)
{
    store({{"owner_email", "ann@example.com"},
           {"workers", "5"},
           {"smtp_host", "mail.example.com"},
           {"smtp_from", "desk@example.com"},
           {"smtp_user", "me"},
           {"smtp_password", "hunter2", true}});
    const Foundations ground = lay_foundations(outside()).value();
    EXPECT_EQ(owner_of(ground), "ann@example.com");
    EXPECT_EQ(ground.settings.workers, 5);
    EXPECT_EQ(ground.settings.smtp_password, "hunter2");
    EXPECT_EQ(ground.mail.sender().text(), "desk@example.com");
    EXPECT_EQ(ground.outside.workers, 2) << "what the start gives is kept apart";
}

TEST_F(Ground, LetsTheStartWin)
{
    store({{"owner_email", "ann@example.com"}, {"workers", "5"}});
    const Foundations ground =
        lay_foundations(outside({"PRESSTIME_OWNER_EMAIL=bob@example.com", "PRESSTIME_WORKERS=3"})).value();
    EXPECT_EQ(owner_of(ground), "bob@example.com");
    EXPECT_EQ(ground.settings.workers, 3);
}

TEST_F(Ground, IsLaidWhateverIsStored)
{
    store(
        {{"listen", "0.0.0.0:80"}, {"workers", "none"}, {"smtp_host", "mail.example.com"}, {"nonsense", ""}});
    const Result<Foundations> ground = lay_foundations(outside());
    ASSERT_TRUE(ground) << ground.error().message;
    EXPECT_EQ(ground->settings.listen, std::vector<std::string>{"127.0.0.1:8080"});
    EXPECT_EQ(ground->settings.workers, 2);
    EXPECT_EQ(ground->settings.smtp_host, "");
}

TEST_F(Ground, IsLaidWithoutTheKeyOfAStoredSecret)
{
    store({{"smtp_host", "mail.example.com"},
           {"smtp_from", "desk@example.com"},
           {"smtp_user", "me"},
           {"smtp_password", "hunter2", true}});
    fs::remove(folder_ / "secret.key");
    const Result<Foundations> ground = lay_foundations(outside());
    ASSERT_TRUE(ground) << ground.error().message;
    EXPECT_EQ(ground->settings.smtp_host, "") << "mail waits in the outbox rather than being refused";
}

TEST_F(Ground, IsSweptOfWhatAKilledServerLeft)
{
    store({});
    const std::vector<fs::path> gone = {"tmp/duckdb-x/spill", "tmp/uploads/upload-x",
                                        "uploads/1/.new-x/upload"};
    const std::vector<fs::path> kept = {"uploads/1/sales.csv", "uploads/1/samples/weather.csv",
                                        "data/.new-mine"};
    for (const auto& files : {gone, kept})
        for (const fs::path& file : files) {
            fs::create_directories((folder_ / file).parent_path());
            std::ofstream(folder_ / file) << "a\n1\n";
        }
    ASSERT_TRUE(lay_foundations(outside()));
    for (const fs::path& file : gone)
        EXPECT_FALSE(fs::exists(folder_ / file)) << file;
    for (const fs::path& file : kept)
        EXPECT_TRUE(fs::exists(folder_ / file)) << file;
}

} // namespace
} // namespace presstime
