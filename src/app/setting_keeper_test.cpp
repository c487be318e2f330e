// The book of settings over the real table: what may be changed, what is shown, and what counts at once.
#include "app/setting_keeper.hpp"

#include "base/id.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

namespace presstime {
namespace {

using control::SettingChanges;
using control::SettingTexts;
using control::SettingView;
using testing::HasSubstr;

class Keeper : public testing::Test {
protected:
    ~Keeper() override { std::filesystem::remove_all(folder_); }

    static Settings load(const std::filesystem::path& folder)
    {
        return load_settings(
                   {.environment = {"PRESSTIME_LEASE_S=40"}, .flags = {{"data-dir", {folder.string()}}}})
            .value();
    }
    SettingView view(const std::string& key, const SettingTexts& stored = {})
    {
        for (const SettingView& each : keeper_.view(stored))
            if (each.key == key)
                return each;
        ADD_FAILURE() << "no " << key;
        return {};
    }
    Error refusal(const SettingChanges& changes, const SettingTexts& stored = {})
    {
        const auto changed = keeper_.changed(stored, changes);
        EXPECT_FALSE(changed);
        return changed ? Error{} : changed.error();
    }

    std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("presstime-keeper-" + make_random_text(12));
    Settings outside_ = load(folder_);
    SecretBox box_{
        KeyRing::load_or_create((std::filesystem::create_directories(folder_), folder_ / "secret.key"))
            .value()};
    MailSwitch mail_ = MailSwitch::create(outside_).value();
    SettingKeeper keeper_{outside_, outside_, box_, mail_};
};

TEST_F(Keeper, ShowsWhereAValueComesFrom)
{
    EXPECT_EQ(view("workers").source, control::SettingSource::built_in);
    EXPECT_TRUE(view("workers").editable);
    EXPECT_TRUE(view("workers").needs_restart);
    EXPECT_FALSE(view("workers").pending);
    const SettingView stored = view("workers", {{"workers", "5"}});
    EXPECT_EQ(stored.source, control::SettingSource::stored);
    EXPECT_EQ(stored.value, "5");
    EXPECT_EQ(stored.default_value, "2");
    EXPECT_TRUE(stored.pending) << "not in force before a restart";
    const SettingView outside = view("lease_s", {{"lease_s", "50"}});
    EXPECT_EQ(outside.source, control::SettingSource::environment);
    EXPECT_EQ(outside.where, "PRESSTIME_LEASE_S");
    EXPECT_EQ(outside.value, "40");
    EXPECT_FALSE(outside.editable);
    EXPECT_FALSE(view("listen").editable);
    EXPECT_EQ(view("smtp_security").choices, (std::vector<std::string>{"starttls", "tls", "none"}));
    EXPECT_EQ(view("workers", {{"workers", "0"}}).value, "2");
    EXPECT_THAT(view("workers", {{"workers", "0"}}).fault, HasSubstr("is not a whole number"));
}

TEST_F(Keeper, NeverShowsASecret)
{
    const SettingTexts stored{{"smtp_host", "mail.example.com"},
                              {"smtp_from", "r@example.com"},
                              {"smtp_user", "me"},
                              {"smtp_password", "hunter2"}};
    EXPECT_EQ(view("smtp_password", stored).value, "***");
    for (const SettingView& each : keeper_.view(stored))
        EXPECT_EQ((each.value + each.fault).find("hunter2"), std::string::npos) << each.key;
    EXPECT_EQ(view("smtp_password").value, "");
}

TEST_F(Keeper, RefusesWhatStandsElsewhereNamingThePlace)
{
    const Error outside = refusal({{"lease_s", "50"}});
    EXPECT_EQ(outside.kind, ErrorKind::conflict);
    EXPECT_EQ(outside.field, "lease_s");
    EXPECT_THAT(outside.message, HasSubstr("PRESSTIME_LEASE_S"));
    EXPECT_EQ(refusal({{"listen", "0.0.0.0:80"}}).kind, ErrorKind::conflict);
    EXPECT_EQ(refusal({{"data_dir", std::nullopt}}).kind, ErrorKind::conflict);
    EXPECT_EQ(refusal({{"browser_path", "/bin/sh"}}).kind, ErrorKind::conflict);
}

TEST_F(Keeper, RefusesWhatDoesNotFit)
{
    EXPECT_EQ(refusal({{"wokers", "5"}}).message, "wokers: there is no such setting; did you mean workers?");
    EXPECT_EQ(refusal({{"workers", "0"}}).field, "workers");
    EXPECT_EQ(refusal({{"smtp_host", "mail.example.com"}}).field, "smtp_from");
    const SettingTexts open{{"smtp_host", "mail.example.com"},
                            {"smtp_from", "r@example.com"},
                            {"smtp_user", "me"},
                            {"smtp_password", "hunter2"}};
    const Error in_the_clear = refusal({{"smtp_security", "none"}}, open);
    EXPECT_EQ(in_the_clear.field, "smtp_security");
    EXPECT_THAT(in_the_clear.message, HasSubstr("in the clear"));
    EXPECT_EQ(refusal({{"smtp_from", std::nullopt}}, open).field, "smtp_from") << "the host needs it";
}

TEST_F(Keeper, SendsAKeptPasswordToNoOtherServer)
{
    const SettingTexts stored{{"smtp_host", "mail.example.com"},
                              {"smtp_from", "r@example.com"},
                              {"smtp_user", "me"},
                              {"smtp_password", "hunter2"}};
    EXPECT_EQ(refusal({{"smtp_host", "evil.example.com"}}, stored).field, "smtp_password");
    EXPECT_TRUE(keeper_.changed(stored, {{"smtp_host", "new.example.com"}, {"smtp_password", "hunter2"}}));
    EXPECT_TRUE(keeper_.changed(stored, {{"smtp_host", std::nullopt}})) << "back to the outbox";
    EXPECT_TRUE(keeper_.changed(stored, {{"smtp_port", "465"}}));
}

TEST_F(Keeper, LetsOthersBeChangedBesideWhatIsBroken)
{
    const SettingTexts broken{{"workers", "0"}, {"of_another_version", "x"}};
    const auto changed = keeper_.changed(broken, {{"lease_s", std::nullopt}});
    EXPECT_FALSE(changed) << "but that one is given elsewhere";
    EXPECT_TRUE(keeper_.changed(broken, {{"max_pages", "100"}}));
    EXPECT_EQ(keeper_.changed(broken, {{"workers", "3"}, {"of_another_version", std::nullopt}}).value(),
              (SettingTexts{{"workers", "3"}}));
}

TEST_F(Keeper, TakesMailIntoForceAtOnceAndTheRestLater)
{
    EXPECT_TRUE(keeper_.writes_outbox());
    EXPECT_EQ(mail_.sender().text(), "presstime@localhost.localdomain");
    SettingTexts stored{{"smtp_host", "mail.example.com"}, {"smtp_from", "r@example.com"}};
    EXPECT_TRUE(keeper_.adopt(stored));
    EXPECT_FALSE(keeper_.writes_outbox());
    EXPECT_EQ(mail_.sender().text(), "r@example.com");
    EXPECT_FALSE(view("smtp_host", stored).pending);
    stored["workers"] = "5";
    EXPECT_FALSE(keeper_.adopt(stored)) << "workers wait for a restart";
    EXPECT_TRUE(view("workers", stored).pending);
    EXPECT_TRUE(keeper_.adopt({})) << "and back";
    EXPECT_TRUE(keeper_.writes_outbox());
}

TEST_F(Keeper, GivesTheMailServerToTry)
{
    EXPECT_EQ(keeper_.mail_route({}).error().field, "smtp_host");
    const auto route = keeper_.mail_route({{"smtp_host", "mail.example.com"},
                                           {"smtp_port", "465"},
                                           {"smtp_security", "tls"},
                                           {"smtp_from", "r@example.com"},
                                           {"smtp_user", "me"},
                                           {"smtp_password", "hunter2"}});
    ASSERT_TRUE(route) << route.error().message;
    EXPECT_EQ(route->server.host, "mail.example.com");
    EXPECT_EQ(route->server.port, 465);
    EXPECT_EQ(route->server.security, mail::SmtpSecurity::tls);
    EXPECT_EQ(route->server.password, "hunter2");
    EXPECT_EQ(route->from, "r@example.com");
}

} // namespace
} // namespace presstime
