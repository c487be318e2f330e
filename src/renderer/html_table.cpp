#include "renderer/html_table.hpp"

#include "model/tone.hpp"
#include "platform/text/column_total.hpp"
#include "platform/text/html_text.hpp"
#include "platform/text/phrases.hpp"
#include "platform/text/rows_line.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace presstime {
namespace {

constexpr std::size_t kFlushBytes = 1 << 16;

// The class that colours a cell's dot; empty without a rule that holds.
std::string_view tone_class(const std::vector<ToneRule>& rules, double value)
{
    static constexpr std::string_view kClasses[] = {"", "good", "warn", "bad"};
    const std::optional<Tone> tone = tone_of(rules, value);
    return tone ? kClasses[static_cast<int>(*tone)] : std::string_view();
}

struct HtmlColumn {
    std::size_t source = 0;
    bool number = false;
    CellFormat format;
    const TableColumn* definition = nullptr; // null when the widget names no columns
    std::ptrdiff_t link = -1;                // column of the result that holds the address
    ColumnTotal total;
};

class HtmlTable {
public:
    HtmlTable(WidgetRows& rows, const RenderInput& input, const std::string& data_as_of, ByteSink& sink)
        : rows_(rows),
          input_(input),
          data_as_of_(data_as_of),
          sink_(sink),
          locale_(find_locale(input.report.locale))
    {
    }

    Result<> write(Deadline deadline)
    {
        if (!rows_.error().empty()) {
            out_ += "<p class=\"failed\">" + html_text(say(locale_, Phrase::failed_table, {rows_.error()})) +
                    "</p>\n";
            return sink_.write(out_);
        }
        Batch batch;
        bool begun = false;
        while (TRY(rows_.next(batch, deadline))) {
            if (!begun)
                begin(batch);
            begun = true;
            for (std::size_t row = 0; row < batch.rows; ++row) {
                write_row(batch, row);
                TRY(flush(kFlushBytes));
            }
        }
        if (begun)
            finish();
        else
            out_ += "<p class=\"empty\">" + html_text(say(locale_, Phrase::no_data)) + "</p>\n";
        write_stamp();
        return flush(0);
    }

private:
    void begin(const Batch& batch)
    {
        const std::vector<TableColumn>& definitions = rows_.widget().columns;
        for (std::size_t at = 0; at < rows_.columns().size(); ++at) {
            const ColumnData& first = batch.columns[rows_.columns()[at]];
            HtmlColumn column{.source = rows_.columns()[at], .total = ColumnTotal(first)};
            column.number = is_number(rows_.column(at).type);
            column.definition = at < definitions.size() ? &definitions[at] : nullptr;
            const bool asked = column.definition != nullptr && !column.definition->format.empty();
            column.format = cell_format(asked ? column.definition->format : aligned_pattern(first), locale_);
            if (column.definition != nullptr && !column.definition->link.empty())
                column.link = rows_.source_column(column.definition->link);
            columns_.push_back(std::move(column));
        }
        out_ += "<div class=\"scroll\"><table>\n<thead><tr>";
        for (std::size_t at = 0; at < columns_.size(); ++at) {
            out_ += columns_[at].number ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">";
            append_html_text(out_, rows_.labels()[at]);
            out_ += "</th>";
        }
        out_ += "</tr></thead>\n<tbody>\n";
    }

    void write_row(const Batch& batch, std::size_t row)
    {
        out_ += "<tr>";
        for (HtmlColumn& column : columns_)
            write_cell(column, batch, row);
        out_ += "</tr>\n";
    }

    void write_cell(HtmlColumn& column, const Batch& batch, std::size_t row)
    {
        const ColumnData& data = batch.columns[column.source];
        const double value = data.type == ColumnType::text ? std::nan("") : data.as_number(row);
        column.total.add(data, row);
        out_ += column.number ? "<td class=\"n\">" : "<td>";
        if (column.definition != nullptr && column.definition->mark != CellMark::none && !data.is_null(row))
            if (const std::string_view tone = tone_class(column.definition->tones, value); !tone.empty())
                out_ += fmt::format("<i class=\"dot {}\"></i>", tone);
        std::string address;
        if (column.link >= 0) {
            const ColumnData& links = batch.columns[static_cast<std::size_t>(column.link)];
            if (links.type == ColumnType::text && !links.is_null(row))
                address = html_address(links.text(row));
        }
        if (!address.empty())
            out_ += "<a href=\"" + address + "\" rel=\"noopener noreferrer\">";
        append_html_text(out_, format_cell(data, row, column.format, input_.utc_offset));
        out_ += address.empty() ? "</td>" : "</a></td>";
    }

    void finish()
    {
        out_ += "</tbody>\n";
        const bool totals = std::ranges::any_of(columns_, [](const HtmlColumn& column) {
            return column.definition != nullptr && column.definition->total != TotalKind::none;
        });
        if (totals) {
            out_ += "<tfoot><tr>";
            for (const HtmlColumn& column : columns_) {
                const TotalKind kind =
                    column.definition != nullptr ? column.definition->total : TotalKind::none;
                out_ += column.number ? "<td class=\"n\">" : "<td>";
                append_html_text(out_, column.total.text(kind, column.format, input_.utc_offset));
                out_ += "</td>";
            }
            out_ += "</tr></tfoot>\n";
        }
        out_ += "</table></div>\n";
    }

    void write_stamp()
    {
        const std::int64_t shown = rows_.rows();
        const std::string limit = rows_.cut_by_widget() ? say(locale_, Phrase::limit_of_widget) : "";
        const std::string line = rows_line(
            {shown, std::max(rows_.rows_in_result(), shown), true, limit, rows_.source_cut()}, locale_);
        out_ += rows_.complete() ? "<p class=\"rows\">" : "<p class=\"rows warn\">";
        out_ += html_text(data_as_of_.empty() ? line : line + " · " + data_as_of_) + "</p>\n";
    }

    Result<> flush(std::size_t least)
    {
        if (out_.size() < least)
            return {};
        TRY(sink_.write(out_));
        out_.clear();
        return {};
    }

    WidgetRows& rows_;
    const RenderInput& input_;
    const std::string& data_as_of_;
    ByteSink& sink_;
    const Locale& locale_;
    std::vector<HtmlColumn> columns_;
    std::string out_;
};

} // namespace

Result<> write_html_table(WidgetRows& rows, const RenderInput& input, const std::string& data_as_of,
                          ByteSink& sink, Deadline deadline)
{
    return HtmlTable(rows, input, data_as_of, sink).write(std::move(deadline));
}

} // namespace presstime
