// The dashboard document: queries, and widgets on a 12-column grid. Mirrors the document of
// docs/dashboards.md.
#pragma once

#include "model/value.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace presstime {

enum class ParameterType { text, integer, real, boolean, date, timestamp };

struct Parameter {
    std::string name;
    ParameterType type = ParameterType::text;
    Value default_value;
    std::string label;
    std::string options_query; // name of a query that lists the choices, or empty
};

struct Query {
    std::int64_t id = 0; // unique in the workspace; 0 until stored
    std::string name;    // unique in the dashboard
    std::string connection;
    std::string sql;
    std::int64_t max_rows = 0; // 0 = the server's limit
    int timeout_s = 0;         // 0 = the server's limit
};

struct GridBox {
    int x = 0; // 0-11
    int y = 0;
    int w = 12; // 1-12, x + w <= 12
    int h = 4;  // >= 1, <= 200
};

enum class WidgetKind { kpi, chart, table, text };
enum class Mark { bar, line, area, pie };
enum class StackMode { none, stacked, percent };
enum class LabelMode { automatic, on, off };
enum class GoodDirection { up, down, neutral };
enum class TotalKind { none, sum, average, minimum, maximum, count };

struct ChartSpec {
    Mark mark = Mark::bar;
    std::string x;              // category or time column; the slice name of a pie
    std::vector<std::string> y; // one or more measure columns
    std::string series;         // optional column that splits one measure into series
    StackMode stack = StackMode::none;
    bool horizontal = false;
    LabelMode labels = LabelMode::automatic;
    std::string x_format;
    std::string y_format;
};

struct TableColumn {
    std::string field;
    std::string label; // default: the field
    std::string format;
    TotalKind total = TotalKind::none;
};

struct Widget {
    std::string id; // "w_..."
    WidgetKind kind = WidgetKind::text;
    std::string title;
    std::string query; // name of a query of the dashboard; empty for text
    GridBox grid;
    // kpi
    std::string value;   // column; the first row's cell is the value
    std::string compare; // "" none, "previous" (the second row's cell), or a column name
    GoodDirection good = GoodDirection::neutral;
    std::string format;
    // chart
    ChartSpec chart;
    // table
    std::vector<TableColumn> columns; // empty = every column of the result
    std::optional<std::int64_t> max_rows;
    // text
    std::string markdown;
};

struct Dashboard {
    std::string id;          // "dash_..."
    std::int64_t number = 0; // its integer alias, unique in the workspace; 0 until stored
    std::string name;
    std::string description;
    std::string category;
    std::vector<std::string> tags;
    std::string theme = "light";
    std::vector<Parameter> parameters;
    std::vector<Query> queries;
    std::vector<Widget> widgets;

    const Query* find_query(std::string_view name) const;
};

// Widgets that a CSV or JSON file carries: kpi, chart and table.
bool is_tabular(const Widget& widget);

} // namespace presstime
