// How often a host's users may have a report: what the host signed, and nothing beyond.
#include "control/embed_frequency.hpp"

#include <gtest/gtest.h>

namespace presstime::control {
namespace {

using Options = std::optional<std::vector<ScheduleOption>>;
const Options kOffered{{{"0 9 * * 1", "Every Monday"}, {"0 6 1 * *", "Monthly"}}};

std::string refused(const Options& options, const FrequencyWish& wish)
{
    const auto chosen = choose_frequency(options, wish);
    return chosen ? "taken" : chosen.error().field;
}

TEST(EmbedFrequency, IsAnOptionByItsWordsOrByItsInstants)
{
    EXPECT_EQ(choose_frequency(kOffered, {.option = "Monthly"})->cron, "0 6 1 * *");
    EXPECT_EQ(choose_frequency(kOffered, {.cron = "0 9 * * MON"})->description, "Every Monday");
    EXPECT_EQ(choose_frequency(kOffered, {.cron = "0 9 * * MON"})->cron, "0 9 * * 1")
        << "as the host wrote it";
}

TEST(EmbedFrequency, IsNothingThatTheHostHasNotSigned)
{
    EXPECT_EQ(refused(kOffered, {.cron = "0 10 * * 1"}), "cron");
    EXPECT_EQ(refused(kOffered, {.option = "monthly"}), "option");
    EXPECT_EQ(refused(kOffered, {.cron = "soon"}), "cron");
    EXPECT_EQ(refused(kOffered, {}), "cron");
    EXPECT_EQ(refused(kOffered, {.cron = "0 9 * * 1", .option = "Every Monday"}), "cron");
    EXPECT_EQ(refused(Options{std::vector<ScheduleOption>{}}, {.cron = "0 9 * * 1"}), "cron");
    EXPECT_EQ(refused({}, {.option = "Every Monday"}), "option")
        << "there are no descriptions without a list";
}

TEST(EmbedFrequency, IsAtMostHourlyWhereTheHostSaysNothing)
{
    for (const char* cron : {"0 * * * *", "59 9 * * 1", "15 9-17 * * 1-5", "0 0 29 2 *"})
        EXPECT_EQ(choose_frequency({}, {.cron = cron})->cron, cron);
    for (const char* cron : {"* * * * *", "0,1 0 1 1 *", "*/30 * * * *", "58-59 9 * * 1"})
        EXPECT_EQ(refused({}, {.cron = cron}), "cron") << cron;
}

} // namespace
} // namespace presstime::control
