#include "renderer/widget_rows.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace presstime {
namespace {

void add_sentence(std::string& note, const std::string& sentence)
{
    note += note.empty() ? "" : " ";
    note += sentence;
    if (!note.ends_with('.'))
        note += '.';
}

} // namespace

std::vector<const Widget*> data_widgets(const Dashboard& dashboard)
{
    std::vector<const Widget*> widgets;
    for (const Widget& widget : dashboard.widgets) {
        if (is_tabular(widget) && !widget.query.empty())
            widgets.push_back(&widget);
    }
    return widgets;
}

Result<WidgetRows> WidgetRows::open(const Widget& widget, const RenderInput& input)
{
    WidgetRows rows;
    rows.widget_ = &widget;
    rows.title_ = !widget.title.empty() ? widget.title : widget.query;
    if (widget.kind == WidgetKind::table) {
        for (const TableColumn& column : widget.columns)
            rows.labels_.push_back(column.label.empty() ? column.field : column.label);
    }
    auto outcome = input.results.find(widget.query);
    if (outcome == input.results.end()) {
        rows.error_ = fmt::format("the query \"{}\" has not run", widget.query);
    } else if (!outcome->second.error.empty()) {
        rows.error_ = outcome->second.error;
    } else {
        rows.known_rows_ = std::max(outcome->second.rows, outcome->second.completeness.rows_in_result);
        rows.note_source_cut(outcome->second.completeness);
        rows.reader_ = TRY(outcome->second.open());
        rows.choose_columns();
    }
    return rows;
}

void WidgetRows::choose_columns()
{
    const std::vector<Column>& all = reader_->columns();
    if (labels_.empty()) {
        for (std::size_t at = 0; at < all.size(); ++at) {
            labels_.push_back(all[at].name);
            columns_.push_back(at);
        }
        return;
    }
    for (const TableColumn& wanted : widget_->columns) {
        auto found = std::find_if(all.begin(), all.end(),
                                  [&](const Column& column) { return column.name == wanted.field; });
        if (found == all.end()) {
            error_ = fmt::format("the query \"{}\" has no column \"{}\"", widget_->query, wanted.field);
            columns_.clear();
            reader_.reset();
            return;
        }
        columns_.push_back(static_cast<std::size_t>(found - all.begin()));
    }
}

std::ptrdiff_t WidgetRows::source_column(const std::string& name) const
{
    const std::vector<Column>& all = reader_->columns();
    const auto found = std::ranges::find(all, name, &Column::name);
    return found == all.end() ? -1 : found - all.begin();
}

Result<bool> WidgetRows::next(Batch& batch, Deadline deadline)
{
    if (reader_ == nullptr || at_end_)
        return false;
    if (deadline.expired())
        return fail(
            Error::give_up("writing the file took too long; ask for fewer rows or raise the run's limit"));
    at_end_ = !TRY(reader_->next(batch));
    if (at_end_) {
        note_end();
        return false;
    }
    rows_in_result_ += static_cast<std::int64_t>(batch.rows);
    std::int64_t room = widget_->kind == WidgetKind::table && widget_->max_rows
                            ? std::max<std::int64_t>(0, *widget_->max_rows - rows_)
                            : static_cast<std::int64_t>(batch.rows);
    if (room < static_cast<std::int64_t>(batch.rows)) {
        batch.keep_rows(static_cast<std::size_t>(room));
        reason_ = fmt::format("cut at {} rows by the table's max_rows", format_count(*widget_->max_rows));
        // How many rows there are is known of a stored result; else only its end tells.
        at_end_ = known_rows_ > 0;
        rows_in_result_ = std::max(rows_in_result_, known_rows_);
    }
    rows_ += static_cast<std::int64_t>(batch.rows);
    return true;
}

void WidgetRows::note_end()
{
    Completeness completeness = reader_->completeness();
    rows_in_result_ = std::max(rows_in_result_, completeness.rows_in_result);
    note_source_cut(completeness);
}

void WidgetRows::note_source_cut(const Completeness& completeness)
{
    if (completeness.cut)
        source_cut_ = completeness.reason.empty() ? "the result was cut" : completeness.reason;
}

std::string WidgetRows::reason() const
{
    return reason_ + (reason_.empty() || source_cut_.empty() ? "" : "; ") + source_cut_;
}

void WidgetRows::add_to(RenderSummary& summary) const
{
    summary.rows += rows_;
    summary.rows_in_result += rows_in_result_;
    if (!error_.empty()) {
        ++summary.failed_widgets;
        summary.complete = false;
        add_sentence(summary.note, fmt::format("{}: {}", title_, error_));
        return;
    }
    if (rows_in_result_ == 0)
        ++summary.empty_widgets;
    if (!complete()) {
        summary.complete = false;
        add_sentence(summary.note, fmt::format("{}: {}", title_, reason()));
    }
}

} // namespace presstime
