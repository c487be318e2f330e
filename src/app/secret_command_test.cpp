#include "app/secret_command.hpp"

#include "app/compose.hpp"
#include "app/sealed_settings.hpp"
#include "base/id.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace presstime {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

class SecretSettings : public testing::Test {
protected:
    void SetUp() override
    {
        folder_ = fs::temp_directory_path() / ("presstime-secret-" + make_random_text(12));
        fs::create_directories(folder_);
    }
    void TearDown() override { fs::remove_all(folder_); }

    Settings settings(const std::string& lines = "") const
    {
        std::ofstream(folder_ / "conf") << "data_dir = " << (folder_ / "data").string() << "\n" << lines;
        SettingSources sources;
        sources.file = folder_ / "conf";
        auto loaded = load_settings(sources);
        EXPECT_TRUE(loaded) << loaded.error().message;
        return loaded.value();
    }
    int seal(const std::string& input)
    {
        std::istringstream in(input);
        std::ostringstream out, err;
        const std::string data_dir = (folder_ / "data").string();
        const std::vector<std::string_view> words{"secret", "seal", "--data-dir", data_dir};
        const int status = cli::run_command({secret_seal_command(in)}, words, out, err);
        out_ = out.str();
        err_ = err.str();
        return status;
    }

    fs::path folder_;
    std::string out_;
    std::string err_;
};

TEST_F(SecretSettings, AcceptWhatTheCommandPrints)
{
    ASSERT_EQ(seal("hunter2\nmore"), 0) << err_;
    EXPECT_THAT(out_, HasSubstr("sealed:v1:"));
    EXPECT_THAT(out_, Not(HasSubstr("hunter2")));
    EXPECT_EQ(fs::status(folder_ / "data").permissions(), fs::perms::owner_all);
    const Settings given = settings("smtp_password = " + out_);
    EXPECT_EQ(given.secret_key_file, (folder_ / "data" / "secret.key").string());
    const SecretBox box(KeyRing::load_or_create(given.secret_key_file).value());
    EXPECT_EQ(open_settings(given, box)->smtp_password, "hunter2");
    EXPECT_EQ(sealed_settings(given), std::vector<std::string>{given.smtp_password});
}

TEST_F(SecretSettings, MayStandInTheClear)
{
    const Settings given = settings("smtp_password = hunter2\n");
    const SecretBox box(KeyRing::load_or_create(folder_ / "key").value());
    EXPECT_EQ(open_settings(given, box)->smtp_password, "hunter2");
    EXPECT_TRUE(sealed_settings(given).empty());
}

TEST_F(SecretSettings, SayWhichOneCannotBeOpened)
{
    ASSERT_EQ(seal("hunter2\n"), 0);
    const Settings given =
        settings("smtp_password = " + out_ + "secret_key_file = " + (folder_ / "other").string() + "\n");
    const SecretBox box(KeyRing::load_or_create(given.secret_key_file).value());
    const auto opened = open_settings(given, box);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().field, "smtp_password");
    EXPECT_THAT(opened.error().message, HasSubstr("presstime secret seal"));
    EXPECT_FALSE(Application::open(given));
}

TEST_F(SecretSettings, NeedASecretOnStandardInput)
{
    EXPECT_EQ(seal(""), 1);
    EXPECT_THAT(err_, HasSubstr("one line"));
    EXPECT_EQ(seal(std::string(5000, 'x')), 1);
    EXPECT_THAT(err_, Not(HasSubstr("xxxx")));
}

class SecretKey : public SecretSettings {
protected:
    static int status(Application& application, const std::string& method, const std::string& path,
                      const std::string& body = "")
    {
        http::Request request;
        request.method = method;
        request.path = path;
        request.body = body;
        request.local = true;
        return application.handle(request).status;
    }
    // A secret to keep.
    static void add_webhook(Application& application)
    {
        ASSERT_EQ(status(application, "POST", "/v1/tokens", R"({"name":"nightly","scope":"admin"})"), 201);
        ASSERT_EQ(status(application, "POST", "/v1/webhooks",
                         R"({"url":"https://hooks.example.com/x","owner":{"token_id":1}})"),
                  201);
    }
};

TEST_F(SecretKey, ChangesWhileTheServerRuns)
{
    auto application = Application::open(settings()).value();
    add_webhook(*application);
    const std::string before = KeyRing::load_or_create(settings().secret_key_file)->newest().id;
    EXPECT_EQ(status(*application, "POST", "/v1/secrets/rotate", "{}"), 200);
    const KeyRing after = KeyRing::load_or_create(settings().secret_key_file).value();
    EXPECT_NE(after.newest().id, before);
    EXPECT_EQ(after.size(), 1U);
}

TEST_F(SecretKey, ThatIsLostDoesNotStopTheStart)
{
    {
        auto application = Application::open(settings()).value();
        add_webhook(*application);
    }
    fs::remove(settings().secret_key_file);
    auto application = Application::open(settings("listen = 127.0.0.1:0\n"));
    ASSERT_TRUE(application) << application.error().message;
    const Result<> served = (*application)->serve();
    ASSERT_TRUE(served) << served.error().message;
    EXPECT_EQ(status(**application, "GET", "/v1/webhooks"), 200);
    EXPECT_EQ(status(**application, "GET", "/readyz"), 200);
}

} // namespace
} // namespace presstime
