// What stands before those of DuckDB's own functions that nothing interrupts and no limit counts.
#pragma once

namespace presstime {

// Statements that make temporary macros, for every session in which people's SQL runs.
extern const char* const kBoundedFunctions;

} // namespace presstime
