// The figure under a column: gathered cell by cell, so that a column never has to be held whole, and written
// like the cells above it.
#pragma once

#include "model/dashboard.hpp"
#include "platform/text/number_format.hpp"

#include <cstdint>
#include <string>

namespace presstime {

class ColumnTotal {
public:
    explicit ColumnTotal(const ColumnData& like) : type_(like.type), scale_(like.scale) {}

    // NULL is left out of every total, NaN of all but the count.
    void add(const ColumnData& data, std::size_t row);
    // A dash when there is nothing to say: no numbers, or the sum of dates. Sums of integers and decimals are
    // exact; beyond 64 bits they are written rounded.
    std::string text(TotalKind kind, const CellFormat& format, const UtcOffset& utc_offset = {}) const;

private:
    bool is_number() const;
    std::string sum_text(const CellFormat& format) const;

    ColumnType type_;
    int scale_;
    std::int64_t count_ = 0;
    std::int64_t numbers_ = 0;
    __extension__ __int128 unscaled_ = 0; // of integers and decimals
    double sum_ = 0;
    ColumnData least_; // one cell each, once there is a number
    ColumnData most_;
};

} // namespace presstime
