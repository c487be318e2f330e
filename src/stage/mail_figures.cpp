#include "stage/mail_figures.hpp"

#include "base/text.hpp"
#include "platform/text/number_format.hpp"

#include <algorithm>

namespace presstime::stage {
namespace {

constexpr std::size_t kMostFigures = 12;
constexpr std::size_t kMostBytes = 120; // of one cell

// The first batch of a result, at most `rows` of it; without columns when the query failed.
struct Head {
    std::vector<Column> columns;
    Batch batch;
};

Result<Head> head_of(const RenderInput& input, const std::string& query, std::size_t rows)
{
    Head head;
    const auto outcome = input.results.find(query);
    if (outcome == input.results.end() || !outcome->second.error.empty())
        return head;
    const std::unique_ptr<BatchReader> reader = TRY(outcome->second.open());
    head.columns = reader->columns();
    if (TRY(reader->next(head.batch)))
        head.batch.keep_rows(std::min(rows, head.batch.rows));
    return head;
}

std::string cell(const RenderInput& input, const Batch& batch, std::size_t column, std::size_t row,
                 const std::string& pattern)
{
    const std::string text =
        format_cell(batch.columns[column], row, pattern, input.report.locale, input.utc_offset);
    const std::string_view clipped = clip_utf8(text, kMostBytes);
    return std::string(clipped) + (clipped.size() < text.size() ? "…" : "");
}

Result<> add_figure(const RenderInput& input, const Widget& widget, MailFigures& out)
{
    const Head head = TRY(head_of(input, widget.query, 1));
    const auto found = std::ranges::find(head.columns, widget.value, &Column::name);
    if (head.batch.rows == 0 || found == head.columns.end())
        return {};
    const auto at = static_cast<std::size_t>(found - head.columns.begin());
    const std::string value =
        head.batch.columns[at].is_null(0) ? "–" : cell(input, head.batch, at, 0, widget.format);
    out.figures.push_back({widget.title.empty() ? widget.value : widget.title, value});
    return {};
}

// Which of the result's columns the table shows, with their labels and patterns.
struct ShownColumn {
    std::size_t at = 0;
    std::string label;
    std::string pattern;
};

std::vector<ShownColumn> shown_columns(const Widget& widget, const std::vector<Column>& columns)
{
    std::vector<ShownColumn> shown;
    if (widget.columns.empty())
        for (std::size_t at = 0; at < columns.size(); ++at)
            shown.push_back({at, columns[at].name, ""});
    for (const TableColumn& wanted : widget.columns) {
        const auto found = std::ranges::find(columns, wanted.field, &Column::name);
        if (found != columns.end())
            shown.push_back({static_cast<std::size_t>(found - columns.begin()),
                             wanted.label.empty() ? wanted.field : wanted.label, wanted.format});
    }
    return shown;
}

Result<> add_table(const RenderInput& input, const Widget& widget, MailTable& table)
{
    const auto most = static_cast<std::size_t>(widget.max_rows.value_or(kMailRows));
    Head head = TRY(head_of(input, widget.query, std::min(most, kMailRows)));
    if (head.columns.empty())
        return {};
    std::vector<ShownColumn> shown = shown_columns(widget, head.columns);
    table.columns_left_out = shown.size() > kMailColumns ? shown.size() - kMailColumns : 0;
    shown.resize(std::min(shown.size(), kMailColumns));
    table.title = widget.title;
    const QueryOutcome& outcome = input.results.at(widget.query);
    table.rows_in_result = std::max(outcome.rows, outcome.completeness.rows_in_result);
    for (ShownColumn& column : shown) {
        const ColumnType type = head.columns[column.at].type;
        table.headers.push_back(column.label);
        table.numeric.push_back(is_number(type));
        if (column.pattern.empty() && head.batch.rows > 0)
            column.pattern = aligned_pattern(head.batch.columns[column.at]);
    }
    for (std::size_t row = 0; row < head.batch.rows; ++row) {
        std::vector<std::string>& cells = table.rows.emplace_back();
        for (const ShownColumn& column : shown)
            cells.push_back(cell(input, head.batch, column.at, row, column.pattern));
    }
    return {};
}

} // namespace

Result<MailFigures> mail_figures(const RenderInput& input)
{
    MailFigures out;
    for (const Widget& widget : input.dashboard.widgets) {
        if (widget.kind == WidgetKind::kpi && out.figures.size() < kMostFigures)
            TRY(add_figure(input, widget, out));
        if (widget.kind == WidgetKind::table && out.table.headers.empty())
            TRY(add_table(input, widget, out.table));
    }
    return out;
}

} // namespace presstime::stage
