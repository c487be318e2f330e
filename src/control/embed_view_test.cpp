// What an embed session leaves of a dashboard: locks that bind, widgets that are gone, and nothing shown open
// because a lock found nothing to hold.
#include "control/embed_view.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace presstime::control {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Dashboard make_dashboard()
{
    Dashboard dashboard;
    dashboard.id = "dash_sales";
    dashboard.parameters.resize(2);
    dashboard.parameters[0].name = "region";
    dashboard.parameters[1].name = "year";
    dashboard.widgets.resize(2);
    dashboard.widgets[0].id = "w_bar";
    dashboard.widgets[1].id = "w_notes";
    return dashboard;
}

const std::vector<Dataset> kDatasets{{.id = "ds_1", .name = "orders"}, {.id = "ds_2", .name = "people"}};

EmbedSession locked(std::vector<LockedFilter> filters)
{
    EmbedSession session;
    session.permissions.locked_filters = std::move(filters);
    return session;
}

const Value kPro = std::string("pro");

TEST(EmbedView, HidesWidgets)
{
    EmbedSession session;
    session.permissions.hidden_widgets = {"w_notes"};
    const auto view = embed_view(session, make_dashboard(), {});
    ASSERT_TRUE(view);
    ASSERT_EQ(view->dashboard.widgets.size(), 1u);
    EXPECT_EQ(view->dashboard.widgets[0].id, "w_bar");
    EXPECT_FALSE(view->security) << "nothing is locked, so tables may be read as in the dashboard";
}

TEST(EmbedView, LocksAParameterOutOfTheViewersReach)
{
    const auto view = embed_view(locked({{"region", {Value(std::string("North"))}}}), make_dashboard(), {});
    ASSERT_TRUE(view);
    EXPECT_EQ(view->locked.at("region"), "North");
    EXPECT_FALSE(view->may_set({}, "region"));
    EXPECT_TRUE(view->may_set({}, "year"));
    EXPECT_FALSE(view->may_set({.allowed_dimensions = {"region"}}, "year"));
    EXPECT_FALSE(view->may_set({.allowed_dimensions = {"region"}}, "region"));
}

TEST(EmbedView, LocksNumbersAndTruthsAsTheirText)
{
    const auto text = [](Value value) {
        return embed_view(locked({{"year", {std::move(value)}}}), make_dashboard(), {})->locked.at("year");
    };
    EXPECT_EQ(text(std::int64_t{2026}), "2026");
    EXPECT_EQ(text(0.5), "0.5");
    EXPECT_EQ(text(true), "true");
}

TEST(EmbedView, LocksAColumnOfEveryDataSet)
{
    const auto view = embed_view(locked({{"plan", {kPro}}}), make_dashboard(), kDatasets);
    ASSERT_TRUE(view) << view.error().message;
    ASSERT_TRUE(view->security);
    EXPECT_FALSE(view->security->all_datasets);
    EXPECT_THAT(view->security->dataset_ids, ElementsAre("orders", "people"));
    for (const Dataset& dataset : kDatasets) {
        const auto rows = view->security->rows_of(dataset);
        ASSERT_TRUE(rows);
        ASSERT_TRUE(*rows);
        const FilterTerm& term = (*rows)->at(0).at(0);
        EXPECT_EQ(term.field, "plan");
        EXPECT_EQ(term.op, FilterOp::equal);
        EXPECT_THAT(term.values, ElementsAre(kPro));
    }
}

TEST(EmbedView, EveryLockHoldsAtOnce)
{
    EmbedSession session =
        locked({{"plan", {kPro, Value(std::string("team"))}}, {"orders.year", {Value(1.5)}}});
    session.tenant_id = "acme";
    const auto view = embed_view(session, make_dashboard(), kDatasets);
    ASSERT_TRUE(view);
    const RowFilter& orders = **view->security->rows_of(kDatasets[0]);
    ASSERT_EQ(orders.size(), 1u) << "one group: all of its terms hold";
    ASSERT_EQ(orders[0].size(), 3u);
    EXPECT_EQ(orders[0][0].field, "tenant_id");
    EXPECT_EQ(orders[0][1].op, FilterOp::in);
    EXPECT_EQ(orders[0][2].field, "year");
    EXPECT_EQ((**view->security->rows_of(kDatasets[1]))[0].size(), 2u);
}

TEST(EmbedView, RefusesALockThatFindsNothing)
{
    EmbedSession tenant;
    tenant.tenant_id = "acme";
    const auto by_tenant = embed_view(tenant, make_dashboard(), {});
    ASSERT_FALSE(by_tenant);
    EXPECT_EQ(by_tenant.error().field, "tenant_id");
    EXPECT_THAT(by_tenant.error().message, HasSubstr("nothing to filter"));
    const auto by_filter = embed_view(locked({{"plan", {kPro}}}), make_dashboard(), {});
    ASSERT_FALSE(by_filter);
    EXPECT_EQ(by_filter.error().field, "permissions.locked_filters.plan");
}

TEST(EmbedView, RefusesSeveralValuesOfOneParameter)
{
    const auto view = embed_view(locked({{"region", {kPro, kPro}}}), make_dashboard(), kDatasets);
    ASSERT_FALSE(view);
    EXPECT_EQ(view.error().field, "permissions.locked_filters.region");
}

TEST(EmbedView, LocksTheTenantLikeAnyOtherName)
{
    Dashboard dashboard = make_dashboard();
    dashboard.parameters[0].name = "tenant_id";
    EmbedSession session = locked({{"tenant_id", {Value(std::string("other"))}}});
    session.tenant_id = "acme";
    EXPECT_FALSE(embed_view(session, dashboard, {})) << "two tenants at once";
    session.permissions.locked_filters.clear();
    const auto view = embed_view(session, dashboard, {});
    ASSERT_TRUE(view);
    EXPECT_EQ(view->locked.at("tenant_id"), "acme");
}

} // namespace
} // namespace presstime::control
