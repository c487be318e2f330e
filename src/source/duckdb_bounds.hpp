// What stands before those of DuckDB's own functions that nothing interrupts and no limit counts.
#pragma once

#include <string>

namespace presstime {

// Statements that make temporary macros, for every session in which people's SQL runs.
const std::string& bounded_functions();

} // namespace presstime
