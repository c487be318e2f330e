// What people wait for, as control and the API see it: narrow interfaces that a bounded pool with deadlines
// stands behind. Control decides who may ask and for what; it never opens a source or draws a page itself.
#pragma once

#include "base/result.hpp"
#include "model/connection.hpp"
#include "model/dashboard.hpp"
#include "model/hit_map.hpp"
#include "model/report.hpp"
#include "model/run.hpp"
#include "model/secure_filter.hpp"
#include "model/structured_query.hpp"
#include "model/table.hpp"
#include "model/value.hpp"
#include "model/workspace_theme.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace presstime::control {

// A query as it stands in a dashboard.
struct QueryQuestion {
    std::int64_t workspace_id = 1;
    Query query;
    std::vector<Binding> bindings;
    std::vector<Dataset> datasets; // the dashboard's own, beside the workspace's
    std::optional<SecurityContext> security;
};

// Looks at queries and connections without running anything. Safe to call from several threads.
class QueryInspector {
public:
    virtual ~QueryInspector() = default;
    // The result's columns. not_found when the connection is not there; `invalid` (field "sql") or give_up
    // when the SQL is wrong; retry when the source cannot be asked now.
    virtual Result<std::vector<Column>> describe(const QueryQuestion& question) = 0;
    // Opens the data set once: its columns. Errors as those of describe().
    virtual Result<std::vector<Column>> describe_dataset(std::int64_t workspace_id,
                                                         const Dataset& dataset) = 0;
    // Opens the connection once; `invalid` with field "options.<name>".
    virtual Result<> check_connection(const Connection& connection) = 0;
};

struct QueryRequest {
    std::int64_t workspace_id = 1;
    Query query;
    std::vector<Binding> bindings;
    std::int64_t max_rows = 1'000;             // more are cut, and the table's completeness says so
    std::vector<Dataset> datasets{};           // the dashboard's own, beside the workspace's
    std::optional<SecurityContext> security{}; // whose rows; nothing = all
};
// Over one data set of the workspace.
struct StructuredRequest {
    std::int64_t workspace_id = 1;
    StructuredQuery query;
    std::string path{};              // of the query in what was sent: "queries[0]", in front of errors
    std::vector<Binding> bindings{}; // parameters that the data set's own SQL may name
    std::optional<SecurityContext> security{}; // whose rows; nothing = all
    std::int64_t max_rows = 10'000;
};
struct QueryAnswer {
    Table table;
    std::int64_t elapsed_us = 0;
};

enum class PagesWanted { all, first };
struct PreviewRequest {
    Report report;
    Dashboard dashboard;
    std::string format;
    Instant nominal_at{};
    Period period{};
    std::optional<SecurityContext> security{};    // in the place of the report's own
    std::vector<std::string> hidden_parameters{}; // bound, and named nowhere on the pages
    PagesWanted pages = PagesWanted::all;         // of a format with pages; all of them are counted
};
struct RenderedFile {
    std::string filename;
    std::string content_type;
    std::string bytes;
    bool complete = true;
    std::int64_t rows = 0;
    int pages = 0;      // 0 of a format without pages
    std::string note{}; // what was cut, failed or went wrong in it; empty = nothing
};

// A dashboard over results that are given, not asked for, in a theme that nobody has saved.
struct GivenRequest {
    std::int64_t workspace_id = 1;
    Dashboard dashboard;
    std::map<std::string, Table> results; // by query
    WorkspaceTheme theme;                 // in the place of the workspace's
    std::string format;                   // a PNG is one page of `width_pt`, as high as what stands on it
    double width_pt = 0;
    Instant nominal_at{};
    Period period{};
};

// One widget as the browser shows it.
struct PictureRequest {
    std::int64_t workspace_id = 1;
    Dashboard dashboard;
    std::string widget;
    double width_px = 0;
    double height_px = 0;
    std::string id_prefix{};                       // of ids within the picture; empty = the widget's id
    std::map<std::string, std::string> parameters; // literal or expression, by name
    std::string timezone = "UTC";
    std::string locale = "en-US";
    Instant nominal_at{};
    Period period{};
    std::optional<SecurityContext> security{};
    int png_scale = 0; // 1 or 2: a PNG of so many pixels for each of `width_px`, in the place of the SVG
};
struct WidgetPicture {
    std::string svg;      // its viewBox is in points
    std::string png;      // when it was asked for
    std::string alt_text; // one or two sentences written from the numbers
    std::string note;     // what was cut, merged or failed
    HitMap hits;          // boxes in points
    double width_pt = 0;
    double height_pt = 0;
};

// Safe to call from several threads; too_many when the pool is full.
class Interactive {
public:
    virtual ~Interactive() = default;
    virtual Result<QueryAnswer> run_query(const QueryRequest& request) = 0;
    // `invalid` with the path of the query's member; `forbidden` when security does not name the data set.
    virtual Result<QueryAnswer> run_structured(const StructuredRequest& request) = 0;
    // The report drawn now: no run, no delivery, nothing stored.
    virtual Result<RenderedFile> preview(const PreviewRequest& request) = 0;
    virtual Result<RenderedFile> draw_given(const GivenRequest& request) = 0;
    // Runs the queries of that widget alone; `invalid("width")` or "height" for a size that cannot be drawn.
    virtual Result<WidgetPicture> picture(const PictureRequest& request) = 0;
    // Another format of an ended run from its stored results; not_found when they are no longer kept.
    virtual Result<RenderedFile> draw_again(const Run& run, const std::string& format) = 0;
};

} // namespace presstime::control
