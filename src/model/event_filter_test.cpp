#include "model/event_filter.hpp"

#include "model/event_type.hpp"

#include <gtest/gtest.h>

#include <set>

using namespace presstime;

namespace {

using Filters = std::vector<std::string>;

// Every type that the filters let through, in the table's order.
std::vector<std::string> matched(const Filters& filters)
{
    std::vector<std::string> names;
    for (const EventType& type : event_types())
        if (event_matches(filters, type.name))
            names.emplace_back(type.name);
    return names;
}

std::string error_of(const Filters& filters)
{
    const auto checked = check_event_filters(filters, "filters");
    return checked ? "" : checked.error().field + ": " + checked.error().message;
}

} // namespace

TEST(EventTypes, AreEachNamedOnceAndWithoutAPrefixTrap)
{
    std::set<std::string_view> names;
    for (const EventType& type : event_types()) {
        EXPECT_TRUE(names.insert(type.name).second) << type.name;
        EXPECT_EQ(find_event_type(type.name), &type);
        EXPECT_FALSE(type.summary.empty());
    }
    EXPECT_EQ(find_event_type("report.ru"), nullptr);
    EXPECT_EQ(find_event_type("Report.Run"), nullptr);
}

TEST(EventFilters, NoneMeansEverythingAlsoTypesToCome)
{
    EXPECT_EQ(matched({}).size(), event_types().size());
    EXPECT_TRUE(event_matches({}, "burst.planned"));
}

TEST(EventFilters, FamiliesHoldTheTypesOfTheRules)
{
    EXPECT_EQ(matched({"reports"}),
              (Filters{"dashboard.created", "dashboard.updated", "dashboard.deleted", "dashboard.published",
                       "query.created", "query.updated", "query.deleted", "query.run", "report.created",
                       "report.updated", "report.deleted"}));
    EXPECT_EQ(matched({"tasks"}), (Filters{"report.created", "report.updated", "report.deleted",
                                           "report.run.started", "report.run", "report.scheduled"}));
    EXPECT_EQ(matched({"categories"}), (Filters{"category.created", "category.updated", "category.deleted"}));
    EXPECT_EQ(matched({"connections"}),
              (Filters{"connection.created", "connection.updated", "connection.deleted"}));
    EXPECT_EQ(matched({"alerts"}),
              (Filters{"alert.created", "alert.updated", "alert.deleted", "alert.fired", "alert.recovered"}));
    EXPECT_TRUE(event_matches(Filters{"tasks"}, "report.run.paused"));
    EXPECT_FALSE(event_matches(Filters{"reports"}, "report.run.paused"));
    EXPECT_EQ(families_of("report.updated"), (Filters{"reports", "tasks"}));
    EXPECT_EQ(families_of("delivery.failed"), Filters{});
}

TEST(EventFilters, AnExactTypeIsNoPrefixOfAnother)
{
    EXPECT_EQ(matched({"report.run"}), Filters{"report.run"});
    EXPECT_EQ(matched({"report.run.started"}), Filters{"report.run.started"});
    EXPECT_FALSE(event_matches(Filters{"report.run"}, "report.run_failed"));
    EXPECT_FALSE(event_matches(Filters{"report.run"}, "xreport.run"));
    EXPECT_FALSE(event_matches(Filters{"report"}, "report.run"));
}

TEST(EventFilters, GlobsStandForAnyCharacters)
{
    EXPECT_EQ(matched({"query.*"}),
              (Filters{"query.created", "query.updated", "query.deleted", "query.run"}));
    EXPECT_EQ(matched({"*.deleted"}), (Filters{"dashboard.deleted", "query.deleted", "report.deleted",
                                               "category.deleted", "connection.deleted", "alert.deleted"}));
    EXPECT_EQ(matched({"report.run*"}), (Filters{"report.run.started", "report.run"}));
    EXPECT_EQ(matched({"*"}).size(), event_types().size());
    EXPECT_EQ(matched({"r*.*n"}), Filters{"report.run"});
    EXPECT_FALSE(event_matches(Filters{"query.*"}, "queryx.run"));
}

TEST(EventFilters, IgnoreCaseOnBothSides)
{
    EXPECT_EQ(matched({"REPORT.Run"}), Filters{"report.run"});
    EXPECT_EQ(matched({" Alerts "}), matched({"alerts"}));
    EXPECT_EQ(matched({"QUERY.*"}), matched({"query.*"}));
    EXPECT_TRUE(event_matches(Filters{"report.run"}, "Report.Run"));
}

TEST(EventFilters, AreKeptTidyAndOnce)
{
    EXPECT_EQ(check_event_filters(Filters{"Reports", " reports", "Query.*"}, "filters").value(),
              (Filters{"reports", "query.*"}));
}

TEST(EventFilters, AnUnknownOneIsRefusedWithTheValidOnes)
{
    const std::string error = error_of({"reports", "report.runs"});
    EXPECT_TRUE(error.starts_with("filters[1]: ")) << error;
    for (const EventType& type : event_types())
        EXPECT_NE(error.find(type.name), std::string::npos) << type.name;
    EXPECT_NE(error.find("did you mean report.run?"), std::string::npos) << error;
    for (const std::string filter :
         {"", " ", "report", "report.", "burst.*", "report.run.*.x", "re?ort.run", "report.run\n.started"})
        EXPECT_NE(error_of({filter}), "") << filter;
    EXPECT_NE(error_of({std::string(200, '*')}), "");
    EXPECT_NE(error_of(Filters(65, "reports")), "");
}
