// Totals are gathered from every row, and the rows beyond the limit are forgotten: memory stays with what is
// shown.
#include "renderer/widget_table.hpp"

#include "base/text.hpp"
#include "model/tone.hpp"
#include "platform/text/column_total.hpp"
#include "platform/text/html_text.hpp"
#include "platform/text/phrases.hpp"
#include "platform/text/rows_line.hpp"
#include "renderer/widget_rows.hpp"

#include <algorithm>
#include <cmath>

namespace presstime {
namespace {

class TableMaker {
public:
    TableMaker(WidgetRows& rows, const RenderInput& input, TableWish wish)
        : rows_(rows), input_(input), wish_(std::move(wish)), locale_(find_locale(input.report.locale))
    {
    }

    Result<WidgetTable> make(const Deadline& deadline)
    {
        if (!rows_.error().empty())
            return fail(Error::give_up(rows_.error()));
        begin();
        Batch batch;
        while (whole_ && TRY(rows_.next(batch, deadline))) {
            take(batch);
            whole_ = rows_.rows() < wish_.most_read;
        }
        for (std::size_t at = 0; at < table_.columns.size(); ++at)
            write_column(at);
        write_stamp();
        return std::move(table_);
    }

private:
    void begin()
    {
        const std::vector<TableColumn>& definitions = rows_.widget().columns;
        std::vector<Column> columns;
        for (std::size_t at = 0; at < rows_.columns().size(); ++at) {
            const Column& column = rows_.column(at);
            ShownColumn shown{.name = column.name, .label = rows_.labels()[at]};
            shown.numeric = is_number(column.type);
            sources_.push_back(rows_.columns()[at]);
            links_.push_back(-1);
            if (at < definitions.size()) {
                const TableColumn& asked = definitions[at];
                shown.format = asked.format;
                shown.lines = asked.lines;
                shown.total = asked.total;
                shown.mark = asked.mark;
                if (!asked.link.empty())
                    links_.back() = rows_.source_column(asked.link);
            }
            totals_.emplace_back(make_column_data(column));
            columns.push_back(column);
            table_.columns.push_back(std::move(shown));
        }
        table_.title = rows_.title();
        table_.rows = make_table(std::move(columns));
    }

    void take(const Batch& batch)
    {
        for (std::size_t at = 0; at < totals_.size(); ++at)
            if (table_.columns[at].total != TotalKind::none)
                for (std::size_t row = 0; row < batch.rows; ++row)
                    totals_[at].add(batch.columns[sources_[at]], row);
        const std::int64_t room = wish_.limit - static_cast<std::int64_t>(table_.rows.rows());
        if (room <= 0)
            return;
        Batch kept;
        kept.rows = batch.rows;
        for (const std::size_t source : sources_)
            kept.columns.push_back(batch.columns[source]);
        if (static_cast<std::int64_t>(batch.rows) > room)
            kept.keep_rows(static_cast<std::size_t>(room));
        append(table_.rows, kept);
        for (std::size_t at = 0; at < links_.size(); ++at)
            if (links_[at] >= 0)
                take_links(table_.columns[at], batch.columns[static_cast<std::size_t>(links_[at])],
                           kept.rows);
    }

    static void take_links(ShownColumn& column, const ColumnData& links, std::size_t rows)
    {
        for (std::size_t row = 0; row < rows; ++row) {
            const bool text = links.type == ColumnType::text && !links.is_null(row);
            const bool sound = text && !html_address(links.text(row)).empty();
            column.links.push_back(sound ? std::string(links.text(row)) : std::string());
        }
    }

    void write_column(std::size_t at)
    {
        ShownColumn& column = table_.columns[at];
        const ColumnData& data = table_.rows.data.columns[at];
        const CellFormat format =
            cell_format(column.format.empty() ? aligned_pattern(data) : column.format, locale_);
        column.text.reserve(data.rows);
        for (std::size_t row = 0; row < data.rows; ++row)
            column.text.push_back(data.is_null(row) ? std::string("–")
                                                    : format_cell(data, row, format, input_.utc_offset));
        if (column.mark != CellMark::none && column.numeric)
            write_marks(column, data, rows_.widget().columns[at].tones);
        if (whole_ && data.rows > 0 && column.total != TotalKind::none)
            column.total_text = totals_[at].text(column.total, format, input_.utc_offset);
    }

    static void write_marks(ShownColumn& column, const ColumnData& data, const std::vector<ToneRule>& rules)
    {
        for (std::size_t row = 0; row < data.rows; ++row) {
            const double value = data.is_null(row) ? std::nan("") : data.as_number(row);
            column.tones.push_back(tone_of(rules, value));
            if (std::isfinite(value)) {
                column.least = std::min(column.least, value);
                column.most = std::max(column.most, value);
            }
        }
    }

    void write_stamp()
    {
        const auto shown = static_cast<std::int64_t>(table_.rows.rows());
        table_.rows_in_result = std::max(rows_.rows_in_result(), shown);
        table_.counted = whole_ && rows_.source_cut().empty();
        table_.whole = shown >= table_.rows_in_result && rows_.complete() && whole_;
        std::string limit;
        if (shown < rows_.rows())
            limit = say(locale_, Phrase::limit_of_view, {count_text(locale_, wish_.limit)});
        else if (rows_.cut_by_widget())
            limit = say(locale_, Phrase::limit_of_widget);
        table_.line =
            rows_line({shown, table_.rows_in_result, whole_, std::move(limit), rows_.source_cut()}, locale_);
        table_.data_as_of = std::move(wish_.data_as_of);
    }

    WidgetRows& rows_;
    const RenderInput& input_;
    TableWish wish_;
    const Locale& locale_;
    WidgetTable table_;
    std::vector<std::size_t> sources_;  // index in the result, by column
    std::vector<std::ptrdiff_t> links_; // of the column that holds the addresses; -1 = none
    std::vector<ColumnTotal> totals_;
    bool whole_ = true; // every row that a report would show was read
};

} // namespace

Result<WidgetTable> make_widget_table(const Widget& widget, const RenderInput& input, TableWish wish,
                                      const Deadline& deadline)
{
    WidgetRows rows = TRY(WidgetRows::open(widget, input));
    return TableMaker(rows, input, std::move(wish)).make(deadline);
}

} // namespace presstime
