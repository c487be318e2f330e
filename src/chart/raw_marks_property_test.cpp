// Random scatters, bubbles, heatmaps and histograms: whatever the data and the box, every number drawn is
// finite and within the box, no two texts overlap, and the commands are bounded.
#include "chart/chart_fixture.hpp"

#include <limits>
#include <random>

namespace presstime {
namespace {

class Chance {
public:
    explicit Chance(unsigned seed) : random_(seed) {}
    int pick(int low, int high) { return std::uniform_int_distribution<>(low, high)(random_); }
    double real(double low, double high) { return std::uniform_real_distribution<>(low, high)(random_); }

    Box box() { return {real(-50, 50), real(-50, 50), real(20, 600), real(15, 400)}; }

    ChartSpec spec()
    {
        static const Mark kMarks[] = {Mark::scatter, Mark::bubble, Mark::heatmap, Mark::histogram};
        static const char* kFormats[] = {"", "0,0.00", "€ 0.0a", "0 %"};
        ChartSpec spec{.mark = kMarks[pick(0, 3)], .x = "x", .y = {"v"}};
        spec.y_format = kFormats[pick(0, 3)];
        spec.labels = static_cast<LabelMode>(pick(0, 2));
        spec.bins = pick(0, 2) == 0 ? pick(1, 300) : 0;
        spec.x_title = pick(0, 1) == 0 ? "" : "A title of the axis";
        spec.y_title = pick(0, 1) == 0 ? "" : "What it measures, €";
        spec.x_scale = pick(0, 3) == 0 ? ScaleKind::log : ScaleKind::linear;
        spec.y_scale = pick(0, 3) == 0 ? ScaleKind::log : ScaleKind::linear;
        bool points = spec.mark == Mark::scatter || spec.mark == Mark::bubble;
        spec.size = "w";
        spec.label = points && pick(0, 1) == 0 ? "n" : "";
        if (spec.mark != Mark::histogram && pick(0, 2) != 0)
            spec.series = "s";
        if (spec.mark == Mark::histogram && pick(0, 1) == 0)
            spec.y.clear();
        return spec;
    }

