// Random box plots, waterfalls, funnels and gauges: whatever the rows and the box, nothing leaves the box,
// level texts do not touch, the number of commands is bounded and equal inputs give equal drawings.
#include "chart/chart_fixture.hpp"

#include <limits>
#include <random>

namespace presstime {
namespace {

constexpr double kSlack = 1.1; // half the thickest line

class Dice {
public:
    explicit Dice(unsigned seed) : random_(seed) {}

    int pick(int low, int high) { return std::uniform_int_distribution<>(low, high)(random_); }
    double real(double low, double high) { return std::uniform_real_distribution<>(low, high)(random_); }
    bool one_in(int sides) { return pick(1, sides) == 1; }

private:
    std::mt19937 random_;
};

std::optional<double> random_value(Dice& dice, double scale, bool signs)
{
    switch (dice.pick(0, 30)) {
    case 0:
        return std::nullopt;
    case 1:
        return std::numeric_limits<double>::quiet_NaN();
    case 2:
        return std::numeric_limits<double>::infinity();
    case 3:
        return 0;
    case 4:
        return scale * 1000;
    default:
        return dice.real(signs ? -scale : 0, scale);
    }
}

std::string random_name(Dice& dice)
{
    static const char* kWords[] = {"a", "Q3", "Zürich", "Ελλάδα", "stainless", "headphones", "of", "日本語"};
    std::string text = kWords[dice.pick(0, 7)];
    for (int words = dice.pick(0, 6); words > 0; --words)
        text += std::string(dice.one_in(5) ? "" : " ") + kWords[dice.pick(0, 7)];
    return text;
}

Table random_table(Dice& dice)
{
    int rows = dice.one_in(5) ? dice.pick(0, 4000) : dice.pick(0, 45);
    int names = dice.one_in(3) ? rows + 1 : dice.pick(1, 12);
    double scale = std::pow(10.0, dice.pick(-9, 14));
    bool signs = dice.one_in(2), dates = dice.one_in(4);
    Texts known, x, series;
    Reals values;
    for (int i = 0; i < names; ++i)
        known.push_back(random_name(dice) + (dice.one_in(2) ? "" : std::to_string(i)));
    std::vector<std::int64_t> days;
    for (int row = 0; row < rows; ++row) {
        x.push_back(known[static_cast<std::size_t>(dice.pick(0, names - 1))]);
        days.push_back(20'000 + dice.pick(0, names) * 31);
        series.push_back("s" + std::to_string(dice.pick(0, 4)));
        values.push_back(random_value(dice, scale, signs));
    }
    return table_of({{"x", dates ? integer_column(ColumnType::date, days) : text_column(x)},
                     {"v", real_column(values)},
                     {"s", text_column(series)}});
}

std::vector<Reference> random_references(Dice& dice)
{
    std::vector<Reference> references;
    for (int count = dice.pick(0, 4); count > 0; --count) {
        double from = dice.real(-100, 100);
        Reference reference{.label = dice.one_in(2) ? "" : random_name(dice),
                            .tone = static_cast<Tone>(dice.pick(0, 3))};
        if (dice.one_in(2)) {
            reference.from = from;
            reference.to = from + dice.real(0, 100);
        } else {
            reference.value = from;
        }
        references.push_back(reference);
    }
    return references;
}

ChartSpec random_spec(Dice& dice)
{
    static const char* kFormats[] = {"", "0,0.00", "€ 0.0a", "0 %", "duration"};
    static const Mark kMarks[] = {Mark::box_plot, Mark::waterfall, Mark::funnel, Mark::gauge};
    ChartSpec spec{.mark = kMarks[dice.pick(0, 3)], .x = "x", .y = {"v"}};
    spec.horizontal = dice.one_in(3);
    spec.labels = static_cast<LabelMode>(dice.pick(0, 2));
    spec.y_format = kFormats[dice.pick(0, 4)];
    spec.y_scale = dice.one_in(4) ? ScaleKind::log : ScaleKind::linear;
    spec.closing_total = !dice.one_in(3);
    spec.y_title = dice.one_in(3) ? "thousands of pieces" : "";
    if (spec.mark == Mark::box_plot && dice.one_in(2))
        spec.series = "s";
    if (dice.one_in(4))
        spec.y_min = dice.real(-50, 50);
    if (dice.one_in(4))
        spec.y_max = spec.y_min.value_or(0) + dice.real(1, 100);
    if (dice.one_in(2))
        spec.references = random_references(dice);
    return spec;
}

Box box_of(const DrawText& text)
{
    FixedMeasure measure;
    double width = measure.width(text.text, text.style);
    width = text.max_width > 0 ? std::min(width, text.max_width) : width;
    double back = text.align == TextAlign::left ? 0 : text.align == TextAlign::center ? width / 2 : width;
    return {text.at.x - back, text.at.y - 0.72 * text.style.size, width, 0.72 * text.style.size};
}

std::vector<Point> corners(const Box& box)
{
    return {{box.x, box.y}, {box.right(), box.bottom()}};
}

std::vector<Point> points_of(const DrawCommand& command)
{
    if (const auto* fill = std::get_if<FillRect>(&command))
        return corners(fill->box);
    if (const auto* stroke = std::get_if<StrokeRect>(&command))
        return corners(stroke->box);
    if (const auto* line = std::get_if<Polyline>(&command))
        return line->points;
    if (const auto* polygon = std::get_if<FillPolygon>(&command))
        return polygon->points;
    if (const auto* dots = std::get_if<Dots>(&command))
        return dots->centers;
    if (const auto* text = std::get_if<DrawText>(&command))
        return text->angle == 0 ? corners(box_of(*text)) : std::vector<Point>{text->at};
    std::vector<Point> points;
    if (const auto* wedge = std::get_if<FillWedge>(&command))
        for (double share = 0; share <= 1; share += 0.02) {
            double angle = wedge->start + (wedge->end - wedge->start) * share;
            points.push_back({wedge->center.x + std::sin(angle) * wedge->outer_radius,
                              wedge->center.y - std::cos(angle) * wedge->outer_radius});
        }
    return points;
}

void expect_inside(const Drawing& drawing, const Box& box)
{
    std::size_t points = 0;
    for (const DrawCommand& command : drawing)
        for (const Point& point : points_of(command)) {
            ++points;
            bool inside = point.x >= box.x - kSlack && point.x <= box.right() + kSlack &&
                          point.y >= box.y - kSlack && point.y <= box.bottom() + kSlack;
            ASSERT_TRUE(inside) << point.x << "," << point.y << " in " << to_dump({command});
        }
    ASSERT_LE(drawing.size(), 4'000u);
    ASSERT_LE(points, 30'000u);
}

void expect_level_texts_apart(const Drawing& drawing)
{
    constexpr double kTouch = 0.05;
    auto texts = commands_of<DrawText>(drawing);
    std::erase_if(texts, [](const DrawText& text) { return text.angle != 0; });
    for (std::size_t i = 0; i < texts.size(); ++i)
        for (std::size_t k = i + 1; k < texts.size(); ++k) {
            Box a = box_of(texts[i]), b = box_of(texts[k]);
            bool apart = a.right() <= b.x + kTouch || b.right() <= a.x + kTouch ||
                         a.bottom() <= b.y + kTouch || b.bottom() <= a.y + kTouch;
            ASSERT_TRUE(apart) << to_dump({DrawCommand(texts[i]), DrawCommand(texts[k])});
        }
}

void expect_hits_inside(const HitMap& hits, const Box& box)
{
    for (const Hit& hit : hits) {
        ASSERT_GE(hit.box.x, box.x - kSlack);
        ASSERT_GE(hit.box.y, box.y - kSlack);
        ASSERT_LE(hit.box.right(), box.right() + kSlack);
        ASSERT_LE(hit.box.bottom(), box.bottom() + kSlack);
    }
}

unsigned number_of(const char* variable, unsigned fallback)
{
    const char* text = std::getenv(variable);
    return text == nullptr ? fallback : static_cast<unsigned>(std::strtoul(text, nullptr, 10));
}

TEST(AnyMarkOfRows, StaysInItsBoxWithItsTextsApart)
{
    unsigned first = number_of("PRESSTIME_FUZZ_SEED", 20'261'121);
    unsigned rounds = number_of("PRESSTIME_FUZZ_ROUNDS", 1200);
    for (unsigned seed = first; seed < first + rounds; ++seed) {
        SCOPED_TRACE("PRESSTIME_FUZZ_SEED=" + std::to_string(seed) + " PRESSTIME_FUZZ_ROUNDS=1");
        Dice dice(seed);
        Box box{dice.real(-50, 50), dice.real(-50, 50), dice.real(20, 600), dice.real(15, 400)};
        ChartSpec spec = random_spec(dice);
        Table table = random_table(dice);
        std::string title = dice.one_in(4) ? "" : "A title";
        auto result = draw(spec, table, title, box);
        ASSERT_TRUE(result) << result.error().message;
        SCOPED_TRACE(result->alt_text + "\n" + to_dump({FillRect{box, {}}}));
        expect_inside(result->drawing, box);
        expect_level_texts_apart(result->drawing);
        expect_hits_inside(result->hits, box);
        EXPECT_FALSE(result->alt_text.empty());
        ASSERT_EQ(to_dump(result->drawing), to_dump(draw(spec, table, title, box)->drawing));
        if (HasFatalFailure())
            return;
    }
}

} // namespace
} // namespace presstime
