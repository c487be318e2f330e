// Row-level security as a value: which data sets somebody may read, and which of their rows. Made from a data
// access token, carried by requests and reports, applied where SQL is composed (source/secured_query).
#pragma once

#include "base/result.hpp"
#include "model/dataset.hpp"
#include "model/value.hpp"

#include <map>
#include <string>
#include <vector>

namespace presstime {

enum class FilterOp {
    equal,
    not_equal,
    greater,
    greater_or_equal,
    less,
    less_or_equal,
    in,
    not_in,
    like, // % and _ stand for any text and any character, \ before them for themselves; case matters
    not_like,
    is_null,
    is_not_null,
};

// NULL never matches, whatever the operator, but for is_null.
struct FilterTerm {
    std::string field;
    FilterOp op = FilterOp::equal;
    std::vector<Value> values; // none for is_null and is_not_null, any number for in and not_in, else one
};

using FilterGroup = std::vector<FilterTerm>; // all of them hold; never empty
// One of the groups holds; empty = no rows.
using RowFilter = std::vector<FilterGroup>;

struct SecurityContext {
    bool all_datasets = false;                // "*"
    std::vector<std::string> dataset_ids;     // ids or names, when not all
    std::map<std::string, RowFilter> filters; // by the data set's id or name

    // What may be read of the data set: the filter of its rows, or nullptr for all of them. `forbidden` when
    // the data set is not named, or when "*" stands beside filters and none is for this one: a data set that
    // somebody adds later must not be open to tokens that were written before.
    Result<const RowFilter*> rows_of(const Dataset& dataset) const;
    // `invalid("secureFilters.<name>")` for a filter or id of no data set in the list: a slip of the pen
    // there would leave the rows it meant open.
    Result<> check_names(const std::vector<Dataset>& datasets) const;
};

// True when `text` is the data set's id, or its name in any case.
bool is_called(const Dataset& dataset, std::string_view text);
// True when the statement holds the data set's name as a whole word: it may read it, and without it it
// cannot, because a plain name stands letter by letter in whatever way of quoting.
bool may_name(std::string_view sql, const Dataset& dataset);

} // namespace presstime
