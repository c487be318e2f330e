// The dashboard document: queries, and widgets on a 12-column grid. Mirrors the document of
// docs/dashboards.md.
#pragma once

#include "base/result.hpp"
#include "model/chart_spec.hpp"
#include "model/dataset.hpp"
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

enum class WidgetKind { kpi, chart, table, text, image };
enum class CellMark { none, bar, dot };
enum class Comparison { less, less_or_equal, equal, greater_or_equal, greater };
enum class GoodDirection { up, down, neutral };
enum class TotalKind { none, sum, average, minimum, maximum, count };

// "less 0 bad": the first rule that holds gives a cell its tone.
struct ToneRule {
    Comparison when = Comparison::less;
    double value = 0;
    Tone tone = Tone::neutral;
};

struct TableColumn {
    std::string field;
    std::string label; // default: the field
    std::string format;
    TotalKind total = TotalKind::none;
    CellMark mark = CellMark::none;
    std::vector<ToneRule> tones; // the first that holds colours the mark
    std::string link;            // column that holds a URL for the cell
    int lines = 2;               // text wraps to so many, 1-20
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
    std::string compare_label;   // "last year"; default: the column's name
    std::string sparkline;       // column drawn as a small line over all rows
    std::string sparkline_query; // of another query; empty = the widget's own, newest row first
    // chart
    ChartSpec chart;
    // table
    std::vector<TableColumn> columns; // empty = every column of the result
    std::optional<std::int64_t> max_rows;
    // text
    std::string markdown;
    // image: a data URI of a PNG or JPEG, as it stands in the document
    std::string image;
    std::string alt;           // what the image shows
    bool break_before = false; // begins a new page
};

struct Dashboard {
    std::string id;          // "dash_..."
    std::int64_t number = 0; // its integer alias, unique in the workspace; 0 until stored
    std::string name;
    std::string description;
    std::string category;
    std::vector<std::string> tags;
    std::string theme = "light"; // or "dark"
    bool cover = false;          // a first page with title, period and logo
    bool contents = false;       // a table of contents
    std::vector<Parameter> parameters;
    std::vector<Dataset> datasets; // its own, beside those of the workspace; without ids
    std::vector<Query> queries;
    std::vector<Widget> widgets;
    std::string template_html;               // mustache HTML over the queries, instead of widgets
    std::vector<std::string> template_hosts; // which hosts the template may load from; none by default

    const Query* find_query(std::string_view name) const;
};

// Leaves the named widgets alone, and the queries they show; one by itself gets the whole width of its page.
// No names: nothing is taken away. `invalid("widgets[0]")` for a name that no widget bears, and for a
// dashboard made of a template.
Result<> keep_widgets(Dashboard& dashboard, const std::vector<std::string>& ids);

// Widgets that a CSV or JSON file carries: kpi, chart and table.
bool is_tabular(const Widget& widget);

} // namespace presstime
