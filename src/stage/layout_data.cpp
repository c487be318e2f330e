// Results from their readers into memory, bounded: a page shows few rows, and a result may have millions.
#include "stage/layout_context.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace presstime::stage {
namespace {

constexpr std::int64_t kAllRows = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kSparklineRows = 60;

// Stops within the batch at hand when rows, cells or bytes run out.
Result<LoadedResult> read_rows(BatchReader& reader, std::int64_t wanted, const PageSetup& setup)
{
    LoadedResult loaded;
    loaded.table = make_table(reader.columns());
    const std::int64_t columns =
        std::max<std::int64_t>(1, static_cast<std::int64_t>(reader.columns().size()));
    const std::int64_t most = std::max<std::int64_t>(1, setup.max_cells / columns);
    const std::int64_t limit = std::min(wanted, most);
    const auto stop = [&](std::string cut) {
        loaded.rows_in_result = static_cast<std::int64_t>(loaded.table.rows());
        loaded.counted = false;
        loaded.memory_cut = std::move(cut);
    };
    Batch batch;
    while (TRY(reader.next(batch))) {
        const std::int64_t room = limit - static_cast<std::int64_t>(loaded.table.rows());
        if (static_cast<std::int64_t>(batch.rows) > room) {
            batch.keep_rows(static_cast<std::size_t>(room));
            append(loaded.table, batch);
            stop(most < wanted ? fmt::format("the page's limit of {} cells", format_count(setup.max_cells))
                               : std::string());
            return loaded;
        }
        if (loaded.table.data.byte_size() > setup.max_result_bytes) {
            stop(fmt::format("the limit of {} a result", format_bytes(setup.max_result_bytes)));
            return loaded;
        }
        append(loaded.table, batch);
    }
    loaded.rows_in_result = static_cast<std::int64_t>(loaded.table.rows());
    loaded.table.completeness = reader.completeness();
    return loaded;
}

} // namespace

std::string name_of(const Widget& widget)
{
    if (!widget.title.empty()) {
        return widget.title;
    }
    static constexpr const char* kKinds[] = {"figure", "chart", "table", "text", "image"};
    return fmt::format("{} {}", kKinds[static_cast<int>(widget.kind)], widget.id);
}

std::optional<std::int64_t> row_limit(const Widget& widget, const PageSetup& setup)
{
    std::optional<std::int64_t> limit = widget.max_rows;
    if (setup.max_table_rows > 0) {
        limit = std::min(limit.value_or(setup.max_table_rows), setup.max_table_rows);
    }
    return limit;
}

bool has_totals(const Widget& widget)
{
    return std::ranges::any_of(widget.columns,
                               [](const TableColumn& column) { return column.total != TotalKind::none; });
}

ResultTables::ResultTables(const RenderInput& input, const PageSetup& setup) : input_(input), setup_(setup) {}

std::optional<std::string> ResultTables::failure_of(const std::string& query) const
{
    const auto found = input_.results.find(query);
    if (found != input_.results.end() && !found->second.error.empty()) {
        return found->second.error;
    }
    if (found == input_.results.end() || !found->second.open) {
        return fmt::format("query `{}` has no result", query);
    }
    return std::nullopt;
}

std::int64_t ResultTables::rows_needed(const std::string& query) const
{
    std::int64_t rows = 0;
    for (const Widget& widget : input_.dashboard.widgets) {
        if (widget.kind == WidgetKind::kpi && widget.sparkline_query == query) {
            return kAllRows;
        }
        if (widget.query != query) {
            continue;
        }
        if (widget.kind == WidgetKind::kpi) {
            const bool whole = !widget.sparkline.empty() && widget.sparkline_query.empty();
            rows = std::max(rows, whole ? kAllRows : kSparklineRows);
        } else if (widget.kind == WidgetKind::table && !has_totals(widget)) {
            rows = std::max(rows, row_limit(widget, setup_).value_or(kAllRows));
        } else if (widget.kind != WidgetKind::text) {
            rows = kAllRows;
        }
    }
    return rows;
}

Result<const LoadedResult*> ResultTables::load(const std::string& query)
{
    if (const auto found = loaded_.find(query); found != loaded_.end()) {
        return &found->second;
    }
    const QueryOutcome& outcome = input_.results.at(query);
    const std::unique_ptr<BatchReader> reader = TRY(outcome.open());
    LoadedResult loaded = TRY(read_rows(*reader, rows_needed(query), setup_));
    const std::int64_t told = std::max(outcome.rows, outcome.completeness.rows_in_result);
    loaded.counted = loaded.counted || told > loaded.rows_in_result;
    loaded.rows_in_result = std::max(loaded.rows_in_result, told);
    const Completeness& read = loaded.table.completeness;
    if (outcome.completeness.cut || read.cut) {
        const std::string& reason = read.reason.empty() ? outcome.completeness.reason : read.reason;
        loaded.source_cut = reason.empty() ? "a limit of the query" : reason;
    }
    return &loaded_.emplace(query, std::move(loaded)).first->second;
}

} // namespace presstime::stage
