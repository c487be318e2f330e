#include "renderer/xlsx_sheet.hpp"

#include "base/text.hpp"
#include "platform/text/number_format.hpp"
#include "platform/text/phrases.hpp"
#include "platform/text/rows_line.hpp"
#include "renderer/xlsx_cell.hpp"
#include "renderer/xlsx_format.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace presstime {
namespace {

constexpr std::size_t kMostColumns = 16'384;
constexpr lxw_row_t kMostRows = 1'048'576;

class SheetWriter {
public:
    SheetWriter(XlsxBook& book, const RenderInput& input, WidgetRows& rows, const Pivot* pivot)
        : book_(book), input_(input), rows_(rows), pivot_(pivot), cells_(book, input.utc_offset)
    {
    }

    Result<WrittenSheet> write(Deadline deadline)
    {
        plan_columns();
        TRY(begin_sheet());
        Batch batch;
        while (TRY(rows_.next(batch, deadline)))
            for (std::size_t row = 0; row < batch.rows; ++row) {
                if (next_row_ == kMostRows) {
                    write_filter();
                    TRY(end_sheet());
                    TRY(begin_sheet());
                }
                write_row(batch, row);
            }
        write_filter();
        if (!rows_.error().empty())
            write_words(rows_.error(), CellLook::bad);
        else if (rows_.rows() == 0)
            write_words(say(find_locale(input_.report.locale), Phrase::no_data), CellLook::quiet);
        else
            write_totals();
        TRY(end_sheet());
        return finish();
    }

private:
    void plan_columns()
    {
        const bool known = rows_.error().empty() && !rows_.columns().empty();
        const std::size_t count = std::min(rows_.labels().size(), kMostColumns - 32);
        left_out_ = rows_.labels().size() - count;
        for (std::size_t at = 0; at < count; ++at)
            columns_.push_back(
                known ? cells_.plan(rows_.column(at), rows_.labels()[at], pattern_of(at))
                      : cells_.plan({rows_.labels()[at], ColumnType::text, 0}, rows_.labels()[at], ""));
        for (std::size_t at = 0; at < columns_.size() && at < rows_.widget().columns.size(); ++at)
            columns_[at].total = rows_.widget().columns[at].total;
        if (pivot_ != nullptr)
            pivot_x_ = cells_.plan(pivot_->x_column, rows_.widget().chart.x, rows_.widget().chart.x_format);
    }

    // The pattern that the definition gives this column.
    std::string pattern_of(std::size_t at) const
    {
        const Widget& widget = rows_.widget();
        if (widget.kind == WidgetKind::table)
            return at < widget.columns.size() ? widget.columns[at].format : "";
        const std::string& name = rows_.labels()[at];
        if (widget.kind == WidgetKind::kpi)
            return name == widget.value ? widget.format : "";
        if (name == widget.chart.x)
            return widget.chart.x_format;
        const bool measured = std::ranges::find(widget.chart.y, name) != widget.chart.y.end();
        return measured ? widget.chart.y_format : "";
    }

    std::size_t pivot_column() const { return columns_.size() + 1; }

    Result<> begin_sheet()
    {
        sheet_ = TRY(book_.add_sheet(rows_.title()));
        if (written_.first == nullptr)
            written_.first = sheet_;
        written_.stamp.sheets.push_back(book_.name_of(sheet_));
        lxw_format* header = book_.format(CellLook::header);
        std::string text;
        for (std::size_t at = 0; at < columns_.size(); ++at) {
            clean_spreadsheet_text(columns_[at].label, text, cells_.shortened);
            worksheet_write_string(sheet_, 0, static_cast<lxw_col_t>(at), text.c_str(), header);
        }
        if (has_pivot()) {
            write_pivot_header(header);
        }
        next_row_ = 1;
        return {};
    }

    bool has_pivot() const { return pivot_ != nullptr && written_.stamp.sheets.size() == 1; }

    void write_pivot_header(lxw_format* header)
    {
        std::string text;
        clean_spreadsheet_text(pivot_x_.label, text, cells_.shortened);
        worksheet_write_string(sheet_, 0, static_cast<lxw_col_t>(pivot_column()), text.c_str(), header);
        for (std::size_t i = 0; i < pivot_->series.size(); ++i) {
            clean_spreadsheet_text(pivot_->series[i], text, cells_.shortened);
            worksheet_write_string(sheet_, 0, static_cast<lxw_col_t>(pivot_column() + 1 + i), text.c_str(),
                                   header);
        }
    }

    void write_row(const Batch& batch, std::size_t row)
    {
        for (std::size_t at = 0; at < columns_.size(); ++at)
            cells_.write(sheet_, next_row_, static_cast<lxw_col_t>(at), columns_[at],
                         batch.columns[rows_.columns()[at]], row);
        const std::size_t place = next_row_ - 1;
        if (has_pivot() && place < pivot_->values.size()) {
            cells_.write(sheet_, next_row_, static_cast<lxw_col_t>(pivot_column()), pivot_x_, pivot_->x,
                         place);
            for (std::size_t i = 0; i < pivot_->series.size(); ++i)
                if (const double value = pivot_->values[place][i]; std::isfinite(value))
                    worksheet_write_number(sheet_, next_row_, static_cast<lxw_col_t>(pivot_column() + 1 + i),
                                           value, nullptr);
        }
        ++next_row_;
    }

