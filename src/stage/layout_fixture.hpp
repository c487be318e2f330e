// What the layout tests share: results in memory behind a BatchReader, an input to fill, and questions about
// pages. For *_test.cpp only.
#pragma once

#include "chart/chart_fixture.hpp"
#include "stage/layout.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

namespace presstime::stage {

class TableReader final : public BatchReader {
public:
    explicit TableReader(std::shared_ptr<const Table> table) : table_(std::move(table)) {}
    const std::vector<Column>& columns() const override { return table_->columns; }
    Result<bool> next(Batch& batch) override
    {
        batch = done_ ? Batch{} : table_->data;
        return !std::exchange(done_, true) && batch.rows > 0;
    }
    Completeness completeness() const override { return table_->completeness; }

private:
    std::shared_ptr<const Table> table_;
    bool done_ = false;
};

inline void add_result(RenderInput& input, const std::string& query, Table table)
{
    table.completeness.rows_in_result = static_cast<std::int64_t>(table.rows());
    auto kept = std::make_shared<const Table>(std::move(table));
    QueryOutcome outcome{query, "", [kept]() -> Result<std::unique_ptr<BatchReader>> {
                             return std::make_unique<TableReader>(kept);
                         }};
    outcome.rows = static_cast<std::int64_t>(kept->rows());
    outcome.completeness = kept->completeness;
    input.results[query] = std::move(outcome);
}

inline void add_failure(RenderInput& input, const std::string& query, const std::string& error)
{
    input.results[query] = {query, error, nullptr};
}

inline Instant at(const char* rfc3339)
{
    return parse_rfc3339(rfc3339).value();
}

// Last week's report of Acme in Berlin, without widgets yet.
inline RenderInput bare_input()
{
    RenderInput input;
    input.dashboard.name = "Sales overview";
    input.report.name = "Weekly sales";
    input.workspace_name = "Acme Trading";
    input.timezone = "Europe/Berlin";
    input.period = {at("2026-11-13T23:00:00Z"), at("2026-11-20T23:00:00Z")};
    input.as_of = at("2026-11-21T08:00:41.5Z");
    return input;
}

inline Widget table_widget(const std::string& query, const std::string& title, GridBox grid = {0, 0, 12, 4})
{
    Widget widget;
    widget.id = "w_" + query;
    widget.kind = WidgetKind::table;
    widget.query = query;
    widget.title = title;
    widget.grid = grid;
    return widget;
}

// `rows` of a number and a name.
inline Table numbered_table(std::int64_t rows)
{
    ColumnData number = make_column_data({"", ColumnType::integer, 0});
    ColumnData name = make_column_data({"", ColumnType::text, 0});
    for (std::int64_t i = 0; i < rows; ++i) {
        number.append_integer(i + 1);
        name.append_text("row" + std::to_string(i + 1));
    }
    return table_of({{"name", std::move(name)}, {"number", std::move(number)}});
}

// Letters of one width, so that goldens do not depend on a font's version.
inline Result<PageList> laid_out(const RenderInput& input, RendererInput needs = RendererInput::pages)
{
    FixedMeasure measure;
    return lay_out(input, page_setup(input, needs, 5'000), measure);
}

inline bool has_text(const Page& page, std::string_view wanted)
{
    for (const std::string& text : texts_of(page.drawing)) {
        if (text.find(wanted) != std::string::npos) {
            return true;
        }
    }
    return false;
}

// "row17" and the like on a page, in order.
inline std::vector<std::string> row_names(const Page& page)
{
    std::vector<std::string> names;
    for (const std::string& text : texts_of(page.drawing)) {
        if (text.starts_with("row")) {
            names.push_back(text);
        }
    }
    return names;
}

} // namespace presstime::stage
