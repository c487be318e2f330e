// What a plain YAML scalar means here: the one rule that reading and writing share.
#pragma once

#include <boost/json.hpp>

#include <string_view>

namespace presstime::codec {

// "", ~ and null are null; true and false are booleans; 12, -3, 0.5 and 1e9 are numbers; all else is text
// (also yes, no, on, off, 007 and 2026-04-21).
boost::json::value resolve_plain_scalar(std::string_view text);

} // namespace presstime::codec
