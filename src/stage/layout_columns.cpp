// Widths come from the content. Where room is short text columns give way first, then the space between
// columns, then the size of the type; only what fits even then not goes to a further panel.
#include "stage/layout_columns.hpp"

#include <algorithm>
#include <numeric>

namespace presstime::stage {
namespace {

constexpr double kMostSpread = 72; // what a column may get beyond its content
constexpr double kNarrowest = 16;  // no column, in no type, is narrower

// From what a table is set in when there is room, to the smallest type.
constexpr TableType kTypes[] = {{8, 12}, {8, 8}, {7.5, 8}, {7, 7}, {theme::kSmallestType, 6}};

// The columns parted into panels, in one type.
struct Packing {
    TableType type;
    std::vector<Widths> widths;
    std::vector<std::size_t> ends; // of each panel, the column after its last
};

double sum_of(const std::vector<double>& widths)
{
    return std::accumulate(widths.begin(), widths.end(), 0.0);
}

// Nothing wraps where all find room; else text columns
// shrink to a common cap, the widest first, until all fit.
std::vector<double> share_out(const std::vector<Widths>& columns, double room)
{
    std::vector<double> widest;
    std::ranges::transform(columns, std::back_inserter(widest), &Widths::widest);
    if (sum_of(widest) <= room) {
        return widest;
    }
    const auto widths_at_cap = [&](double cap) {
        std::vector<double> widths;
        widths.reserve(columns.size());
        for (const Widths& one : columns) {
            widths.push_back(std::clamp(cap, one.floor, std::max(one.floor, one.natural)));
        }
        return widths;
    };
    double low = 0, high = std::max(room, 1.0);
    if (sum_of(widths_at_cap(high)) <= room) {
        return widths_at_cap(high);
    }
    for (int step = 0; step < 40; ++step) {
        const double middle = (low + high) / 2;
        (sum_of(widths_at_cap(middle)) <= room ? low : high) = middle;
    }
    return widths_at_cap(low);
}

// From the left as many columns as find room beside the key, then the next panel; at least one each.
std::vector<std::size_t> ends_within(const std::vector<Widths>& widths, double gap, double width)
{
    std::vector<std::size_t> ends;
    double used = widths.front().floor;
    std::size_t begun = 0;
    for (std::size_t i = 1; i < widths.size(); ++i) {
        const double more = gap + widths[i].floor;
        if (used + more > width && i > begun) {
            ends.push_back(i);
            begun = i;
            used = widths.front().floor;
        }
        used += more;
    }
    ends.push_back(widths.size());
    return ends;
}

Packing pack(const std::vector<WishedColumn>& columns, const TableType& type, TableRoom room)
{
    Packing packing{type, {}, {}};
    const Floor floor = room.most_panels > 1 ? Floor::readable : Floor::least;
    for (const WishedColumn& column : columns) {
        packing.widths.push_back(widths_at(column.wish, type, floor));
        packing.widths.back().floor = std::min(packing.widths.back().floor, room.width);
    }
    packing.ends = ends_within(packing.widths, type.gap, room.width);
    if (packing.ends.size() == 1 || room.most_panels == 1) {
        return packing;
    }
    // The key is as wide on every panel, and leaves room for others.
    Widths& key = packing.widths.front();
    key.floor = std::min(std::max(key.floor, std::min(key.natural, room.width / 4)), room.width * 0.4);
    key.natural = key.widest = key.floor;
    for (std::size_t i = 1; i < packing.widths.size(); ++i) {
        Widths& one = packing.widths[i];
        one.floor = std::min(one.floor, room.width - type.gap - key.floor);
    }
    packing.ends = ends_within(packing.widths, type.gap, room.width);
    return packing;
}

// The last panel gets as many columns as the others: the narrowest width that needs no more panels.
void balance(Packing& packing, double width)
{
    double low = 0, high = width;
    for (int step = 0; step < 24; ++step) {
        const double middle = (low + high) / 2;
        std::vector<std::size_t> ends = ends_within(packing.widths, packing.type.gap, middle);
        if (ends.size() > packing.ends.size()) {
            low = middle;
        } else {
            high = middle;
            packing.ends = std::move(ends);
        }
    }
}

// The largest type among those that need the fewest panels, or else leave out the fewest columns.
Packing best_packing(const std::vector<WishedColumn>& columns, TableRoom room)
{
    Packing best = pack(columns, kTypes[0], room);
    for (std::size_t i = 1; i < std::size(kTypes) && best.ends.size() > 1; ++i) {
        Packing other = pack(columns, kTypes[i], room);
        const bool better = room.most_panels > 1 ? other.ends.size() < best.ends.size()
                                                 : other.ends.front() > best.ends.front();
        if (better) {
            best = std::move(other);
        }
    }
    if (best.ends.size() > room.most_panels) {
        best.ends.resize(room.most_panels);
    } else if (best.ends.size() > 1) {
        balance(best, room.width);
    }
    return best;
}

void place(ColumnPlan& panel, const std::vector<double>& widths, std::size_t from, double room)
{
    const auto spread = static_cast<double>(std::max<std::size_t>(1, widths.size() - from));
    const double each = std::clamp((room - sum_of(widths)) / spread, 0.0, kMostSpread);
    double x = 0;
    for (std::size_t i = 0; i < widths.size(); ++i) {
        panel.columns[i].x = x;
        panel.columns[i].width = widths[i] + (i >= from ? each : 0);
        x += panel.columns[i].width + panel.type.gap;
    }
    panel.width = x - panel.type.gap;
}

ColumnPlan make_panel(const std::vector<WishedColumn>& columns, const Packing& packing, std::size_t number,
                      double width)
{
    ColumnPlan panel;
    panel.type = packing.type;
    panel.repeats_key = number > 0;
    panel.first = number > 0 ? packing.ends[number - 1] : 0;
    std::vector<Widths> widths;
    const auto add = [&](std::size_t i) {
        PlannedColumn column = columns[i].column;
        column.content *= panel.type.scale();
        column.after_point *= panel.type.scale();
        panel.columns.push_back(std::move(column));
        widths.push_back(packing.widths[i]);
    };
    if (panel.repeats_key) {
        add(0);
    }
    for (std::size_t i = panel.first; i < packing.ends[number]; ++i) {
        add(i);
    }
    const double room = width - panel.type.gap * (static_cast<double>(widths.size()) - 1);
    place(panel, share_out(widths, room), packing.ends.size() > 1 ? 1 : 0, room);
    return panel;
}

std::size_t lines_of_headers(const TablePlan& plan, TextMeasure& measure)
{
    TextStyle style = theme::text_style(theme::kTableHeader, {});
    for (const ColumnPlan& panel : plan.panels) {
        style.size = panel.type.header_size();
        for (const PlannedColumn& column : panel.columns) {
            if (measure.width(column.label, style) > column.width + 0.01) {
                return 2;
            }
        }
    }
    return 1;
}

// The widget's columns, or all there are, but no more than can find room; the names of the others are
// checked.
Result<std::vector<WishedColumn>> wished_columns(LayoutContext& context, const Widget& widget,
                                                 const Table& table, std::size_t rows, TableRoom room)
{
    const ColumnNames names(table);
    const auto on_panel = static_cast<std::size_t>(std::max(1.0, room.width / kNarrowest)) + 1;
    const std::size_t most = on_panel * room.most_panels;
    std::vector<WishedColumn> columns;
    if (widget.columns.empty()) {
        for (std::size_t i = 0; i < std::min(most, table.columns.size()); ++i) {
            const TableColumn asked{.field = table.columns[i].name};
            columns.push_back(TRY(wish_column(context, asked, widget, table, names, i, rows)));
        }
        return columns;
    }
    for (const TableColumn& asked : widget.columns) {
        const std::size_t source = TRY(names.find(asked.field, widget));
        if (columns.size() < most) {
            columns.push_back(TRY(wish_column(context, asked, widget, table, names, source, rows)));
        } else if (!asked.link.empty()) {
            TRY(names.find(asked.link, widget));
        }
    }
    return columns;
}

} // namespace

Result<TablePlan> plan_columns(LayoutContext& context, const Widget& widget, const Table& table,
                               std::size_t rows, TableRoom room)
{
    TablePlan plan;
    plan.columns = widget.columns.empty() ? table.columns.size() : widget.columns.size();
    const std::vector<WishedColumn> columns = TRY(wished_columns(context, widget, table, rows, room));
    if (columns.empty()) {
        return plan;
    }
    const Packing packing = best_packing(columns, room);
    plan.left_out = plan.columns - packing.ends.back();
    for (std::size_t number = 0; number < packing.ends.size(); ++number) {
        plan.panels.push_back(make_panel(columns, packing, number, room.width));
    }
    const std::size_t lines = lines_of_headers(plan, context.measure);
    for (ColumnPlan& panel : plan.panels) {
        panel.header_lines = lines;
    }
    return plan;
}

} // namespace presstime::stage
