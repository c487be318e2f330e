// One column of one block to bytes and back. Integers are stored as the difference to the smallest one, in as
// few bytes as the largest difference needs; texts as lengths (the same way) and bytes; reals as they are.
#pragma once

#include "model/table.hpp"
#include "platform/objects/byte_cursor.hpp"

namespace presstime::result_file {

struct RowRange {
    std::size_t first = 0;
    std::size_t count = 0;
};

void encode_column(std::string& out, const ColumnData& column, RowRange range);
// Replaces the cells of `column` (of known type and scale)
// by `rows` new ones; false when the bytes do not hold them.
bool decode_column(ByteCursor& in, std::size_t rows, ColumnData& column);

} // namespace presstime::result_file
