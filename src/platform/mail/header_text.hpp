// Header fields of a mail: folding, encoded words, parameters.
// It decides how text is written, not which fields exist.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace presstime::mail {

// "Name: value" folded at spaces to lines of at most 76
// characters; the value is ASCII and made of short words.
std::string structured_header(std::string_view name, std::string_view value);

// Text for people: ASCII as it is, folded; all else, and words too long to fold, as RFC 2047 encoded words
// (UTF-8, base64), which never split a character.
std::string text_header(std::string_view name, std::string_view text);

// A display name before an address: a quoted string, or encoded words.
std::string phrase(std::string_view text);

// "; name=value" for Content-Type and Content-Disposition, each on a line of its own: quoted when it is short
// ASCII, RFC 2231 (with continuations) otherwise.
std::string parameter(std::string_view name, std::string_view value);

} // namespace presstime::mail
