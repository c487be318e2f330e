// The words of dashboards and charts.
#pragma once

#include "model/dashboard.hpp"
#include "model/enum_words.hpp"

namespace presstime {

template <>
inline constexpr Words<6> kEnumWords<ParameterType>{"string",  "integer", "number",
                                                    "boolean", "date",    "timestamp"};
template <>
inline constexpr Words<5> kEnumWords<WidgetKind>{"kpi", "chart", "table", "text", "image"};
template <>
inline constexpr Words<14> kEnumWords<Mark>{"bar",      "line",      "area",   "combo",   "scatter",
                                            "bubble",   "pie",       "donut",  "heatmap", "histogram",
                                            "box_plot", "waterfall", "funnel", "gauge"};
template <>
inline constexpr Words<3> kEnumWords<StackMode>{"none", "stacked", "percent"};
template <>
inline constexpr Words<3> kEnumWords<LabelMode>{"auto", "on", "off"};
template <>
inline constexpr Words<3> kEnumWords<MarkerMode>{"auto", "on", "off"};
template <>
inline constexpr Words<2> kEnumWords<ScaleKind>{"linear", "log"};
template <>
inline constexpr Words<2> kEnumWords<Curve>{"straight", "step"};
template <>
inline constexpr Words<2> kEnumWords<SecondAxis>{"own", "shared"};
template <>
inline constexpr Words<3> kEnumWords<ReferenceAxis>{"y", "y2", "x"};
template <>
inline constexpr Words<5> kEnumWords<ReferenceStatistic>{"none", "avg", "median", "min", "max"};
template <>
inline constexpr Words<4> kEnumWords<Tone>{"neutral", "good", "warn", "bad"};
template <>
inline constexpr Words<3> kEnumWords<CellMark>{"none", "bar", "dot"};
template <>
inline constexpr Words<5> kEnumWords<Comparison>{"<", "<=", "=", ">=", ">"};
template <>
inline constexpr Words<3> kEnumWords<GoodDirection>{"up", "down", "neutral"};
template <>
inline constexpr Words<6> kEnumWords<TotalKind>{"none", "sum", "avg", "min", "max", "count"};

} // namespace presstime
