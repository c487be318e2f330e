// Pages break between rows and by three rules: a header never stands alone at a page's end, the last row
// never begins a page alone, and totals and the completeness line stay with the last row. A table in panels
// goes over, then down: the rows of a page with the first columns, the same rows with the next columns, on
// the same page where they find room, and only then the next rows.
#include "stage/layout_table_flow.hpp"

#include "platform/text/phrases.hpp"
#include "stage/layout_rows.hpp"
#include "stage/layout_tags.hpp"

#include <algorithm>

namespace presstime::stage {
namespace {

constexpr double kCaptionHeight = theme::kCaption.line_height + 2;

// "3", "3–7".
std::string range_text(const Locale& locale, std::int64_t first, std::int64_t last)
{
    const std::string from = count_text(locale, first);
    return first == last ? from : from + "–" + count_text(locale, last);
}

// A row with its cells on every panel, as high as the highest of them: rows that are side by side when
// the pages are.
struct WholeRow {
    std::vector<PreparedRow> parts;
    double height = 0;
};

// One row is held ahead, for the last two decide together.
class TableFlow {
public:
    TableFlow(SetTable& table, Span span, Sheet& sheet)
        : table_(table), span_(span), sheet_(sheet), may_break_(table.context.setup.flow == Flow::pages)
    {
        setters_.reserve(table.plan.panels.size());
        for (const ColumnPlan& panel : table.plan.panels) {
            setters_.emplace_back(table.context, panel, table.loaded.table, span.x);
        }
        row_ = prepare(0);
        next_ = prepare(1);
    }

    Result<> run()
    {
        TRY(begin());
        for (bool whole = false; !whole;) {
            first_ = table_.stamp.shown;
            whole = collect(sheet_.room() - top_height(0));
            if (!whole && !may_break_) {
                table_.stamp.limit = say(table_.context.words(), Phrase::limit_of_height);
                whole = true;
            }
            TRY(draw_chunk(whole ? table_.totals_height() : 0));
            if (!whole) {
                TRY(sheet_.break_page());
            }
        }
        const double end = draw_completeness(table_, {span_.x, sheet_.y()}, sheet_.drawing());
        sheet_.advance(end - sheet_.y());
        return {};
    }

private:
    bool in_panels() const { return setters_.size() > 1; }

    WholeRow prepare(std::int64_t number)
    {
        WholeRow row;
        if (number >= table_.rows) {
            return row;
        }
        row.parts.reserve(setters_.size());
        for (RowSetter& setter : setters_) {
            row.parts.push_back(setter.prepare(static_cast<std::size_t>(number)));
            row.height = std::max(row.height, row.parts.back().height);
        }
        return row;
    }

    double tail_height() const { return table_.totals_height() + table_.stamp_height(); }

    double needed() const
    {
        if (!may_break_) { // nothing follows a tall page: the tail stands on it whatever happens
            return row_.height + tail_height();
        }
        const std::int64_t left = table_.rows - table_.stamp.shown;
        if (left > 2) {
            return row_.height;
        }
        return row_.height + (left == 2 ? next_.height : 0) + tail_height();
    }

    // The next rows that fit, at least one; whether they are the last.
    bool collect(double room)
    {
        chunk_.clear();
        double height = 0;
        while (table_.stamp.shown < table_.rows) {
            if (!chunk_.empty() && height + needed() > room) {
                return false;
            }
            height += row_.height;
            for (const PreparedRow& part : row_.parts) {
                table_.stamp.shortened += part.shortened;
            }
            chunk_.push_back(std::move(row_));
            ++table_.stamp.shown;
            row_ = std::move(next_);
            next_ = prepare(table_.stamp.shown + 1);
        }
        return true;
    }

    double title_height() const
    {
        return table_.widget.title.empty() ? 0 : theme::kSection.line_height + theme::kGrid;
    }

    // Of what stands above the rows of a panel, the title apart.
    double top_height(std::size_t panel) const
    {
        const bool captioned = in_panels() || first_ > 0;
        return setters_[panel].header_height() + (captioned ? kCaptionHeight : 0);
    }

    // Whether a wide table should leave the rest of this page: panels that begin low leave
    // every page as empty.
    bool prefers_new_page() const
    {
        if (!in_panels() || sheet_.room() >= sheet_.room_of_empty_page() / 2) {
            return false;
        }
        const double rows = static_cast<double>(table_.rows) * table_.type().row_height();
        const double each = top_height(0) + rows + table_.totals_height() + theme::kWidgetGap;
        return title_height() + static_cast<double>(setters_.size()) * each + table_.stamp_height() >
               sheet_.room();
    }

    Result<> begin()
    {
        const double tail = table_.rows <= 2 ? tail_height() : 0;
        const double least = title_height() + top_height(0) + row_.height + next_.height + tail;
        if ((least > sheet_.room() || prefers_new_page()) && !sheet_.at_top() && may_break_) {
            TRY(sheet_.break_page());
        }
        sheet_.add_outline(table_.widget.title);
        if (!table_.widget.title.empty()) {
            const Point at{span_.x, sheet_.y() + theme::baseline(theme::kSection)};
            tagged(sheet_.drawing(), {Tag::heading, kWidgetLevel}, [&] {
                sheet_.drawing().push_back(DrawText{
                    table_.widget.title, at, theme::text_style(theme::kSection, table_.context.theme.ink),
                    TextAlign::left, span_.width});
            });
            sheet_.advance(title_height());
        }
        return {};
    }

