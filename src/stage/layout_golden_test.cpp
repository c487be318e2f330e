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

TEST(LayoutGolden, CoverAndContents)
{
    expect_golden("pages_cover", to_dump(laid_out(client_input(40)).value()));
}

TEST(LayoutGolden, DarkPages)
{
    RenderInput input = sales_input(8);
    input.theme = dark_theme();
    input.report.paper = Paper::a3;
    input.report.orientation = Orientation::landscape;
    expect_golden("pages_dark", to_dump(laid_out(input).value()));
}

TEST(LayoutGolden, WidgetsAsPicturesOfTheirOwn)
{
    RenderInput input = sales_input(8);
    add_failure(input, "returns", "took longer than 30 s; narrow the period or raise timeout_s");
    input.dashboard.widgets.push_back(image_widget(kLogoUri, {0, 40, 3, 3}));
    input.dashboard.widgets.push_back(image_widget("data:image/png;base64,bm90IG9uZQ==", {3, 40, 3, 3}));
    expect_golden("widget_pictures", to_dump(laid_out(input, RendererInput::widget_pictures).value()));
}

TEST(Layout, IsTheSameTwice)
{
    EXPECT_EQ(to_dump(laid_out(sales_input(200)).value()), to_dump(laid_out(sales_input(200)).value()));
}

} // namespace
} // namespace presstime::stage
