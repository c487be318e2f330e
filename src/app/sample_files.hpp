// The sample data that is built into the program, so that it is there wherever the program is.
#pragma once

#include "control/sample_data.hpp"

namespace presstime {

control::SampleFiles sample_files();

} // namespace presstime
