// A PDF that opens only with its password. Applied after the artifact has been hashed, for encryption draws
// random keys: the same document encrypted twice is not the same bytes.
#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>

namespace presstime {

inline constexpr std::size_t kMaxPdfPasswordBytes = 127; // ISO 32000-2, 7.6.4.3.3

// AES-256 (revision 6). Who knows the password may do everything with the document. Errors: `invalid` for a
// password that is empty, too long or not UTF-8; give_up for bytes that are no PDF.
Result<std::string> encrypt_pdf(std::string_view pdf, std::string_view password);

} // namespace presstime
