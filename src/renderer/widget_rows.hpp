// The rows of one tabular widget as a file writes them: which columns, under which labels, how many rows.
// Shared by the formats that carry data (CSV, JSON); what is drawn goes through layout instead.
#pragma once

#include "base/deadline.hpp"
#include "model/render_input.hpp"
#include "renderer/renderer.hpp"

#include <string>
#include <vector>

namespace presstime {

class WidgetRows {
public:
    // A query that failed, did not run, or lacks a column the widget names is kept as error(), with the
    // labels that the definition knows. Fails only when a stored result cannot be opened.
    static Result<WidgetRows> open(const Widget& widget, const RenderInput& input);

    const Widget& widget() const { return *widget_; }
    const std::string& title() const { return title_; }
    const std::string& error() const { return error_; }
    const std::vector<std::string>& labels() const { return labels_; }
    // Indexes into the result's columns, in the order of labels().
    const std::vector<std::size_t>& columns() const { return columns_; }
    // Index of the result's column of this name, for next()'s batches; -1 when there is none.
    std::ptrdiff_t source_column(const std::string& name) const;
    const Column& column(std::size_t at) const { return reader_->columns()[columns_[at]]; }

    // The next rows, at most the widget's max_rows in all; false at the end.
    Result<bool> next(Batch& batch, Deadline deadline);

    // Once next() has said false:
    std::int64_t rows() const { return rows_; }
    std::int64_t rows_in_result() const { return rows_in_result_; }
    bool complete() const { return reason_.empty() && source_cut_.empty() && error_.empty(); }
    std::string reason() const; // why rows are missing, in the engine's words
    // Rows in the result are more than rows(), by the table's own max_rows.
    bool cut_by_widget() const { return !reason_.empty(); }
    // Why the result itself is not whole, empty = it is.
    const std::string& source_cut() const { return source_cut_; }
    // Adds this widget to what is said about the file.
    void add_to(RenderSummary& summary) const;

private:
    void choose_columns();
    void note_end();
    void note_source_cut(const Completeness& completeness);

    const Widget* widget_ = nullptr;
    std::string title_;
    std::string error_;
    std::string reason_; // the table's own cut
    std::string source_cut_;
    std::vector<std::string> labels_;
    std::vector<std::size_t> columns_;
    std::unique_ptr<BatchReader> reader_;
    std::int64_t known_rows_ = 0; // 0 = not known before the end
    std::int64_t rows_ = 0;
    std::int64_t rows_in_result_ = 0;
    bool at_end_ = false;
};

// The widgets of the definition that carry data, in its order.
std::vector<const Widget*> data_widgets(const Dashboard& dashboard);

} // namespace presstime
