// The readable dump of whole page lists: what changed on a page is seen in its text.
#include "stage/layout_samples.hpp"

namespace presstime::stage {
namespace {

TEST(LayoutGolden, SalesDashboardOnPages)
{
    expect_golden("pages_sales", to_dump(laid_out(sales_input(60)).value()));
}

TEST(LayoutGolden, SalesDashboardAsOneTallPage)
{
    expect_golden("tall_page_sales", to_dump(laid_out(sales_input(12), RendererInput::tall_page).value()));
}

TEST(LayoutGolden, FailedEmptyAndCutWidgets)
{
    RenderInput input = sales_input(40);
    input.report.orientation = Orientation::landscape;
    add_failure(input, "months", "took longer than 30 s; narrow the period or raise timeout_s");
    add_result(input, "regions", table_of({{"region", text_column({})}, {"revenue", real_column({})}}));
    input.dashboard.widgets.back().max_rows = 10;
    expect_golden("pages_states", to_dump(laid_out(input).value()));
}

TEST(Layout, IsTheSameTwice)
{
    EXPECT_EQ(to_dump(laid_out(sales_input(200)).value()), to_dump(laid_out(sales_input(200)).value()));
}

} // namespace
} // namespace presstime::stage
