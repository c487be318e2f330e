// Bytes as text: base64 and base64url (RFC 4648 sections 4 and 5) and back, hexadecimal back to bytes, and
// percent-encoding of one component.
#pragma once

#include "base/result.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace presstime {

std::string base64_encode(std::span<const unsigned char> bytes);
std::string base64_encode(std::string_view bytes);
// The bytes of padded base64; white space between the letters is skipped. `malformed` otherwise.
Result<std::string> base64_decode(std::string_view text);
// The same for what is compared or signed: no white space, padding as it must be, unused bits zero, so that
// no two texts mean the same bytes.
Result<std::string> base64_decode_strict(std::string_view text);
// The alphabet with - and _, without padding, as JOSE writes it (RFC 7515 section 2).
std::string base64url_encode(std::span<const unsigned char> bytes);
std::string base64url_encode(std::string_view bytes);
// Strict: no padding, no white space, no other letters, unused bits zero. `malformed` otherwise.
Result<std::string> base64url_decode(std::string_view text);
// Bytes of lower- or upper-case hexadecimal; `malformed` otherwise.
Result<std::vector<unsigned char>> hex_decode(std::string_view text);
// Percent-encodes everything but unreserved characters (RFC 3986 section 2.3), as RFC 5987 filename* wants
// it.
std::string percent_encode_component(std::string_view text);

} // namespace presstime
