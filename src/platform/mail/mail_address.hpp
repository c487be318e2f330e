// Which mail addresses are taken: one bare ASCII addr-spec, as it stands in an SMTP envelope.
#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>

namespace presstime::mail {

// Practical RFC 5321 section 4.1.2: a dot-atom of at most 64 bytes, '@', a host name of at most 253 with a
// dot in it (or "localhost"). Refused with the mend, as `invalid(field)`: display names, several addresses,
// quoted local parts, address literals, spaces, control characters, and anything outside ASCII (an
// international domain is written in its xn-- form; an international local part would need SMTPUTF8 from
// every server on the way).
Result<> check_mail_address(std::string_view address, std::string_view field);

// What follows the '@': what Message-IDs end in. "presstime.invalid" when there is none.
std::string domain_of(std::string_view address);

} // namespace presstime::mail
