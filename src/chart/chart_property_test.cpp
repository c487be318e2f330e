// Random charts of every mark: whatever the data and the box, no two labels overlap, nothing leaves the box
// and equal inputs give equal drawings. PRESSTIME_FUZZ_SEED and PRESSTIME_FUZZ_ROUNDS choose other rounds.
#include "chart/chart_fixture.hpp"

#include <limits>
#include <numbers>
#include <random>

namespace presstime {
namespace {

constexpr double kSlack = 0.8; // half the thickest line

struct Corners {
    std::vector<Point> points;
};

double width_of(const DrawText& text)
{
    FixedMeasure measure;
    double width = measure.width(text.text, text.style);
    return text.max_width > 0 ? std::min(width, text.max_width) : width;
}

// The parallelogram a line of text covers, from baseline to capitals.
Corners corners_of(const DrawText& text)
{
    double width = width_of(text);
    double back = text.align == TextAlign::left ? 0 : text.align == TextAlign::center ? width / 2 : width;
    double angle = text.angle * std::numbers::pi / 180;
    Point along{std::cos(angle), -std::sin(angle)}, up{-std::sin(angle), -std::cos(angle)};
    double height = 0.72 * text.style.size;
    Point start{text.at.x - along.x * back, text.at.y - along.y * back};
    Point end{start.x + along.x * width, start.y + along.y * width};
    return {{start,
             end,
             {end.x + up.x * height, end.y + up.y * height},
             {start.x + up.x * height, start.y + up.y * height}}};
}

// Separating axes of two convex shapes.
bool overlap(const Corners& a, const Corners& b)
{
    for (const Corners* shape : {&a, &b})
        for (std::size_t i = 0; i < 4; ++i) {
            Point from = shape->points[i], to = shape->points[(i + 1) % 4];
            Point normal{to.y - from.y, from.x - to.x};
            double length = std::hypot(normal.x, normal.y);
            if (length == 0)
                continue;
            auto range = [&](const Corners& c) {
                double low = 1e300, high = -1e300;
                for (const Point& p : c.points) {
                    double d = (p.x * normal.x + p.y * normal.y) / length;
                    low = std::min(low, d);
                    high = std::max(high, d);
                }
                return std::pair(low, high);
            };
            auto [a0, a1] = range(a);
            auto [b0, b1] = range(b);
            if (a1 <= b0 + 0.05 || b1 <= a0 + 0.05)
                return false;
        }
    return true;
}

std::vector<Point> points_of(const DrawCommand& command)
{
    auto of_box = [](const Box& box) {
        return std::vector<Point>{{box.x, box.y}, {box.right(), box.bottom()}};
    };
    if (const auto* fill = std::get_if<FillRect>(&command))
        return of_box(fill->box);
    if (const auto* stroke = std::get_if<StrokeRect>(&command))
        return of_box(stroke->box);
    if (const auto* line = std::get_if<Polyline>(&command))
        return line->points;
    if (const auto* polygon = std::get_if<FillPolygon>(&command))
        return polygon->points;
    if (const auto* dots = std::get_if<Dots>(&command))
        return dots->centers;
    if (const auto* text = std::get_if<DrawText>(&command))
        return corners_of(*text).points;
    if (const auto* wedge = std::get_if<FillWedge>(&command))
        return of_box({wedge->center.x - wedge->outer_radius, wedge->center.y - wedge->outer_radius,
                       2 * wedge->outer_radius, 2 * wedge->outer_radius});
    return {};
}

void expect_inside(const Drawing& drawing, const Box& box)
{
    for (const DrawCommand& command : drawing)
        for (const Point& point : points_of(command)) {
            bool inside = point.x >= box.x - kSlack && point.x <= box.right() + kSlack &&
                          point.y >= box.y - kSlack && point.y <= box.bottom() + kSlack;
            ASSERT_TRUE(inside) << point.x << "," << point.y << " in " << to_dump({command});
        }
}

// However large the data, a picture has so many commands and points at most.
void expect_bounded(const ChartResult& result)
{
    std::size_t points = 0;
    for (const DrawCommand& command : result.drawing)
        points += points_of(command).size();
    ASSERT_LE(result.drawing.size(), 20'000u);
    ASSERT_LE(points, 100'000u);
    ASSERT_LE(result.hits.size(), 10'000u);
}

void expect_hits_inside(const HitMap& hits, const Box& box)
{
    for (const Hit& hit : hits) {
        const Box& at = hit.box;
        ASSERT_TRUE(at.w >= 1 && at.h >= 1) << hit.series << " " << hit.category;
        ASSERT_TRUE(at.x >= box.x - kSlack && at.right() <= box.right() + kSlack && at.y >= box.y - kSlack &&
                    at.bottom() <= box.bottom() + kSlack)
            << hit.series << " " << hit.category << " " << hit.value;
        ASSERT_FALSE(hit.value.empty());
    }
}

void expect_labels_apart(const Drawing& drawing)
{
    auto texts = commands_of<DrawText>(drawing);
    for (std::size_t i = 0; i < texts.size(); ++i)
        for (std::size_t k = i + 1; k < texts.size(); ++k)
            ASSERT_FALSE(overlap(corners_of(texts[i]), corners_of(texts[k])))
                << to_dump({DrawCommand(texts[i]), DrawCommand(texts[k])});
}

bool cross(Point a, Point b, Point c, Point d)
{
    auto side = [](Point p, Point q, Point r) {
        return (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x);
    };
    return side(a, b, c) * side(a, b, d) < -1e-6 && side(c, d, a) * side(c, d, b) < -1e-6;
}

// Leaders have three points; the white cuts between slices have two.
void expect_leaders_never_cross(const Drawing& drawing)
{
    std::vector<Polyline> leaders;
    for (const Polyline& line : commands_of<Polyline>(drawing))
        if (line.points.size() == 3)
            leaders.push_back(line);
    for (std::size_t i = 0; i < leaders.size(); ++i)
        for (std::size_t k = i + 1; k < leaders.size(); ++k)
            for (std::size_t a = 0; a < 2; ++a)
                for (std::size_t b = 0; b < 2; ++b)
                    ASSERT_FALSE(cross(leaders[i].points[a], leaders[i].points[a + 1], leaders[k].points[b],
                                       leaders[k].points[b + 1]));
}

class Fuzz {
public:
    explicit Fuzz(unsigned seed) : random_(seed) {}

    int pick(int low, int high) { return std::uniform_int_distribution<>(low, high)(random_); }
    double real(double low, double high) { return std::uniform_real_distribution<>(low, high)(random_); }

    Box box() { return {real(-50, 50), real(-50, 50), real(20, 600), real(15, 400)}; }

    ChartSpec spec()
    {
        static const char* kFormats[] = {"", "0,0.00", "€ 0.0a", "0 %", "duration"};
        static const Mark kMarks[] = {Mark::bar, Mark::line, Mark::area, Mark::pie, Mark::combo, Mark::donut};
        ChartSpec spec{.mark = kMarks[pick(0, 5)],
                       .x = "x",
                       .y = pick(0, 3) == 0 ? Texts{"v", "w"} : Texts{"v"},
                       .curve = static_cast<Curve>(pick(0, 1)),
                       .markers = static_cast<MarkerMode>(pick(0, 2)),
                       .stack = static_cast<StackMode>(pick(0, 2)),
                       .horizontal = pick(0, 3) == 0,
                       .labels = static_cast<LabelMode>(pick(0, 2)),
                       .y_format = kFormats[pick(0, 4)]};
        if (spec.mark == Mark::combo) {
            spec.y2 = pick(0, 3) == 0 ? Texts{"w", "v"} : Texts{"w"};
            spec.y2_axis = static_cast<SecondAxis>(pick(0, 1));
            spec.y2_title = pick(0, 2) == 0 ? "A share" : "";
        }
        spec.y_scale = pick(0, 3) == 0 ? ScaleKind::log : ScaleKind::linear;
        spec.x_title = pick(0, 2) == 0 ? "Along the bottom" : "";
        spec.y_title = pick(0, 2) == 0 ? "Thousands of things a day" : "";
        return spec;
    }

    // Ends and references about as large as the values.
    void add_references(ChartSpec& spec, const Table& table)
    {
        std::size_t rows = table.rows();
        auto some_value = [&] {
            double value = rows == 0 ? 1
                                     : table.data.columns[1].as_number(
                                           static_cast<std::size_t>(pick(0, static_cast<int>(rows) - 1)));
            return std::isfinite(value) ? value : 0.0;
        };
        if (pick(0, 4) == 0)
            spec.y_min = some_value();
        if (pick(0, 4) == 0)
            spec.y_max = some_value();
        for (int count = pick(0, 3); count > 0; --count) {
            Reference reference;
            reference.axis = static_cast<ReferenceAxis>(pick(0, 2));
            reference.statistic = static_cast<ReferenceStatistic>(pick(0, 4));
            if (pick(0, 1) == 0)
                reference.value = some_value();
            else
                reference.from = some_value(), reference.to = some_value();
            reference.at = pick(0, 1) == 0 ? "1990-05-01" : "a";
            reference.label = pick(0, 1) == 0 ? "" : name();
            reference.tone = static_cast<Tone>(pick(0, 3));
            spec.references.push_back(reference);
        }
    }

    Table table()
    {
        int rows = pick(0, 4) == 0 ? pick(0, 3000) : pick(0, 40);
        int kind = pick(0, 4);
        std::vector<std::int64_t> integers;
        Texts names, series;
        double scale = std::pow(10.0, pick(-8, 14));
        bool signs = pick(0, 1) == 0, flat = pick(0, 6) == 0;
        Reals v, w;
        std::int64_t at = pick(-20'000, 30'000);
        std::int64_t step = pick(1, 40);
        for (int row = 0; row < rows; ++row) {
            at += pick(0, 8) == 0 ? step * 2 : step;
            integers.push_back(kind == 2 ? at * 3'600'000'000 : at);
            names.push_back(name());
            series.push_back("series " + std::to_string(pick(0, 25)));
            v.push_back(value(scale, signs, flat));
            w.push_back(value(scale, signs, flat));
        }
        auto x = kind == 0   ? text_column(names)
                 : kind == 1 ? integer_column(ColumnType::date, integers)
                 : kind == 2 ? integer_column(ColumnType::timestamp, integers)
                 : kind == 3 ? integer_column(ColumnType::integer, integers)
                             : real_column(v);
        return table_of({{"x", x}, {"v", real_column(v)}, {"w", real_column(w)}, {"s", text_column(series)}});
    }

private:
    std::optional<double> value(double scale, bool signs, bool flat)
    {
        int dice = pick(0, 30);
        if (dice == 0)
            return std::nullopt;
        if (dice == 1)
            return std::numeric_limits<double>::quiet_NaN();
        if (dice == 2)
            return std::numeric_limits<double>::infinity();
        return flat ? scale : real(signs ? -scale : 0, scale);
    }
    std::string name()
    {
        static const char* kWords[] = {"a",         "Q3",         "Zürich", "Ελλάδα",
                                       "stainless", "headphones", "of",     "日本語"};
        std::string text = kWords[pick(0, 7)];
        for (int words = pick(0, 5); words > 0; --words)
            text += std::string(pick(0, 4) == 0 ? "" : " ") + kWords[pick(0, 7)];
        return text;
    }
    std::mt19937 random_;
};

unsigned number_of(const char* variable, unsigned fallback)
{
    const char* text = std::getenv(variable);
    return text == nullptr ? fallback : static_cast<unsigned>(std::strtoul(text, nullptr, 10));
}

TEST(AnyChart, KeepsItsLabelsApartAndStaysInItsBox)
{
    unsigned first = number_of("PRESSTIME_FUZZ_SEED", 20'261'121);
    unsigned rounds = number_of("PRESSTIME_FUZZ_ROUNDS", 1500);
    for (unsigned seed = first; seed < first + rounds; ++seed) {
        SCOPED_TRACE("PRESSTIME_FUZZ_SEED=" + std::to_string(seed) + " PRESSTIME_FUZZ_ROUNDS=1");
        Fuzz fuzz(seed);
        Box box = fuzz.box();
        ChartSpec spec = fuzz.spec();
        Table table = fuzz.table();
        fuzz.add_references(spec, table);
        if (spec.y.size() == 1 && fuzz.pick(0, 1) == 0)
            spec.series = "s";
        static const char* kLocales[] = {"en-US", "de-DE", "fr-FR", "de-CH"};
        ChartStyle style{.locale = kLocales[fuzz.pick(0, 3)]};
        std::string title = fuzz.pick(0, 3) == 0 ? "" : "A title of some length";
        auto result = draw(spec, table, title, box, style);
        ASSERT_TRUE(result) << result.error().message;
        expect_inside(result->drawing, box);
        expect_labels_apart(result->drawing);
        expect_bounded(*result);
        expect_hits_inside(result->hits, box);
        if (spec.mark == Mark::pie || spec.mark == Mark::donut)
            expect_leaders_never_cross(result->drawing);
        EXPECT_FALSE(result->alt_text.empty());
        ASSERT_EQ(to_dump(result->drawing), to_dump(draw(spec, table, title, box, style)->drawing));
        if (HasFatalFailure())
            return;
    }
}

} // namespace
} // namespace presstime
