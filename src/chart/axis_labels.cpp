// The order in which label arrangements are tried, and the geometry of each.
#include "chart/axis_labels.hpp"

#include "chart/ink.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>

namespace presstime {

namespace {

constexpr double kLine = theme::kAxis.line_height;
constexpr double kFirstBaseline = 10;  // under the axis line
constexpr double kBelow = 2;           // descenders
constexpr double kLabelGap = 5;        // between neighbours in a row
constexpr double kNameGap = 3;         // a name stays within its band, or it would seem to belong to the next
constexpr double kTurn = 35;           // degrees
constexpr double kTurnedStep = 12.3;   // so that turned lines keep their line height apart
constexpr double kLongestTurned = 110; // longer names are cut
constexpr double kShortestTurned = 24;

struct Extent {
    double left, right;
};

Extent span_of(double at, double width, const AxisLabelRequest& request)
{
    double left = std::clamp(at - width / 2, request.left, std::max(request.left, request.right - width));
    return {left, left + width};
}

// Room of one label when all share the axis.
double slot_of(const AxisLabelRequest& request)
{
    if (request.labels.size() < 2)
        return request.right - request.left;
    return (request.labels.back().at - request.labels.front().at) /
           static_cast<double>(request.labels.size() - 1);
}

DrawText centered(const AxisLabelRequest& request, std::string text, Extent span, double baseline)
{
    return {std::move(text), {(span.left + span.right) / 2, baseline}, request.style, TextAlign::center};
}

// Primary labels of every `stride`th label; nothing when two would touch.
std::optional<std::vector<DrawText>> flat_row(const AxisLabelRequest& request, std::size_t stride,
                                              TextMeasure& measure)
{
    std::vector<DrawText> texts;
    double end = request.left - kLabelGap;
    double slot =
        request.kind == LabelKind::names ? slot_of(request) - kNameGap : request.right - request.left;
    for (std::size_t i = 0; i < request.labels.size(); i += stride) {
        double width = measure.width(request.labels[i].primary, request.style);
        Extent span = span_of(request.labels[i].at, width, request);
        if (width > slot || span.left < end + kLabelGap - 0.01 || span.right > request.right + 0.01)
            return std::nullopt;
        end = span.right;
        texts.push_back(centered(request, request.labels[i].primary, span, kFirstBaseline));
    }
    return texts;
}

// The second line: each group under the first label that belongs to it. A group cut short at the beginning
// gives way to the next.
bool add_groups(const AxisLabelRequest& request, std::size_t stride, TextMeasure& measure,
                std::vector<DrawText>& texts)
{
    std::vector<DrawText> groups;
    std::vector<Extent> spans;
    std::string current;
    for (std::size_t i = 0; i < request.labels.size(); i += stride) {
        const AxisLabel& label = request.labels[i];
        if (label.group.empty() || label.group == current)
            continue;
        current = label.group;
        Extent span = span_of(label.at, measure.width(label.group, request.style), request);
        if (!spans.empty() && span.left < spans.back().right + kLabelGap) {
            if (groups.size() > 1)
                continue;
            groups.pop_back();
            spans.pop_back();
        }
        if (span.right > request.right + 0.01)
            continue;
        spans.push_back(span);
        groups.push_back(centered(request, label.group, span, kFirstBaseline + kLine));
    }
    texts.insert(texts.end(), groups.begin(), groups.end());
    return !groups.empty();
}

std::optional<AxisLabelPlan> plan_flat(const AxisLabelRequest& request, std::size_t stride,
                                       TextMeasure& measure)
{
    auto texts = flat_row(request, stride, measure);
    if (!texts)
        return std::nullopt;
    AxisLabelPlan plan{std::move(*texts), kFirstBaseline + kBelow, false, stride > 1};
    if (plan.height + kLine <= request.most_height && add_groups(request, stride, measure, plan.texts))
        plan.height += kLine;
    return plan;
}

std::optional<AxisLabelPlan> plan_two_lines(const AxisLabelRequest& request, TextMeasure& measure)
{
    AxisLabelPlan plan{{}, kFirstBaseline + kLine + kBelow};
    double end = request.left - kLabelGap;
    for (const AxisLabel& label : request.labels) {
        auto lines = break_in_two(label.primary, request.style, measure);
        double width =
            std::max(measure.width(lines[0], request.style), measure.width(lines[1], request.style));
        Extent span = span_of(label.at, width, request);
        if (width > slot_of(request) - kNameGap || span.left < end + kNameGap - 0.01)
            return std::nullopt;
        end = span.right;
        for (std::size_t i = 0; i < 2; ++i)
            if (!lines[i].empty())
                plan.texts.push_back(
                    centered(request, lines[i], span, kFirstBaseline + static_cast<double>(i) * kLine));
    }
    return plan;
}

AxisLabelPlan plan_turned(const AxisLabelRequest& request, TextMeasure& measure)
{
    constexpr double kRadians = kTurn * std::numbers::pi / 180;
    const double sine = std::sin(kRadians), cosine = std::cos(kRadians);
    AxisLabelPlan plan;
    double step = slot_of(request);
    auto stride = static_cast<std::size_t>(std::ceil(kTurnedStep / std::max(step, 0.01) - 0.01));
    plan.thinned = stride > 1;
    plan.cramped = plan.thinned;
    double longest = std::min((request.most_height - kFirstBaseline) / sine, kLongestTurned);
    double deepest = 0;
    for (std::size_t i = 0; i < request.labels.size(); i += std::max<std::size_t>(stride, 1)) {
        const AxisLabel& label = request.labels[i];
        // The line ends a little right of its place, so that its last letter stands under the tick.
        Point end{std::min(label.at + kAxisTextMiddle, request.right - kAxisTextMiddle), kFirstBaseline - 2};
        double room = std::min(longest, (end.x - kAxisTextMiddle - request.left) / cosine);
        double width = measure.width(label.primary, request.style);
        plan.missing_left = std::max(plan.missing_left, (std::min(width, longest) - room) * cosine);
        if (width > room)
            plan.cramped = true;
        bool too_near = !plan.texts.empty() && end.x - plan.texts.back().at.x < kTurnedStep - 0.1;
        if (room < std::min(width, kShortestTurned) || too_near)
            continue;
        deepest = std::max(deepest, std::min(width, room));
        plan.texts.push_back({label.primary, end, request.style, TextAlign::right, room, kTurn});
    }
    plan.height = kFirstBaseline + deepest * sine + kBelow;
    return plan;
}

} // namespace

bool fits_flat(const AxisLabelRequest& request, TextMeasure& measure)
{
    return flat_row(request, 1, measure).has_value();
}

AxisLabelPlan plan_axis_labels(const AxisLabelRequest& request, TextMeasure& measure)
{
    if (request.labels.empty())
        return {};
    if (auto plan = plan_flat(request, 1, measure))
        return *plan;
    if (request.kind == LabelKind::names) {
        if (auto plan = plan_two_lines(request, measure); plan && plan->height <= request.most_height)
            return *plan;
        return plan_turned(request, measure);
    }
    static constexpr std::size_t kStrides[] = {2,  3,   4,   6,   12,  24,   36,   48,   60,
                                               84, 120, 240, 480, 960, 1920, 3840, 7680, 15360};
    for (std::size_t stride : kStrides)
        if (auto plan = plan_flat(request, stride, measure))
            return *plan;
    return {};
}

} // namespace presstime
