// A dashboard of which some widgets alone are wanted.
#include "model/dashboard.hpp"

#include <gtest/gtest.h>

namespace presstime {
namespace {

Dashboard sample()
{
    Dashboard dashboard;
    dashboard.id = "dash_a";
    dashboard.parameters = {{.name = "region", .options_query = "regions"}};
    for (const char* name : {"regions", "rows", "trend", "other"})
        dashboard.queries.push_back({.name = name});
    dashboard.widgets.push_back({.id = "w_tab",
                                 .kind = WidgetKind::table,
                                 .query = "rows",
                                 .grid = {.x = 6, .y = 4, .w = 6, .h = 4}});
    dashboard.widgets.back().sparkline_query = "trend";
    dashboard.widgets.push_back({.id = "w_other", .kind = WidgetKind::chart, .query = "other"});
    return dashboard;
}

TEST(KeepWidgets, LeavesOneInTheWholeWidthWithWhatItReads)
{
    Dashboard dashboard = sample();
    ASSERT_TRUE(keep_widgets(dashboard, {"w_tab"}));
    ASSERT_EQ(dashboard.widgets.size(), 1u);
    EXPECT_EQ(dashboard.widgets.front().grid.x, 0);
    EXPECT_EQ(dashboard.widgets.front().grid.w, 12);
    EXPECT_EQ(dashboard.widgets.front().grid.h, 4);
    ASSERT_EQ(dashboard.queries.size(), 2u);
    EXPECT_EQ(dashboard.queries.front().name, "rows");
    EXPECT_EQ(dashboard.queries.back().name, "trend");
    EXPECT_EQ(dashboard.parameters.front().options_query, "") << "a query that is gone offers no choices";
}

TEST(KeepWidgets, TakesNothingAwayWithoutNames)
{
    Dashboard dashboard = sample();
    ASSERT_TRUE(keep_widgets(dashboard, {}));
    EXPECT_EQ(dashboard.widgets.size(), 2u);
    EXPECT_EQ(dashboard.queries.size(), 4u);
}

TEST(KeepWidgets, NamesWhatIsNotThere)
{
    Dashboard dashboard = sample();
    EXPECT_EQ(keep_widgets(dashboard, {"w_tab", "w_gone"}).error().field, "widgets[1]");
    dashboard.template_html = "<p></p>";
    EXPECT_EQ(keep_widgets(dashboard, {"w_tab"}).error().field, "widgets");
}

} // namespace
} // namespace presstime
