// Random dashboards over random results: whatever stands in them, every page is whole. Each dashboard follows
// from its number, which a failure names.
#include "stage/layout_samples.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace presstime::stage {
namespace {

constexpr double kBeyond = 1.0; // pt a line's half width or a glyph's side may stand out

class Chance {
public:
    explicit Chance(unsigned seed) : engine_(seed) {}
    int below(int count) { return std::uniform_int_distribution<int>(0, count - 1)(engine_); }
    bool one_in(int count) { return below(count) == 0; }
    template <typename T>
    T pick(std::initializer_list<T> choices)
    {
        return *(choices.begin() + below(static_cast<int>(choices.size())));
    }

private:
    std::mt19937 engine_;
};

double odd_number(Chance& chance)
{
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    if (chance.one_in(8)) {
        return chance.pick({std::nan(""), kInfinity, -kInfinity, 0.0, -0.0, 1e308, -1e308, 5e-324});
    }
    return (chance.below(2'000'001) - 1'000'000) * std::pow(10.0, chance.below(9) - 4);
}

std::string odd_text(Chance& chance, bool huge)
{
    if (huge && chance.one_in(40)) {
        return std::string(1'000'000, chance.pick({'x', ' ', '\n'}));
    }
    return std::string(chance.pick<const char*>(
        {"", "a", "Northwind", "two words", "\xff\xfe", "東京商事株式会社", "القاهرة", "-", "2026-11-21",
         "https://example.com/a?b=c", "A long name that goes on and on, and then a little more than that",
         "line\nbreak\ttab", "**stars**", "🚀🚀"}));
}

ColumnData odd_column(Chance& chance, std::size_t rows, bool huge)
{
    constexpr ColumnType kTypes[] = {ColumnType::boolean,  ColumnType::integer, ColumnType::real,
                                     ColumnType::decimal,  ColumnType::text,    ColumnType::date,
                                     ColumnType::timestamp};
    const ColumnType type = kTypes[chance.below(7)];
    ColumnData data = make_column_data({"", type, type == ColumnType::decimal ? chance.below(19) : 0});
    for (std::size_t row = 0; row < rows; ++row) {
        if (chance.one_in(9)) {
            data.append_null();
        } else if (type == ColumnType::text) {
            data.append_text(odd_text(chance, huge));
        } else if (type == ColumnType::real) {
            data.append_real(odd_number(chance));
        } else if (type == ColumnType::boolean) {
            data.append_integer(chance.below(2));
        } else if (type == ColumnType::date) {
            data.append_integer(chance.below(40'000));
        } else {
            data.append_integer(chance.one_in(9) ? chance.pick({std::numeric_limits<std::int64_t>::max(),
                                                                std::numeric_limits<std::int64_t>::min()})
                                                 : std::int64_t{chance.below(1'000'000'000)} * 1'000'000);
        }
    }
    return data;
}

Table odd_table(Chance& chance)
{
    const int columns = chance.one_in(12) ? 10'000 : chance.below(9);
    const int most = columns > 100 ? 3 : chance.pick({1, 2, 13, 70, 400});
    const auto rows = static_cast<std::size_t>(chance.below(most + 1));
    std::vector<NamedColumn> named;
    for (int i = 0; i < columns; ++i) {
        named.push_back({"c" + std::to_string(i), odd_column(chance, rows, columns < 100)});
    }
    return table_of(std::move(named));
}

std::string column_name(Chance& chance)
{
    return chance.one_in(12) ? "nobody" : "c" + std::to_string(chance.below(6));
}

ChartSpec odd_chart(Chance& chance)
{
    ChartSpec spec;
    spec.mark = static_cast<Mark>(chance.below(static_cast<int>(Mark::gauge) + 1));
    spec.x = column_name(chance);
    for (int i = chance.below(4); i >= 0; --i) {
        spec.y.push_back(column_name(chance));
    }
    if (spec.mark == Mark::combo) {
        spec.y2.push_back(column_name(chance));
    }
    spec.series = chance.one_in(4) ? column_name(chance) : "";
    spec.size = spec.mark == Mark::bubble ? column_name(chance) : "";
    spec.horizontal = chance.one_in(4);
    spec.stack = static_cast<StackMode>(chance.below(3));
    spec.y_scale = chance.one_in(5) ? ScaleKind::log : ScaleKind::linear;
    spec.y_title = chance.one_in(3) ? "EUR" : "";
    if (chance.one_in(5)) {
        spec.references.push_back({.value = odd_number(chance), .label = odd_text(chance, false)});
    }
    return spec;
}

Widget odd_widget(Chance& chance, int number, int queries)
{
    Widget widget;
    widget.id = "w_" + std::to_string(number);
    widget.kind = static_cast<WidgetKind>(chance.below(static_cast<int>(WidgetKind::image) + 1));
    widget.title = chance.one_in(3) ? "" : odd_text(chance, true);
    widget.query = chance.one_in(15) ? "lost" : "q" + std::to_string(chance.below(queries));
    widget.grid.x = chance.below(12);
    widget.grid.w = 1 + chance.below(12 - widget.grid.x);
    widget.grid.y = chance.below(60);
    widget.grid.h = chance.one_in(20) ? 200 : 1 + chance.below(9);
    widget.break_before = chance.one_in(6);
    widget.value = chance.one_in(3) ? "" : column_name(chance);
    widget.compare = chance.pick<const char*>({"", "previous", "c1"});
    widget.format = chance.pick<const char*>({"", "0,0.00", "0.0 %", "€ 0.0a"});
    widget.chart = odd_chart(chance);
    widget.max_rows = chance.one_in(3) ? std::optional<std::int64_t>(chance.below(50)) : std::nullopt;
    for (int i = chance.below(60); i > 0 && widget.kind == WidgetKind::text; --i) {
        const std::string line = odd_text(chance, true);
        widget.markdown +=
            chance.pick<const char*>({"# ", "- ", "  - ", "1. ", "", "\n", "**"}) + line + "\n";
    }
    widget.image = chance.one_in(2) ? kLogoUri : odd_text(chance, true);
    return widget;
}

RenderInput odd_input(unsigned seed)
{
    Chance chance(seed);
    RenderInput input = bare_input();
    input.dashboard.name = odd_text(chance, true);
    input.dashboard.description = odd_text(chance, true);
    input.dashboard.cover = chance.one_in(3);
    input.dashboard.contents = chance.one_in(3);
    input.report.paper = static_cast<Paper>(chance.below(3));
    input.report.orientation = static_cast<Orientation>(chance.below(2));
    input.report.locale = chance.pick<const char*>({"en-US", "de-DE", "fr-FR", "xx", ""});
    if (chance.one_in(3)) {
        input.late_due_at = input.as_of - std::chrono::hours(2);
    }
    if (chance.one_in(3)) {
        input.theme.logo = read_data_uri(kLogoUri).value();
    }
    for (int i = chance.below(4) * chance.below(12); i > 0; --i) {
        input.parameters_shown["p" + std::to_string(i)] = odd_text(chance, true);
    }
    const int queries = 1 + chance.below(5);
    for (int i = 0; i < queries; ++i) {
        add_result(input, "q" + std::to_string(i), odd_table(chance));
    }
    if (chance.one_in(4)) {
        add_failure(input, "q0", odd_text(chance, true));
    }
    for (int i = chance.below(41); i > 0; --i) {
        input.dashboard.widgets.push_back(odd_widget(chance, i, queries));
    }
    return input;
}

void expect_balanced(const Page& page, const std::string& where)
{
    int open = 0, clips = 0;
    for (const DrawCommand& command : page.drawing) {
        open += std::holds_alternative<BeginTag>(command) ? 1 : 0;
        open -= std::holds_alternative<EndTag>(command) ? 1 : 0;
        clips += std::holds_alternative<PushClip>(command) ? 1 : 0;
        clips -= std::holds_alternative<PopClip>(command) ? 1 : 0;
        ASSERT_GE(open, 0) << where;
        ASSERT_GE(clips, 0) << where;
    }
    EXPECT_EQ(open, 0) << where;
    EXPECT_EQ(clips, 0) << where;
}

// The box of what a command draws; of a turned text its anchor.
struct Extent {
    Box operator()(const FillRect& c) const { return c.box; }
    Box operator()(const StrokeRect& c) const { return c.box; }
    Box operator()(const Polyline& c) const { return around(c.points, 0); }
    Box operator()(const FillPolygon& c) const { return around(c.points, 0); }
    Box operator()(const Dots& c) const { return around(c.centers, c.diameter / 2); }
    Box operator()(const DrawImage& c) const { return c.box; }
    Box operator()(const PushClip& c) const { return c.box; }
    Box operator()(const FillWedge& c) const { return around({c.center}, 0); }
    Box operator()(const DrawText& c) const
    {
        FixedMeasure measure;
        double width = measure.width(c.text, c.style);
        if (c.max_width > 0) {
            width = std::min(width, c.max_width);
        }
        width = c.angle == 0 ? width : 0;
        const double left = c.align == TextAlign::left ? 0 : c.align == TextAlign::center ? 0.5 : 1;
        return {c.at.x - left * width, c.at.y - 0.7 * c.style.size, width, 0.7 * c.style.size};
    }
    template <typename Other>
    Box operator()(const Other&) const
    {
        return {};
    }

private:
    static Box around(const std::vector<Point>& points, double reach)
    {
        if (points.empty()) {
            return {};
        }
        double left = points[0].x, right = left, top = points[0].y, bottom = top;
        for (const Point& point : points) {
            if (!std::isfinite(point.x) || !std::isfinite(point.y)) {
                return {point.x, point.y, 0, 0};
            }
            left = std::min(left, point.x);
            right = std::max(right, point.x);
            top = std::min(top, point.y);
            bottom = std::max(bottom, point.y);
        }
        return {left - reach, top - reach, right - left + 2 * reach, bottom - top + 2 * reach};
    }
};

void expect_inside(const Page& page, const std::string& where)
{
    for (const DrawCommand& command : page.drawing) {
        const Box box = std::visit(Extent{}, command);
        const bool inside = box.x >= -kBeyond && box.y >= -kBeyond && box.right() <= page.width + kBeyond &&
                            box.bottom() <= page.height + kBeyond;
        EXPECT_TRUE(inside) << where << ", page of " << page.width << " x " << page.height << ": "
                            << to_dump(Drawing{command}).substr(0, 300);
    }
}

TEST(RandomDashboards, AreWholePagesWhateverStandsInThem)
{
    FixedMeasure measure;
    for (unsigned seed = 0; seed < 60 && !::testing::Test::HasFailure(); ++seed) {
        const RenderInput input = odd_input(seed);
        for (const RendererInput needs :
             {RendererInput::pages, RendererInput::tall_page, RendererInput::widget_pictures}) {
            const std::string where =
                "dashboard " + std::to_string(seed) + " as " + std::to_string(static_cast<int>(needs));
            const auto pages = lay_out(input, page_setup(input, needs, 5'000), measure);
            ASSERT_TRUE(pages) << where << ": " << pages.error().message;
            for (const Page& page : pages->pages) {
                expect_balanced(page, where);
                expect_inside(page, where);
            }
            EXPECT_LE(pages->pages.size(), 400u) << where;
            for (const OutlineEntry& entry : pages->outline) {
                EXPECT_GE(entry.page, 1) << where;
                EXPECT_LE(entry.page, static_cast<int>(pages->pages.size())) << where;
            }
        }
    }
}

} // namespace
} // namespace presstime::stage
