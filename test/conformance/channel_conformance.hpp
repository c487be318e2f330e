// What every channel promises (channel/channel.hpp), as one suite. A channel joins by describing its world: a
// real receiver, the recipients that make it accept or refuse, and a way to see what arrived.
#pragma once

#include "channel/channel.hpp"
#include "support/test_server.hpp"

#include <atomic>
#include <functional>
#include <gtest/gtest.h>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace presstime::test {

class ChannelWorld {
public:
    virtual ~ChannelWorld() = default;
    virtual Channel& channel() = 0;
    // What the receiver has taken, byte for byte, in any order.
    virtual std::vector<std::string> taken() = 0;
    virtual std::string accepting_recipient() = 0;
    // Nothing where the channel has no such receiver.
    virtual std::optional<std::string> rejecting_recipient() { return std::nullopt; }
    virtual std::optional<std::string> deferring_recipient() { return std::nullopt; }
    virtual std::optional<std::string> vanishing_recipient()
    {
        return std::nullopt;
    } // takes all, answers nothing
    virtual std::optional<std::string> silent_recipient() { return std::nullopt; } // takes all, keeps waiting
};

struct ChannelCase {
    std::string name;
    std::function<std::unique_ptr<ChannelWorld>()> make;
};

class ChannelConformance : public testing::TestWithParam<ChannelCase> {
protected:
    ChannelConformance() : world_(GetParam().make()) {}

    static std::string message(const std::string& body)
    {
        return "Date: Tue, 21 Apr 2026 13:00:07 +0000\r\nMessage-ID: <run-512.r0@example.com>\r\n\r\n" +
               body + "\r\n";
    }
    Attempt deliver(const std::string& recipient, const std::string& payload,
                    Deadline deadline = Deadline::after(std::chrono::seconds(60)))
    {
        Consignment consignment;
        consignment.recipient = recipient;
        consignment.payload_path = folder_.write("payload-" + std::to_string(files_++), payload).string();
        consignment.payload_bytes = static_cast<std::int64_t>(payload.size());
        consignment.message_id = "run-512.r0@example.com";
        consignment.before_commit_point = [this]() -> Result<> {
            ++commits_;
            taken_at_commit_ = world_->taken().size();
            return commit_answer_;
        };
        return world_->channel().deliver(consignment, deadline);
    }

    std::unique_ptr<ChannelWorld> world_;
    TemporaryFolder folder_;
    std::atomic<int> files_{0};
    std::atomic<int> commits_{0};
    std::atomic<std::size_t> taken_at_commit_{0};
    Result<> commit_answer_;
};

