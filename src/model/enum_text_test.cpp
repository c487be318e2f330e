// The published words of enums: pinned one by one where spelling and enumerator differ, and as a whole
// against gaps and doubles.
#include "model/enum_text.hpp"

#include <gtest/gtest.h>

#include <set>

namespace presstime {
namespace {

TEST(EnumText, SaysThePublishedWord)
{
    EXPECT_EQ(to_text(ScheduleKind::minutely), "minutely");
    EXPECT_EQ(to_text(ScheduleKind::trigger), "trigger");
    EXPECT_EQ(to_text(RunCause::catch_up), "catch_up");
    EXPECT_EQ(to_text(RunStatus::skipped), "skipped");
    EXPECT_EQ(to_text(RunPhase::done), "done");
    EXPECT_EQ(to_text(Overlap::queue_one), "queue_one");
    EXPECT_EQ(to_text(Paper::letter), "Letter");
    EXPECT_EQ(to_text(ParameterType::text), "string");
    EXPECT_EQ(to_text(ParameterType::real), "number");
    EXPECT_EQ(to_text(LabelMode::automatic), "auto");
    EXPECT_EQ(to_text(TotalKind::average), "avg");
    EXPECT_EQ(to_text(TotalKind::count), "count");
    EXPECT_EQ(to_text(DeliveryState::cancelled), "cancelled");
    EXPECT_EQ(to_text(DeliveryPurpose::failure_notice), "failure_notice");
    EXPECT_EQ(to_text(RecipientRole::bcc), "bcc");
    EXPECT_EQ(to_text(AttemptOutcome::unknown), "unknown");
    EXPECT_EQ(to_text(Scope::admin), "admin");
}

TEST(EnumText, ReadsExactSpellingOnly)
{
    EXPECT_EQ(from_text<Paper>("A4"), Paper::a4);
    EXPECT_EQ(from_text<Paper>("a4"), std::nullopt);
    EXPECT_EQ(from_text<Misfire>(""), std::nullopt);
    EXPECT_EQ(from_text<TotalKind>("average"), std::nullopt);
}

TEST(EnumText, ListsTheValidWords)
{
    EXPECT_EQ(list_words<Overlap>(), "queue_one, skip, allow");
}

template <typename Enum>
class EveryEnum : public testing::Test {};
using Enums =
    testing::Types<ScheduleKind, MonthEnd, DstGap, DstOverlap, Misfire, Overlap, Paper, Orientation,
                   EmailMode, CsvLayout, UnknownOutcome, RunStatus, RunCause, RunPhase, DeliveryState,
                   DeliveryPurpose, RecipientRole, AttemptOutcome, ParameterType, WidgetKind, Mark, StackMode,
                   LabelMode, GoodDirection, TotalKind, Scope, OptionType>;
TYPED_TEST_SUITE(EveryEnum, Enums);

TYPED_TEST(EveryEnum, WordsAreDistinctAndReadBack)
{
    std::set<std::string_view> seen;
    for (std::size_t index = 0; index < kEnumWords<TypeParam>.size(); ++index) {
        auto value = static_cast<TypeParam>(index);
        EXPECT_FALSE(to_text(value).empty());
        EXPECT_TRUE(seen.insert(to_text(value)).second) << to_text(value);
        EXPECT_EQ(from_text<TypeParam>(to_text(value)), value);
    }
}

} // namespace
} // namespace presstime
