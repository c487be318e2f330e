// Text inside HTML: escaped so that no value of anybody's data is ever markup.
#pragma once

#include <string>
#include <string_view>

namespace presstime {

// Appends text for element content or a double-quoted attribute: & < > " and ' as references, control
// characters but tab and line feed as U+FFFD, invalid UTF-8 repaired.
void append_html_text(std::string& out, std::string_view text);
std::string html_text(std::string_view text);

// The address as an attribute's value when it is http, https or mailto; else empty, which is then no link.
std::string html_address(std::string_view url);

} // namespace presstime