TEST_P(ChannelConformance, DeliversThePayloadByteForByte)
{
    std::string payload = message("first\r\n.\r\n..dots\r\n" + std::string(200'000, 'x'));
    Attempt attempt = deliver(world_->accepting_recipient(), payload);
    ASSERT_EQ(attempt.outcome, AttemptOutcome::accepted) << attempt.error;
    EXPECT_EQ(attempt.error, "");
    EXPECT_EQ(attempt.bytes, static_cast<std::int64_t>(payload.size()));
    EXPECT_GT(attempt.latency_us, 0);
    EXPECT_EQ(world_->taken(), std::vector<std::string>{payload});
}

TEST_P(ChannelConformance, PassesTheCommitPointOnceBeforeAnythingIsTaken)
{
    ASSERT_EQ(deliver(world_->accepting_recipient(), message("x")).outcome, AttemptOutcome::accepted);
    EXPECT_EQ(commits_, 1);
    EXPECT_EQ(taken_at_commit_, 0U);
    EXPECT_EQ(world_->taken().size(), 1U);
}

TEST_P(ChannelConformance, GivesNothingAwayWhenTheCommitPointRefuses)
{
    for (Error error : {Error::conflict("the lease is lost"), Error::give_up("the lease is lost"),
                        Error::retry("the lease is lost"), Error::invalid("lease", "the lease is lost")}) {
        commit_answer_ = fail(error);
        Attempt attempt = deliver(world_->accepting_recipient(), message("x"));
        EXPECT_EQ(attempt.outcome, AttemptOutcome::deferred);
        EXPECT_EQ(attempt.error, "the lease is lost");
    }
    EXPECT_EQ(commits_, 4);
    EXPECT_TRUE(world_->taken().empty());
}

TEST_P(ChannelConformance, TellsARefusalForGoodFromOneForNow)
{
    if (auto recipient = world_->rejecting_recipient()) {
        Attempt attempt = deliver(*recipient, message("x"));
        EXPECT_EQ(attempt.outcome, AttemptOutcome::rejected);
        EXPECT_GE(attempt.status_code, 400);
        EXPECT_NE(attempt.error, "");
        EXPECT_NE(attempt.response, "");
    }
    if (auto recipient = world_->deferring_recipient()) {
        Attempt attempt = deliver(*recipient, message("x"));
        EXPECT_EQ(attempt.outcome, AttemptOutcome::deferred);
        EXPECT_GE(attempt.status_code, 400);
        EXPECT_NE(attempt.error, "");
    }
    std::string harmful = "a\r\nBcc: b@example.com";
    EXPECT_EQ(deliver(harmful, message("x")).outcome, AttemptOutcome::rejected);
}

TEST_P(ChannelConformance, CallsAMissingAnswerUnknown)
{
    for (auto recipient : {world_->vanishing_recipient(), world_->silent_recipient()}) {
        if (!recipient)
            continue;
        Attempt attempt = deliver(*recipient, message("x"), Deadline::after(std::chrono::milliseconds(1500)));
        EXPECT_EQ(attempt.outcome, AttemptOutcome::unknown) << *recipient;
        EXPECT_EQ(attempt.status_code, 0);
        EXPECT_NE(attempt.error, "");
        EXPECT_LT(attempt.latency_us, 10'000'000);
    }
}

TEST_P(ChannelConformance, DefersWhenNoTimeIsLeft)
{
    Attempt attempt =
        deliver(world_->accepting_recipient(), message("x"), Deadline::after(std::chrono::seconds(0)));
    EXPECT_EQ(attempt.outcome, AttemptOutcome::deferred);
    EXPECT_EQ(commits_, 0);
    EXPECT_TRUE(world_->taken().empty());
}

TEST_P(ChannelConformance, DefersWhenThePayloadIsGone)
{
    Consignment consignment;
    consignment.recipient = world_->accepting_recipient();
    consignment.payload_path = (folder_.path() / "missing").string();
    consignment.payload_bytes = 10;
    Attempt attempt = world_->channel().deliver(consignment, Deadline::after(std::chrono::seconds(60)));
    EXPECT_EQ(attempt.outcome, AttemptOutcome::deferred);
    EXPECT_EQ(attempt.error.find(folder_.path().string()), std::string::npos);
    EXPECT_TRUE(world_->taken().empty());
}

TEST_P(ChannelConformance, ServesSeveralThreadsAtOnce)
{
    constexpr int kThreads = 8;
    std::string recipient = world_->accepting_recipient();
    std::atomic<int> accepted{0};
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i)
        threads.emplace_back([&, i] {
            Consignment consignment;
            std::string payload = message("thread " + std::to_string(i));
            consignment.recipient = recipient;
            consignment.payload_path = folder_.write("thread-" + std::to_string(i), payload).string();
            consignment.payload_bytes = static_cast<std::int64_t>(payload.size());
            consignment.message_id = "run-" + std::to_string(i) + "@example.com";
            Attempt attempt =
                world_->channel().deliver(consignment, Deadline::after(std::chrono::seconds(60)));
            accepted += attempt.outcome == AttemptOutcome::accepted ? 1 : 0;
        });
    threads.clear();
    EXPECT_EQ(accepted, kThreads);
    EXPECT_EQ(world_->taken().size(), static_cast<std::size_t>(kThreads));
}

inline std::string channel_case_name(const testing::TestParamInfo<ChannelCase>& info)
{
    return info.param.name;
}

} // namespace presstime::test
