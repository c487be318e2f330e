// One channel handed to the courier, whatever is switched on behind it.
#include "app/mail_switch.hpp"

#include "base/id.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace presstime {
namespace {

namespace fs = std::filesystem;

class Switch : public testing::Test {
protected:
    Switch()
    {
        fs::create_directories(folder_);
        std::ofstream(folder_ / "mail.eml", std::ios::binary) << message_;
    }
    ~Switch() override { fs::remove_all(folder_); }

    Settings settings(const std::string& text = "") const
    {
        SettingSources sources;
        sources.flags = {{"data-dir", {folder_.string()}}};
        sources.file = folder_ / "presstime.conf";
        std::ofstream(*sources.file) << text;
        return load_settings(sources).value();
    }
    Attempt deliver(Channel& channel) const
    {
        Consignment consignment;
        consignment.recipient = "ann@example.com";
        consignment.payload_path = (folder_ / "mail.eml").string();
        consignment.payload_bytes = static_cast<std::int64_t>(message_.size());
        consignment.message_id = "m@example.com";
        return channel.deliver(consignment, Deadline::after(std::chrono::seconds(20)));
    }
    bool is_in_outbox(const Attempt& attempt) const
    {
        return attempt.outcome == AttemptOutcome::accepted && attempt.response.starts_with("written as ");
    }

    const std::string message_ = "From: r@example.com\r\nTo: ann@example.com\r\nSubject: x\r\n\r\nbody\r\n";
    fs::path folder_ = fs::temp_directory_path() / ("presstime-switch-" + make_random_text(12));
    // Nobody listens on port 1.
    const std::string smtp_ = "smtp_host = 127.0.0.1\nsmtp_port = 1\nsmtp_security = none\n"
                              "smtp_from = desk@example.com\n";
};

TEST_F(Switch, ChangesTheWayOfTheChannelThatIsHeld)
{
    const MailSwitch mail = MailSwitch::create(settings()).value();
    const std::unique_ptr<Channel> channel = mail.channel();
    EXPECT_TRUE(is_in_outbox(deliver(*channel)));
    EXPECT_EQ(mail.sender().text(), "presstime@localhost.localdomain");
    ASSERT_TRUE(mail.change(settings(smtp_)));
    EXPECT_EQ(deliver(*channel).outcome, AttemptOutcome::deferred) << "by SMTP, where nobody answers";
    EXPECT_EQ(mail.sender().text(), "desk@example.com");
    ASSERT_TRUE(mail.change(settings()));
    EXPECT_TRUE(is_in_outbox(deliver(*channel)));
}

TEST_F(Switch, StaysAsItIsWhenTheNewWayDoesNotWork)
{
    const MailSwitch mail = MailSwitch::create(settings()).value();
    const Result<> changed = mail.change(settings(smtp_ + "smtp_user = me\nsmtp_password = hunter2\n"));
    ASSERT_FALSE(changed);
    EXPECT_EQ(changed.error().field, "smtp_security");
    EXPECT_EQ(changed.error().message.find("hunter2"), std::string::npos);
    EXPECT_TRUE(is_in_outbox(deliver(*mail.channel())));
    EXPECT_EQ(mail.sender().text(), "presstime@localhost.localdomain");
}

TEST_F(Switch, LeavesWhatTheOutboxIsWritingAlone)
{
    const MailSwitch mail = MailSwitch::create(settings()).value();
    const fs::path half_written = folder_ / "outbox" / ".x.eml.1-1.tmp";
    std::ofstream(half_written) << "half";
    ASSERT_TRUE(mail.change(settings("smtp_port = 2525\n")));
    EXPECT_TRUE(fs::exists(half_written));
}

} // namespace
} // namespace presstime
