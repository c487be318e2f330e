// What a stranger sent, made fit for a row that people read: nothing of it reaches a terminal, a log line or
// a page unescaped.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace presstime {

// Valid UTF-8 of at most `limit` bytes on one line: control characters written as \n, \t, \x1b; invalid bytes
// as U+FFFD.
std::string inert_text(std::string_view received, std::size_t limit);

} // namespace presstime