    void write_words(const std::string& words, CellLook look)
    {
        std::string text;
        clean_spreadsheet_text(words, text, cells_.shortened);
        worksheet_write_string(sheet_, 1, 0, text.c_str(), book_.format(look));
    }

    // A formula that follows the filter; with the value beside it for readers that do not calculate. Rows on
    // several sheets have no total: no formula could follow them all.
    void write_totals()
    {
        const bool wanted = std::ranges::any_of(
            columns_, [](const SheetColumn& column) { return column.total != TotalKind::none; });
        if (!wanted || written_.stamp.sheets.size() > 1 || next_row_ >= kMostRows)
            return;
        static constexpr int kFunctions[] = {0, 109, 101, 105, 104, 103}; // by TotalKind
        for (std::size_t at = 0; at < columns_.size(); ++at) {
            const SheetColumn& column = columns_[at];
            lxw_format* look = book_.format(CellLook::strong, column.number_format);
            if (column.total == TotalKind::none) {
                worksheet_write_blank(sheet_, next_row_, static_cast<lxw_col_t>(at), look);
                continue;
            }
            char first[16], last[16];
            lxw_rowcol_to_cell(first, 1, static_cast<lxw_col_t>(at));
            lxw_rowcol_to_cell(last, next_row_ - 1, static_cast<lxw_col_t>(at));
            const std::string formula =
                fmt::format("=SUBTOTAL({},{}:{})", kFunctions[static_cast<int>(column.total)], first, last);
            worksheet_write_formula_num(sheet_, next_row_, static_cast<lxw_col_t>(at), formula.c_str(), look,
                                        column.summary.of(column.total));
        }
    }

    // Before the row of totals: behind it libxlsxwriter refuses ranges that end above.
    void write_filter()
    {
        if (!columns_.empty() && next_row_ > 1)
            worksheet_autofilter(sheet_, 0, 0, next_row_ - 1, static_cast<lxw_col_t>(columns_.size() - 1));
    }

    Result<> end_sheet()
    {
        for (std::size_t at = 0; at < columns_.size(); ++at)
            worksheet_set_column(sheet_, static_cast<lxw_col_t>(at), static_cast<lxw_col_t>(at),
                                 columns_[at].width(), nullptr);
        worksheet_freeze_panes(sheet_, 1, 0);
        worksheet_set_landscape(sheet_);
        worksheet_fit_to_pages(sheet_, 1, 0);
        worksheet_repeat_rows(sheet_, 0, 0);
        // libxlsxwriter does not look whether its temporary file took the rows.
        if (sheet_->optimize_tmpfile != nullptr &&
            (std::fflush(sheet_->optimize_tmpfile) != 0 || std::ferror(sheet_->optimize_tmpfile) != 0))
            return fail(
                Error::retry("the workbook's temporary file could not be written; is the disk full?"));
        return {};
    }

    std::map<std::string, std::string> formats_by_label() const
    {
        std::map<std::string, std::string> formats;
        for (const SheetColumn& column : columns_)
            formats[column.label] = column.number_format;
        return formats;
    }

    std::string words_of_cut() const
    {
        const Locale& locale = find_locale(input_.report.locale);
        const std::string limit = rows_.cut_by_widget() ? say(locale, Phrase::limit_of_widget) : "";
        return rows_line(
            {rows_.rows(), std::max(rows_.rows_in_result(), rows_.rows()), true, limit, rows_.source_cut()},
            locale);
    }

    WrittenSheet finish()
    {
        written_.columns = columns_.size();
        written_.formats = formats_by_label();
        written_.pivot_column = pivot_column();
        SheetStamp& stamp = written_.stamp;
        stamp.title = rows_.title();
        stamp.rows = rows_.rows();
        stamp.rows_in_result = std::max(rows_.rows_in_result(), rows_.rows());
        stamp.error = rows_.error();
        std::vector<std::string> reasons;
        if (!rows_.reason().empty())
            reasons.push_back(words_of_cut());
        if (left_out_ > 0)
            reasons.push_back(fmt::format("{} columns left out: a sheet holds {}",
                                          format_count(static_cast<std::int64_t>(left_out_)),
                                          format_count(kMostColumns)));
        if (cells_.shortened > 0)
            reasons.push_back(fmt::format("texts cut at the {} characters that a cell holds: {}",
                                          format_count(kMaxSpreadsheetText), format_count(cells_.shortened)));
        stamp.complete = reasons.empty() && stamp.error.empty();
        if (cells_.as_text > 0)
            reasons.push_back(
                fmt::format("numbers of more than 15 digits and dates outside 1900 to 9999, as text: {}",
                            format_count(cells_.as_text)));
        stamp.reason = join(reasons, "; ");
        return std::move(written_);
    }

    XlsxBook& book_;
    const RenderInput& input_;
    WidgetRows& rows_;
    const Pivot* pivot_;
    CellWriter cells_;
    std::vector<SheetColumn> columns_;
    SheetColumn pivot_x_;
    std::size_t left_out_ = 0;
    lxw_worksheet* sheet_ = nullptr;
    lxw_row_t next_row_ = 1;
    WrittenSheet written_;
};

} // namespace

Result<WrittenSheet> write_sheet(XlsxBook& book, const RenderInput& input, WidgetRows& rows,
                                 const Pivot* pivot, Deadline deadline)
{
    return SheetWriter(book, input, rows, pivot).write(std::move(deadline));
}

} // namespace presstime
