// What a template's names stand for in one run: the rows of its queries in memory, parameters, period and
// titles, and how each is written. It knows no HTML.
#pragma once

#include "base/deadline.hpp"
#include "calendar/zone.hpp"
#include "model/render_input.hpp"
#include "model/value.hpp"
#include "platform/text/locale.hpp"
#include "platform/text/number_format.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace presstime::stage {

inline constexpr std::int64_t kMaxTemplateRows = 50'000; // of one query
inline constexpr std::size_t kMaxTemplateDataBytes = 256UL << 20;

struct CellRef {
    const ColumnData* column = nullptr;
    std::size_t row = 0;
};
struct TemplateValue {
    std::variant<Value, CellRef> held;
};

struct TemplateTable {
    Table table;
    std::string error;  // the query failed; then there are no rows
    std::string reason; // why rows are missing; empty = whole
    bool complete() const { return error.empty() && reason.empty(); }
};

class TemplateData {
public:
    // Reads the named queries' results. Errors: retry or give_up of a result that cannot be read back,
    // `invalid("timezone")`, `invalid("parameters.NAME")`.
    static Result<TemplateData> load(const RenderInput& input, const std::vector<std::string>& queries,
                                     const Deadline& deadline);

    const TemplateTable* find_table(std::string_view query) const;
    const std::map<std::string, TemplateTable, std::less<>>& tables() const { return tables_; }
    // "title", "param.region", "rows.orders", "first.orders.amount", "orders.0.amount". Nothing when there is
    // no such name; NULL when there is no such row.
    std::optional<TemplateValue> find(std::string_view name) const;

    // As people read it, by the report's locale and zone; "plain" as CSV writes it.
    std::string text_of(const TemplateValue& value, std::string_view format) const;
    // As JSON, with all but letters and digits of texts escaped, so that it is safe wherever a script has it.
    void append_json(std::string& out, const TemplateValue& value) const;
    // The rows as an array of objects, one batch of text at a time.
    Result<> append_json_rows(std::string& out, const TemplateTable& table, const Deadline& deadline,
                              std::size_t most_bytes) const;

private:
    std::optional<TemplateValue> find_in_tables(std::string_view name) const;
    static TemplateValue cell_at(const TemplateTable& table, std::size_t row, int column);
    std::string formatted(const Value& value, std::string_view format) const;

    std::map<std::string, TemplateTable, std::less<>> tables_;
    std::map<std::string, Value, std::less<>> values_;
    const Locale* locale_ = nullptr;
    const Zone* zone_ = nullptr;
};

// False for NULL, false, 0, NaN and "".
bool is_true(const TemplateValue& value);

} // namespace presstime::stage