    double height_of_rows(std::size_t panel) const
    {
        double height = 0;
        for (const WholeRow& row : chunk_) {
            height += row.parts[panel].height;
        }
        return height;
    }

    // Side by side the rows of panels are as high as each other; under each other they need not be.
    void align_rows(double totals_height)
    {
        double height = table_.stamp_height() - theme::kWidgetGap;
        for (std::size_t panel = 0; panel < setters_.size(); ++panel) {
            height += theme::kWidgetGap + top_height(panel) + height_of_rows(panel) + totals_height;
        }
        if (height <= sheet_.room()) {
            return;
        }
        for (WholeRow& row : chunk_) {
            for (PreparedRow& part : row.parts) {
                part.height = row.height;
            }
        }
    }

    // The rows at hand, on every panel.
    Result<> draw_chunk(double totals_height)
    {
        align_rows(totals_height);
        for (std::size_t panel = 0; panel < setters_.size(); ++panel) {
            if (panel > 0) {
                const bool last = panel + 1 == setters_.size() && table_.stamp.shown == table_.rows;
                const double needs = theme::kWidgetGap + top_height(panel) + height_of_rows(panel) +
                                     totals_height + (last ? table_.stamp_height() : 0);
                if (needs > sheet_.room()) {
                    TRY(sheet_.break_page());
                } else {
                    sheet_.advance(theme::kWidgetGap);
                }
            }
            draw_panel(panel, totals_height);
        }
        return {};
    }

    void draw_panel(std::size_t panel, double totals_height)
    {
        RowSetter& setter = setters_[panel];
        setter.begin_page(sheet_.drawing());
        setter.draw_header(sheet_.y(), sheet_.drawing());
        sheet_.advance(setter.header_height());
        if (in_panels() || first_ > 0) {
            draw_caption(panel);
        }
        for (WholeRow& row : chunk_) {
            const double height = row.parts[panel].height;
            setter.draw_row(std::move(row.parts[panel]), sheet_.y(), sheet_.drawing());
            sheet_.advance(height);
        }
        if (totals_height > 0) {
            setter.draw_totals(table_.totals_label(), sheet_.y(), sheet_.drawing());
            sheet_.advance(totals_height);
        }
        setter.end_page(sheet_.drawing());
    }

    // "Orders, continued", of panels also which part of the table they hold.
    std::string caption(std::size_t panel) const
    {
        const Locale& locale = table_.context.words();
        const bool titled = !table_.widget.title.empty();
        std::string words;
        if (panel > 0 || first_ > 0) {
            words = titled ? say(locale, Phrase::continued_title, {table_.widget.title})
                           : say(locale, Phrase::continued);
        }
        if (!in_panels()) {
            return words;
        }
        const ColumnPlan& plan = table_.plan.panels[panel];
        const std::size_t own = plan.columns.size() - (plan.repeats_key ? 1 : 0);
        const auto columns = static_cast<std::int64_t>(own);
        const auto before = static_cast<std::int64_t>(plan.first);
        const auto all = static_cast<std::int64_t>(table_.plan.columns);
        const auto rows = static_cast<std::int64_t>(chunk_.size());
        const std::string part =
            say_count(locale, Phrase::columns_range, columns,
                      {range_text(locale, before + 1, before + columns), count_text(locale, all)}) +
            " · " +
            say_count(locale, Phrase::rows_range, rows, {range_text(locale, first_ + 1, first_ + rows)});
        const std::string both = words.empty() ? part : words + " · " + part;
        const TextStyle style = theme::text_style(theme::kCaption, {});
        // Where there is no room for all, the title is the part that the page also says elsewhere.
        return table_.context.measure.width(both, style) <= span_.width ? both : part;
    }

    void draw_caption(std::size_t panel)
    {
        const Point at{span_.x, sheet_.y() + 2 + theme::baseline(theme::kCaption)};
        tagged(sheet_.drawing(), {Tag::artifact}, [&] {
            sheet_.drawing().push_back(DrawText{
                caption(panel), at, theme::text_style(theme::kCaption, table_.context.theme.secondary),
                TextAlign::left, span_.width});
        });
        sheet_.advance(kCaptionHeight);
    }

    SetTable& table_;
    Span span_;
    Sheet& sheet_;
    bool may_break_;
    std::vector<RowSetter> setters_; // one for each panel
    WholeRow row_, next_;            // that come next
    std::vector<WholeRow> chunk_;    // the rows at hand, the first of them number `first_`
    std::int64_t first_ = 0;
};

} // namespace

std::size_t most_panels(const PageSetup& setup, std::int64_t rows)
{
    if (setup.flow != Flow::pages) {
        return 1;
    }
    constexpr double kAroundRows = 150;
    const double on_page = std::max(1.0, (setup.height - kAroundRows) / theme::kTableRow);
    const double pages = 1 + static_cast<double>(rows) / on_page;
    return static_cast<std::size_t>(
        std::clamp(setup.max_pages / 2 / pages, 1.0, static_cast<double>(kMostPanels)));
}

Result<> flow_rows(SetTable& table, Span span, Sheet& sheet)
{
    return TableFlow(table, span, sheet).run();
}

} // namespace presstime::stage
