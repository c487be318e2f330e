#include "source/result_caps.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

namespace presstime {

void ResultCaps::admit(Batch& batch)
{
    std::int64_t room = limits_.max_rows - completeness_.rows_in_result;
    if (static_cast<std::int64_t>(batch.rows) > room) {
        batch.keep_rows(static_cast<std::size_t>(room));
        completeness_.cut = true;
        completeness_.reason =
            fmt::format("cut at {} rows by {}", format_count(limits_.max_rows), limits_.row_limit_name);
    }
    auto size = static_cast<std::int64_t>(batch.byte_size());
    if (bytes_ + size > limits_.max_bytes) {
        // As many rows as fit if all were alike: a cap is a guard, not a measure.
        auto fit = static_cast<double>(limits_.max_bytes - bytes_) / static_cast<double>(size);
        batch.keep_rows(static_cast<std::size_t>(static_cast<double>(batch.rows) * fit));
        completeness_.cut = true;
        completeness_.reason =
            fmt::format("cut at {} rows by the limit of {} a result",
                        format_count(completeness_.rows_in_result + static_cast<std::int64_t>(batch.rows)),
                        format_bytes(static_cast<std::uint64_t>(limits_.max_bytes)));
    }
    bytes_ += size;
    completeness_.rows_in_result += static_cast<std::int64_t>(batch.rows);
}

} // namespace presstime
