// Bytes as text: base64 (RFC 4648 section 4) and back, hexadecimal back to bytes, and percent-encoding of one
// component.
#pragma once

#include "base/result.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace presstime {

std::string base64_encode(std::span<const unsigned char> bytes);
// The bytes of padded base64; white space between the letters is skipped. `malformed` otherwise.
Result<std::string> base64_decode(std::string_view text);
// Bytes of lower- or upper-case hexadecimal; `malformed` otherwise.
Result<std::vector<unsigned char>> hex_decode(std::string_view text);
// Percent-encodes everything but unreserved characters (RFC 3986 section 2.3), as RFC 5987 filename* wants
// it.
std::string percent_encode_component(std::string_view text);

} // namespace presstime
