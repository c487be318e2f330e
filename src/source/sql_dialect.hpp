// Where the SQL that we write ourselves differs from engine to engine. One value per source.
#pragma once

#include "model/structured_query.hpp"
#include "model/table.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace presstime {

struct SqlDialect {
    // Behind a filtered relation: nothing of the statement around it is computed on rows that the filter
    // drops, whose values an error message or a division by zero would tell.
    std::string_view barrier;
    // The column as an operand of a comparison with a value of that kind.
    std::string (*operand)(std::string_view column, FilterOp op, const Value& value);
    // A bound parameter, of the value's type whatever it stands beside.
    std::string (*typed)(std::string_view parameter, const Value& value);
    // A condition besides the comparison, with " AND " behind it, that the cell holds a value of the bound
    // one's kind; empty where columns have types.
    std::string (*same_kind)(std::string_view column, const Value& value);
    // The operand compared with a pattern, and the pattern as the engine writes it.
    std::string (*like)(std::string_view operand, std::string_view parameter);
    std::string (*like_pattern)(std::string_view pattern);
    // The column cut to the beginning of the unit, a date or a timestamp.
    std::string (*truncated)(std::string_view column, TimeUnit unit);
};

const SqlDialect& duckdb_dialect();
const SqlDialect& sqlite_dialect();

// "name", quotes inside doubled. Both engines compare such names without regard to ASCII case.
std::string quote_identifier(std::string_view name);
// A text as a constant of SQL, in single quotes; quotes inside doubled.
std::string quote_text(std::string_view text);

// Values on their way into a statement, under names that nobody can guess: no parameter of a query or report
// can stand in their place.
class BoundValues {
public:
    BoundValues();
    // "$presstime_<random>_<n>"
    std::string add(Value value);
    // What every name of this statement begins with, "presstime_<random>".
    const std::string& prefix() const { return prefix_; }
    std::vector<Binding> take() { return std::move(bindings_); }

private:
    std::string prefix_;
    std::vector<Binding> bindings_;
};

} // namespace presstime
