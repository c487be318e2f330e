// What the parts of the layout share while one page list is made: the input, the results in memory, and the
// stamp that they fill. Internal to the layout.
#pragma once

#include "calendar/zone.hpp"
#include "model/render_input.hpp"
#include "platform/text/number_format.hpp"
#include "stage/layout.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace presstime::stage {

// What the whole says about itself.
struct Stamp {
    std::int64_t rows_shown = 0;
    std::int64_t rows_in_result = 0;
    bool complete = true;
    std::vector<std::string> notes;
    int failed_widgets = 0;
    int empty_widgets = 0;
};

// One query's rows as far as the page needs them.
struct LoadedResult {
    Table table;
    std::int64_t rows_in_result = 0;
    bool counted = true;    // false: there are more than `rows_in_result`, nobody knows how many
    std::string source_cut; // why the result itself is not whole
    std::string memory_cut; // why `table` holds fewer rows than the widgets asked for
};

// Loads each query once, no more rows than its widgets show, within the setup's bound of cells.
class ResultTables {
public:
    ResultTables(const RenderInput& input, const PageSetup& setup);

    // The sentence why there is no result, or nothing.
    std::optional<std::string> failure_of(const std::string& query) const;
    // Of a query without failure. The reference lives as long as this object.
    Result<const LoadedResult*> load(const std::string& query);

private:
    std::int64_t rows_needed(const std::string& query) const;

    const RenderInput& input_;
    const PageSetup& setup_;
    std::map<std::string, LoadedResult> loaded_;
};

// Beyond so many cells a table's structure costs more than it helps: it is one element then.
inline constexpr std::int64_t kMaxTaggedCells = 20'000;

struct LayoutContext {
    const RenderInput& input;
    const Theme& theme;
    const PageSetup& setup;
    TextMeasure& measure;
    ResultTables& tables;
    const Zone& zone;
    UtcOffset utc_offset;
    Stamp stamp;
    std::int64_t tagged_cells = 0; // table cells with a tag of their own, in the whole document

    const std::string& locale() const { return input.report.locale; }
    const Locale& words() const { return find_locale(locale()); }
};

// "Orders", or "table w_orders" for a widget without a title: how notes name it.
std::string name_of(const Widget& widget);
// The most rows a table widget shows on these pages; nothing = all.
std::optional<std::int64_t> row_limit(const Widget& widget, const PageSetup& setup);
bool has_totals(const Widget& widget);

} // namespace presstime::stage
