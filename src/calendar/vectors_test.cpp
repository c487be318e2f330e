// Every row of test/vectors/schedule.json: zone, cron and start, and the instants that must follow.
#include "calendar/occurrences.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace presstime {
namespace {

std::string text_of(const boost::json::object& row, std::string_view key)
{
    return std::string(row.at(key).as_string());
}

TEST(ScheduleVectors, EveryRowHolds)
{
    std::ifstream file(PRESSTIME_SOURCE_DIR "/test/vectors/schedule.json");
    std::stringstream content;
    content << file.rdbuf();
    const boost::json::value document = boost::json::parse(content.str());
    const boost::json::array& rows = document.at("vectors").as_array();
    ASSERT_GE(rows.size(), 40u);
    for (const boost::json::value& value : rows) {
        const boost::json::object& row = value.as_object();
        SCOPED_TRACE(boost::json::serialize(row));
        Schedule schedule;
        schedule.kind = ScheduleKind::cron;
        schedule.cron = text_of(row, "cron");
        schedule.timezone = text_of(row, "zone");
        auto recurrence = Recurrence::compile(schedule);
        ASSERT_TRUE(recurrence.has_value()) << recurrence.error().message;
        Instant after = parse_rfc3339(text_of(row, "after")).value();
        const boost::json::array& expected = row.at("expect").as_array();
        if (expected.empty()) {
            EXPECT_FALSE(recurrence->next(after).has_value());
        }
        for (const boost::json::value& instant : expected) {
            auto next = recurrence->next(after);
            ASSERT_TRUE(next.has_value());
            EXPECT_EQ(format_rfc3339(*next), std::string(instant.as_string()));
            after = *next;
        }
    }
}

} // namespace
} // namespace presstime
