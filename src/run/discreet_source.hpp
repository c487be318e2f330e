// A source whose errors quote nothing of its rows. An engine reads rows before a filter drops them - for a
// window in a data set's own SQL, say - and when it stumbles over a cell it quotes the cell, to somebody who
// may not see it.
#pragma once

#include "source/source.hpp"

#include <memory>

namespace presstime::run {

// `source` as readers under row-level security get it: what its engine says beyond the class of an error
// goes to the log. Errors about the statement alone (a missing column) stay whole.
std::shared_ptr<Source> make_discreet(std::shared_ptr<Source> source);

} // namespace presstime::run
