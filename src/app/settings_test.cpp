// Settings from file, environment and flags, and what is derived from their table.
#include "app/settings.hpp"

#include "app/settings_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>
#include <unistd.h>

namespace presstime {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string read(const std::filesystem::path& path)
{
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

class SettingsTest : public testing::Test {
protected:
    void SetUp() override
    {
        char name[] = "/tmp/settings-test-XXXXXX";
        folder_ = mkdtemp(name);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    SettingSources file(const std::string& text)
    {
        SettingSources sources;
        sources.file = folder_ / "presstime.conf";
        std::ofstream(*sources.file) << text;
        return sources;
    }
    std::string error_of(const SettingSources& sources)
    {
        auto loaded = load_settings(sources);
        std::string message = loaded ? "no error" : loaded.error().message;
        std::string prefix = folder_.string() + "/";
        return message.starts_with(prefix) ? message.substr(prefix.size()) : message;
    }
    std::string error_in_file(const std::string& text) { return error_of(file(text)); }
    std::string error_in_environment(std::vector<std::string> environment)
    {
        return error_of({.environment = std::move(environment)});
    }

    std::filesystem::path folder_;
};

TEST_F(SettingsTest, StartWithTheirDefaults)
{
    auto settings = load_settings({});
    ASSERT_TRUE(settings) << settings.error().message;
    EXPECT_EQ(settings->data_dir, (std::filesystem::current_path() / "presstime-data").string());
    EXPECT_EQ(settings->source_roots, std::vector<std::string>{settings->data_dir + "/data"});
    EXPECT_EQ(settings->listen, std::vector<std::string>{"127.0.0.1:8080"});
    EXPECT_EQ(settings->max_result_bytes, std::int64_t{2} << 30);
    EXPECT_EQ(settings->request_body_limit, 1 << 20);
    EXPECT_EQ(settings->smtp_server_response_timeout_s, 600);
}

TEST_F(SettingsTest, LetFlagsWinOverEnvironmentOverFile)
{
    SettingSources sources =
        file("# a comment\n\n workers = 3 \nlease_s=40\nio_threads = 5\nlog_level = debug\r\n");
    sources.environment = {"PATH=/bin", "PRESSTIME_WORKERS=4", "PRESSTIME_LEASE_S=50"};
    sources.flags = {{"workers", {"6"}}, {"once", {"true"}}};
    auto settings = load_settings(sources);
    ASSERT_TRUE(settings) << settings.error().message;
    EXPECT_EQ(settings->workers, 6);
    EXPECT_EQ(settings->lease_s, 50);
    EXPECT_EQ(settings->io_threads, 5);
    EXPECT_EQ(settings->log_level, "debug");
}

TEST_F(SettingsTest, StopTheStartOnAnUnknownKeyAnywhere)
{
    EXPECT_EQ(error_in_file("workers = 2\nwokers = 3\n"),
              "presstime.conf:2: unknown setting wokers; did you mean workers?");
    EXPECT_EQ(error_in_environment({"PRESSTIME_SMTP_HOTS=x"}),
              "environment: unknown setting PRESSTIME_SMTP_HOTS; did you mean PRESSTIME_SMTP_HOST?");
    EXPECT_EQ(error_in_environment({"PRESSTIME_workers=2"}),
              "environment: unknown setting PRESSTIME_workers; did you mean PRESSTIME_WORKERS?");
    EXPECT_EQ(error_in_file("frobnication = 1"),
              "presstime.conf:1: unknown setting frobnication; presstime config lists all");
    std::vector<std::string_view> words{"--data-dri", "x"};
    EXPECT_EQ(cli::parse_arguments(words, setting_flags()).error().message,
              "unknown flag --data-dri; did you mean --data-dir?");
}

TEST_F(SettingsTest, PassOverVariablesThatAreNoSettings)
{
    EXPECT_EQ(error_in_environment({"PRESSTIME_FAIL_POINT=a:1", "PRESSTIME_DUCKDB_LIBRARY=/x.so",
                                    "PRESSTIME_TEST_SEED=1", "PRESSTIME_REBASELINE=1"}),
              "no error");
}

TEST_F(SettingsTest, NameTheSourceAndTheMendOfABadValue)
{
    EXPECT_EQ(error_in_file("\nworkers = many\n"),
              "presstime.conf:2: \"many\" is not a whole number from 1 to 64 (threads)");
    EXPECT_EQ(error_in_environment({"PRESSTIME_WORKERS=0"}),
              "PRESSTIME_WORKERS: \"0\" is not a whole number from 1 to 64 (threads)");
    EXPECT_EQ(error_of({.flags = {{"workers", {"65"}}}}),
              "--workers: \"65\" is not a whole number from 1 to 64 (threads)");
    EXPECT_EQ(error_in_file("max_result_bytes = 9 PiB"),
              "presstime.conf:1: \"9 PiB\" is not a size from 1 MiB to 1 TiB, such as 512 MiB");
    EXPECT_EQ(error_in_file("max_result_bytes = 99999999999 TiB"),
              "presstime.conf:1: \"99999999999 TiB\" is not a size from 1 MiB to 1 TiB, such as 512 MiB");
    EXPECT_EQ(error_in_file("smtp_security = ssl"),
              "presstime.conf:1: \"ssl\" is none of starttls, tls, none");
    EXPECT_EQ(error_in_file("strict_timezones = perhaps"),
              "presstime.conf:1: \"perhaps\" is neither true nor false");
    EXPECT_EQ(error_in_file("workers"),
              "presstime.conf:1: is not of the form key = value; a comment begins with #");
    EXPECT_EQ(error_in_file("workers = 2\nworkers = 3"),
              "presstime.conf:2: workers is set already at " + (folder_ / "presstime.conf").string() + ":1");
    EXPECT_THAT(error_in_file("listen = 127.0.0.1"), HasSubstr("is not an address to listen on"));
    EXPECT_THAT(error_in_file("owner_email = me"), HasSubstr("presstime.conf:1: "));
    EXPECT_THAT(error_in_file("webhook_header_prefix = X: y"),
                HasSubstr("is not the beginning of a header name"));
    EXPECT_THAT(error_in_file("embed_origins = https://a.example.com, https://b.example.com/app"),
                HasSubstr("is not an origin"));
    EXPECT_THAT(error_in_file("trusted_proxies = 10.0.0"), HasSubstr("is no address and no network"));
    EXPECT_THAT(error_in_file("public_url = reports.example.com"), HasSubstr("is not a web address"));
    EXPECT_THAT(error_in_file("public_url = https://reports.example.com/<script>"),
                HasSubstr("holds a sign that no web address has"));
    EXPECT_THAT(error_in_file("egress_allow = everything"), HasSubstr("everything"));
    EXPECT_THAT(error_in_file("egress_allow = 169.254.0.0/16"), Not("no error"));
    EXPECT_THAT(error_of({.file = folder_ / "missing.conf"}), HasSubstr("cannot be read"));
    EXPECT_THAT(error_of({.file = folder_}), HasSubstr("cannot be read"));
}

TEST_F(SettingsTest, ReadSizesInAnyUsualSpelling)
{
    for (std::string text : {"3145728", "3MiB", "3 mib", "3072 KiB", "3M", "3145728 B"}) {
        auto settings = load_settings(file("request_body_limit = " + text));
        ASSERT_TRUE(settings) << settings.error().message;
        EXPECT_EQ(settings->request_body_limit, 3 << 20) << text;
    }
}

TEST_F(SettingsTest, JoinRepeatedFlagsOfAList)
{
    auto settings = load_settings({.flags = {{"listen", {"127.0.0.1:1", "[::1]:2, 127.0.0.2:3"}}}});
    ASSERT_TRUE(settings) << settings.error().message;
    EXPECT_EQ(settings->listen, (std::vector<std::string>{"127.0.0.1:1", "[::1]:2", "127.0.0.2:3"}));
}

TEST_F(SettingsTest, RefuseAnOpenAddressUnlessInsecure)
{
    EXPECT_EQ(error_in_file("listen = 0.0.0.0:8080"), "listen: other machines reach 0.0.0.0:8080 and this "
                                                      "server speaks no TLS; listen on 127.0.0.1 behind a "
                                                      "proxy that does, or say --insecure");
    EXPECT_EQ(error_in_file("listen = 0.0.0.0:8080\ninsecure = true"), "no error");
    EXPECT_EQ(error_in_file("listen = 127.0.0.1:8080, [::1]:8080"), "no error");
}

TEST_F(SettingsTest, AskForWhatMailNeeds)
{
    EXPECT_THAT(error_in_file("smtp_host = mail.example.com"), HasSubstr("smtp_from"));
    EXPECT_THAT(error_in_file("smtp_user = me"), HasSubstr("smtp_password"));
    EXPECT_EQ(error_in_file("smtp_host = mail.example.com\nsmtp_from = reports@example.com"), "no error");
}

TEST_F(SettingsTest, ReadThePasswordFromAFile)
{
    std::ofstream(folder_ / "password") << "  s3cret # \r\nsecond line\n";
    std::string line = "smtp_password_file = " + (folder_ / "password").string();
    auto settings = load_settings(file(line));
    ASSERT_TRUE(settings) << settings.error().message;
    EXPECT_EQ(settings->smtp_password, "  s3cret # ");
    EXPECT_THAT(error_in_file(line + "\nsmtp_password = other"), HasSubstr("set one of the two"));
    EXPECT_THAT(error_in_file(line + ".not"), HasSubstr("cannot be read"));
}

TEST_F(SettingsTest, NeverPrintASecret)
{
    auto settings = load_settings(file("smtp_password = \" hunter2 \""));
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->smtp_password, " hunter2 ");
    EXPECT_THAT(print_settings(*settings), Not(HasSubstr("hunter2")));
    EXPECT_THAT(print_settings(*settings), HasSubstr("smtp_password = ********\n"));
    EXPECT_THAT(error_in_file("smtp_password = hunter2\x01"), Not(HasSubstr("hunter2")));
    for (const cli::Flag& flag : setting_flags())
        EXPECT_NE(flag.name, "smtp-password");
}

TEST_F(SettingsTest, PrintADefaultFileThatChangesNothing)
{
    auto from_file = load_settings(file(default_settings_file()));
    ASSERT_TRUE(from_file) << from_file.error().message;
    EXPECT_EQ(print_settings(*from_file), print_settings(*load_settings({})));
    auto again = load_settings(file(print_settings(*from_file)));
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(print_settings(*again), print_settings(*from_file));
}

TEST_F(SettingsTest, DocumentEveryKeyOnce)
{
    std::set<std::string_view> keys;
    for (const SettingRow& row : setting_table()) {
        EXPECT_TRUE(keys.insert(row.key).second) << row.key;
        EXPECT_TRUE(row.help.ends_with('.')) << row.key;
        EXPECT_THAT(default_settings_file(), HasSubstr("\n" + std::string(row.key) + " ="));
    }
    // A member without a row would keep its zero.
    EXPECT_EQ(keys.size(), 61u);
}

TEST_F(SettingsTest, HaveTheirPageInTheDocs)
{
    std::filesystem::path page = std::filesystem::path(PRESSTIME_SOURCE_DIR) / "docs/settings.md";
    if (std::getenv("PRESSTIME_REBASELINE") != nullptr)
        std::ofstream(page) << settings_markdown();
    EXPECT_EQ(read(page), settings_markdown())
        << "run app_test with PRESSTIME_REBASELINE=1 to write the page anew";
}

} // namespace
} // namespace presstime