    Table table(Mark mark)
    {
        int rows = pick(0, 5) == 0 ? pick(0, 7000) : pick(0, 60);
        bool time = mark != Mark::histogram && pick(0, 3) == 0, few = pick(0, 2) == 0, flat = pick(0, 6) == 0;
        double scale = std::pow(10.0, pick(-8, 14)), shift = pick(0, 2) == 0 ? scale * pick(-50, 50) : 0;
        Reals x, v, w;
        std::vector<std::int64_t> days;
        Texts series, names;
        for (int row = 0; row < rows; ++row) {
            days.push_back(pick(18'000, 18'000 + rows));
            x.push_back(few ? std::optional<double>(pick(0, 23)) : value(scale, shift, flat));
            v.push_back(value(scale, shift, flat));
            w.push_back(value(1, 0, flat));
            series.push_back("series " + std::to_string(pick(0, few ? 6 : 40)));
            names.push_back("Point no. " + std::to_string(row));
        }
        return table_of({{"x", time ? integer_column(ColumnType::date, days) : real_column(x)},
                         {"v", real_column(v)},
                         {"w", real_column(w)},
                         {"s", text_column(series)},
                         {"n", text_column(names)}});
    }

private:
    std::optional<double> value(double scale, double shift, bool flat)
    {
        int dice = pick(0, 30);
        if (dice == 0)
            return std::nullopt;
        if (dice < 3)
            return dice == 1 ? std::numeric_limits<double>::quiet_NaN()
                             : -std::numeric_limits<double>::infinity();
        return flat ? scale : shift + real(-0.2 * scale, scale);
    }
    std::mt19937 random_;
};

Box box_of(const DrawText& text)
{
    FixedMeasure measure;
    double width = measure.width(text.text, text.style);
    width = text.max_width > 0 ? std::min(width, text.max_width) : width;
    double back = text.align == TextAlign::left ? 0 : text.align == TextAlign::center ? width / 2 : width;
    return {text.at.x - back, text.at.y - 0.72 * text.style.size, width, 0.72 * text.style.size};
}

std::vector<Box> boxes_of(const DrawCommand& command)
{
    std::vector<Box> boxes;
    auto around = [](Point at, double radius) {
        return Box{at.x - radius, at.y - radius, 2 * radius, 2 * radius};
    };
    if (const auto* fill = std::get_if<FillRect>(&command))
        boxes.push_back(fill->box);
    else if (const auto* stroke = std::get_if<StrokeRect>(&command))
        boxes.push_back(stroke->box);
    else if (const auto* line = std::get_if<Polyline>(&command))
        for (const Point& point : line->points)
            boxes.push_back({point.x, point.y, 0, 0});
    else if (const auto* dots = std::get_if<Dots>(&command))
        for (const Point& center : dots->centers)
            boxes.push_back(around(center, dots->diameter / 2));
    else if (const auto* wedge = std::get_if<FillWedge>(&command))
        boxes.push_back(around(wedge->center, wedge->outer_radius));
    else if (const auto* text = std::get_if<DrawText>(&command); text != nullptr && text->angle == 0)
        boxes.push_back(box_of(*text));
    return boxes;
}

void expect_inside(const Drawing& drawing, const Box& box)
{
    constexpr double kSlack = 2.8; // half a dot on the edge of the plot
    for (const DrawCommand& command : drawing)
        for (const Box& part : boxes_of(command)) {
            bool inside = part.x >= box.x - kSlack && part.right() <= box.right() + kSlack &&
                          part.y >= box.y - kSlack && part.bottom() <= box.bottom() + kSlack && part.w >= 0 &&
                          part.h >= 0; // false for NaN
            ASSERT_TRUE(inside) << part.x << "," << part.y << " " << part.w << " x " << part.h << " in "
                                << to_dump({command}).substr(0, 300);
        }
}

void expect_texts_apart(const Drawing& drawing)
{
    std::vector<DrawText> texts;
    for (const DrawText& text : commands_of<DrawText>(drawing))
        if (text.angle == 0)
            texts.push_back(text);
    for (std::size_t i = 0; i < texts.size(); ++i)
        for (std::size_t k = i + 1; k < texts.size(); ++k) {
            Box a = box_of(texts[i]), b = box_of(texts[k]);
            bool apart = a.right() <= b.x + 0.1 || b.right() <= a.x + 0.1 || a.bottom() <= b.y + 0.1 ||
                         b.bottom() <= a.y + 0.1;
            ASSERT_TRUE(apart) << to_dump({DrawCommand(texts[i]), DrawCommand(texts[k])});
        }
}

unsigned number_of(const char* variable, unsigned fallback)
{
    const char* text = std::getenv(variable);
    return text == nullptr ? fallback : static_cast<unsigned>(std::strtoul(text, nullptr, 10));
}

TEST(MarksOfRawRows, StayInTheirBoxFiniteAndBounded)
{
    unsigned first = number_of("PRESSTIME_FUZZ_SEED", 20'261'121);
    unsigned rounds = number_of("PRESSTIME_FUZZ_ROUNDS", 800);
    for (unsigned seed = first; seed < first + rounds; ++seed) {
        SCOPED_TRACE("PRESSTIME_FUZZ_SEED=" + std::to_string(seed) + " PRESSTIME_FUZZ_ROUNDS=1");
        Chance chance(seed);
        Box box = chance.box();
        ChartSpec spec = chance.spec();
        Table table = chance.table(spec.mark);
        std::string title = chance.pick(0, 3) == 0 ? "" : "A title of some length";
        auto result = draw(spec, table, title, box);
        ASSERT_TRUE(result) << result.error().message;
        expect_inside(result->drawing, box);
        expect_texts_apart(result->drawing);
        EXPECT_LE(result->drawing.size(), 81'000U);
        EXPECT_LE(result->hits.size(), 10'000U);
        EXPECT_FALSE(result->alt_text.empty());
        for (const Hit& hit : result->hits)
            ASSERT_TRUE(std::isfinite(hit.box.x + hit.box.y) && hit.box.w >= 1 && hit.box.h >= 1);
        ASSERT_EQ(to_dump(result->drawing), to_dump(draw(spec, table, title, box)->drawing));
        if (HasFatalFailure())
            return;
    }
}

} // namespace
} // namespace presstime
