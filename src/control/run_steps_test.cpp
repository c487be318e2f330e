// Steps and progress of runs at every point of their way, told from rows alone.
#include "control/run_steps.hpp"
#include "model/enum_text.hpp"

#include <gtest/gtest.h>

#include <fmt/format.h>

namespace presstime::control {
namespace {

using std::chrono::seconds;

const Instant kStart = *parse_rfc3339("2026-03-02T09:00:00Z");

// A run of two queries, a PDF, a CSV file and two recipients, worked on up to where a test wants it.
class RunStepsTest : public testing::Test {
protected:
    RunStepsTest()
    {
        run.status = RunStatus::running;
        run.queued_at = kStart;
        run.started_at = kStart + seconds(2);
        plan = {{"sales", "costs"}, {"pdf", "csv"}, 2};
    }
    void asked(const std::string& query, int at_s, int took_s, const std::string& error = "")
    {
        StoredResult result;
        result.query = query;
        result.started_at = kStart + seconds(at_s);
        result.elapsed_us = took_s * 1'000'000LL;
        result.rows = error.empty() ? 7 : 0;
        result.error = error;
        results.push_back(result);
    }
    void drawn(int n, const std::string& format, int at_s, std::optional<int> layout_s, int took_s)
    {
        Artifact artifact;
        artifact.n = n;
        artifact.format = format;
        artifact.started_at = kStart + seconds(at_s);
        if (layout_s)
            artifact.layout_us = *layout_s * 1'000'000LL;
        artifact.elapsed_us = took_s * 1'000'000LL;
        artifact.rows = 7;
        artifacts.push_back(artifact);
    }
    DeliveryRecord& planned(const std::string& recipient, DeliveryState state)
    {
        DeliveryRecord record;
        record.delivery.channel = "email";
        record.delivery.recipient = recipient;
        record.delivery.state = state;
        deliveries.push_back(record);
        return deliveries.back();
    }
    // "kind label status start+elapsed": seconds since the run was queued.
    std::vector<std::string> told(int now_s)
    {
        std::vector<std::string> lines;
        for (const RunStep& step :
             steps_of({run, plan, results, artifacts, deliveries}, kStart + seconds(now_s))) {
            std::string line = fmt::format("{} {} {}", to_text(step.kind), step.label, to_text(step.status));
            if (step.started_at)
                line += fmt::format(" {}", (*step.started_at - kStart).count() / 1'000'000);
            if (step.elapsed_us)
                line += fmt::format("+{}", *step.elapsed_us / 1'000'000);
            if (!step.recipient.empty())
                line += " " + step.recipient;
            if (!step.detail.empty())
                line += ": " + step.detail;
            lines.push_back(line);
        }
        return lines;
    }
    RunProgress progress(int tried = 0)
    {
        return progress_of({run.status, run.phase, run.started_at.value_or(run.queued_at), plan, results,
                            artifacts, static_cast<int>(deliveries.size()), tried},
                           kStart + seconds(100));
    }
    using Lines = std::vector<std::string>;

    presstime::Run run;
    RunPlan plan;
    std::vector<StoredResult> results;
    std::vector<Artifact> artifacts;
    std::vector<DeliveryRecord> deliveries;
};

TEST_F(RunStepsTest, AQueuedRunWaits)
{
    run.status = RunStatus::queued;
    run.started_at.reset();
    plan = {};
    EXPECT_EQ(told(5), (Lines{"queued Waiting for a worker running 0+5"}));
    EXPECT_EQ(progress().label, "Waiting for a worker");
}

TEST_F(RunStepsTest, TheFirstStepWithoutARowIsUnderWaySinceTheOneBeforeEnded)
{
    EXPECT_EQ(told(6), (Lines{"queued Waiting for a worker done 0+2", "query sales running 2+4",
                              "query costs waiting", "render PDF waiting", "render CSV waiting"}));
    asked("sales", 2, 4);
    EXPECT_EQ(told(9), (Lines{"queued Waiting for a worker done 0+2", "query sales done 2+4",
                              "query costs running 6+3", "render PDF waiting", "render CSV waiting"}));
    EXPECT_EQ(progress().label, "Running query costs");
    EXPECT_EQ(progress().done, 1);
    EXPECT_EQ(progress().total, 6);
    EXPECT_EQ(progress().updated_at, kStart + seconds(6));
}

TEST_F(RunStepsTest, PagesAreLaidOutBeforeTheyAreDrawn)
{
    asked("sales", 2, 4);
    asked("costs", 6, 1, "table costs does not exist");
    drawn(1, "pdf", 7, 3, 5);
    EXPECT_EQ(told(20), (Lines{"queued Waiting for a worker done 0+2", "query sales done 2+4",
                               "query costs failed 6+1: table costs does not exist", "layout PDF done 7+3",
                               "render PDF done 10+5", "render CSV running 15+5"}));
    EXPECT_EQ(progress().label, "Drawing CSV");
}

TEST_F(RunStepsTest, DeliveriesTellTheReceiversWords)
{
    asked("sales", 2, 1);
    asked("costs", 3, 1);
    drawn(1, "pdf", 4, 1, 1);
    drawn(2, "csv", 6, {}, 1);
    run.phase = RunPhase::deliver;
    DeliveryRecord& first = planned("a@example.com", DeliveryState::accepted);
    first.attempts.push_back(
        {.started_at = kStart + seconds(8), .latency_us = 2'000'000, .status_code = 250, .response = "OK"});
    planned("b@example.com", DeliveryState::sending);
    const Lines lines = told(12);
    ASSERT_EQ(lines.size(), 8U);
    EXPECT_EQ(lines[6], "delivery email done 8+2 a@example.com: 250 OK");
    EXPECT_EQ(lines[7], "delivery email running b@example.com");
    EXPECT_EQ(progress(1).label, "Sending: 1 of 2");
    EXPECT_EQ(progress(1).done, 5);
    EXPECT_EQ(progress(1).total, 6);
}

TEST_F(RunStepsTest, ARunThatFailedSaysWhereItStopped)
{
    asked("sales", 2, 1);
    asked("costs", 3, 1);
    run.status = RunStatus::failed;
    run.error = "the disk is full";
    run.finished_at = kStart + seconds(9);
    EXPECT_EQ(told(900),
              (Lines{"queued Waiting for a worker done 0+2", "query sales done 2+1", "query costs done 3+1",
                     "render PDF failed: the disk is full", "render CSV waiting"}));
}

TEST_F(RunStepsTest, ARunOfAnOlderVersionHasTheStepsItLeftBehind)
{
    plan = {};
    asked("sales", 2, 1);
    results[0].started_at.reset();
    drawn(1, "csv", 4, {}, 1);
    artifacts[0].started_at.reset();
    run.status = RunStatus::success;
    run.phase = RunPhase::done;
    EXPECT_EQ(told(900),
              (Lines{"queued Waiting for a worker done 0+2", "query sales done+1", "render CSV done+1"}));
}

TEST_F(RunStepsTest, ProgressNeverHasMoreDoneThanThereIs)
{
    plan.deliveries = 0;
    asked("sales", 2, 1);
    asked("costs", 3, 1);
    drawn(1, "pdf", 4, 1, 1);
    drawn(2, "csv", 6, {}, 1);
    EXPECT_EQ(progress(3).done, progress(3).total);
    EXPECT_EQ(progress(0).label, "Preparing the delivery");
}

} // namespace
} // namespace presstime::control
