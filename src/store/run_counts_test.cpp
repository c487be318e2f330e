// What follows from the end of a run: sums by the instant it was due, the mark of being late, its report's
// last run.
#include "store/run_counts.hpp"
#include "store/run_list.hpp"
#include "store/test_store.hpp"
#include "store/today_store.hpp"

namespace presstime::store {
namespace {

using std::chrono::minutes;
using testing::IsEmpty;
using testing::SizeIs;

class RunCounting : public StoreTest {
protected:
    // A run of that cause that began at its instant and ended `after` it.
    std::int64_t ended(const Report& report, Instant nominal_at, RunStatus status, minutes after,
                       RunCause cause = RunCause::schedule)
    {
        NewRun row = make_run(report.id, nominal_at);
        row.run.cause = cause;
        row.run.burst_key = std::to_string(++made_); // one instant may have several here
        write([&](db::Session& session) -> Result<> {
            TRY(insert_run(session, row));
            const auto claimed = TRY(claim_runs(session, "w", 1, nominal_at, nominal_at + minutes(60)));
            const RunFence fence{claimed.at(0).id, claimed.at(0).attempt, "w"};
            if (status == RunStatus::failed)
                EXPECT_TRUE(TRY(fail_run(session, fence, "the source is away", nominal_at + after)));
            else if (status == RunStatus::cancelled)
                EXPECT_TRUE(TRY(cancel_run(session, row.run.id, "cancelled", nominal_at + after)));
            else {
                EXPECT_TRUE(TRY(hand_run_to_delivery(session, fence, {})));
                EXPECT_TRUE(TRY(finish_delivered_run(session, row.run.id, status, "", nominal_at + after)));
            }
            return {};
        });
        return row.run.id;
    }
    std::vector<SpanCounts> counts(const std::string& dashboard, CountSpan span)
    {
        return read([&](db::Session& session) {
            return list_run_counts(session, {1, dashboard, span, Instant::min(), Instant::max()});
        });
    }
    Instant quarter_ = from_micros(1'790'000'100'000'000 - 1'790'000'100'000'000 % 900'000'000);
    int made_ = 0;
};

TEST_F(RunCounting, CountsARunOnceWhereItWasDue)
{
    const Report report = add_report("weekly");
    ended(report, quarter_, RunStatus::success, minutes(1));
    ended(report, quarter_ + minutes(14), RunStatus::success, minutes(6)); // past the five minutes of grace
    ended(report, quarter_ + minutes(14), RunStatus::failed, minutes(1));
    ended(report, quarter_ + minutes(14), RunStatus::partial, minutes(60));
    ended(report, quarter_ + minutes(15), RunStatus::cancelled, minutes(1));
    const RunCounts first{.due = 4, .on_time = 1, .sent = 2, .late = 1, .partial = 1, .failed = 1};
    const RunCounts second{.cancelled = 1};
    for (const std::string dashboard : {"", "dash_sales"}) {
        const auto quarters = counts(dashboard, CountSpan::quarter_hour);
        ASSERT_THAT(quarters, SizeIs(2));
        EXPECT_EQ(quarters[0].begins_at, quarter_);
        EXPECT_EQ(quarters[0].counts, first);
        EXPECT_EQ(quarters[1].begins_at, quarter_ + minutes(15));
        EXPECT_EQ(quarters[1].counts, second);
        RunCounts both = first;
        both += second;
        const auto days = counts(dashboard, CountSpan::day);
        ASSERT_THAT(days, SizeIs(1));
        EXPECT_EQ(days[0].begins_at, std::chrono::floor<std::chrono::days>(quarter_));
        EXPECT_EQ(days[0].counts, both);
    }
}

TEST_F(RunCounting, OnlyTheClockIsDueAndLate)
{
    const Report report = add_report("weekly");
    const auto late = ended(report, quarter_, RunStatus::success, minutes(50), RunCause::catch_up);
    ended(report, quarter_, RunStatus::success, minutes(50), RunCause::manual);
    ended(report, quarter_, RunStatus::success, minutes(50), RunCause::replay);
    ended(report, quarter_, RunStatus::success, minutes(50), RunCause::test); // nobody's report
    EXPECT_EQ(counts("", CountSpan::day).at(0).counts, (RunCounts{.due = 1, .sent = 3, .late = 1}));
    const auto lines = read([&](db::Session& session) {
        return list_runs(session, {}, {.kind = RunStream::Kind::late}, {}, 10);
    });
    ASSERT_THAT(lines, SizeIs(1));
    EXPECT_EQ(lines[0].place.id, late);
}

TEST_F(RunCounting, ASkippedRangeCountsEveryInstantOfIt)
{
    const Report report = add_report("weekly");
    NewRun row = make_run(report.id, quarter_);
    row.run.status = RunStatus::skipped;
    row.run.finished_at = quarter_;
    row.run.skipped_count = 12;
    write([&](db::Session& session) { return insert_run(session, row); });
    write([&](db::Session& session) { return insert_run(session, row); }); // already there: not counted again
    EXPECT_EQ(counts("", CountSpan::day).at(0).counts, (RunCounts{.due = 12, .skipped = 12}));
}

TEST_F(RunCounting, TheLastRunIsTheNewestThatCameToAResult)
{
    const Report report = add_report("weekly");
    const auto failing = [&] {
        return read([&](db::Session& session) { return failing_reports(session, 1, at(-1'000'000), 10); });
    };
    const auto failed = ended(report, quarter_, RunStatus::failed, minutes(1));
    ended(report, quarter_ + minutes(15), RunStatus::cancelled, minutes(1));
    ended(report, quarter_ + minutes(30), RunStatus::success, minutes(1), RunCause::test);
    ASSERT_THAT(failing(), SizeIs(1));
    EXPECT_EQ(failing()[0].last_run_id, failed);
    // Drawn again for the same instant, and well.
    ended(report, quarter_, RunStatus::success, minutes(60), RunCause::replay);
    EXPECT_THAT(failing(), IsEmpty());
    // What comes late for an older instant does not become the last one.
    ended(report, quarter_ - minutes(60), RunStatus::failed, minutes(300), RunCause::catch_up);
    EXPECT_THAT(failing(), IsEmpty());
}

TEST_F(RunCounting, AReportsOwnGraceDecidesWhatIsLate)
{
    Report patient = make_report("patient");
    patient.schedule.misfire_grace = std::chrono::hours(2);
    write([&](db::Session& session) { return insert_report(session, patient, start_); });
    ended(patient, quarter_, RunStatus::success, minutes(90));
    EXPECT_EQ(counts("", CountSpan::day).at(0).counts.on_time, 1);
    patient.schedule.misfire_grace = minutes(5);
    write([&](db::Session& session) { return update_report(session, patient, start_); });
    ended(patient, quarter_ + minutes(15), RunStatus::success, minutes(90));
    EXPECT_EQ(counts("", CountSpan::day).at(0).counts.late, 1);
}

TEST_F(RunCounting, ADashboardTakesItsSumsAlong)
{
    const Report report = add_report("weekly");
    ended(report, quarter_, RunStatus::success, minutes(1));
    write([&](db::Session& session) { return forget_run_counts(session, 1, "dash_sales"); });
    EXPECT_THAT(counts("dash_sales", CountSpan::day), IsEmpty());
    EXPECT_EQ(counts("", CountSpan::day).at(0).counts, RunCounts{});
}

TEST_F(RunCounting, GoesWithTheRunsItCounted)
{
    const Report report = add_report("weekly");
    ended(report, quarter_, RunStatus::success, minutes(1));
    const auto forget = [&](Instant before) {
        return write([&](db::Session& session) { return delete_old_runs(session, before, 10); });
    };
    EXPECT_THAT(forget(quarter_ + minutes(60)), SizeIs(1));
    EXPECT_THAT(counts("", CountSpan::day), SizeIs(1)); // the day may hold younger ones
    EXPECT_THAT(forget(quarter_ + std::chrono::days(3)), IsEmpty());
    EXPECT_THAT(counts("", CountSpan::day), IsEmpty());
    EXPECT_THAT(counts("dash_sales", CountSpan::quarter_hour), IsEmpty());
}

} // namespace
} // namespace presstime::store
