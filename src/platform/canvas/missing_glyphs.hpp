// The characters of a drawing that no installed font has, told in one short line.
#pragma once

#include <cstdint>
#include <set>
#include <string>

namespace presstime::canvas {

using MissingGlyphs = std::set<char32_t>;

// "U+1FAE9, U+1CC00 and 3 more": sorted, the first 20 of them; empty when there are none.
std::string to_text(const MissingGlyphs& missing);

} // namespace presstime::canvas
