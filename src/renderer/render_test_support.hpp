// A render input made by hand: widgets over tables in memory.
#pragma once

#include "renderer/renderer.hpp"

#include <gtest/gtest.h>

namespace presstime::render_test {

class TableReader final : public BatchReader {
public:
    explicit TableReader(Table table) : table_(std::move(table)) {}
    const std::vector<Column>& columns() const override { return table_.columns; }
    Result<bool> next(Batch& batch) override
    {
        batch.rows = 0;
        batch.columns.clear();
        if (done_ || table_.rows() == 0)
            return false;
        done_ = true;
        batch = table_.data;
        return true;
    }
    Completeness completeness() const override { return table_.completeness; }

private:
    Table table_;
    bool done_ = false;
};

inline Widget make_widget(std::string id, WidgetKind kind, std::string title, std::string query)
{
    Widget widget;
    widget.id = std::move(id);
    widget.kind = kind;
    widget.title = std::move(title);
    widget.query = std::move(query);
    return widget;
}

inline QueryOutcome make_outcome(const Table& table)
{
    QueryOutcome outcome;
    outcome.open = [table]() -> Result<std::unique_ptr<BatchReader>> {
        return std::make_unique<TableReader>(table);
    };
    outcome.rows = static_cast<std::int64_t>(table.rows());
    outcome.completeness = table.completeness;
    return outcome;
}

inline QueryOutcome make_failure(std::string reason)
{
    QueryOutcome outcome;
    outcome.error = std::move(reason);
    return outcome;
}

// month:text, revenue:decimal(2), share:real
inline Table revenue(std::size_t rows)
{
    Table table = make_table(
        {{"month", ColumnType::text}, {"revenue", ColumnType::decimal, 2}, {"share", ColumnType::real}});
    for (std::size_t row = 0; row < rows; ++row) {
        table.data.columns[0].append_text("month " + std::to_string(row + 1));
        table.data.columns[1].append_integer(static_cast<std::int64_t>(row) * 150 + 5);
        if (row % 2 == 1)
            table.data.columns[2].append_null();
        else
            table.data.columns[2].append_real(0.5);
    }
    table.data.rows = rows;
    table.completeness.rows_in_result = static_cast<std::int64_t>(rows);
    return table;
}

inline RenderInput make_input(std::vector<Widget> widgets, std::map<std::string, QueryOutcome> results)
{
    RenderInput input;
    input.dashboard.id = "dash_sales";
    input.dashboard.name = "Sales \"overview\"";
    input.dashboard.widgets = std::move(widgets);
    input.period = {parse_rfc3339("2026-04-01T00:00:00Z").value(),
                    parse_rfc3339("2026-05-01T00:00:00Z").value()};
    input.nominal_at = parse_rfc3339("2026-05-01T07:00:00Z").value();
    input.as_of = parse_rfc3339("2026-05-01T07:00:03.5Z").value();
    input.results = std::move(results);
    return input;
}

struct Rendered {
    std::string bytes;
    RenderSummary summary;
};

inline Rendered render(std::string_view format, const RenderInput& input)
{
    const RendererPlugin* plugin = find_renderer_plugin(format, "format").value();
    StringSink sink;
    auto summary = plugin->render(input, {}, sink, Deadline::after(std::chrono::seconds(60)));
    EXPECT_TRUE(summary) << summary.error().message;
    return {sink.text, summary.value_or(RenderSummary{})};
}

} // namespace presstime::render_test
