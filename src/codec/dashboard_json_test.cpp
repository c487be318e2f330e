#include "codec/document.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <string>

namespace presstime::codec {
namespace {

// One of everything a dashboard may say, as YAML.
constexpr std::string_view kSales = R"(kind: dashboard
id: dash_sales            # stable
name: Sales overview
description: What was sold
category: Finance
tags: [sales, weekly]
theme: light
parameters: [{name: region, type: string, default: EMEA, label: Region, options_query: regions}]
queries:
  - {name: regions, connection: shop, sql: "SELECT DISTINCT region FROM orders"}
  - {name: revenue, connection: shop, sql: "SELECT SUM(revenue) AS revenue FROM orders"}
  - name: revenue_by_month
    connection: shop
    sql: |-
      SELECT month, SUM(revenue) AS revenue
      FROM orders
      WHERE region = $region AND ordered_at >= $period_start
      GROUP BY month ORDER BY month
    max_rows: 10000
    timeout_s: 30
widgets:
  - {id: w_kpi, kind: kpi, query: revenue, value: revenue, compare: previous, good: up, format: "€ 0.0a",
     grid: {x: 0, y: 0, w: 3, h: 2}}
  - {id: w_bar, kind: chart, title: Revenue by month, query: revenue_by_month,
     chart: {mark: bar, x: month, y: [revenue], series: null, stack: none, labels: auto, y_format: "€ 0a"},
     grid: {x: 3, y: 0, w: 9, h: 6}}
  - {id: w_tab, kind: table, title: Orders, query: revenue,
     columns: [{field: revenue, label: Total, format: "0,0.00", total: sum}], max_rows: null,
     grid: {x: 0, y: 6, w: 12, h: 8}}
  - {id: w_txt, kind: text, markdown: "Some *text*", grid: {x: 0, y: 14, w: 12, h: 2}}
template_html: null
)";

boost::json::object sales()
{
    return boost::json::parse(yaml_to_json(kSales).value()).as_object();
}

std::string refusal(const boost::json::object& document, const std::string& field)
{
    Result<Dashboard> dashboard = dashboard_from_json(boost::json::serialize(document));
    EXPECT_FALSE(dashboard.has_value()) << field;
    if (dashboard)
        return "";
    EXPECT_EQ(dashboard.error().kind, ErrorKind::invalid);
    EXPECT_EQ(dashboard.error().field, field) << dashboard.error().message;
    return dashboard.error().message;
}

TEST(DashboardDocument, ReadsTheExample)
{
    Result<Dashboard> dashboard = dashboard_from_json(yaml_to_json(kSales).value());
    ASSERT_TRUE(dashboard.has_value()) << dashboard.error().message;
    EXPECT_EQ(dashboard->id, "dash_sales");
    EXPECT_EQ(std::get<std::string>(dashboard->parameters[0].default_value), "EMEA");
    EXPECT_EQ(dashboard->queries[2].max_rows, 10000);
    EXPECT_EQ(dashboard->widgets[1].chart.mark, Mark::bar);
    EXPECT_EQ(dashboard->widgets[1].chart.y_format, "€ 0a");
    EXPECT_EQ(dashboard->widgets[2].columns[0].total, TotalKind::sum);
    EXPECT_FALSE(dashboard->widgets[2].max_rows.has_value());
}

TEST(DashboardDocument, SurvivesJsonAndYamlBothWays)
{
    const std::string json = dashboard_to_json(*dashboard_from_json(yaml_to_json(kSales).value()));
    EXPECT_EQ(dashboard_to_json(*dashboard_from_json(json)), json);
    Result<std::string> again = yaml_to_json(json_to_yaml(json));
    ASSERT_TRUE(again.has_value()) << again.error().message << "\n" << json_to_yaml(json);
    EXPECT_EQ(*again, json);
}

TEST(DashboardDocument, KeepsParameterTypes)
{
    Dashboard dashboard;
    dashboard.name = "Types";
    dashboard.parameters = {
        {"i", ParameterType::integer, std::int64_t{5}, "", ""},
        {"r", ParameterType::real, 0.5, "", ""},
        {"b", ParameterType::boolean, true, "", ""},
        {"d", ParameterType::date, parse_date("2026-04-21").value(), "", ""},
        {"t", ParameterType::timestamp, parse_rfc3339("2026-04-21T09:00:00Z").value(), "", ""},
        {"n", ParameterType::text, std::monostate{}, "", ""}};
    Result<Dashboard> again = dashboard_from_json(dashboard_to_json(dashboard));
    ASSERT_TRUE(again.has_value()) << again.error().message;
    for (std::size_t index = 0; index < dashboard.parameters.size(); ++index)
        EXPECT_EQ(again->parameters[index].default_value, dashboard.parameters[index].default_value) << index;
}

TEST(DashboardDocument, AnUnknownMarkIsAnsweredWithTheValidOnes)
{
    boost::json::object document = sales();
    document["widgets"].as_array()[1].as_object()["chart"].as_object()["mark"] = "bra";
    const std::string message = refusal(document, "widgets[1].chart.mark");
    EXPECT_NE(message.find("bar, line, area, combo, scatter"), std::string::npos) << message;
    EXPECT_NE(message.find("did you mean bar"), std::string::npos) << message;
}

TEST(DashboardDocument, AWidgetMustNameAQueryThatIsThere)
{
    boost::json::object document = sales();
    document["widgets"].as_array()[2].as_object()["query"] = "revenu";
    const std::string message = refusal(document, "widgets[2].query");
    EXPECT_NE(message.find("did you mean revenue"), std::string::npos) << message;
}

TEST(DashboardDocument, TheGridHasTwelveColumns)
{
    boost::json::object document = sales();
    document["widgets"].as_array()[1].as_object()["grid"].as_object()["w"] = 10;
    refusal(document, "widgets[1].grid.w");
    document = sales();
    document["widgets"].as_array()[1].as_object()["grid"].as_object()["x"] = 2;
    refusal(document, "widgets[1].grid");
    document = sales();
    document["widgets"].as_array()[1].as_object().erase("grid");
    refusal(document, "widgets[1].grid");
}

TEST(DashboardDocument, RefusesWhatDoesNotFit)
{
    struct Case {
        std::string list;
        std::size_t index;
        std::string key;
        boost::json::value value;
        std::string field;
    };
    const std::vector<Case> cases{
        {"widgets", 3, "id", "w_kpi", "widgets[3].id"},
        {"widgets", 3, "id", "text", "widgets[3].id"},
        {"widgets", 3, "kind", "map", "widgets[3].kind"},
        {"widgets", 3, "query", "revenue", "widgets[3].query"},
        {"widgets", 0, "columns", boost::json::array(), "widgets[0].columns"},
        {"widgets", 0, "value", nullptr, "widgets[0].value"},
        {"widgets", 0, "format", "no digits", "widgets[0].format"},
        {"queries", 1, "name", "regions", "queries[1].name"},
        {"queries", 1, "name", "a b", "queries[1].name"},
        {"queries", 1, "sql", "", "queries[1].sql"},
        {"queries", 1, "connection", nullptr, "queries[1].connection"},
        {"queries", 1, "timeout_s", -1, "queries[1].timeout_s"},
        {"parameters", 0, "name", "nominal_at", "parameters[0].name"},
        {"parameters", 0, "type", "text", "parameters[0].type"},
        {"parameters", 0, "default", 5, "parameters[0].default"},
        {"parameters", 0, "options_query", "nowhere", "parameters[0].options_query"},
    };
    for (const Case& each : cases) {
        boost::json::object document = sales();
        document[each.list].as_array()[each.index].as_object()[each.key] = each.value;
        refusal(document, each.field);
    }
}

TEST(DashboardDocument, BringsDataSetsAlong)
{
    boost::json::object document = sales();
    document["datasets"] = boost::json::parse(
        R"([{"name":"orders","connection":"shop","table":"orders"},
            {"name":"big","connection":"shop","sql":"SELECT * FROM orders WHERE total > 9"}])");
    const Dashboard dashboard = *dashboard_from_json(boost::json::serialize(document));
    ASSERT_EQ(dashboard.datasets.size(), 2U);
    EXPECT_EQ(dashboard.datasets[1].sql, "SELECT * FROM orders WHERE total > 9");
    const Dashboard again = *dashboard_from_json(dashboard_to_json(dashboard));
    EXPECT_EQ(again.datasets[0].table, "orders");
    document["datasets"] = {{{"name", "orders"}}};
    refusal(document, "datasets[0].connection");
    document["datasets"] = boost::json::parse(R"([{"name":"a","connection":"shop","table":"t"},
                                                  {"name":"A","connection":"shop","table":"t"}])");
    refusal(document, "datasets[1].name");
    document["datasets"] =
        boost::json::parse(R"([{"name":"a","connection":"shop","table":"t","sql":"SELECT 1"}])");
    refusal(document, "datasets[0].sql");
    document["datasets"] =
        boost::json::parse(R"([{"id":"ds_1","name":"a","connection":"shop","table":"t"}])");
    refusal(document, "datasets[0].id");
}

