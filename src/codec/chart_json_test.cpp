// Every key of charts, tables, cards and pictures both ways, and what each mark refuses.
#include "codec/document.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <string>

namespace presstime::codec {
namespace {

// Says something other than the default in every key that was added to the first documents.
constexpr std::string_view kEverything = R"(kind: dashboard
id: dash_all
name: Everything
theme: dark
cover: true
contents: true
queries:
  - {name: q, connection: shop, sql: "SELECT 1"}
  - {name: days, connection: shop, sql: "SELECT 2"}
widgets:
  - {id: w_kpi, kind: kpi, query: q, value: revenue, compare: before, compare_label: last year,
     sparkline: revenue, sparkline_query: days, grid: {x: 0, y: 0, w: 3, h: 2}}
  - id: w_combo
    kind: chart
    query: q
    break_before: true
    chart:
      mark: combo
      x: month
      y: [revenue]
      y2: [margin, share]
      curve: step
      markers: "off"
      x_format: MMM yyyy
      y_format: "0,0"
      y2_format: "0.0%"
      y_min: -5
      y_max: 1e3
      x_title: Month
      y_title: EUR
      y2_title: Share
      references:
        - {axis: y, value: 100, label: Target, tone: good}
        - {axis: y2, from: 80, to: 120}
        - {statistic: avg, tone: warn}
        - {axis: x, at: "2026-03-01", label: Launch, tone: bad}
    grid: {x: 3, y: 0, w: 9, h: 6}
  - {id: w_shared, kind: chart, query: q, grid: {x: 0, y: 6, w: 6, h: 6},
     chart: {mark: combo, x: month, y: [a], y2: [b], y2_axis: shared}}
  - {id: w_bubble, kind: chart, query: q, grid: {x: 6, y: 6, w: 6, h: 6},
     chart: {mark: bubble, x: a, y: [b], size: c, label: d, series: e, x_scale: log, y_scale: log}}
  - {id: w_hist, kind: chart, query: q, grid: {x: 0, y: 12, w: 6, h: 6},
     chart: {mark: histogram, x: a, bins: 12}}
  - {id: w_steps, kind: chart, query: q, grid: {x: 6, y: 12, w: 6, h: 6},
     chart: {mark: waterfall, x: a, y: [b], closing_total: false}}
  - {id: w_gauge, kind: chart, query: q, grid: {x: 0, y: 18, w: 6, h: 6},
     chart: {mark: gauge, y: [b], y_min: 10, y_max: 20}}
  - {id: w_heat, kind: chart, query: q, grid: {x: 6, y: 18, w: 6, h: 6},
     chart: {mark: heatmap, x: a, y: [b], series: c}}
  - id: w_table
    kind: table
    query: q
    columns:
      - field: margin
        mark: dot
        tones:
          - {when: "<", value: 0, tone: bad}
          - {when: ">=", value: 10.5, tone: good}
        link: url
        lines: 3
    grid: {x: 0, y: 24, w: 12, h: 6}
  - id: w_logo
    kind: image
    image: |
      data:image/png;base64,iVBORw0KGgo
      AAAA
    alt: Our mark
    grid: {x: 0, y: 30, w: 3, h: 2}
)";

Result<Dashboard> read_yaml(std::string_view yaml)
{
    return dashboard_from_json(TRY(yaml_to_json(yaml)));
}

TEST(ChartDocument, ReadsEveryKey)
{
    Result<Dashboard> read = read_yaml(kEverything);
    ASSERT_TRUE(read.has_value()) << read.error().message;
    EXPECT_EQ(read->theme, "dark");
    EXPECT_TRUE(read->cover && read->contents);
    EXPECT_EQ(read->widgets[0].compare_label, "last year");
    EXPECT_EQ(read->widgets[0].sparkline_query, "days");
    EXPECT_TRUE(read->widgets[1].break_before);
    const ChartSpec& combo = read->widgets[1].chart;
    EXPECT_EQ(combo.y2, (std::vector<std::string>{"margin", "share"}));
    EXPECT_EQ(combo.curve, Curve::step);
    EXPECT_EQ(combo.markers, MarkerMode::off);
    EXPECT_EQ(combo.y_min, -5);
    EXPECT_EQ(combo.y_max, 1000);
    ASSERT_EQ(combo.references.size(), 4U);
    EXPECT_EQ(combo.references[0].value, 100);
    EXPECT_EQ(combo.references[1].axis, ReferenceAxis::y2);
    EXPECT_EQ(combo.references[1].to, 120);
    EXPECT_EQ(combo.references[2].statistic, ReferenceStatistic::average);
    EXPECT_EQ(combo.references[3].at, "2026-03-01");
    EXPECT_EQ(combo.references[3].tone, Tone::bad);
    EXPECT_EQ(read->widgets[2].chart.y2_axis, SecondAxis::shared);
    EXPECT_EQ(read->widgets[3].chart.x_scale, ScaleKind::log);
    EXPECT_EQ(read->widgets[4].chart.bins, 12);
    EXPECT_TRUE(read->widgets[4].chart.y.empty());
    EXPECT_FALSE(read->widgets[5].chart.closing_total);
    const TableColumn& column = read->widgets[8].columns[0];
    EXPECT_EQ(column.mark, CellMark::dot);
    ASSERT_EQ(column.tones.size(), 2U);
    EXPECT_EQ(column.tones[1].when, Comparison::greater_or_equal);
    EXPECT_EQ(column.tones[1].value, 10.5);
    EXPECT_EQ(column.link, "url");
    EXPECT_EQ(column.lines, 3);
    EXPECT_EQ(read->widgets[9].image, "data:image/png;base64,iVBORw0KGgoAAAA");
    EXPECT_EQ(read->widgets[9].alt, "Our mark");
}

TEST(ChartDocument, SurvivesJsonAndYamlBothWays)
{
    const std::string json = dashboard_to_json(read_yaml(kEverything).value());
    EXPECT_EQ(dashboard_to_json(dashboard_from_json(json).value()), json);
    const std::string yaml = json_to_yaml(json);
    Result<Dashboard> again = read_yaml(yaml);
    ASSERT_TRUE(again.has_value()) << again.error().message << "\n" << yaml;
    EXPECT_EQ(dashboard_to_json(*again), json);
}

TEST(ChartDocument, SaysOnlyWhatSomebodyChose)
{
    Dashboard dashboard;
    dashboard.name = "Plain";
    Widget widget;
    widget.id = "w_a";
    widget.kind = WidgetKind::chart;
    widget.query = "q";
    widget.chart.x = "a";
    widget.chart.y = {"b"};
    dashboard.widgets = {widget};
    const std::string json = dashboard_to_json(dashboard);
    for (std::string_view key :
         {"cover", "contents", "break_before", "y2", "curve", "bins", "references", "template_hosts"})
        EXPECT_EQ(json.find("\"" + std::string(key)), std::string::npos) << key;
}

TEST(ChartDocument, ATemplateStandsInsteadOfWidgets)
{
    const std::string start =
        "kind: dashboard\nname: T\nqueries: [{name: q, connection: c, sql: SELECT 1}]\n";
    Result<Dashboard> read = read_yaml(start + "template_html: <h1>{{title}}</h1>\n"
                                               "template_hosts: [static.example.com]\n");
    ASSERT_TRUE(read.has_value()) << read.error().message;
    EXPECT_EQ(read->template_html, "<h1>{{title}}</h1>");
    EXPECT_EQ(dashboard_from_json(dashboard_to_json(*read))->template_hosts, read->template_hosts);
    auto field = [&](const std::string& rest) { return read_yaml(start + rest).error().field; };
    EXPECT_EQ(field("template_html: a\nwidgets: [{id: w_a, kind: text, grid: {x: 0, y: 0, w: 1, h: 1}}]\n"),
              "template_html");
    EXPECT_EQ(field("template_hosts: [a.example.com]\n"), "template_hosts");
    EXPECT_EQ(field("template_html: a\ntemplate_hosts: [\"https://a.example.com\"]\n"), "template_hosts[0]");
    EXPECT_EQ(field("template_html: \"" + std::string(262'145, 'x') + "\"\n"), "template_html");
}

struct Refused {
    std::string chart; // of a widget, as JSON
    std::string field; // under widgets[0].chart
    std::string says;
};
class EachMark : public testing::TestWithParam<Refused> {};

TEST_P(EachMark, RefusesWhatItCannotUse)
{
    const std::string json = R"({"name":"D","queries":[{"name":"q","connection":"c","sql":"SELECT 1"}],)"
                             R"("widgets":[{"id":"w_a","kind":"chart","query":"q","chart":)" +
                             GetParam().chart + R"(,"grid":{"x":0,"y":0,"w":6,"h":6}}]})";
    Result<Dashboard> read = dashboard_from_json(json);
    ASSERT_FALSE(read.has_value()) << json;
    EXPECT_EQ(read.error().field, "widgets[0].chart." + GetParam().field) << read.error().message;
    EXPECT_NE(read.error().message.find(GetParam().says), std::string::npos) << read.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    ChartDocument, EachMark,
    testing::Values(
        Refused{R"({"mark":"bar","y":["b"]})", "x", "is required"},
        Refused{R"({"mark":"bar","x":"a"})", "y", "is required"},
        Refused{R"({"mark":"bar","x":"a","y":[]})", "y", "at least one column"},
        Refused{R"({"mark":"combo","x":"a","y":["b"]})", "y2", "is required"},
        Refused{R"({"mark":"combo","x":"a","y":["b"],"y2":["c"],"series":"s"})", "series",
                "does not fit combo"},
        Refused{R"({"mark":"bar","x":"a","y":["b"],"y2":["c"]})", "y2", "it belongs to combo"},
        Refused{R"({"mark":"bar","x":"a","y":["b"],"y2_axis":"shared"})", "y2_axis", "combo"},
        Refused{R"({"mark":"bubble","x":"a","y":["b"]})", "size", "is required"},
        Refused{R"({"mark":"scatter","x":"a","y":["b"],"size":"c"})", "size", "it belongs to bubble"},
        Refused{R"({"mark":"bar","x":"a","y":["b"],"label":"c"})", "label", "scatter and bubble"},
        Refused{R"({"mark":"heatmap","x":"a","y":["b"]})", "series", "is required"},
        Refused{R"({"mark":"heatmap","x":"a","y":["b","c"],"series":"s"})", "y", "a single column"},
        Refused{R"({"mark":"pie","x":"a","y":["b","c"]})", "y", "a single column"},
        Refused{R"({"mark":"donut","x":"a","y":["b"],"series":"s"})", "series", "does not fit donut"},
        Refused{R"({"mark":"waterfall","x":"a","y":["b","c"]})", "y", "a single column"},
        Refused{R"({"mark":"funnel","x":"a","y":["b"],"stack":"stacked"})", "stack", "does not fit funnel"},
        Refused{R"({"mark":"box_plot","x":"a","y":["b","c"]})", "y", "a single column"},
        Refused{R"({"mark":"histogram","y":["b"]})", "x", "is required"},
        Refused{R"({"mark":"line","x":"a","y":["b"],"bins":5})", "bins", "it belongs to histogram"},
        Refused{R"({"mark":"line","x":"a","y":["b"],"closing_total":false})", "closing_total", "waterfall"},
        Refused{R"({"mark":"bar","x":"a","y":["b"],"curve":"step"})", "curve", "line, area and combo"},
        Refused{R"({"mark":"bar","x":"a","y":["b"],"y_scale":"log"})", "y_scale", "line, scatter"},
        Refused{R"({"mark":"line","x":"a","y":["b"],"x_scale":"log"})", "x_scale", "scatter and bubble"},
        Refused{R"({"mark":"bar","x":"a","y":["b"],"y_min":1})", "y_min", "stands on zero"},
        Refused{R"({"mark":"bar","x":"a","y":["b"],"y_max":-1})", "y_max", "stands on zero"},
        Refused{R"({"mark":"line","x":"a","y":["b"],"y_min":5,"y_max":5})", "y_max", "greater than y_min"},
        Refused{R"({"mark":"line","x":"a","y":["b"],"y_min":0,"y_scale":"log"})", "y_min", "above 0"},
        Refused{R"({"mark":"line","x":"a","y":["b"],"y_min":"0"})", "y_min", "must be a number"},
        Refused{R"({"mark":"pie","x":"a","y":["b"],"y_title":"EUR"})", "y_title", "does not fit pie"},
        Refused{R"({"mark":"pie","x":"a","y":["b"],"references":[{"value":1}]})", "references", "pie"},
        Refused{R"({"mark":"bar","x":"a","y":["b"],"references":[{"label":"T"}]})", "references[0].value",
                "exactly one"},
        Refused{R"({"mark":"bar","x":"a","y":["b"],"references":[{"value":1,"statistic":"avg"}]})",
                "references[0].value", "exactly one"},
        Refused{R"({"mark":"bar","x":"a","y":["b"],"references":[{"from":1}]})", "references[0].to", "both"},
        Refused{R"({"mark":"bar","x":"a","y":["b"],"references":[{"from":2,"to":1}]})", "references[0].to",
                "greater than from"},
        Refused{R"({"mark":"bar","x":"a","y":["b"],"references":[{"at":"May"}]})", "references[0].at",
                "axis: x"},
        Refused{R"({"mark":"bar","x":"a","y":["b"],"references":[{"axis":"y2","value":1}]})",
                "references[0].axis", "no second axis"},
        Refused{R"({"mark":"bar","x":"a","y":["b"],"references":[{"valeu":1}]})", "references[0].valeu",
                "did you mean"},
        Refused{R"({"mark":"bar","x":"a","y":["b"],"y2_format":"x"})", "y2_format", "y2_format"}));

TEST(TableDocument, TonesNeedAMarkToColour)
{
    Result<Dashboard> read =
        read_yaml("kind: dashboard\nname: D\nqueries: [{name: q, connection: c, sql: SELECT 1}]\n"
                  "widgets:\n  - id: w_a\n    kind: table\n    query: q\n"
                  "    columns: [{field: a, tones: [{when: \"<\", value: 0, tone: bad}]}]\n"
                  "    grid: {x: 0, y: 0, w: 12, h: 4}\n");
    ASSERT_FALSE(read.has_value());
    EXPECT_EQ(read.error().field, "widgets[0].columns[0].tones");
}

} // namespace
} // namespace presstime::codec
