// What is stored under what was given at the start, and what of it is passed over.
#include "app/stored_settings.hpp"

#include "app/settings_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

namespace presstime {
namespace {

using control::SettingSource;
using testing::HasSubstr;

class StoredSettings : public testing::Test {
protected:
    static LayeredSettings layer(const control::SettingTexts& stored,
                                 std::vector<std::string> environment = {}, const SettingsProbe& probe = {})
    {
        const auto outside = load_settings({.environment = std::move(environment)});
        EXPECT_TRUE(outside) << outside.error().message;
        return layer_stored(*outside, stored, probe);
    }
    static std::string fault(const LayeredSettings& layered, const std::string& key)
    {
        const auto found = layered.faults.find(key);
        return found == layered.faults.end() ? "none" : found->second.message;
    }
};

TEST_F(StoredSettings, WinOverTheDefaultAlone)
{
    const LayeredSettings layered = layer({{"workers", "5"}, {"lease_s", "50"}}, {"PRESSTIME_LEASE_S=40"});
    EXPECT_EQ(layered.settings.workers, 5);
    EXPECT_EQ(layered.settings.lease_s, 40);
    EXPECT_EQ(layered.settings.given.at("workers").source, SettingSource::stored);
    EXPECT_EQ(layered.settings.given.at("lease_s").source, SettingSource::environment);
    EXPECT_TRUE(layered.faults.empty()) << "what is hidden does no harm";
}

TEST_F(StoredSettings, ThatFitNoMoreArePassedOver)
{
    const LayeredSettings layered =
        layer({{"workers", "many"}, {"lease_s", "50"}, {"of_another_version", "1"}});
    EXPECT_EQ(layered.settings.workers, 2);
    EXPECT_EQ(layered.settings.lease_s, 50) << "the others count";
    EXPECT_EQ(fault(layered, "workers"), "workers: \"many\" is not a whole number from 1 to 64 (threads)");
    EXPECT_THAT(fault(layered, "of_another_version"), HasSubstr("knows no such setting"));
}

TEST_F(StoredSettings, NeverMoveTheServerOrNameItsFiles)
{
    for (const std::string key :
         {"data_dir", "listen", "insecure", "secret_key_file", "node", "trusted_proxies", "source_roots",
          "browser_path", "smtp_password_file", "smtp_ca_file"}) {
        const LayeredSettings layered = layer({{key, "/tmp/x"}});
        EXPECT_THAT(fault(layered, key), HasSubstr("given at the start alone")) << key;
        EXPECT_FALSE(layered.settings.given.contains(key)) << key;
    }
    for (const SettingRow& row : setting_table()) {
        if (row.kind == SettingKind::path) {
            EXPECT_EQ(row.effect, SettingEffect::fixed) << row.key;
        }
    }
}

TEST_F(StoredSettings, OfAGroupGoTogetherWhenTheyAreAtOdds)
{
    const LayeredSettings layered =
        layer({{"smtp_host", "mail.example.com"}, {"smtp_port", "25"}, {"workers", "5"}});
    EXPECT_EQ(layered.settings.smtp_host, "");
    EXPECT_EQ(layered.settings.smtp_port, 587);
    EXPECT_EQ(layered.settings.workers, 5);
    EXPECT_THAT(fault(layered, "smtp_port"), HasSubstr("smtp_from"));
    EXPECT_EQ(fault(layered, "workers"), "none");
}

TEST_F(StoredSettings, CompleteWhatTheStartGives)
{
    const LayeredSettings layered =
        layer({{"smtp_host", "mail.example.com"}}, {"PRESSTIME_SMTP_FROM=reports@example.com"});
    EXPECT_EQ(layered.settings.smtp_host, "mail.example.com");
    EXPECT_TRUE(layered.faults.empty());
}

TEST_F(StoredSettings, ArePassedOverWhenTheWholeDoesNotWork)
{
    const SettingsProbe probe = [](const Settings& settings) -> Result<> {
        if (!settings.smtp_host.empty())
            return fail(Error::invalid("smtp_ca_file", "smtp_ca_file cannot be read"));
        return {};
    };
    const control::SettingTexts stored{
        {"smtp_host", "mail.example.com"}, {"smtp_from", "a@example.com"}, {"workers", "5"}};
    const LayeredSettings layered = layer(stored, {}, probe);
    EXPECT_EQ(layered.settings.smtp_host, "");
    EXPECT_EQ(layered.settings.workers, 5);
    // An error that names nothing of ours costs all of it, and never the start.
    const SettingsProbe hopeless = [](const Settings&) -> Result<> { return fail(Error::give_up("no")); };
    EXPECT_EQ(layer(stored, {}, hopeless).settings.workers, 2);
}

} // namespace
} // namespace presstime