TEST(ConnectionDocument, ReadsBothWordsForTheSource)
{
    EXPECT_EQ(connection_from_json(R"({"name":"shop","kind":"duckdb","options":{"path":"a.db"}})")->kind,
              "duckdb");
    Result<Connection> file = connection_from_json(R"({"kind":"connection","name":"shop","source":"sqlite",)"
                                                   R"("options":{"path":"a.db","threads":2,"x":true}})");
    ASSERT_TRUE(file.has_value()) << file.error().message;
    EXPECT_EQ(file->kind, "sqlite");
    EXPECT_EQ(file->options.at("threads"), "2");
    EXPECT_EQ(file->options.at("x"), "true");
    EXPECT_EQ(connection_from_json(R"({"name":"shop"})").error().field, "source");
    EXPECT_EQ(connection_from_json(R"({"name":"a/b","source":"x"})").error().field, "name");
}

TEST(RunDefinition, HoldsReportAndDashboard)
{
    Report report;
    report.name = "R";
    report.dashboard_id = "dash_a";
    report.formats = {"csv"};
    report.pdf_password = "opensesame";
    report.id = 3;
    Dashboard dashboard;
    dashboard.id = "dash_a";
    dashboard.number = 9;
    dashboard.name = "D";
    const std::string text = definition_to_json({report, dashboard, 4});
    Result<Definition> again = definition_from_json(text);
    ASSERT_TRUE(again.has_value()) << again.error().message;
    EXPECT_EQ(definition_to_json(*again), text);
    EXPECT_EQ(again->report.id, 3);
    EXPECT_EQ(text.find("opensesame"), std::string::npos);
    EXPECT_EQ(again->dashboard.number, 9);
    EXPECT_EQ(again->theme_version, 4);
}

} // namespace
} // namespace presstime::codec
