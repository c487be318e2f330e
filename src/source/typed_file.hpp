// Rows whose types are known, as a Parquet file that the DuckDB source reads like any other.
#pragma once

#include "model/typed_rows.hpp"
#include "source/source.hpp"

namespace presstime {

// retry when there is no memory or room; give_up when it takes longer than `deadline`, or a value does not
// fit its column's type. What was begun stays for the caller to remove.
Result<> write_typed_file(const TypedRows& rows, const SourceContext& context, Deadline deadline);

} // namespace presstime
