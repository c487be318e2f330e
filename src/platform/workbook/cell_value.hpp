// A cell's stored value as what it means: its type, its number format and the texts that the sheets share.
#pragma once

#include "platform/workbook/workbook_parts.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace presstime {

struct CellSource {
    const SharedTexts& shared;
    const std::vector<NumberKind>& kinds;
    Epoch epoch;
};

// As they stand in the file; `value` may be of an inline string already.
struct StoredCell {
    std::string_view type;  // "s", "inlineStr", "str", "b", "e", "d", "n" or ""
    std::string_view style; // a number
    std::string_view value;
};

// The kind and canonical text (SheetCell), nothing for a blank cell. Column 0.
// invalid("file") when it refers to a shared text that is not there.
Result<std::optional<SheetCell>> value_of(const StoredCell& cell, const CellSource& source);

} // namespace presstime
