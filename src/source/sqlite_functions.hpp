// Text functions that stand in for SQLite's own of the same names: those take the product of their arguments'
// lengths, minutes for a few megabytes, within one step that neither deadline nor cancel can interrupt.
#pragma once

#include <sqlite3.h>

namespace presstime {

// instr, replace, trim, ltrim and rtrim with the same answers in about linear time. False when out of memory.
bool add_bounded_functions(sqlite3* database);

} // namespace presstime
